"""Which variables of the environment turn a test to a real provider."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from labkit.request import ProtocolName


@dataclass(frozen=True, slots=True)
class LiveProvider:
    """A real service, used if its variables are set.

    `access` names the variable that the vendor's own client reads: the key,
    for Ollama the address. `model` names the one with the model to ask; no
    name of a model is written down here, as they come and go.
    """

    protocol: ProtocolName
    access: str
    model: str

    def skip_reason(self, environ: Mapping[str, str] = os.environ) -> str:
        """Say which variables are missing, nothing if the service can be used."""
        missing = [name for name in (self.access, self.model) if not environ.get(name)]
        return f"set {' and '.join(missing)} to run this against {self.protocol}" if missing else ""


LIVE_PROVIDERS = (
    LiveProvider("openai-responses", "OPENAI_API_KEY", "LABKIT_OPENAI_MODEL"),
    LiveProvider("openai-chat", "OPENAI_API_KEY", "LABKIT_OPENAI_MODEL"),
    LiveProvider("anthropic", "ANTHROPIC_API_KEY", "LABKIT_ANTHROPIC_MODEL"),
    LiveProvider("ollama", "OLLAMA_HOST", "LABKIT_OLLAMA_MODEL"),
)
