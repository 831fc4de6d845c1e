from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from datetime import date
from pathlib import Path

import pytest
import reminders

DAY = date(2028, 3, 1)
LOANS = [("P-0412", date(2028, 2, 28)), ("P-0077", DAY), ("P-0901", date(2028, 2, 1))]

CLOCKS = """
    from datetime import date

    from reminders import letters


    class TowerClock:
        zone = "Europe/Berlin"

        def today(self) -> date:
            return date(2028, 3, 1)


    class TextClock:
        zone = "Europe/Berlin"

        def today(self) -> str:
            return "2028-03-01"


    class Sundial:
        def today(self) -> date:
            return date(2028, 3, 1)
"""


def verdicts(calls: str, folder: Path) -> dict[str, bool]:
    """Let mypy look at calls that end in a comment with a name: which are fine?"""
    text = f"{textwrap.dedent(CLOCKS)}\n{textwrap.dedent(calls)}"
    caller = folder / "caller.py"
    caller.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file="]
    command += ["--no-color-output", f"--cache-dir={folder / 'cache'}", str(caller)]
    place = str(Path(reminders.__file__).parent)
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "MYPYPATH": place},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    numbers = re.findall(r"caller\.py:(\d+): error", done.stdout)
    bad = {text.splitlines()[int(number) - 1].strip() for number in numbers}
    named = [line.strip() for line in text.splitlines() if "  # " in line]
    assert bad <= set(named), done.stdout
    fine = {line.partition("  # ")[2]: line not in bad for line in named}
    return fine | {"reminders": not re.search(r"reminders\.py:.* error", done.stdout)}


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bool]:
    return verdicts(
        """
        letters([], TowerClock())  # a clock
        letters([], TextClock())  # the day is text
        letters([], Sundial())  # no zone
        """,
        tmp_path_factory.mktemp("mypy"),
    )


class StoppedClock:
    zone = "Asia/Tokyo"

    def today(self) -> date:
        return DAY


def test_letters_go_to_those_who_are_late_by_the_clock_given() -> None:
    assert reminders.letters(LOANS, StoppedClock()) == [
        "P-0412: 2 days late (Asia/Tokyo, 2028-03-01)",
        "P-0901: 29 days late (Asia/Tokyo, 2028-03-01)",
    ]


def test_mypy_accepts_a_class_that_never_heard_of_the_letters(
    calls: dict[str, bool],
) -> None:
    assert calls["a clock"]


def test_mypy_refuses_what_is_no_clock(calls: dict[str, bool]) -> None:
    assert not calls["the day is text"]
    assert not calls["no zone"]
