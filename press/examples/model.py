"""What a page holds: chains of steps, fragments, shown files, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_HIDE = re.compile(r"\s*#\s*hide\s*$")


@dataclass(frozen=True)
class Fault:
    """Something on a page that must be mended before it can be trusted."""

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.mend}"


@dataclass(frozen=True)
class Raises:
    """The error a step must end with: class names, one of which must match, and a pattern."""

    types: tuple[str, ...]
    match: str | None = None


@dataclass(frozen=True)
class Output:
    """The captured output of a step, as it stands on the page.

    ``start`` and ``stop`` are 0-based line indices of the text between the fence lines; a fence
    that has not been written yet has ``missing`` set and ``start == stop`` where it belongs.
    """

    text: str
    line: int
    start: int
    stop: int
    indent: str = ""
    ignore_whitespace: bool = False
    missing: bool = False


@dataclass
class Step:
    """One fence of code.

    ``line`` is the 1-based line of the opening fence; the code starts one line below it.
    """

    language: str
    code: str
    line: int
    name: str = ""
    caption: str = ""
    hidden: bool = False
    raises: Raises | None = None
    timeout: float | None = None
    python: tuple[int, int] | None = None
    until: tuple[int, int] | None = None
    output: Output | None = None

    @property
    def joins(self) -> bool:
        """True if the code goes on inside the suite that the step before it left open."""
        for line in self.code.splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                return line[0] in " \t"
        return False

    @property
    def visible(self) -> str:
        """The code as readers see it, without the lines that end in ``# hide``."""
        return visible_code(self.code)


@dataclass
class Chain:
    """Steps that run one after the other in one process."""

    steps: list[Step] = field(default_factory=list)

    @property
    def language(self) -> str:
        """``python``, or the shell that runs the chain."""
        return self.steps[0].language

    @property
    def line(self) -> int:
        """The line of the first step."""
        return self.steps[0].line

    @property
    def python(self) -> tuple[int, int] | None:
        """The Python version the chain needs, if it states one."""
        return self.steps[0].python

    def locate(self, line: int) -> tuple[Step, int]:
        """Return the step that holds ``line`` of the whole chain, and the line within it.

        ``line`` is 1-based, as Python reports it; lines past the end belong to the last step.
        """
        for step in self.steps:
            length = len(step.code.splitlines())
            if line <= length or step is self.steps[-1]:
                return step, line
            line -= length
        raise ValueError("a chain has at least one step")

    def page_line(self, line: int) -> int:
        """Return the page's line for ``line`` of the chain."""
        step, within = self.locate(line)
        return step.line + within


@dataclass(frozen=True)
class Fragment:
    """Code that cannot run, and why."""

    language: str
    code: str
    line: int
    reason: str


class ShownError(ValueError):
    """A file cannot be shown: ``args`` are what is wrong and the mend."""


@dataclass(frozen=True)
class Shown:
    """A file, or a named example, that the page shows by reference."""

    directive: str
    target: str
    line: int
    options: dict[str, str]


@dataclass
class Page:
    """All that the press knows about the code of one MyST file."""

    path: str
    text: str
    chains: list[Chain] = field(default_factory=list)
    fragments: list[Fragment] = field(default_factory=list)
    shown: list[Shown] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def steps(self) -> list[tuple[Chain, Step]]:
        """Every step with its chain, in the order of the page."""
        return [(chain, step) for chain in self.chains for step in chain.steps]

    def named(self, name: str) -> tuple[Chain, Step] | None:
        """Return the step called ``name``."""
        for chain, step in self.steps:
            if step.name == name:
                return chain, step
        return None


def visible_code(code: str) -> str:
    """Drop the lines of ``code`` that end in ``# hide``."""
    return "".join(
        line for line in code.splitlines(keepends=True) if not _HIDE.search(line.rstrip("\n"))
    )


def page_name(path: Path, root: Path) -> str:
    """Return how ``path`` is called in messages: relative to ``root`` where that is possible."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()
