"""What the edge lets in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from linkwatch import Feed, Page, parse_url
from linkwatch.client import Login
from linkwatch.config import Settings, WatchFile
from pydantic import ValidationError

PAGE = {"kind": "page", "url": "HTTP://Example.org"}
FEED = {"kind": "feed", "url": "http://example.org/feed.xml", "newest": 5}


def problems(document: object) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        WatchFile.model_validate_json(json.dumps(document))
    return [".".join(map(str, error["loc"])) for error in caught.value.errors()]


def test_a_file_becomes_plain_records(tmp_path: Path) -> None:
    path = tmp_path / "watch.json"
    path.write_text(json.dumps({"targets": [PAGE, FEED], "denied_hosts": ["Ads.Example"]}))
    loaded = WatchFile.load(path)
    assert loaded.plan() == [
        Page(parse_url("http://example.org/")),
        Feed(parse_url("http://example.org/feed.xml"), newest=5),
    ]
    assert loaded.denied_hosts == {"ads.example"}


@pytest.mark.parametrize(
    ("spelled", "name"),
    [
        (" Ads.Example. ", "ads.example"),
        ("ads.example\N{IDEOGRAPHIC FULL STOP}", "ads.example"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("[::1]", "::1"),
    ],
)
def test_a_denied_host_is_found_however_it_is_spelled(spelled: str, name: str) -> None:
    document = {"targets": [PAGE], "denied_hosts": [spelled]}
    assert WatchFile.model_validate_json(json.dumps(document)).denied_hosts == {name}


@pytest.mark.parametrize(
    "spelled", ["", ".", "ads.example..", "ads.example:8080", "http://ads.example", "ads.example/"]
)
def test_a_denied_host_is_a_name_and_nothing_else(spelled: str) -> None:
    assert problems({"targets": [PAGE], "denied_hosts": [spelled]}) == ["denied_hosts.0"]


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({}, ["targets"]),
        ({"targets": []}, [""]),
        ({"targets": [PAGE], "target": []}, ["target"]),
        ({"targets": [{"kind": "sitemap", "url": "http://a.example/"}]}, ["targets.0"]),
        ({"targets": [{"url": "http://a.example/"}]}, ["targets.0"]),
        ({"targets": [PAGE | {"newest": 3}]}, ["targets.0.page.newest"]),
        ({"targets": [PAGE | {"url": "ftp://a.example/"}]}, ["targets.0.page.url"]),
        ({"targets": [PAGE | {"url": 7}]}, ["targets.0.page.url"]),
        ({"targets": [FEED | {"newest": 0}]}, ["targets.0.feed.newest"]),
        ({"targets": [FEED | {"newest": "5"}]}, ["targets.0.feed.newest"]),
        (
            {"targets": [PAGE | {"url": ""}, FEED | {"newest": 0}]},
            ["targets.0.page.url", "targets.1.feed.newest"],
        ),
        ([], [""]),
    ],
)
def test_each_problem_is_named_by_its_place(document: object, where: list[str]) -> None:
    assert problems(document) == where


def test_a_target_stands_once_however_it_is_spelled() -> None:
    with pytest.raises(ValidationError, match="more than once: http"):
        WatchFile.model_validate_json(
            json.dumps({"targets": [PAGE, PAGE | {"url": "http://example.org:80/#x"}]})
        )


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LINKWATCH_{name.upper()}", raising=False)


def test_settings_have_defaults() -> None:
    assert Settings().limits().workers == 20
    assert Settings().login() is None


def test_the_environment_overrides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKWATCH_TIMEOUT", "2.5")
    monkeypatch.setenv("LINKWATCH_PER_HOST", "1")
    limits = Settings().limits()
    assert (limits.timeout, limits.per_host) == (2.5, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [("WORKERS", value) for value in ("0", "201", "many", "")]
    + [("TIMEOUT", value) for value in ("0", "-1", "inf", "nan", "soon")],
)
def test_a_setting_out_of_range_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LINKWATCH_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_a_token_and_its_sites_make_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKWATCH_TOKEN", "not-for-the-log")
    monkeypatch.setenv("LINKWATCH_TOKEN_SITES", '["HTTPS://Docs.Example", "https://b.example/"]')
    sites = frozenset(map(parse_url, ("https://docs.example/", "https://b.example/")))
    assert Settings().login() == Login("not-for-the-log", sites)


def test_the_token_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKWATCH_TOKEN", "not-for-the-log")
    monkeypatch.setenv("LINKWATCH_TOKEN_SITES", '["https://docs.example"]')
    settings = Settings()
    assert "not-for-the-log" not in f"{settings!r}{settings}{settings.model_dump_json()}"
    assert "not-for-the-log" not in repr(settings.login())


@pytest.mark.parametrize(
    ("token", "sites", "why"),
    [
        ("not-for-the-log", None, "go together"),
        ("not-for-the-log", "[]", "go together"),
        (None, '["https://docs.example"]', "go together"),
        ("", '["https://docs.example"]', "go together"),
        ("not-for-the-log", '["http://docs.example"]', "in the clear"),
        ("not-for-the-log", '["https://docs.example/members"]', "whole site"),
        ("not-for-the-log", '["*.docs.example"]', "token_sites"),
        ("not-for-the-log", '["docs.example"]', "token_sites"),
        ("not-for-the-log", "docs.example", "token_sites"),
        ("not-for-the-log\n", '["https://docs.example"]', "no token"),
    ],
)
def test_a_token_without_a_safe_place_to_go_stops_the_start_and_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, token: str | None, sites: str | None, why: str
) -> None:
    for name, value in (("TOKEN", token), ("TOKEN_SITES", sites)):
        if value is not None:
            monkeypatch.setenv(f"LINKWATCH_{name}", value)
    with pytest.raises(ValueError, match=why) as caught:
        Settings.load()
    error: BaseException | None = caught.value
    while error is not None:  # whoever asks the error, or the one before it
        kept = error.errors() if isinstance(error, ValidationError) else error.args
        assert "not-for-the-log" not in f"{error}{error!r}{kept}"
        error = error.__cause__ or error.__context__


def test_an_empty_token_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINKWATCH_TOKEN", "")
    assert Settings().login() is None
