import pytest
from payee import Payee


def test_payees_with_the_same_names_are_equal() -> None:
    assert Payee("Café Müller", ["CAFE MUELLER"]) == (
        Payee("Café Müller", ["CAFE MUELLER"])
    )
    assert Payee("Café Müller") != Payee("Café Müller", ["CAFE MUELLER"])


def test_a_payee_that_learns_is_not_lost() -> None:
    payee = Payee("Café Müller")
    try:
        seen = {payee}
    except TypeError:
        return  # not a key at all: then nothing can be lost
    payee.learn("CAFE MUELLER")
    assert payee in seen


def test_a_payee_that_cannot_be_a_key_says_why() -> None:
    try:
        hash(Payee("Café Müller"))
    except TypeError:
        assert "hash" in (Payee.__doc__ or ""), "say in the docstring why"


def test_equal_payees_have_equal_hashes() -> None:
    one = Payee("Café Müller", ["CAFE MUELLER"])
    other = Payee("Café Müller")
    other.learn("CAFE MUELLER")
    assert one == other
    try:
        assert hash(one) == hash(other)
    except TypeError:
        pytest.skip("payees cannot be hashed")
