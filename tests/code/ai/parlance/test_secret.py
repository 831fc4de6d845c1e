"""A key shows itself to reveal() alone."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from dataclasses import asdict, dataclass

import pytest
from parlance import Secret

KEY = "sk-harbourside-4711"


@dataclass
class Settings:
    key: Secret
    model: str = "any"


def test_it_gives_the_key_to_who_asks_for_it() -> None:
    assert Secret(KEY).reveal() == KEY


@pytest.mark.parametrize("text", ["", " ", " sk", "sk\n", "sk\n4711", "sk-é"])
def test_what_a_file_left_around_it_is_no_key(text: str) -> None:
    with pytest.raises(ValueError, match="a secret is printable ASCII") as caught:
        Secret(text)
    assert "sk" not in str(caught.value)


def test_no_text_of_it_holds_the_key(caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(Secret(KEY))
    logging.getLogger("parlance").warning("settings %s %r", settings, settings.key)
    try:
        raise ValueError(f"bad settings: {settings}")
    except ValueError:
        shown = traceback.format_exc()
    texts = [caplog.text, shown, f"{settings.key}", f"{settings.key!r:>20}", str(asdict(settings))]
    assert all(KEY not in text for text in texts)
    assert repr(settings.key) == "Secret('…')"


def test_it_is_not_pickled_and_no_json() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Settings(Secret(KEY)))
    with pytest.raises(TypeError):
        json.dumps({"key": Secret(KEY)})


def test_a_copy_of_what_holds_it_holds_the_same() -> None:
    settings = Settings(Secret(KEY))
    assert copy.deepcopy(settings).key is settings.key
    assert copy.copy(settings.key) is settings.key
    assert asdict(settings)["key"] is settings.key


def test_it_has_no_dict_to_look_into() -> None:
    assert not hasattr(Secret(KEY), "__dict__")


def test_it_is_read_at_the_edge() -> None:
    assert Secret.from_environment("KEY", {"KEY": KEY}).reveal() == KEY
    with pytest.raises(KeyError, match="'KEY'"):
        Secret.from_environment("KEY", {})


def test_a_name_in_the_environment_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLANCE_TEST_KEY", KEY)
    assert Secret.from_environment("PARLANCE_TEST_KEY").reveal() == KEY
