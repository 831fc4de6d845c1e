"""A script: what is to be asked, in which order, and what is answered."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from labkit.faults import OF_REPLIES, Failure, Fault
from labkit.replies import Reply
from labkit.request import ModelRequest, ProtocolName

Text = str | re.Pattern[str]


class ScriptError(AssertionError):
    """What was asked is not what the script expects, or not all of it."""


@dataclass(frozen=True, slots=True)
class Expect:
    """What a request has to look like; None allows anything.

    A text has to be equal, a pattern has to be found in it. `body` names the
    parts of the JSON that are looked at, the rest is free.
    """

    protocol: ProtocolName | None = None
    model: Text | None = None
    system: Text | None = None
    last_user: Text | None = None
    tools: tuple[str, ...] | None = None
    tool_results: Mapping[str, str] | None = None
    stream: bool | None = None
    body: Mapping[str, Any] | None = None

    def differences(self, request: ModelRequest) -> list[str]:
        """List what does not fit, a part of the request in each."""
        return [
            _difference(name, wanted, found)
            for name, wanted, found in self._pairs(request)
            if not _fits(wanted, found)
        ]

    def _pairs(self, request: ModelRequest) -> Iterator[tuple[str, Any, Any]]:
        for name in (one.name for one in fields(self)):
            wanted = getattr(self, name)
            if name == "body":
                for key, value in (wanted or {}).items():
                    yield f"body[{key!r}]", value, request.body.get(key)
            elif wanted is not None:
                yield name, wanted, getattr(request, name)


@dataclass(frozen=True, slots=True)
class Step:
    """One answer, what has to be asked for it, what goes wrong with it.

    It is played `times` times; None is any number of times, or never.
    """

    answer: Reply | Failure
    expect: Expect = field(default_factory=Expect)
    fault: Fault | None = None
    times: int | None = 1

    def __post_init__(self) -> None:
        if self.times is not None and self.times < 1:
            raise ValueError("a step is played once or more often, or any number of times (None)")
        if isinstance(self.answer, Failure) and isinstance(self.fault, OF_REPLIES):
            raise ValueError(f"{type(self.fault).__name__} needs a reply to spoil")


class Script:
    """Steps, played in order; with `ordered=False`, the first that fits."""

    def __init__(self, steps: Iterable[Step | Reply | Failure], *, ordered: bool = True) -> None:
        self._steps = [one if isinstance(one, Step) else Step(one) for one in steps]
        self._left = [one.times for one in self._steps]
        self.ordered = ordered

    def play(self, request: ModelRequest) -> Step:
        """Give the step that answers. Raises `ScriptError` if none does."""
        nearest: tuple[int, list[str]] | None = None
        for number in self._open():
            different = self._steps[number].expect.differences(request)
            if not different:
                left = self._left[number]
                self._left[number] = None if left is None else left - 1
                return self._steps[number]
            if nearest is None or len(different) < len(nearest[1]):
                nearest = number, different
        raise ScriptError(self._refusal(nearest))

    def unplayed(self) -> list[str]:
        """Name the steps that were to come and did not."""
        return [
            f"step {number + 1} of {len(self._steps)} was not asked for"
            f"{'' if left == 1 else f' ({left} times)'}"
            for number, left in enumerate(self._left)
            if left
        ]

    def _open(self) -> Iterator[int]:
        """Give the steps that may come now."""
        for number, left in enumerate(self._left):
            if left == 0:
                continue
            yield number
            if self.ordered and left is not None:
                break

    def _refusal(self, nearest: tuple[int, list[str]] | None) -> str:
        if nearest is None:
            return f"the script ended after {len(self._steps)} steps, this request is one more"
        number, different = nearest
        head = f"the request does not fit step {number + 1} of {len(self._steps)}"
        return "\n".join([f"{head} (- script, + request)", *different])


def _fits(wanted: object, found: object) -> bool:
    if isinstance(wanted, re.Pattern):
        return wanted.search(str(found)) is not None
    return wanted == found


def _difference(name: str, wanted: object, found: object) -> str:
    new = _shown(found).splitlines()
    if isinstance(wanted, re.Pattern):
        lines = [f"- matches {wanted.pattern!r}", *(f"+ {line}" for line in new)]
    else:
        lines = list(_compared(_shown(wanted).splitlines(), new))
    return "\n".join([f"{name}:", *(f"  {line}" for line in lines)])


def _compared(old: list[str], new: list[str]) -> Iterator[str]:
    """Give the lines of both: what was to come before what came."""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield from (f"  {line}" for line in old[a:b])
        else:
            yield from (f"- {line}" for line in old[a:b])
            yield from (f"+ {line}" for line in new[c:d])


def _shown(value: object) -> str:
    if isinstance(value, str):
        return value or "(empty)"
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
