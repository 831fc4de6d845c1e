"""What can go wrong, sorted by who can do something about it."""
# ruff: noqa: N818 - the name of an error below ModelError says what happened

from __future__ import annotations

from typing import Literal

Phase = Literal["connect", "write", "read", "pool", "server", "total"]


class ParlanceError(Exception):
    """Whatever this package raises by itself."""


class MessageError(ParlanceError, ValueError):
    """A message that makes no sense, whoever wrote it."""


class TurnError(ParlanceError):
    """A message that makes sense, and not at this point of the conversation."""


class DeclarationError(ParlanceError, TypeError):
    """A tool or a prompt that was declared wrongly, found before any call."""


class ToolError(ParlanceError):
    """A tool could not do what was asked; its message is for the model."""


class PromptError(ParlanceError, ValueError):
    """A prompt was not given exactly the variables that it declares."""


class ModelError(ParlanceError):
    """The model was asked and gave no usable answer.

    `status` is that of the HTTP response, None where there was none.

    Two facts are there to decide by. `retryable`: the same request may
    succeed later. `billed_maybe`: it may have cost money although there is
    no answer; where nobody can tell, it says so.
    """

    retryable: bool = False
    billed_maybe: bool = True

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class _Later(ModelError):
    """It may go better later; `retry_after` is a hint when, in seconds."""

    retryable = True

    def __init__(
        self,
        message: str,
        status: int | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, status)
        self.retry_after = retry_after


class RateLimited(_Later):
    """Asked too often; the provider may say when to come back."""

    billed_maybe = False


class Overloaded(_Later):
    """The provider fails or has no room; it may say when to come back."""


class ProviderTimeout(ModelError):
    """It took too long: `phase` is where the time went.

    `server` is the provider's own limit, `total` the caller's deadline.
    """

    retryable = True

    def __init__(
        self,
        message: str,
        status: int | None = None,
        phase: Phase = "read",
    ) -> None:
        super().__init__(message, status)
        self.phase = phase
        if phase in {"connect", "pool"}:
            self.billed_maybe = False  # the request never left


class ConnectionFailed(ModelError):
    """There was no connection, or it broke; `sent`: after the request."""

    retryable = True

    def __init__(
        self, message: str, status: int | None = None, sent: bool = True
    ) -> None:
        super().__init__(message, status)
        self.sent = sent
        self.billed_maybe = sent


class InvalidRequest(ModelError):
    """The provider does not accept the request as it is."""

    billed_maybe = False


class UnsupportedRequest(InvalidRequest):
    """This model cannot do what is asked: known before anything is sent."""


class ContextTooLong(InvalidRequest):
    """The messages do not fit into what the model can read at once."""


class AuthFailed(ModelError):
    """The key is wrong, or may not do this."""

    billed_maybe = False


class QuotaExhausted(ModelError):
    """The account has no money or no quota left: waiting does not help."""

    billed_maybe = False


class ContentRefused(ModelError):
    """The provider refuses to put the request before the model."""


class MalformedOutput(ModelError):
    """What came cannot be read as an answer."""
