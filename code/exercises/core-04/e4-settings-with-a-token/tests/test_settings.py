import pytest
from settings import load

TOKEN = "tok-5f3a-caféé"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORKERS", "TIMEOUT", "SKIP_HOSTS"):
        monkeypatch.delenv(f"LINKWATCH_{name}", raising=False)
    monkeypatch.setenv("LINKWATCH_API_TOKEN", TOKEN)


def test_without_variables_there_are_defaults() -> None:
    settings = load()
    assert settings.workers == 8
    assert settings.timeout == 10.0
    assert settings.skip_hosts == ()


def test_variables_are_read_as_what_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LINKWATCH_WORKERS", "16")
    monkeypatch.setenv("LINKWATCH_TIMEOUT", "2.5")
    monkeypatch.setenv("LINKWATCH_SKIP_HOSTS", "Example.org, ,café.example,")
    settings = load()
    assert settings.workers == 16
    assert settings.timeout == 2.5
    assert settings.skip_hosts == ("example.org", "café.example")


def test_the_token_can_be_had_and_is_not_shown() -> None:
    settings = load()
    assert settings.api_token.get_secret_value() == TOKEN
    for shown in (repr(settings), str(settings), f"{settings.api_token}"):
        assert TOKEN not in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("WORKERS", "many"),
        ("TIMEOUT", "0"),
        ("TIMEOUT", "-1"),
        ("API_TOKEN", "short"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_setting(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LINKWATCH_{name}", value)
    with pytest.raises(ValueError, match=f"(?i){name}"):
        load()
