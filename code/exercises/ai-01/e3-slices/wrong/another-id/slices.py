"""Wrong: a part gets an id of its own and is another conversation.

Fails: test_a_part_is_the_same_conversation_to_whoever_asks_for_the_id
"""

from __future__ import annotations

from typing import Self, overload

from parlance import ChatMessage, Conversation


class Sliceable(Conversation):
    """A conversation whose slices are conversations."""

    @overload
    def __getitem__(self, index: int) -> ChatMessage: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> ChatMessage | Self:
        if isinstance(index, slice):
            return type(self)(
                f"{self.id}[{index.start}:{index.stop}]", list(self)[index]
            )
        return super().__getitem__(index)
