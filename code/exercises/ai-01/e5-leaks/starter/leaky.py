"""A client that shows its key in three places."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

Send = Callable[[str, dict[str, str]], str]
log = logging.getLogger("leaky")


@dataclass
class Client:
    """Asks a model over `send`, which takes a text and headers."""

    key: str
    send: Send

    def ask(self, text: str) -> str:
        """Give the answer, or raise RuntimeError."""
        headers = {"x-api-key": self.key}
        log.info("asking with %s", headers)
        try:
            return self.send(text, headers)
        except OSError as error:
            raise RuntimeError(f"no answer for {headers}") from error
