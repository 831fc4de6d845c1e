"""Sentences about nothing, varied and always the same: all chance comes from a seed."""

from __future__ import annotations

import random
import re

TERMS = (
    *("aggregate", "adapter", "boundary", "bound method", "class attribute", "composition"),
    *(
        "context manager",
        "contract test",
        "coroutine",
        "data descriptor",
        "decorator",
        "delegation",
    ),
    *("dependency", "entity", "event loop", "factory", "generator", "idempotence", "instance"),
    *("interface", "invariant", "iterator", "metaclass", "mixin", "namespace", "observer"),
    *("protocol", "registry", "repository", "sentinel", "service layer", "side effect", "subclass"),
    *("type variable", "unit of work", "value object", "visitor", "weak reference", "wrapper"),
)
"""What the glossary explains; pages use these words, so that they are linked."""

_THINGS = (
    *("account", "answer", "basket", "batch", "budget", "caller", "catalog", "change", "clock"),
    *("counter", "customer", "delay", "desk", "draft", "entry", "error", "field", "file", "guest"),
    *("invoice", "key", "label", "ledger", "letter", "library", "loan", "map", "message", "name"),
    *(
        "note",
        "order",
        "parcel",
        "patron",
        "payment",
        "price",
        "queue",
        "reader",
        "receipt",
        "rule",
    ),
    *("row", "server", "shelf", "shift", "signal", "station", "test", "ticket", "total", "visit"),
)
_DOES = (
    *("accepts", "answers for", "asks", "breaks", "carries", "checks", "closes", "compares"),
    *("counts", "copies", "delays", "explains", "files", "forgets", "guards", "hides", "holds"),
    *("keeps", "leaves", "makes", "names", "needs", "opens", "owns", "protects", "reads"),
    *("refuses", "remembers", "repairs", "returns", "sends", "shows", "sorts", "stores", "wraps"),
)
_KINDS = (
    *("cheap", "closed", "common", "early", "empty", "exact", "fresh", "frozen", "honest", "late"),
    *("local", "lonely", "narrow", "new", "old", "open", "plain", "private", "quiet", "shared"),
    *("short", "slow", "small", "sorted", "stale", "strict", "visible", "weak", "whole", "wide"),
)
_NAMES = (
    *("__eq__", "__hash__", "__init__", "__repr__", "functools.partial", "dataclass", "Protocol"),
    *("asyncio.gather", "contextlib.suppress", "collections.deque", "enum.Enum", "ValueError"),
    *(
        "KeyError",
        "NotImplemented",
        "isinstance",
        "super()",
        "self.total",
        "entry.payee",
        "abc.ABC",
    ),
    *("itertools.chain", "typing.Final", "weakref.ref", "property", "TypeError", "self._items"),
)
_SHAPES = (
    "A {kind} {thing} {does} the {thing}, and the {term} {does} what is left.",
    "Whoever {does} the {kind} {thing} {does} its {thing} as well, and {code} has the last word.",
    "The {term} {does} a {thing} until somebody asks for the {kind} one.",
    "If {code} {does} the {thing}, no {kind} {thing} can reach the {thing} behind it.",
    "There is one {thing} for each {thing}, and {code} says *which* of them the {thing} {does}.",
    "Nothing in the {thing} {does} the {thing}; the {term} alone {does} it, at the price of a "
    "{kind} {thing}.",
    "In a year the {kind} {thing} will be two, and {code} will still be asked for the first.",
    "The {thing} that {does} a {thing} is {kind}, the {thing} that {does} none is not.",
    "Ask the {thing} before the {thing}: the {kind} one {does} its {term} only once.",
    "It costs a {kind} {thing}, and it **{does} the {thing}** whatever the {thing} {does}.",
    "Where {code} stands, a {kind} {thing} stood before, with a {term} of its own.",
    "A {thing} {does} its {thing} by {code}; a {kind} {term} {does} neither.",
    "That a {thing} {does} the {thing} is true, and it helps no {kind} {thing}.",
    "The {kind} {thing} {does} what the {thing} promised, so the {thing} can be {kind} too.",
    "Two kinds of {thing} are enough here: a {kind} one, and one that {does} its {thing}.",
)
_TITLES = (
    "What the {thing} {does}",
    "A {kind} {thing} for each {thing}",
    "Why no {thing} {does} the {thing}",
    "The {thing} behind the {kind} {thing}",
    "When a {thing} {does} nothing",
    "From {kind} to {kind}",
    "Who {does} the {kind} {thing}?",
)


class Writer:
    """Writes sentences for one place of the book; the same place gets the same ones."""

    def __init__(self, place: str) -> None:
        self.chance = random.Random(place)

    def _fill(self, shape: str) -> str:
        pick = self.chance.choice
        while "{" in shape:
            for slot, words in (
                ("{thing}", _THINGS),
                ("{does}", _DOES),
                ("{kind}", _KINDS),
                ("{term}", TERMS),
            ):
                shape = shape.replace(slot, pick(words), 1)
            shape = shape.replace("{code}", f"`{pick(_NAMES)}`", 1)
        return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", shape)

    def thing(self) -> str:
        """Give a noun."""
        return self.chance.choice(_THINGS)

    def verb(self) -> str:
        """Give a verb."""
        return self.chance.choice(_DOES)

    def code(self) -> str:
        """Give a name of the language or the library."""
        return self.chance.choice(_NAMES)

    def title(self) -> str:
        """Give a heading."""
        return self._fill(self.chance.choice(_TITLES))

    def sentence(self) -> str:
        """Give a sentence."""
        return self._fill(self.chance.choice(_SHAPES))

    def paragraph(self, sentences: int = 4, more: str = "") -> str:
        """Give a paragraph, with ``more`` somewhere in it."""
        said = [self.sentence() for _ in range(self.chance.randint(sentences - 1, sentences + 1))]
        if more:
            said.insert(self.chance.randint(1, len(said)), more)
        return " ".join(said)
