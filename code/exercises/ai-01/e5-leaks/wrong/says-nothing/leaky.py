"""Wrong: the key is out of the error, and so is the reason.

Fails: test_the_error_does_not_show_it
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
            raise RuntimeError("no answer") from None
