from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
from functools import partial
from pathlib import Path

import notices
import pytest
import vendor
from notices import PlainNotice, notify
from vendor import SmsGateway

CALLS = """
from notices import PlainNotice, notify
from vendor import SmsGateway

class Pager:
    def send(self, to: str) -> None: ...

notify([], lambda days: 10 * days, SmsGateway(), PlainNotice())  # all fit
notify([], lambda days: 10 * days, Pager(), PlainNotice())  # no text
notify([], "10", SmsGateway(), PlainNotice())  # no function
"""


@pytest.fixture(scope="module")
def fine(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    """What mypy says to each of the calls."""
    folder = tmp_path_factory.mktemp("mypy")
    (folder / "caller.py").write_text(CALLS, encoding="utf-8")
    places = [str(Path(str(m.__file__)).parent) for m in (notices, vendor)]
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    command += ["--no-color-output", f"--cache-dir={folder / 'cache'}", "caller.py"]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "MYPYPATH": os.pathsep.join(places)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    lines = CALLS.splitlines()
    numbers = re.findall(r"caller\.py:(\d+): error", done.stdout)
    bad = {lines[int(number) - 1] for number in numbers}
    named = [line for line in lines if "  # " in line]
    return {line.partition("  # ")[2]: line not in bad for line in named}


def test_mypy_accepts_the_gateway(fine: dict[str, bool]) -> None:
    assert fine["all fit"]


@pytest.mark.parametrize("call", ["no text", "no function"])
def test_mypy_refuses_what_does_not_fit(call: str, fine: dict[str, bool]) -> None:
    assert not fine[call]


def test_the_fee_is_whatever_can_be_called() -> None:
    class Tariff:
        def __init__(self, cents: int) -> None:
            self.cents = cents

        def fee(self, days: int) -> int:
            return self.cents * days

    for fee in (Tariff(20).fee, partial(pow, 2)):
        gateway = SmsGateway()
        assert notify([("P-0412", 3)], fee, gateway, PlainNotice()) == fee(3)
        assert len(gateway.sent) == 1


def test_the_fee_is_asked_once_for_each_card() -> None:
    asked: list[int] = []
    notify([("P-0412", 3)], lambda d: asked.append(d) or 30, SmsGateway(), PlainNotice())
    assert asked == [3]


def test_the_notices_do_not_know_the_vendor() -> None:
    text = inspect.getsource(notices)
    assert "vendor" not in text
    tree = ast.parse(text)
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not named & {"isinstance", "hasattr", "callable"}
