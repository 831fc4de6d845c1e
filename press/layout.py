"""Where the press keeps things, relative to the folder that holds ``conf.py``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The folders of one book project.

    ``root`` is the folder of ``conf.py``, ``pyproject.toml`` and the lock: Sphinx calls it
    ``app.confdir``, pytest ``config.rootpath``.
    """

    root: Path

    @property
    def book(self) -> Path:
        """The MyST sources of the book."""
        return self.root / "book"

    @property
    def slides(self) -> Path:
        """The MyST sources of the decks."""
        return self.root / "slides"

    @property
    def code(self) -> Path:
        """The programs that the text grows."""
        return self.root / "code"

    @property
    def theme(self) -> Path:
        """Style sheets, fonts, templates."""
        return self.root / "theme"

    @property
    def lock(self) -> Path:
        """Exact versions of everything installed."""
        return self.root / "requirements.txt"

    @property
    def build(self) -> Path:
        """Everything generated; deleting it loses nothing."""
        return self.root / "build"

    @property
    def ledger(self) -> Path:
        """The record of examples that ran."""
        return self.build / "ledger"

    @property
    def diagrams(self) -> Path:
        """Rendered diagrams, one cache for all editions."""
        return self.build / "diagrams"

    @property
    def work(self) -> Path:
        """Half-made editions and doctrees; an edition leaves it by a rename when it is whole."""
        return self.build / ".work"
