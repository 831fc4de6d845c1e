"""What a fee is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class LateReturn:
    """An item that came back, on time or not."""

    medium: str
    patron: str
    due: date
    returned: date
    price: int  # in cents

    @property
    def days(self) -> int:
        """How many days too late."""
        return max((self.returned - self.due).days, 0)
