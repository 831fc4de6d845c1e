"""What the page of exercises says about the answers of AI 01 is so."""

from __future__ import annotations

import importlib
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from unittest.mock import Mock

import pytest
from labkit import Reply, StallBeforeHeaders, Step, WireServer
from parlance import ChatMessage, Conversation, MessageError, ModelError, Secret

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
FOLDER = ROOT / "code/exercises/ai-01"
KEY = "sk-harbour-4711-shed"
ASK = Conversation("harbour-17", [ChatMessage.user("Ladders?")])


@pytest.fixture(autouse=True)
def forget_modules() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    """Import a module of an answer: answer("e1-described-image/solution", "described")."""

    def load(place: str, name: str) -> ModuleType:
        monkeypatch.syspath_prepend(FOLDER / place)
        sys.modules.pop(name, None)
        return importlib.import_module(name)

    return load


@contextmanager
def dripping(text: str, pause: float) -> Iterator[str]:
    """Serve one answer, a letter after each pause."""

    def serve() -> None:
        there, _ = listening.accept()
        with there:
            there.recv(65536)
            there.sendall(f"HTTP/1.1 200 OK\r\ncontent-length: {len(text)}\r\n\r\n".encode())
            try:
                for letter in text:
                    time.sleep(pause)
                    there.sendall(letter.encode())
            except OSError:
                return  # the client has left

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def test_a_field_that_a_constructor_forgets_is_missed_where_it_is_read(answer) -> None:
    described = answer("e1-described-image/alternative", "described")
    forgetful = object.__new__(described.DescribedImage)
    with pytest.raises(AttributeError):
        assert forgetful.description


def test_a_model_of_the_file_lists_every_field_that_is_wrong(answer) -> None:
    store = answer("e4-store/alternative", "store")
    with pytest.raises(MessageError) as caught:
        store.load('{"version": 2, "id": 7, "messages": null}')
    assert all(name in str(caught.value) for name in ("version", "id", "messages"))


def test_a_clean_cause_has_kind_and_number_and_no_traceback(answer) -> None:
    leaky = answer("e5-leaks/alternative", "leaky")

    def late(text: str, headers: dict[str, str]) -> str:
        raise TimeoutError(110, f"late for {headers['x-api-key']}")

    with pytest.raises(RuntimeError) as caught:
        leaky.Client(Secret(KEY), late).ask("Ladders?")
    cause = caught.value.__cause__
    assert type(cause) is TimeoutError
    assert (cause.errno, cause.strerror) == (110, "late for …")
    assert cause.__traceback__ is None
    assert caught.value.__context__ is None or caught.value.__context__ is cause


def test_an_error_with_another_constructor_cannot_be_copied(answer) -> None:
    leaky = answer("e5-leaks/alternative", "leaky")

    class CutError(OSError):
        def __init__(self, host: str, port: int) -> None:
            super().__init__(f"{host}:{port}")

    def cut(text: str, headers: dict[str, str]) -> str:
        raise CutError("shed", 11434)

    with pytest.raises(TypeError):
        leaky.Client(Secret(KEY), cut).ask("Ladders?")


def test_a_bare_mock_shows_every_question_as_the_last_one() -> None:
    conversation = Conversation("harbour-17", [ChatMessage.user("Ladders?")])
    model = Mock()
    model.reply.side_effect = [ChatMessage.assistant("Two.")]
    conversation.append(model.reply(conversation))
    assert len(model.reply.call_args.args[0]) == 2
    assert model.rpely(conversation)


def test_a_kind_that_registered_no_block_is_an_error_when_it_is_sent(answer) -> None:
    words = answer("e7-other-words/alternative", "other_words")
    with pytest.raises(MessageError, match="no block for a dict"):
        words.block({})


def test_a_kind_without_a_case_is_an_error_when_it_is_checked(tmp_path: Path) -> None:
    source = (FOLDER / "e7-other-words/solution/other_words.py").read_text()
    complete = tmp_path / "complete.py"
    complete.write_text(source)
    lacking = tmp_path / "lacking.py"
    case = '        case Text(text):\n            return {"type": "text", "text": text}\n'
    assert source.count(case) == 1
    lacking.write_text(source.replace(case, ""))
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental"]
    done = subprocess.run(
        [*command, str(complete), str(lacking)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "lacking.py" in done.stdout and "Missing return statement" in done.stdout
    assert "Found 1 error" in done.stdout, done.stdout


def test_an_answer_in_drops_outlasts_the_limit_of_the_solution_and_not_of_the_alternative(
    answer,
) -> None:
    text = json.dumps({"message": {"content": "Two."}})
    pause = 0.02
    limit = len(text) * pause / 2
    for place in ("solution", "alternative"):
        shed = answer(f"e8-shed-client/{place}", "shed")
        with (
            dripping(text, pause) as url,
            shed.ShedClient(url, Secret(KEY), "small", timeout=limit) as client,
        ):
            if place == "solution":
                assert client.reply(ASK).text == "Two."
            else:
                with pytest.raises(ModelError, match="within"):
                    client.reply(ASK)


def test_the_cause_has_the_key_as_an_attribute_and_in_no_text(answer) -> None:
    shed = answer("e8-shed-client/solution", "shed")
    late = Step(Reply("Two."), fault=StallBeforeHeaders())
    with (
        WireServer([late]) as server,
        shed.ShedClient(server.url, Secret(KEY), "small", timeout=0.1) as client,
        pytest.raises(ModelError) as caught,
    ):
        client.reply(ASK)
    cause = caught.value.__cause__
    assert KEY in cause.request.headers["authorization"]
    assert KEY not in f"{cause} {cause!r} {cause.request.headers!r}"
