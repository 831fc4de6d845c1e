"""labkit: a provider on the loopback address that says what a script tells it.

A test against it proves that a vendor's client and our use of it work: what is
sent, what is made of the answer, of an error, of a stream that breaks. What a
model says, and whether the real service behaves as documented, only the real
service can prove: `labkit.live` says which variables turn such tests on.
"""

from labkit.exchange import Exchange
from labkit.faults import (
    BadJson,
    CutStream,
    DropConnection,
    EndEarly,
    FailInStream,
    Failure,
    NoUsage,
    Rechunk,
    RepeatEnd,
    StallBeforeHeaders,
    StallBetweenChunks,
    rate_limited,
)
from labkit.replies import Reply, ToolCall, Usage
from labkit.request import ModelRequest
from labkit.script import Expect, Script, ScriptError, Step
from labkit.server import WireServer

__all__ = [
    "BadJson",
    "CutStream",
    "DropConnection",
    "EndEarly",
    "Exchange",
    "Expect",
    "FailInStream",
    "Failure",
    "ModelRequest",
    "NoUsage",
    "Rechunk",
    "RepeatEnd",
    "Reply",
    "Script",
    "ScriptError",
    "StallBeforeHeaders",
    "StallBetweenChunks",
    "Step",
    "ToolCall",
    "Usage",
    "WireServer",
    "rate_limited",
]
