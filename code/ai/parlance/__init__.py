"""parlance: what a program needs to talk with language models, grown module by module."""

from parlance.domain.conversation import Conversation
from parlance.domain.errors import (
    MessageError,
    ModelError,
    ParlanceError,
    TurnError,
)
from parlance.domain.messages import (
    ChatMessage,
    ImageReference,
    Part,
    Role,
    Text,
    ToolCall,
    ToolResult,
)
from parlance.secret import Secret

__all__ = [
    "ChatMessage",
    "Conversation",
    "ImageReference",
    "MessageError",
    "ModelError",
    "ParlanceError",
    "Part",
    "Role",
    "Secret",
    "Text",
    "ToolCall",
    "ToolResult",
    "TurnError",
]
