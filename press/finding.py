"""A fault that a check found: where it is, what it is, what mends it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Finding:
    """One fault. ``line`` is 0 where no line can be known, ``rule`` names the check that spoke."""

    path: str
    line: int
    what: str
    mend: str
    rule: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        rule = f" [{self.rule}]" if self.rule else ""
        return f"{place}: {self.what}; {self.mend}{rule}"
