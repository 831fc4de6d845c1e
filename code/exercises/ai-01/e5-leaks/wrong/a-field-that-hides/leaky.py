"""Wrong: the repr is mended, and the log and the pickle are not.

Fails: test_it_is_in_no_pickle_and_in_no_attribute
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from parlance import Secret

Send = Callable[[str, dict[str, str]], str]
log = logging.getLogger("leaky")


@dataclass
class Client:
    """Asks a model over `send`, which takes a text and headers."""

    key: Secret = field(repr=False)
    send: Send

    def __post_init__(self) -> None:
        self.plain = self.key.reveal()

    def ask(self, text: str) -> str:
        """Give the answer, or raise RuntimeError."""
        log.info("asking with x-api-key %s", self.key)
        key = self.key.reveal()
        try:
            return self.send(text, {"x-api-key": key})
        except OSError as error:
            kind, said = type(error).__name__, str(error).replace(key, "…")
        # Outside of the except, where the first error would be the context.
        raise RuntimeError(f"no answer: {kind}: {said}")
