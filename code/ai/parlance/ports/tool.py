"""What a tool, a memory and a policy are to their users."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from parlance.domain.messages import ToolCall
from parlance.domain.tools import Risk, ToolSpec, Verdict

In_contra = TypeVar("In_contra", contravariant=True)
Out_co = TypeVar("Out_co", covariant=True)


class Tool(Protocol[In_contra, Out_co]):
    """What a model is shown, what it is not shown, and a way to run it."""

    @property
    def spec(self) -> ToolSpec:
        """What the model is shown."""

    @property
    def risk(self) -> Risk:
        """What a call can do to the world."""

    async def run(self, given: In_contra, /) -> Out_co:
        """Do it."""


class Memory(Protocol):
    """Notes that outlive a conversation."""

    async def remember(self, note: str) -> None:
        """Keep a note."""

    async def recall(self, about: str, *, limit: int) -> Sequence[str]:
        """Give the notes that fit best, at most `limit`, the best first."""


class AgentPolicy(Protocol):
    """Who decides whether a call that a model asks for is made."""

    def judge(self, risk: Risk, call: ToolCall) -> Verdict:
        """Say what happens with the call, without doing any of it."""
