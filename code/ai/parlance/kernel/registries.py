"""Two other registries, to be compared with the one of registry.py.

Both work, and are here to be looked at: nothing in parlance imports them.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any, ClassVar

from parlance.domain.errors import DeclarationError
from parlance.domain.tools import Risk


class RegisteredTool:
    """A tool is a subclass, registered by the statement that defines it."""

    registered: ClassVar[dict[str, type[RegisteredTool]]] = {}
    risk: ClassVar[Risk]

    def __init_subclass__(cls, *, risk: Risk, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        known = cls.registered.setdefault(cls.__name__, cls)
        if known is not cls:
            raise DeclarationError(f"two tools are called {cls.__name__}")
        cls.risk = risk


class _Body(dict[str, Any]):
    """The namespace in which the body of a desk runs."""

    def __setitem__(self, name: str, value: Any) -> None:
        if isinstance(self.get(name), FunctionType):
            raise DeclarationError(f"two tools are called {name}")
        super().__setitem__(name, value)


class DeskMeta(type):
    """Collects the methods of a body, and refuses a second one of a name."""

    tools: tuple[str, ...]

    @classmethod
    def __prepare__(
        cls, name: str, bases: tuple[type, ...], /, **_: Any
    ) -> _Body:
        return _Body()

    def __init__(
        cls, name: str, bases: tuple[type, ...], body: dict[str, Any]
    ) -> None:
        super().__init__(name, bases, body)
        cls.tools = tuple(
            name
            for name, value in body.items()
            if isinstance(value, FunctionType) and name[0] != "_"
        )
