import json

import pytest
from sorting import error_of
from parlance.domain.errors import (
    ContentRefused,
    ContextTooLong,
    InvalidRequest,
    Overloaded,
    QuotaExhausted,
    RateLimited,
)


def body(code: object, message: str = "No.") -> str:
    return json.dumps({"error": {"code": code, "message": message}})


@pytest.mark.parametrize("code", ["blocked_image", "blocked_of_next_year"])
def test_each_code_of_the_policy_is_a_refusal(code: str) -> None:
    assert type(error_of(400, body(code), {})) is ContentRefused


@pytest.mark.parametrize(
    ("status", "kind"), [(429, RateLimited), (503, Overloaded)]
)
def test_the_hint_is_kept(status: int, kind: type) -> None:
    error = error_of(status, body("slow_down"), {"retry-after": "7"})
    assert type(error) is kind
    assert error.retry_after == 7


def test_a_hint_does_not_make_a_quota_a_matter_of_waiting() -> None:
    error = error_of(429, body("no_credit"), {"retry-after": "7"})
    assert type(error) is QuotaExhausted
    assert not error.retryable


@pytest.mark.parametrize(
    "text",
    ["<h1>Bad gateway</h1>", "[]", '{"error": "gone"}', "null", ""],
)
def test_a_body_of_another_shape_is_sorted_by_status(text: str) -> None:
    error = error_of(502, text, {"retry-after": "3"})
    assert type(error) is Overloaded
    assert error.retry_after == 3
    assert str(error) == text


def test_of_a_long_page_the_beginning_is_told() -> None:
    assert str(error_of(502, "<p>" * 4_000, {})) == ("<p>" * 27)[:80]


@pytest.mark.parametrize("code", [None, 17, ["no_credit"]])
def test_a_code_that_is_no_text_is_none(code: object) -> None:
    error = error_of(400, body(code, "Hm."), {})
    assert type(error) is InvalidRequest
    assert str(error) == "Hm."


@pytest.mark.parametrize("status", [400, 403, 429, 500])
@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("no_credit", QuotaExhausted),
        ("too_long", ContextTooLong),
        ("blocked_image", ContentRefused),
    ],
)
def test_a_code_decides_at_each_status(
    status: int, code: str, kind: type
) -> None:
    error = error_of(status, body(code), {})
    assert (type(error), error.status) == (kind, status)


@pytest.mark.parametrize("rest", [{}, {"message": None}, {"message": 7}])
def test_a_code_without_a_message_counts(rest: dict[str, object]) -> None:
    text = json.dumps({"error": {"code": "no_credit", **rest}})
    error = error_of(429, text, {})
    assert (type(error), str(error)) == (QuotaExhausted, text)


@pytest.mark.parametrize("code", ["unblocked_image", "not_blocked_here"])
def test_a_code_that_holds_the_word_is_no_refusal(code: str) -> None:
    assert type(error_of(400, body(code), {})) is InvalidRequest


def test_a_body_too_deep_to_read_is_sorted_by_status() -> None:
    assert type(error_of(502, "[" * 200_000, {})) is Overloaded


def test_a_message_is_told_to_its_end() -> None:
    said = "The messages do not fit. " * 8
    for code in ("too_long", "of_next_year"):
        assert str(error_of(400, body(code, said), {})) == said
