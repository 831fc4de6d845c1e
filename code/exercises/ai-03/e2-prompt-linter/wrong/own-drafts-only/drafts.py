"""Wrong: what a class inherits is used all the same.

Fails: test_an_inherited_draft_is_read_too
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from string import Template


@dataclass(frozen=True)
class Draft:
    """A prompt that nobody has checked yet."""

    text: str
    trusted: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


def lint(owner: type, outside: Collection[str] = ()) -> list[str]:
    """Say what is wrong with the drafts of a class."""
    drafts = [
        (name, one)
        for name, one in sorted(vars(owner).items())
        if isinstance(one, Draft)
    ]
    return [
        f"{name}: {fault}"
        for name, draft in drafts
        for fault in _faults(draft, set(outside))
    ]


def _faults(draft: Draft, outside: set[str]) -> Iterator[str]:
    template = Template(draft.text)
    if not template.is_valid():
        yield "a $ stands alone"
        return
    used = set(template.get_identifiers())
    trusted, data = set(draft.trusted), set(draft.data)
    for fault, names in (
        ("trusted and data", trusted & data),
        ("trusted, from outside", trusted & outside),
        ("not declared", used - trusted - data),
        ("not used", (trusted | data) - used),
    ):
        if names:
            yield f"{fault}: {', '.join(sorted(names))}"
