"""What can go wrong, sorted by who can do something about it."""

from __future__ import annotations


class ParlanceError(Exception):
    """Whatever this package raises by itself."""


class MessageError(ParlanceError, ValueError):
    """A message that makes no sense, whoever wrote it."""


class TurnError(ParlanceError):
    """A message that makes sense, and not at this point of the conversation."""


class ModelError(ParlanceError):
    """The model was asked and gave no usable answer.

    `status` is that of the HTTP response, None where there was none.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status
