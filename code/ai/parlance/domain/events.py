"""What a stream brings, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

from parlance.domain.replies import ChatReply
from parlance.domain.usage import Usage


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next words of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """The next piece of a call's arguments: no JSON before the last one."""

    call_id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """The next words of what the model thinks: no part of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class UsageReport:
    """What the answer costs, as far as the provider has said."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class Finished:
    """The end: once, last, and with the whole reply."""

    reply: ChatReply


StreamEvent = (
    TextDelta | ToolCallDelta | ReasoningDelta | UsageReport | Finished
)
