"""Stages of a pipeline that carries findings from a source to a sink."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

type Status = int | None
type Batch[T] = list[tuple[str, T]]


class Finding:
    """A URL and the status that it answered with."""

    def __init__(self, url: str, status: Status) -> None:
        self.url = url
        self.status = status


class BrokenLink(Finding):
    """A finding that somebody has to look at."""


class Source[T](Protocol):
    """Where findings come from."""

    def read(self) -> Iterable[T]: ...


class Sink[T](Protocol):
    """Where findings go."""

    def write(self, item: T) -> None: ...


class Latest[T]:
    """The newest of something, as a source of one."""

    def __init__(self, value: T) -> None:
        self._value = value

    @property
    def value(self) -> T:
        """The newest; a new one comes in a new object."""
        return self._value

    def read(self) -> tuple[T]:
        return (self._value,)

    def then[R](self, stage: Callable[[T], R]) -> Latest[R]:
        return Latest(stage(self._value))


def pump[T](source: Source[T], sink: Sink[T]) -> int:
    """Carry everything over; give how much it was."""
    carried = 0
    for item in source.read():
        sink.write(item)
        carried += 1
    return carried


def worst[F: Finding](findings: Iterable[F]) -> F | None:
    """The finding with the highest status."""
    return max(findings, key=lambda one: one.status or 0, default=None)


def pair[T](urls: Iterable[str], items: Iterable[T]) -> Batch[T]:
    """Put each item beside its URL."""
    return list(zip(urls, items, strict=True))


def counted[R](stage: Callable[..., R]) -> Callable[..., tuple[int, R]]:
    """Number the calls of a stage, from 1."""
    calls = 0

    def count(*args: object, **kwargs: object) -> tuple[int, R]:
        nonlocal calls
        calls += 1
        return calls, stage(*args, **kwargs)

    return count
