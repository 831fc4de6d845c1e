"""parlance: what a program needs to talk with language models, grown module by module."""

from parlance.domain.capabilities import ModelCapabilities
from parlance.domain.conversation import Conversation
from parlance.domain.deadline import Deadline
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
from parlance.domain.replies import ChatReply, FinishReason
from parlance.domain.requests import ChatRequest
from parlance.domain.tools import ToolSpec
from parlance.domain.usage import Usage
from parlance.ports.chat_model import ChatModel
from parlance.secret import Secret

__all__ = [
    "ChatMessage",
    "ChatModel",
    "ChatReply",
    "ChatRequest",
    "Conversation",
    "Deadline",
    "FinishReason",
    "ImageReference",
    "MessageError",
    "ModelCapabilities",
    "ModelError",
    "ParlanceError",
    "Part",
    "Role",
    "Secret",
    "Text",
    "ToolCall",
    "ToolResult",
    "ToolSpec",
    "TurnError",
    "Usage",
]
