import pytest
from balance import Balance
from tally.money import Money


@pytest.mark.parametrize("spec", ["x", ">12d", "aa", ",.2f"])
def test_a_format_it_does_not_know_is_an_error(spec: str) -> None:
    with pytest.raises(ValueError):
        format(Balance(Money("-4.80", "EUR")), spec)


def test_zero_has_no_parentheses() -> None:
    assert f"{Balance(Money(0, 'EUR')):a}" == "0.00 EUR"


def test_no_digit_is_lost_in_a_large_amount() -> None:
    huge = Balance(Money("-90071992547409931.07", "EUR"))
    assert f"{huge:a}" == "(90,071,992,547,409,931.07 EUR)"


def test_a_width_that_is_too_small_cuts_nothing() -> None:
    assert f"{Balance(Money('-4.80', 'EUR')):3a}" == "(4.80 EUR)"
