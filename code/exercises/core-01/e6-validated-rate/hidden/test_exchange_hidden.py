from decimal import Decimal

import call_sites
import pytest
from exchange import ExchangeRate


@pytest.mark.parametrize("wrong", ["NaN", "sNaN", "Infinity"])
def test_what_is_no_number_is_no_rate(wrong: str) -> None:
    rate = ExchangeRate("EUR", "USD", Decimal("1.0837"))
    with pytest.raises(ValueError):
        rate.rate = Decimal(wrong)
    with pytest.raises(ValueError):
        ExchangeRate("EUR", "USD", Decimal(wrong))
    assert rate.rate == Decimal("1.0837")


def test_a_margin_that_eats_the_rate_is_refused() -> None:
    rate = ExchangeRate("EUR", "USD", Decimal("1.0837"))
    with pytest.raises(ValueError):
        call_sites.add_margin(rate, Decimal(-100))
    assert rate.rate == Decimal("1.0837")


@pytest.mark.parametrize("wrong", [1.0837, "1.0837", 1, True, None])
def test_only_a_decimal_is_a_rate(wrong: object) -> None:
    with pytest.raises(TypeError):
        ExchangeRate("EUR", "USD", wrong)
