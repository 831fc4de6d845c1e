"""Memories: notes in a list, found by the words that they share."""

from __future__ import annotations

from collections.abc import Sequence


class NoteList:
    """Keeps notes while the process lives. Enough for tests and demos."""

    def __init__(self) -> None:
        self._notes: list[str] = []

    async def remember(self, note: str) -> None:
        """Keep a note; one that is known already is not kept twice."""
        if note not in self._notes:
            self._notes.append(note)

    async def recall(self, about: str, *, limit: int) -> Sequence[str]:
        """Give those that share words with the question, most words first."""
        asked = set(about.casefold().split())
        shared = {
            note: len(asked & set(note.casefold().split()))
            for note in self._notes
        }
        found = [note for note in self._notes if shared[note]]
        return sorted(found, key=shared.__getitem__, reverse=True)[:limit]
