"""What a script makes a model answer: neutral between the providers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Finish = Literal["stop", "length", "tool_calls", "refusal"]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens that a reply is billed for, counted as OpenAI counts them.

    `input` holds `cached_input` and `cache_write`; `output` holds
    `reasoning`. A protocol that counts otherwise converts: Anthropic's
    `input_tokens` leaves out what was read from or written to a cache.
    """

    input: int = 12
    output: int = 8
    cached_input: int = 0
    cache_write: int = 0
    reasoning: int = 0

    def __post_init__(self) -> None:
        parts = (self.cached_input, self.cache_write, self.reasoning)
        if min(self.input, self.output, *parts) < 0:
            raise ValueError("a count of tokens is not negative")
        if self.cached_input + self.cache_write > self.input:
            raise ValueError("cached tokens are part of the input tokens")
        if self.reasoning > self.output:
            raise ValueError("reasoning tokens are part of the output tokens")


@dataclass(frozen=True, slots=True)
class ToolCall:
    """One call of a function that the model asks for.

    `arguments` is a mapping, or the text that the model wrote where that is
    not the JSON of an object.
    """

    name: str
    arguments: Mapping[str, Any] | str = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model says in one turn.

    `pieces` is how a stream splits the text; without it, after each space.
    `finish` is derived: `tool_calls` where there are some, else `stop`.
    `finish_word` is sent as the protocol's word for it, whatever it is.
    `usage=None` is a reply that reports none.
    """

    text: str = ""
    tool_calls: tuple[ToolCall, ...] = ()
    usage: Usage | None = field(default_factory=Usage)
    finish: Finish | None = None
    reasoning: str = ""
    pieces: tuple[str, ...] = ()
    finish_word: str = ""

    def __post_init__(self) -> None:
        if self.pieces and "".join(self.pieces) != self.text:
            raise ValueError("the pieces do not add up to the text")

    @property
    def reason(self) -> Finish:
        """Why the model stopped."""
        return self.finish or ("tool_calls" if self.tool_calls else "stop")

    @property
    def parts(self) -> tuple[str, ...]:
        """The text as a stream sends it, at least one part for a text."""
        return self.pieces or split(self.text)


def split(text: str) -> tuple[str, ...]:
    """Cut a text after each space, so that the parts add up to it."""
    words = text.split(" ")
    parts = [*(f"{word} " for word in words[:-1]), words[-1]]
    return tuple(part for part in parts if part)
