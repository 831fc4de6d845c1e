"""What is said to a model and by it: values that are right or do not exist."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import isinf
from typing import Any, ClassVar, Self

from parlance.domain.errors import MessageError


class Role(StrEnum):
    """Who speaks, in our words; each adapter has a vendor's words for it."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"
    TOOL = "tool"


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no number that JSON has")


def _finite(digits: str) -> float:
    found = float(digits)
    if isinf(found):
        raise ValueError(f"{digits:.20} is too large")
    return found


# Python's own reads NaN, and 1e999 as an infinity: no body could hold them.
_JSON = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)


def check_text(what: str, value: object) -> None:
    """Complain of what is no text, or one that cannot be sent: a lone surrogate."""
    if not isinstance(value, str):
        raise MessageError(f"{what} must be a text: {value!r:.60}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise MessageError(
            f"{what} has half a character: {value!r:.60}"
        ) from error


@dataclass(frozen=True, slots=True)
class Text:
    """Words, at least one character of them."""

    kind: ClassVar[str] = "text"
    text: str

    def __post_init__(self) -> None:
        check_text("what is said", self.text)
        if not self.text:
            raise MessageError(
                f"a text has at least one character: {self.text!r}"
            )


@dataclass(frozen=True, slots=True)
class ImageReference:
    """Where an image lies. Nobody has fetched it, and nobody will here."""

    kind: ClassVar[str] = "image"
    url: str

    def __post_init__(self) -> None:
        check_text("the URL of an image", self.url)
        if not self.url.startswith(("https://", "data:image/")):
            raise MessageError(
                f"an image is at https:// or in data:image/: {self.url!r:.60}"
            )


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A model asks for a function to be called.

    `arguments` is the text that the model wrote: it may be no JSON at all.
    """

    kind: ClassVar[str] = "tool_call"
    id: str
    name: str
    arguments: str = "{}"

    def __post_init__(self) -> None:
        for what in ("id", "name", "arguments"):
            check_text(f"the {what} of a call", getattr(self, what))
        if not self.id or not self.name:
            raise MessageError(
                f"a call has an id and a name: {self.id!r}, {self.name!r}"
            )

    def parsed(self) -> dict[str, Any]:
        """Read the arguments, a new dict each time, or raise MessageError."""
        try:
            found = _JSON.decode(self.arguments)
            if "\\ud" in self.arguments.casefold():  # perhaps half a character
                json.dumps(found, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            raise MessageError(
                f"{self.name}: the arguments are no JSON: {error}"
            ) from error
        if not isinstance(found, dict):
            raise MessageError(
                f"{self.name}: the arguments are no object: {self.arguments:.60}"
            )
        return found


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a call gave, or why it gave nothing: the answer to the call with that id."""

    kind: ClassVar[str] = "tool_result"
    call_id: str
    text: str
    failed: bool = False

    def __post_init__(self) -> None:
        check_text("the call_id of a result", self.call_id)
        check_text("the text of a result", self.text)
        if not self.call_id:
            raise MessageError("a result names the call that it answers")
        if not isinstance(self.failed, bool):
            raise MessageError(f"failed or not: {self.failed!r:.60}")


Part = Text | ImageReference | ToolCall | ToolResult

_PARTS: dict[Role, tuple[type[Part], ...]] = {
    Role.SYSTEM: (Text,),
    Role.USER: (Text, ImageReference),
    Role.ASSISTANT: (Text, ToolCall),
    Role.TOOL: (ToolResult,),
}
_KINDS: dict[str, type[Part]] = {
    cls.kind: cls for cls in (Text, ImageReference, ToolCall, ToolResult)
}


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message: who speaks, and parts that this role may say."""

    role: Role
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not isinstance(self.role, Role):
            raise MessageError(f"no role: {self.role!r}")
        if not isinstance(self.parts, tuple) or not self.parts:
            raise MessageError(
                f"the parts are a tuple, and not empty: {self.parts!r:.60}"
            )
        for part in self.parts:
            if not isinstance(part, _PARTS[self.role]):
                raise MessageError(
                    f"no {type(part).__name__} in a message of the {self.role}"
                )

    @classmethod
    def system(cls, text: str) -> Self:
        """Say how the model is to behave."""
        return cls(Role.SYSTEM, (Text(text),))

    @classmethod
    def user(cls, *parts: str | Text | ImageReference) -> Self:
        """Say what a person says; a string is a text."""
        return cls(
            Role.USER,
            tuple(Text(p) if isinstance(p, str) else p for p in parts),
        )

    @classmethod
    def assistant(cls, *parts: str | Text | ToolCall) -> Self:
        """Say what a model says; a string is a text."""
        return cls(
            Role.ASSISTANT,
            tuple(Text(p) if isinstance(p, str) else p for p in parts),
        )

    @classmethod
    def tool(cls, *results: ToolResult) -> Self:
        """Give what calls gave."""
        return cls(Role.TOOL, results)

    @property
    def text(self) -> str:
        """All its words, those of its texts one after the other."""
        return "".join(
            part.text for part in self.parts if isinstance(part, Text)
        )

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        """The calls that it asks for, in order."""
        return tuple(
            part for part in self.parts if isinstance(part, ToolCall)
        )

    def __add__(self, other: object) -> Self:
        """Join two messages of one speaker into one."""
        if not isinstance(other, ChatMessage):
            return NotImplemented
        if other.role is not self.role:
            raise MessageError(
                f"{self.role} and {other.role} do not speak with one voice"
            )
        return type(self)(self.role, self.parts + other.parts)

    def to_json(self) -> dict[str, Any]:
        """Give what `from_json` reads: strings, booleans, lists and dicts."""
        parts = [{"kind": part.kind, **asdict(part)} for part in self.parts]
        return {"role": str(self.role), "parts": parts}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` gave, or raise MessageError."""
        try:
            if unknown := set(data) - {"role", "parts"}:
                raise MessageError(f"no field of a message: {unknown}")
            return cls(
                Role(data["role"]), tuple(_part(one) for one in data["parts"])
            )
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            if isinstance(error, MessageError):
                raise
            raise MessageError(
                f"no message: {type(error).__name__}: {error}"
            ) from error


def _part(data: Mapping[str, Any]) -> Part:
    fields = dict(data)
    kind = fields.pop("kind")
    if kind not in _KINDS:
        raise MessageError(f"no kind of part: {kind!r}")
    return _KINDS[kind](**fields)
