"""The edge: a JSON file and the environment, validated once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    PositiveInt,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from linkwatch.checker import Limits
from linkwatch.client import Login
from linkwatch.targets import Feed, Page, Target
from linkwatch.urls import Url, parse_name, parse_url

CheckedUrl = Annotated[Url, AfterValidator(parse_url)]
HostName = Annotated[str, AfterValidator(parse_name)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    url: CheckedUrl


class PageEntry(_Entry):
    """A page in the watch file."""

    kind: Literal["page"]
    ignore: tuple[str, ...] = ()

    def target(self) -> Page:
        """Give what the rest of the program works with."""
        return Page(self.url, self.ignore)


class FeedEntry(_Entry):
    """A feed in the watch file."""

    kind: Literal["feed"]
    newest: PositiveInt = 20

    def target(self) -> Feed:
        """Give what the rest of the program works with."""
        return Feed(self.url, self.newest)


Entry = Annotated[PageEntry | FeedEntry, Field(discriminator="kind")]


class WatchFile(BaseModel):
    """The file that says what is watched."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
    targets: tuple[Entry, ...]
    denied_hosts: frozenset[HostName] = frozenset()

    @model_validator(mode="after")
    def _each_target_once(self) -> Self:
        if not self.targets:
            raise ValueError("nothing to watch: targets is empty")
        urls = [entry.url for entry in self.targets]
        if twice := sorted({url for url in urls if urls.count(url) > 1}):
            raise ValueError(f"more than once: {', '.join(twice)}")
        return self

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read and validate a file; raises `ValueError` with all problems."""
        return cls.model_validate_json(path.read_bytes())

    def plan(self) -> list[Target]:
        """Give the targets as plain records."""
        return [entry.target() for entry in self.targets]


class Settings(BaseSettings):
    """What differs between machines: `LINKWATCH_TIMEOUT` and so on."""

    model_config = SettingsConfigDict(
        env_prefix="LINKWATCH_",
        frozen=True,
        hide_input_in_errors=True,
    )
    timeout: Annotated[FiniteFloat, Field(gt=0)] = 10.0
    workers: Annotated[int, Field(ge=1, le=200)] = 20
    per_host: Annotated[int, Field(ge=1, le=20)] = 2
    token: SecretStr | None = None
    token_sites: frozenset[CheckedUrl] = frozenset()

    @model_validator(mode="after")
    def _token_has_a_place_to_go(self) -> Self:
        if bool(self.token) != bool(self.token_sites):
            raise ValueError("token and token_sites go together")
        self.login()
        return self

    @classmethod
    def load(cls) -> Self:
        """Read the environment; raises `ValueError`, and no input with it."""
        try:
            return cls()
        except ValidationError as error:
            problems = error.errors(include_input=False)
        # Out here the new error has no __context__ that kept the input.
        raise ValueError("; ".join(map(_told, problems)))

    def limits(self) -> Limits:
        """Give what the checker works with."""
        return Limits(
            timeout=self.timeout,
            workers=self.workers,
            per_host=self.per_host,
        )

    def login(self) -> Login | None:
        """Give the token and its sites, if there is a token."""
        if not self.token:
            return None
        return Login(self.token.get_secret_value(), self.token_sites)


def _told(problem: ErrorDetails) -> str:
    return ": ".join([*map(str, problem["loc"]), problem["msg"]])
