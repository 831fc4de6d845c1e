"""What an answer costs in tokens, counted in one way for all providers."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Self


def _sum(*counts: int | None) -> int | None:
    """Add counts: with one of them unknown the sum is unknown."""
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer, or of many; None is unknown, which is not zero.

    `input` is all that was read: `cached_input` and `cache_write` are parts
    of it. `output` is all that was written: `reasoning` is a part of it.
    """

    input: int | None = None
    output: int | None = None
    cached_input: int | None = None
    cache_write: int | None = None
    reasoning: int | None = None

    def __post_init__(self) -> None:
        known = [count for count in astuple(self) if count is not None]
        if any(count < 0 for count in known):
            raise ValueError(f"a count of tokens is not negative: {self}")
        cached = (self.cached_input or 0) + (self.cache_write or 0)
        if self.input is not None and cached > self.input:
            raise ValueError(f"more cached than read: {self}")
        if self.output is not None and (self.reasoning or 0) > self.output:
            raise ValueError(f"more reasoning than output: {self}")

    @classmethod
    def zero(cls) -> Self:
        """Give what nothing costs: where a sum begins."""
        return cls(0, 0, 0, 0, 0)

    @classmethod
    def beside(
        cls,
        fresh: int | None,
        output: int | None,
        cached_input: int | None,
        cache_write: int | None,
        reasoning: int | None,
    ) -> Self:
        """Take counts of which the input leaves out what the cache had."""
        whole = _sum(fresh, cached_input, cache_write)
        return cls(whole, output, cached_input, cache_write, reasoning)

    @property
    def total(self) -> int | None:
        """Input and output: the parts are in it already."""
        return _sum(self.input, self.output)

    def __add__(self, other: object) -> Self:
        if not isinstance(other, Usage):
            return NotImplemented
        pairs = zip(astuple(self), astuple(other), strict=True)
        return type(self)(*(_sum(*pair) for pair in pairs))
