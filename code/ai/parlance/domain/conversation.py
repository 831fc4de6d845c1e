"""A conversation: messages in an order that a model can answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Self

from parlance.domain.errors import TurnError
from parlance.domain.messages import (
    ChatMessage,
    ImageReference,
    Part,
    Role,
    Text,
    ToolCall,
    ToolResult,
    check_text,
)

_PER_MESSAGE = 4  # tokens that a message costs beside its words, roughly
_PER_TOKEN = 4  # characters of English in a token, roughly


def _letters(part: Part) -> int:
    match part:
        case Text(text) | ToolResult(text=text):
            return len(text)
        case ToolCall(name=name, arguments=arguments):
            return len(name) + len(arguments)
        case ImageReference():
            return _PER_TOKEN * 1000


class Conversation:
    """Who said what, in order.

    A system message comes first or not at all. User and model take turns.
    Whatever calls a model has asked for are answered, each once, before it
    speaks again. A message that breaks a rule is refused and changes nothing.

    It is an entity: two conversations are the same if they have one id,
    whatever was said in them.
    """

    def __init__(self, id: str, messages: Iterable[ChatMessage] = ()) -> None:
        check_text("the id of a conversation", id)
        self._id = id
        self._messages: list[ChatMessage] = []
        self._open: dict[str, ToolCall] = {}
        for message in messages:
            self.append(message)

    @property
    def id(self) -> str:
        """What it is known by, for good."""
        return self._id

    def append(self, message: ChatMessage) -> None:
        """Add a message, or raise TurnError with the rule."""
        if message.role not in self.expects:
            wanted = " or ".join(sorted(self.expects))
            raise TurnError(
                f"a message of the {message.role} where {wanted} is to speak"
            )
        answered = [
            part.call_id
            for part in message.parts
            if isinstance(part, ToolResult)
        ]
        for number, call_id in enumerate(answered):
            if call_id not in self._open or call_id in answered[:number]:
                raise TurnError(
                    f"a result for {call_id!r}, which is no open call"
                )
        asked = [call.id for call in message.tool_calls]
        if len(set(asked)) < len(asked):
            raise TurnError("two calls of one message have the same id")
        for call_id in answered:
            del self._open[call_id]
        self._open |= {call.id: call for call in message.tool_calls}
        self._messages.append(message)

    @property
    def expects(self) -> frozenset[Role]:
        """Whose message may come next."""
        if self._open:
            return frozenset({Role.TOOL})
        if not self._messages:
            return frozenset({Role.SYSTEM, Role.USER})
        if self._messages[-1].role in {Role.USER, Role.TOOL}:
            return frozenset({Role.ASSISTANT})
        return frozenset({Role.USER})

    @property
    def open_calls(self) -> tuple[ToolCall, ...]:
        """The calls that wait for a result, in the order in which they were asked for."""
        return tuple(self._open.values())

    @property
    def token_estimate(self) -> int:
        """Roughly how many tokens it costs to send all of it.

        Of all parts, an image as a thousand. For English and for a budget; a
        provider counts by its own table.
        """
        return sum(
            _PER_MESSAGE + sum(map(_letters, message.parts)) // _PER_TOKEN
            for message in self
        )

    def recent(self, turns: int) -> Self:
        """Give the last turns with the instruction: a turn begins with the user.

        :raises ValueError: if `turns` is negative.
        """
        if turns < 0:
            raise ValueError(f"no turns are left of {turns}")
        head = [said for said in self if said.role is Role.SYSTEM]
        rest = list(self)[len(head) :]
        begins = [n for n, said in enumerate(rest) if said.role is Role.USER]
        kept = begins[max(len(begins) - turns, 0) :]
        return type(self)(self.id, head + (rest[kept[0] :] if kept else []))

    def __len__(self) -> int:
        return len(self._messages)

    def __iter__(self) -> Iterator[ChatMessage]:
        return iter(
            tuple(self._messages)
        )  # a loop is not disturbed by an append

    def __getitem__(self, index: int) -> ChatMessage:
        return self._messages[index]

    def __bool__(self) -> bool:
        return True  # it is there, also while nothing has been said

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Conversation):
            return NotImplemented
        return self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"<Conversation {self.id}: {len(self)} messages>"
