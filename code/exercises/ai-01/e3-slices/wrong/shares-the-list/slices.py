"""Wrong: the part is made around the constructor and shares what it holds.

Fails: test_what_is_said_in_a_part_is_said_there_alone
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
            part = type(self)(self.id, list(self)[index])
            if len(part) < len(self):
                part._messages = self._messages
            return part
        return super().__getitem__(index)
