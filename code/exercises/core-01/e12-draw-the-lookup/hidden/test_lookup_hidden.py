from datetime import date

import pytest
from lookup import steps
from tally import Entry, Money


class Refund(Entry):
    currency_type = Money
    count = len


def shout(entry: Entry) -> str:
    return entry.payee.upper()


@pytest.fixture
def refund() -> Refund:
    price = Money("-4.80", "EUR")
    return Refund("NB-0017", date(2026, 2, 28), "Café Müller", price)


def test_a_property_is_asked_before_the_instance(refund: Refund) -> None:
    assert steps(refund, "amount") == ["Refund", "Entry"]
    vars(refund)["amount"] = "forged"
    assert steps(refund, "amount") == ["Refund", "Entry"]


def test_a_function_on_the_instance_is_not_bound(refund: Refund) -> None:
    setattr(refund, "tag", shout)
    assert steps(refund, "tag") == ["instance"]


def test_only_functions_are_bound(refund: Refund) -> None:
    assert steps(refund, "currency_type") == ["instance", "Refund"]
    assert steps(refund, "count") == ["instance", "Refund"]


def test_the_class_is_asked_at_the_moment_of_the_access() -> None:
    class Late:
        pass

    late = Late()
    setattr(Late, "shout", shout)
    assert steps(late, "shout") == ["instance", "Late", "bind"]


def test_nothing_is_called() -> None:
    class Costly:
        @property
        def total(self) -> Money:
            raise RuntimeError("the getter was called")

        def __getattr__(self, name: str) -> str:
            return name

    assert steps(Costly(), "total") == ["Costly"]
    with pytest.raises(AttributeError):
        steps(Costly(), "unknown")
