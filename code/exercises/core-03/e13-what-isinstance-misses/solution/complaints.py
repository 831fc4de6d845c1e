"""Say what keeps an object from serving as a protocol demands."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import FunctionType, MethodType
from typing import Any, Protocol


def complaints(thing: object, protocol: type) -> list[str]:
    """Name each member that is missing or cannot be used, in order."""
    if isinstance(thing, type):
        return ["a class, not an instance"]
    return [
        f"{name}: {problem}"
        for name, wanted in _members(protocol)
        if (problem := _problem(thing, name, wanted))
    ]


def _members(protocol: type) -> Iterator[tuple[str, object]]:
    """List public methods and properties, also of the protocol's bases."""
    for cls in protocol.__mro__:
        if cls is not Protocol and getattr(cls, "_is_protocol", False):
            for name, value in vars(cls).items():
                method = isinstance(value, FunctionType | property)
                if method and not name.startswith("_"):
                    yield name, value


def _problem(thing: object, name: str, wanted: object) -> str:
    try:
        # The places of the lookup, without a call of what is found there.
        found = inspect.getattr_static(thing, name)
    except AttributeError:
        return "missing"
    if not isinstance(wanted, FunctionType):
        return ""
    if isinstance(found, FunctionType | classmethod | staticmethod):
        found = getattr(thing, name)  # binds, and runs nothing of theirs
    if not callable(found):
        return "not callable"
    if not _tells_parameters(found):
        return ""
    return _refusal(found, inspect.signature(wanted))


def _tells_parameters(method: Any) -> bool:
    """Say no for what binds by code of its own, and for many C functions."""
    if hasattr(type(method), "__get__") and not isinstance(
        method, FunctionType | MethodType
    ):
        return False
    try:
        inspect.signature(method)
    except (TypeError, ValueError):
        return False
    return True


def _refusal(method: Any, wanted: inspect.Signature) -> str:
    """Try to call a method, on paper, as the protocol would."""
    _, *parameters = wanted.parameters.values()
    named = [p for p in parameters if p.kind is p.KEYWORD_ONLY]
    by_position = [p for p in parameters if p not in named]
    try:
        inspect.signature(method).bind(
            *by_position, **{p.name: p for p in named}
        )
    except TypeError:
        star = ["*"] if named else []
        names = [*_names(by_position), *star, *_names(named)]
        return f"does not accept ({', '.join(names)})"
    return ""


def _names(parameters: list[inspect.Parameter]) -> list[str]:
    return [parameter.name for parameter in parameters]
