import traceback

import pytest
from settings import load

TOKEN = "tok-5f3a-caféé"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORKERS", "TIMEOUT", "SKIP_HOSTS"):
        monkeypatch.delenv(f"LINKWATCH_{name}", raising=False)
    monkeypatch.setenv("LINKWATCH_API_TOKEN", TOKEN)


@pytest.mark.parametrize("value", ["inf", "nan", "1e999"])
def test_a_timeout_is_a_finite_number(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("LINKWATCH_TIMEOUT", value)
    with pytest.raises(ValueError, match="(?i)timeout"):
        load()


def test_a_missing_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINKWATCH_API_TOKEN")
    with pytest.raises(ValueError, match="(?i)api_token"):
        load()


@pytest.mark.parametrize(("name", "value"), [("API_TOKEN", "tok-5f3"), ("WORKERS", "0")])
def test_no_error_shows_a_token_not_even_a_wrong_one(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LINKWATCH_{name}", value)
    with pytest.raises(ValueError) as caught:
        load()
    told = "".join(traceback.format_exception(caught.value))
    assert "tok-5f3" not in told


@pytest.mark.parametrize(("name", "value"), [("API_TOKEN", "tok-5f3"), ("WORKERS", "0")])
def test_no_error_keeps_a_token_for_whoever_asks_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LINKWATCH_{name}", value)
    with pytest.raises(ValueError) as caught:
        load()
    error: BaseException | None = caught.value
    while error is not None:
        kept = error.errors() if hasattr(error, "errors") else error.args
        assert "tok-5f3" not in repr(kept)
        error = error.__cause__ or error.__context__


def test_settings_do_not_change_during_a_run() -> None:
    settings = load()
    with pytest.raises((AttributeError, ValueError)):
        settings.workers = 2
    assert settings.workers == 8
