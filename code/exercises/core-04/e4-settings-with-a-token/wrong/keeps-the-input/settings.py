"""Wrong: hides the token where the error is printed; `errors()` still gives it.

Fails: test_no_error_keeps_a_token_for_whoever_asks_it
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, FiniteFloat, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """What a run needs to know before it begins."""

    model_config = SettingsConfigDict(
        env_prefix="LINKWATCH_", frozen=True, hide_input_in_errors=True
    )

    api_token: SecretStr = Field(min_length=8)
    workers: int = Field(default=8, ge=1, le=64)
    timeout: FiniteFloat = Field(default=10.0, gt=0)
    skip_hosts: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("skip_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pieces = (piece.strip().lower() for piece in value.split(","))
        return tuple(piece for piece in pieces if piece)


def load() -> Settings:
    """Read the variables LINKWATCH_…; ValueError if one is wrong."""
    return Settings()
