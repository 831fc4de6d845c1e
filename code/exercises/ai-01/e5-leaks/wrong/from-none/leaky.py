"""Wrong: `from None` hides the first error, and it is the context still.

Fails: test_no_error_that_it_leads_to_quotes_it
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
        try:
            return self.send(text, {"x-api-key": self.key.reveal()})
        except OSError as error:
            kind = type(error).__name__
            said = str(error).replace(self.key.reveal(), "…")
            raise RuntimeError(f"no answer: {kind}: {said}") from None
