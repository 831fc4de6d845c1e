"""The errors that both of OpenAI's protocols share.

The form is `openai.types.shared.ErrorObject`, the statuses are those of
https://developers.openai.com/api/docs/guides/error-codes.
"""

from __future__ import annotations

from labkit.faults import Failure
from labkit.protocols.base import Json

# By status: the type and the code.
_WORDS = {
    400: ("invalid_request_error", None),
    401: ("invalid_request_error", "invalid_api_key"),
    404: ("invalid_request_error", "model_not_found"),
    429: ("requests", "rate_limit_exceeded"),
    503: ("service_unavailable_error", "server_is_overloaded"),
}


def body(failure: Failure, _number: int) -> Json:
    """Give the body of an error."""
    other = "server_error" if failure.status >= 500 else "invalid_request_error"
    kind, code = _WORDS.get(failure.status, (other, None))
    return {
        "error": {
            "message": failure.message or f"Error {failure.status}.",
            "type": failure.kind or kind,
            "param": None,
            "code": failure.code or (None if failure.kind else code),
        }
    }
