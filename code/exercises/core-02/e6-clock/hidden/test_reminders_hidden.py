from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import reminders

CLOCKS = """
    from dataclasses import dataclass
    from datetime import date
    from typing import NamedTuple

    from reminders import letters

    DAY = date(2028, 3, 1)


    @dataclass(frozen=True)
    class StoppedClock:
        zone: str

        def today(self) -> date:
            return DAY


    class Radio:
        @property
        def zone(self) -> str:
            return "Europe/Berlin"

        def today(self, station: str = "DCF77") -> date:
            return DAY


    class Reading(NamedTuple):
        zone: str
        day: date

        def today(self) -> date:
            return self.day


    class BrokenClock:
        zone = "Europe/Berlin"

        def today(self) -> date | None:
            return None


    class AskedClock:
        zone = "Europe/Berlin"

        def today(self, zone: str) -> date:
            return DAY
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
        letters([], StoppedClock("Europe/Berlin"))  # frozen
        letters([], Radio())  # a property
        letters([], Reading("Europe/Berlin", DAY))  # a tuple
        letters([], BrokenClock())  # perhaps None
        letters([], AskedClock())  # wants to know more
        """,
        tmp_path_factory.mktemp("mypy"),
    )


@pytest.mark.parametrize("clock", ["frozen", "a property", "a tuple"])
def test_a_zone_that_can_only_be_read_is_enough(clock: str, calls: dict[str, bool]) -> None:
    assert calls[clock]


@pytest.mark.parametrize("clock", ["perhaps None", "wants to know more"])
def test_a_day_that_cannot_be_had_is_refused(clock: str, calls: dict[str, bool]) -> None:
    assert not calls[clock]


def test_mypy_finds_nothing_in_the_answer(calls: dict[str, bool]) -> None:
    assert calls["reminders"]
