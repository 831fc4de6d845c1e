import hashlib
from decimal import Decimal
from pathlib import Path

import call_sites
import pytest
from exchange import ExchangeRate
from tally.money import Money

CALL_SITES = (
    "e8125fe4ce46e1d9dee809958d3169182c2b8c863335da64d8e2d89714908fe4"
)


@pytest.fixture
def rate() -> ExchangeRate:
    return ExchangeRate("EUR", "USD", Decimal("1.0837"))


def test_the_call_sites_file_is_byte_identical() -> None:
    source = Path(call_sites.__file__).read_bytes()
    assert hashlib.sha256(source).hexdigest() == CALL_SITES


def test_the_call_sites_work_as_before(rate: ExchangeRate) -> None:
    call_sites.correct(rate, "1.10")
    call_sites.add_margin(rate, Decimal(10))
    assert call_sites.label(rate) == "1 EUR = 1.210 USD"
    assert rate.convert(Money(100, "EUR")) == Money("121.00", "USD")


@pytest.mark.parametrize("wrong", ["0", "-1.08"])
def test_a_rate_is_above_zero(rate: ExchangeRate, wrong: str) -> None:
    with pytest.raises(ValueError):
        call_sites.correct(rate, wrong)
    assert rate.rate == Decimal("1.0837")


def test_a_new_rate_is_checked_too() -> None:
    with pytest.raises(ValueError):
        ExchangeRate("EUR", "USD", Decimal(0))


def test_a_float_is_no_rate(rate: ExchangeRate) -> None:
    with pytest.raises(TypeError):
        rate.rate = 1.0837
