"""Wrong: the names are read, and a dollar without a name is not.

Fails: test_a_dollar_that_stands_alone_is_all_that_is_said
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from inspect import getmembers_static
from string import Template


@dataclass(frozen=True)
class Draft:
    """A prompt that nobody has checked yet."""

    text: str
    trusted: tuple[str, ...] = ()
    data: tuple[str, ...] = ()


def lint(owner: type, outside: Collection[str] = ()) -> list[str]:
    """Say what is wrong with the drafts of a class."""
    drafts = getmembers_static(owner, lambda one: isinstance(one, Draft))
    return [
        f"{name}: {fault}"
        for name, draft in drafts
        for fault in _faults(draft, set(outside))
    ]


def _faults(draft: Draft, outside: set[str]) -> Iterator[str]:
    template = Template(draft.text)
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
