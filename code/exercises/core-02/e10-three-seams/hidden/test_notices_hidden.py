from __future__ import annotations

import ast
import inspect
from functools import partial

import notices
import pytest
import vendor
from mypy_says import complaints
from notices import PlainNotice, notify
from vendor import SmsGateway

CALLS = """
from notices import PlainNotice, notify
from vendor import SmsGateway

class Pager:
    def send(self, to: str) -> None: ...

notify([], lambda days: 10 * days, SmsGateway(), PlainNotice())  # all fit
notify([], lambda days: 10 * days, Pager(), PlainNotice())  # no text
notify([], "10", SmsGateway(), PlainNotice())  # no function
"""


@pytest.fixture(scope="module")
def refused() -> set[str]:
    """The calls that mypy refuses, by their comments."""
    modules = {"notices": inspect.getsource(notices), "vendor": inspect.getsource(vendor)}
    told = complaints(**modules, caller=CALLS)
    places = [line.split(":")[1] for line in told if line.startswith("caller.py")]
    return {CALLS.splitlines()[int(place) - 1].partition("  # ")[2] for place in places}


def test_mypy_accepts_the_gateway(refused: set[str]) -> None:
    assert "all fit" not in refused


@pytest.mark.parametrize("call", ["no text", "no function"])
def test_mypy_refuses_what_does_not_fit(call: str, refused: set[str]) -> None:
    assert call in refused


def test_the_fee_is_whatever_can_be_called() -> None:
    class Tariff:
        def __init__(self, cents: int) -> None:
            self.cents = cents

        def fee(self, days: int) -> int:
            return self.cents * days

    for fee in (Tariff(20).fee, partial(pow, 2)):
        gateway = SmsGateway()
        assert notify([("P-0412", 3)], fee, gateway, PlainNotice()) == fee(3)
        assert len(gateway.sent) == 1


def test_the_fee_is_asked_once_for_each_card() -> None:
    asked: list[int] = []
    notify([("P-0412", 3)], lambda d: asked.append(d) or 30, SmsGateway(), PlainNotice())
    assert asked == [3]


def test_the_notices_do_not_know_the_vendor() -> None:
    text = inspect.getsource(notices)
    assert "vendor" not in text
    tree = ast.parse(text)
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not named & {"isinstance", "hasattr", "callable"}
