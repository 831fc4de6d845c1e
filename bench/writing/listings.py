"""Examples to execute, with what they print: run here once, as the press will run them."""

from __future__ import annotations

import contextlib
import io
import linecache
import traceback
from dataclasses import dataclass
from string import Template
from typing import Any

from bench.writing.words import Writer

_LONG = (
    """
class $Name:
    def __init__(self, payee: str, amount: int) -> None:
        self.payee = payee
        self.amount = amount

    def __repr__(self) -> str:
        return f"$Name({self.payee!r}, {self.amount})"


$word = $Name("$other", $n)
print($word)
print($word.amount % 7)
""",
    """
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, order=True)
class $Name:
    currency: str
    cents: int = $n
    notes: list[str] = field(default_factory=list, compare=False)


$word = $Name("EUR")
later = replace($word, cents=$word.cents + 1)
print(later > $word, later.cents)
print($word == $Name("EUR", notes=["$other"]))
""",
    """
from decimal import Decimal

amounts = [Decimal("4.80"), Decimal("$n.20"), Decimal("0")]
total = sum(amounts, start=Decimal())
print(f"$word: {total}")
print(len([amount for amount in amounts if not amount]))
""",
    """
from collections import Counter, defaultdict

words = "$word $other coffee $word train $word coffee".split()
by_length: dict[int, list[str]] = defaultdict(list)
for word in words:
    by_length[len(word)].append(word)

print(Counter(words).most_common(1)[0][1])
print(sorted(by_length), $n)
""",
    """
from enum import Enum, auto


class $Name(Enum):
    OPEN = auto()
    PAID = auto()
    CLOSED = auto()

    def next(self) -> "$Name":
        states = list($Name)
        return states[(states.index(self) + 1) % len(states)]


state = $Name.OPEN
for _ in range($n % 5 + 1):
    state = state.next()
    print(state.name)
""",
    """
from abc import ABC, abstractmethod


class $Name(ABC):
    @abstractmethod
    def rows(self) -> list[str]: ...

    def count(self) -> int:
        return len(self.rows())


class From$Name($Name):
    def rows(self) -> list[str]:
        return ["$word", "$other"] * ($n % 4)


print(From$Name().count())
try:
    $Name()
except TypeError as error:
    print(type(error).__name__)
""",
    """
from contextlib import contextmanager
from collections.abc import Iterator

log: list[str] = []


@contextmanager
def opened(name: str) -> Iterator[str]:
    log.append(f"open {name}")
    try:
        yield name
    finally:
        log.append(f"close {name}")


with opened("$word-$n") as $word:
    log.append(f"use {$word}")
print(*log, sep="\\n")
""",
    """
from functools import cache, singledispatch


@singledispatch
def describe(value: object) -> str:
    return "something"


@describe.register
def _(value: int) -> str:
    return f"the number {value}"


@describe.register
def _(value: list) -> str:
    return ", ".join(describe(one) for one in value)


@cache
def triangle(number: int) -> int:
    return number + triangle(number - 1) if number else 0


print(describe([$n, "$word", [triangle($n % 50)]]))
""",
    """
class $Name:
    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._items: list[str] = []

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(self._items)

    def add(self, item: str) -> None:
        if len(self._items) >= self._limit:
            raise ValueError(f"no room for {item}")
        self._items.append(item)


$word = $Name(limit=2)
for item in ("$word", "$other", "one more"):
    try:
        $word.add(item)
    except ValueError as error:
        print(error)
print($word.items)
""",
    """
import asyncio


async def fetch(number: int) -> int:
    await asyncio.sleep(0)
    return number * $n


async def main() -> list[int]:
    return await asyncio.gather(*(fetch(number) for number in range(3)))


print(asyncio.run(main()))
""",
    """
from typing import Protocol


class Priced(Protocol):
    def price(self) -> int: ...


class $Name:
    def __init__(self, cents: int) -> None:
        self.cents = cents

    def price(self) -> int:
        return self.cents


def total(things: list[Priced]) -> int:
    return sum(thing.price() for thing in things)


print(total([$Name($n), $Name($n + 1)]))
""",
    """
class Clamped:
    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = f"_{name}"

    def __get__(self, instance: object, owner: type | None = None) -> int:
        return getattr(instance, self.name, self.low)

    def __set__(self, instance: object, value: int) -> None:
        setattr(instance, self.name, max(self.low, min(self.high, value)))


class $Name:
    $word = Clamped(0, $n)


found = $Name()
print(found.$word)
found.$word = $n + 5
print(found.$word)
""",
)

