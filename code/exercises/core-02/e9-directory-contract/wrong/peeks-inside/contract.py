"""Wrong: looks into the dict of one adapter.

Fails: test_both_adapters_pass
"""

from __future__ import annotations

import pytest
from directory import Directory, DirectoryError, Patron


def ayse() -> Patron:
    return Patron("P-0412", "Öztürk, Ayşe", "Hafenstraße 3")


class DirectoryContract:
    """The tests; a subclass says how an empty directory is made."""

    def make(self) -> Directory:
        raise NotImplementedError

    def filled(self, *names: str) -> Directory:
        patrons = self.make()
        for number, name in enumerate(names, start=1):
            patrons.add(Patron(f"P-{number}", name, "Hafenstraße 3"))
        return patrons

    def cards(self, patrons: Directory, start: str) -> list[str]:
        return [patron.card for patron in patrons.named(start)]

    def test_what_was_added_is_found(self) -> None:
        patrons = self.make()
        patrons.add(ayse())
        assert patrons.get("P-0412") == ayse()

    def test_a_card_is_taken_once(self) -> None:
        patrons = self.make()
        patrons.add(ayse())
        with pytest.raises(DirectoryError):
            patrons.add(Patron("P-0412", "Ek, Bo", "Am Wall 1"))
        assert patrons.get("P-0412") == ayse()

    def test_an_unknown_card_is_refused(self) -> None:
        patrons = self.make()
        with pytest.raises(DirectoryError):
            patrons.get("P-0412")
        with pytest.raises(DirectoryError):
            patrons.save(ayse())
        assert patrons._patrons == {}

    def test_a_change_counts_once_it_is_saved(self) -> None:
        patrons, given = self.make(), ayse()
        patrons.add(given)
        given.street = "after adding"
        found = patrons.get("P-0412")
        assert found == ayse()
        found.street = "after finding"
        patrons.named("")[0].street = "after listing"
        assert patrons.get("P-0412") == ayse()
        patrons.save(found)
        found.street = "after saving"
        assert patrons.get("P-0412").street == "after finding"

    def test_names_come_in_order_then_cards(self) -> None:
        patrons = self.filled("Ek, Bo", "Ek, Alva", "Ek, Alva", "Li, Wei")
        assert self.cards(patrons, "Ek") == ["P-2", "P-3", "P-1"]
        assert self.cards(patrons, "Ek, B") == ["P-1"]

    def test_case_is_no_difference_in_any_alphabet(self) -> None:
        patrons = self.filled("Öztürk, Ayşe", "öberg, Nils", "Şahin, Can")
        assert self.cards(patrons, "ö") == ["P-1", "P-2"]
        assert self.cards(patrons, "ÖB") == ["P-2"]

    def test_the_start_is_text_and_no_pattern(self) -> None:
        patrons = self.filled("Ek, Bo", "A_Z Verlag", "100% Jazz")
        assert self.cards(patrons, "%") == []
        assert self.cards(patrons, "_") == []
        assert self.cards(patrons, "100%") == ["P-3"]
        assert self.cards(patrons, "Bo") == []
