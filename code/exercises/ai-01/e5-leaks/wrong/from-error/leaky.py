"""Wrong: the first error hangs on as the cause, and it quotes the key.

Fails: test_an_error_that_quotes_it_is_not_handed_on
"""

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
        key = self.key.reveal()
        try:
            return self.send(text, {"x-api-key": key})
        except OSError as error:
            kind, said = type(error).__name__, str(error).replace(key, "…")
            raise RuntimeError(f"no answer: {kind}: {said}") from error
