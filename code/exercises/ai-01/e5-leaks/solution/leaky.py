"""A client that shows its key in no place."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from parlance import Secret

Send = Callable[[str, dict[str, str]], str]
log = logging.getLogger("leaky")


@dataclass
class Client:
    """Asks a model over `send`, which takes a text and headers."""

    key: Secret
    send: Send

    def ask(self, text: str) -> str:
        """Give the answer, or raise RuntimeError."""
        log.info("asking with x-api-key %s", self.key)
        try:
            return self.send(text, {"x-api-key": self.key.reveal()})
        except OSError as error:
            kind = type(error).__name__
            said = str(error).replace(self.key.reveal(), "…")
        # Outside of the except, where the first error would be the context.
        raise RuntimeError(f"no answer: {kind}: {said}")
