"""Wrong: the class is named, so a subclass gives another kind.

Fails: test_a_subclass_gives_its_own_kind
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
            return Sliceable(self.id, list(self)[index])
        return super().__getitem__(index)
