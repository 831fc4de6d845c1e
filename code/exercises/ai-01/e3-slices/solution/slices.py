"""A conversation of which a part can be taken."""

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
            return type(self)(self.id, list(self)[index])
        return super().__getitem__(index)
