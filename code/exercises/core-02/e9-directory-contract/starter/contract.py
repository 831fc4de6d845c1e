"""What every directory of patrons keeps, as tests."""

from __future__ import annotations

from directory import Directory, Patron


class DirectoryContract:
    """The tests; a subclass says how an empty directory is made."""

    def make(self) -> Directory:
        raise NotImplementedError

    def test_what_was_added_is_found(self) -> None:
        patrons = self.make()
        patrons.add(Patron("P-0412", "Öztürk, Ayşe", "Hafenstraße 3"))
        assert patrons.get("P-0412").name == "Öztürk, Ayşe"
