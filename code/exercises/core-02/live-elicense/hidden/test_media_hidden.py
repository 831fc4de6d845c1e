from __future__ import annotations

import ast
import inspect

import media
import pytest
from media import Book, ELicense, lend_all


class Laptop:
    """Written by somebody else, who has never heard of a book."""

    title = "Laptop 7"

    def __init__(self) -> None:
        self.card: str | None = None

    def can_lend(self) -> bool:
        return self.card is None

    def lend(self, card: str) -> None:
        self.card = card


def test_a_license_has_no_shelf() -> None:
    assert not hasattr(ELicense, "shelf")
    assert "shelf" not in vars(ELicense("Krabat", seats=2, loans_left=3))
    assert not issubclass(ELicense, Book)


def test_what_can_be_lent_is_lent_whatever_it_is() -> None:
    laptop = Laptop()
    assert lend_all([laptop, laptop], "P-0412") == ["Laptop 7"]
    assert laptop.card == "P-0412"


def test_nobody_asks_for_the_kind() -> None:
    tree = ast.parse(inspect.getsource(media))
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not named & {"isinstance", "issubclass", "hasattr", "type"}


@pytest.mark.parametrize("card", ["P-0077", ""])
def test_only_who_has_an_item_gives_it_back(card: str) -> None:
    for item in (Book("Krabat", "K 12"), ELicense("Krabat", 2, 3)):
        item.lend("P-0412")
        with pytest.raises(ValueError, match="Krabat"):
            item.give_back(card)
