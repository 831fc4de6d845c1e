"""What proving costs: 1,500 examples in 25 pages, against plain pytest-codeblocks.

Run by ``make bench``. The pages are made here, so that a later run on another machine measures
the same work; plain pytest-codeblocks, which isolates nothing, reads the same pages in the same
run. CPU time is that of all processes together.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PAGES = 25
CHAINS = 54  # of which six have two steps: 60 examples a page, as the finished chapters are built
ROUNDS = 3

_PROSE = """The rows of the bank's file come in any order, and the same file is imported twice
when somebody is not sure. What follows keeps one entry for each row, whichever comes first.
"""

_SINGLES = (
    """class Entry{n}:
    def __init__(self, payee: str, amount: int) -> None:
        self.payee = payee
        self.amount = amount

    def __repr__(self) -> str:
        return f"Entry({{self.payee!r}}, {{self.amount}})"


print(Entry{n}("Café Müller", {n}))
""",
    """from dataclasses import dataclass, replace


@dataclass(frozen=True, order=True)
class Rate{n}:
    currency: str
    cents: int = {n}


rate = Rate{n}("EUR")
print(replace(rate, cents={n} + 1) > rate)
""",
    """from decimal import Decimal

amounts = [Decimal("4.80"), Decimal("{n}.20"), Decimal("0")]
total = sum(amounts, start=Decimal())
print(total)
print(len([amount for amount in amounts if not amount]))
""",
    """from collections import Counter, defaultdict

words = "rent coffee coffee train rent coffee".split()
by_length = defaultdict(list)
for word in words:
    by_length[len(word)].append(word)
print(Counter(words).most_common(1), {n})
print(sorted(by_length))
""",
    """from enum import Enum, auto


class State{n}(Enum):
    OPEN = auto()
    PAID = auto()

    def next(self):
        return State{n}.PAID


print(State{n}.OPEN.next().name, {n})
""",
    """from abc import ABC, abstractmethod


class Importer{n}(ABC):
    @abstractmethod
    def rows(self) -> list[str]: ...


try:
    Importer{n}()
except TypeError as error:
    print(type(error).__name__, {n})
""",
    """from datetime import date, timedelta

start = date(2024, 2, 28)
for days in range(3):
    print(start + timedelta(days=days), {n})
""",
    """from functools import cache
from typing import Protocol


class Priced(Protocol):
    price: int


@cache
def factorial(number: int) -> int:
    return number * factorial(number - 1) if number else 1


print(factorial(10) % {n})
""",
    """from contextlib import contextmanager

log = []


@contextmanager
def opened(name):
    log.append(f"open {{name}}")
    yield name
    log.append(f"close {{name}}")


with opened("ledger-{n}"):
    log.append("use")
print(log)
""",
)

_ASYNC = """import asyncio


async def fetch(number: int) -> int:
    await asyncio.sleep(0)
    return number * {n}


async def main() -> list[int]:
    return await asyncio.gather(*(fetch(number) for number in range(3)))


print(asyncio.run(main()))
"""

_PAIR = (
    """rows = [("rent", 900), ("coffee", {n}), ("rent", 900)]
seen = set()
unique = []
for row in rows:
    if row not in seen:
        seen.add(row)
        unique.append(row)
""",
    """def report(entries):
    return {{payee: amount for payee, amount in entries}}


assert len(unique) == 2
print(report(unique))
""",
)


def make_pages(folder: Path) -> tuple[int, int]:
    """Write the pages below ``folder``; return the number of examples and of their lines."""
    examples = lines = 0
    for page in range(PAGES):
        parts = [f"# Chapter {page + 1}\n"]
        for chain in range(CHAINS):
            number = page * CHAINS + chain + 2
            if chain % 9 == 8:
                codes = [part.format(n=number) for part in _PAIR]
            elif chain % 27 == 7:
                codes = [_ASYNC.format(n=number)]
            else:
                codes = [_SINGLES[(chain + page) % len(_SINGLES)].format(n=number)]
            parts += [f"## Section {chain + 1}\n", _PROSE]
            for position, code in enumerate(codes):
                if position:
                    parts.append("<!--pytest-codeblocks:cont-->")
                parts.append(f"```python\n{code}```\n")
                examples += 1
                lines += len(code.splitlines())
            parts += ["<!--pytest-codeblocks:expected-output-->", "```text", "```\n", _PROSE]
        (folder / f"chapter-{page + 1:02}.md").write_text("\n".join(parts), encoding="utf-8")
    return examples, lines


@dataclass
class Cost:
    """Seconds of CPU and on the clock."""

    cpu: float
    wall: float


def measure(root: Path, *options: str) -> Cost:
    """Run pytest on the pages and return what it cost. Raises if it fails."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "pytest", "--codeblocks", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *options, "book"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stdout[-3000:] + done.stderr[-2000:])
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall)


def best(costs: list[Cost]) -> Cost:
    """Return the cheapest round: what other programs on the machine add is no part of it."""
    return min(costs, key=lambda cost: cost.cpu)


def main() -> None:
    """Print the comparison."""
    with tempfile.TemporaryDirectory(prefix="press-bench-") as scratch:
        root = Path(scratch)
        (root / "book").mkdir()
        (root / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        examples, lines = make_pages(root / "book")
        print(f"{examples} examples, {lines} lines, {PAGES} pages; best of {ROUNDS}")
        measure(root, "--update-outputs")  # the outputs, which plain pytest-codeblocks compares too
        plain, cold, recorded = [], [], []
        for _ in range(ROUNDS):
            plain.append(measure(root, "-p", "no:press_examples"))
            shutil.rmtree(root / "build", ignore_errors=True)
            cold.append(measure(root))
            recorded.append(measure(root))
        for name, costs in (("plain", plain), ("cold", cold), ("recorded", recorded)):
            cost = best(costs)
            ratio = cost.cpu / best(plain).cpu
            print(f"{name:9} {cost.cpu:6.2f} s CPU {cost.wall:6.2f} s wall {ratio:5.2f} x plain")


if __name__ == "__main__":
    main()
