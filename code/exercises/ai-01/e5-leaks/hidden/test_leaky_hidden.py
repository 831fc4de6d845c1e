import pickle
import traceback

import pytest
from leaky import Client
from parlance import Secret

KEY = "sk-harbour-4711"


def working(text: str, headers: dict[str, str]) -> str:
    return text.upper()


def quoting(text: str, headers: dict[str, str]) -> str:
    raise OSError(f"illegal header value {headers['x-api-key']!r}")


def shown(action) -> str:
    with pytest.raises(RuntimeError) as caught:
        action()
    return "".join(traceback.format_exception(caught.value))


def test_the_error_does_not_show_it() -> None:
    def cut(text: str, headers: dict[str, str]) -> str:
        raise OSError("line cut")

    text = shown(lambda: Client(Secret(KEY), cut).ask("ladders?"))
    assert "4711" not in text
    assert "line cut" in text


def test_an_error_that_quotes_it_is_not_handed_on() -> None:
    text = shown(lambda: Client(Secret(KEY), quoting).ask("ladders?"))
    assert "4711" not in text
    assert "OSError" in text


def test_no_error_that_it_leads_to_quotes_it() -> None:
    with pytest.raises(RuntimeError) as caught:
        Client(Secret(KEY), quoting).ask("ladders?")
    error: BaseException | None = caught.value
    while error is not None:
        assert "4711" not in f"{error} {error!r}"
        error = error.__cause__ or error.__context__


def test_it_is_in_no_pickle_and_in_no_attribute() -> None:
    client = Client(Secret(KEY), working)
    client.ask("ladders?")
    assert "4711" not in str(vars(client))
    with pytest.raises(TypeError):
        pickle.dumps(client)


def test_other_errors_are_left_alone() -> None:
    def broken(text: str, headers: dict[str, str]) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Client(Secret(KEY), broken).ask("ladders?")
