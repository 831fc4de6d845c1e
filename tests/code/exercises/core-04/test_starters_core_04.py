"""What the page of exercises says about the files of core 04 is so."""

from __future__ import annotations

import asyncio
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
FOLDER = ROOT / "code/exercises/core-04"
PAGE = ROOT / "book/core/04-modern-python-complete-guide/exercises.md"


@pytest.fixture(autouse=True)
def forget_modules() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


def load(monkeypatch: pytest.MonkeyPatch, slug: str, answer: str, name: str) -> ModuleType:
    """Import a module of an answer; what the answer lacks comes from the starter."""
    monkeypatch.syspath_prepend(FOLDER / slug / "starter")
    monkeypatch.syspath_prepend(FOLDER / slug / answer)
    return importlib.import_module(name)


def test_a_loop_in_which_nothing_can_happen_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    virtual = load(monkeypatch, "e5-polite-pacer", "starter", "virtual")

    async def waits() -> None:
        await asyncio.sleep(3600.0)
        await asyncio.Event().wait()

    with pytest.raises(virtual.Stuck, match=r"after 3600\.0 s"):
        virtual.run(waits())


def test_all_copies_of_a_helper_are_the_same() -> None:
    for name, number in (("virtual.py", 6), ("mypy_says.py", 4)):
        copies = [path.read_text() for path in FOLDER.glob(f"*/starter/{name}")]
        assert len(copies) == number
        assert len(set(copies)) == 1


def test_mypy_has_eight_complaints_about_the_first_starter() -> None:
    file = FOLDER / "e1-eight-complaints/starter/digest.py"
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-incremental"]
    done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
    assert "Found 8 errors" in done.stdout


def test_three_of_the_complaints_are_bugs(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = load(monkeypatch, "e1-eight-complaints", "starter", "digest")
    with pytest.raises(AttributeError):
        digest.host("/about")
    assert digest.kind(600) is None
    assert digest.count_kinds([404, 404, None]) == {"broken": 1, "silent": 1}


def test_the_ladder_has_no_line_for_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = load(monkeypatch, "e2-match-every-outcome", "starter", "lines")
    outcomes = importlib.import_module("outcomes")
    assert lines.line(outcomes.TimedOut("/a", 2.5)) == ""


def test_what_is_no_outcome_reaches_the_last_case(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = load(monkeypatch, "e2-match-every-outcome", "solution", "lines")
    with pytest.raises(AssertionError, match="no outcome"):
        lines.line("no outcome")


def test_the_settings_print_their_token(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, "e4-settings-with-a-token", "starter", "settings")
    monkeypatch.setenv("LINKWATCH_API_TOKEN", "tok-5f3a")
    assert "tok-5f3a" in repr(settings.load())


def test_the_old_spelling_let_a_finding_into_a_source_of_broken_links(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stages = load(monkeypatch, "e9-port-to-pep-695", "starter", "stages")
    newest = stages.Latest(stages.BrokenLink("/a", 404))
    assert newest.then(lambda one: one.url).read() == ("/a",)
    newest.value = stages.Finding("/b", 200)
    assert not isinstance(newest.read()[0], stages.BrokenLink)


def test_the_code_for_3_12_on_the_page_is_that_of_the_answers() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for answer in ("solution", "alternative"):
        text = (FOLDER / "e9-port-to-pep-695" / answer / "stages.py").read_text(encoding="utf-8")
        latest = text[text.index("class Latest") : text.index("def pump")]
        assert latest.strip() in page


def test_a_named_tuple_equals_another_with_the_same_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = load(monkeypatch, "e10-the-right-record", "starter", "records")
    fields = ("/a", "A", ["food"])
    assert records.FeedEntry(*fields) == records.Page(*fields)


def test_all_five_runners_pass_the_test_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    runners = load(monkeypatch, "e11-tests-without-waiting", "starter", "runners")
    promise = importlib.import_module("promise")
    for runner in (runners.workers, *runners.WRONG):
        promise.test_two_jobs_give_two_results(runner)
