import json

import pytest
from sorting import error_of
from parlance.domain.errors import (
    AuthFailed,
    ContentRefused,
    ContextTooLong,
    InvalidRequest,
    QuotaExhausted,
    RateLimited,
)


def body(code: str, message: str = "No.") -> str:
    return json.dumps({"error": {"code": code, "message": message}})


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, "slow_down", RateLimited),
        (429, "no_credit", QuotaExhausted),
        (400, "too_long", ContextTooLong),
        (400, "blocked_prompt", ContentRefused),
        (400, "no_such_field", InvalidRequest),
        (401, "bad_key", AuthFailed),
    ],
)
def test_the_code_decides_before_the_status(
    status: int, code: str, kind: type
) -> None:
    assert type(error_of(status, body(code), {})) is kind


def test_it_has_the_message_and_the_status() -> None:
    error = error_of(400, body("too_long", "40,000 tokens"), {})
    assert (str(error), error.status) == ("40,000 tokens", 400)