_SHORT = (
    """
$word = [$n, 7, $n // 3]
print(sorted($word, reverse=True))
""",
    """
from functools import partial

power = partial(pow, $n)
print(power(2), power(0))
""",
    """
first, *rest = "$word $other $n".split()
print(first, len(rest))
""",
    """
class $Name:
    rate = $n


$word, other = $Name(), $Name()
$word.rate += 1
print($word.rate, other.rate)
""",
    """
text = "$word"
print(text[::-1], text == "$other", f"{$n:>8,}")
""",
    """
$word = {"$word": $n, "$other": 2}
print({name: value for name, value in $word.items() if value > 2})
""",
)

_CHAIN = (
    """
rows = [("$word", 900), ("$other", $n), ("$word", 900)]
seen: set[tuple[str, int]] = set()
unique = []
for row in rows:
    if row not in seen:
        seen.add(row)
        unique.append(row)
print(len(unique))
""",
    """
def report(entries: list[tuple[str, int]]) -> dict[str, int]:
    return {payee: amount for payee, amount in entries}


assert len(unique) == 2
print(report(unique))
""",
)

_RAISES = """
class $Name:
    def __init__(self, seats: int) -> None:
        self.seats = seats
        self.taken = 0

    def take(self) -> None:
        if not self.seats:
            raise RuntimeError("$word $n: no seat left")
        self.seats -= 1
        self.taken += 1


def fill(car: $Name, guests: int) -> None:
    for _ in range(guests):
        car.take()


fill($Name($n % 3), 4)
"""

_PROGRAM = """
from $program import $Class, total_of

$word = $Class("$word")
for amount in ($n, 20, 30):
    $word.add(amount, "$other")
print($word.largest())
print(total_of([$word, $Class("empty")]))
"""


@dataclass(frozen=True)
class Listing:
    """One step of an example: its code, what it prints, and the marks it needs."""

    code: str
    output: str
    raises: str = ""


@dataclass(frozen=True)
class Program:
    """A program of the book, as examples import it."""

    name: str
    track: str

    @property
    def class_name(self) -> str:
        """The name of its class."""
        return self.name.capitalize()


def listings(writer: Writer, number: int, program: Program | None = None) -> list[Listing]:
    """Give the steps of the example ``number``; no two numbers give the same code."""
    words = {
        "n": str(number),
        "Name": f"{writer.thing().capitalize()}{number}",
        "word": writer.thing(),
        "other": writer.thing(),
    }
    if program is not None and number % 5 == 1:
        words |= {"program": program.name, "Class": program.class_name}
        return run([Template(_PROGRAM).substitute(words)])
    if number % 11 == 3:
        return run([Template(step).substitute(words) for step in _CHAIN])
    if number % 17 == 5:
        return run([Template(_RAISES).substitute(words)])
    kinds = _SHORT if number % 2 else _LONG
    return run([Template(writer.chance.choice(kinds)).substitute(words)])


def run(steps: list[str]) -> list[Listing]:
    """Run the steps in one namespace and note what each prints."""
    space: dict[str, Any] = {"__name__": "__main__"}
    found = []
    for step in steps:
        code = step.lstrip("\n")
        said, raised = io.StringIO(), ""
        with contextlib.redirect_stdout(said):
            try:
                exec(compile(code, "example.py", "exec"), space)
            except RuntimeError as error:
                raised = type(error).__name__
                print(_trace(code, error), end="")
        found.append(Listing(code, said.getvalue(), raised))
    return found


def _trace(code: str, error: BaseException) -> str:
    """Write the traceback as the interpreter does when the example is its program."""
    lines = code.splitlines(keepends=True)
    linecache.cache["example.py"] = (len(code), None, lines, "example.py")
    own = error.__traceback__.tb_next if error.__traceback__ else None
    return "".join(traceback.format_exception(type(error), error, own))
