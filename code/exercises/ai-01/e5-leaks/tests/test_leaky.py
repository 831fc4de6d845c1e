import logging

import pytest
from leaky import Client
from parlance import Secret

KEY = "sk-harbour-4711"


def working(text: str, headers: dict[str, str]) -> str:
    assert headers == {"x-api-key": KEY}
    return text.upper()


def test_the_key_is_sent() -> None:
    assert Client(Secret(KEY), working).ask("ladders?") == "LADDERS?"


def test_the_client_does_not_show_it() -> None:
    assert "4711" not in repr(Client(Secret(KEY), working))


def test_an_error_of_the_line_says_no_answer() -> None:
    def cut(text: str, headers: dict[str, str]) -> str:
        raise OSError("line cut")

    with pytest.raises(RuntimeError, match="no answer"):
        Client(Secret(KEY), cut).ask("ladders?")


def test_the_log_says_that_it_asks_and_with_which_header(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        Client(Secret(KEY), working).ask("ladders?")
    assert "asking" in caplog.text
    assert "x-api-key" in caplog.text
    assert "4711" not in caplog.text
