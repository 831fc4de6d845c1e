import pytest
from payee import Payee


def hashable() -> bool:
    try:
        hash(Payee("Café Müller"))
    except TypeError:
        return False
    return True


def test_no_change_moves_a_payee_out_of_a_set() -> None:
    if not hashable():
        pytest.skip("payees cannot be hashed")
    payee = Payee("Café Müller", ["CAFE MUELLER"])
    before = hash(payee)
    payee.aliases.clear()
    assert hash(payee) == before
    with pytest.raises(AttributeError):
        payee.name = "Cafe Mueller"


def test_a_payee_still_learns() -> None:
    payee = Payee("Café Müller")
    payee.learn("CAFE MUELLER")
    assert payee.aliases == {"CAFE MUELLER"}


def test_python_too_knows_that_it_cannot_be_hashed() -> None:
    if hashable():
        pytest.skip("payees can be hashed")
    assert Payee.__hash__ is None


def test_a_payee_is_not_equal_to_its_name() -> None:
    assert Payee("Café Müller") != "Café Müller"
