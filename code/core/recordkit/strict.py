"""Models whose class body and class attributes are guarded too.

Only a metaclass can do this, and a class that has one does not mix with a
class that has another. That is why Model itself has none.
"""

from __future__ import annotations

from typing import Any

from recordkit.fields import Field
from recordkit.model import Model


class _Body(dict[str, Any]):
    """The namespace in which a class body runs."""

    def __setitem__(self, name: str, value: Any) -> None:
        if isinstance(self.get(name), Field):
            raise TypeError(
                f"field {name!r} is bound twice in one class body"
            )
        super().__setitem__(name, value)


class StrictMeta(type):
    """Refuse a field bound twice, overwritten on the class, or deleted."""

    @classmethod
    def __prepare__(
        cls, name: str, bases: tuple[type, ...], /, **_: Any
    ) -> _Body:
        return _Body()

    def __setattr__(cls, name: str, value: Any) -> None:
        cls._guard(name)
        super().__setattr__(name, value)

    def __delattr__(cls, name: str) -> None:
        cls._guard(name)
        super().__delattr__(name)

    def _guard(cls, name: str) -> None:
        if name in getattr(cls, "fields", ()):  # those of its bases, too
            raise AttributeError(
                f"{cls.__name__}.{name} is a field: set it on a record"
            )

    def __len__(cls) -> int:
        return len(getattr(cls, "fields", ()))


class StrictModel(Model, metaclass=StrictMeta):
    """A Model that is guarded by StrictMeta."""
