"""Model: a base class that turns the fields in a class body into a record."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self, TypeVar, dataclass_transform

from recordkit.caching import cached
from recordkit.fields import Choice, Field, Integer, Moment, Real, Text

A = TypeVar("A")

_tables: dict[str, type[Model]] = {}


@dataclass_transform(
    kw_only_default=True,
    field_specifiers=(Choice, Integer, Moment, Real, Text),
)
class Model:
    """A record. Subclasses list fields; ``table=`` names the table.

    Not to be combined with ``@dataclass``, which would make a second class.
    """

    table: ClassVar[str] = ""
    fields: ClassVar[Mapping[str, Field[Any]]] = MappingProxyType({})
    cached_names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, *, table: str = "", **rest: Any) -> None:
        super().__init_subclass__(**rest)
        fields = _attributes(cls, Field)
        reserved = sorted(
            name for name in fields if hasattr(Model, name) or name[0] == "_"
        )
        if reserved:
            raise TypeError(f"{cls.__name__}: {reserved[0]!r} is reserved")
        cls.table = table
        cls.fields = MappingProxyType(fields)
        cls.cached_names = tuple(_attributes(cls, cached))
        if table:  # without one, it is a base that lends its fields
            _register(cls)

    def __init__(self, **values: Any) -> None:
        missing = []
        for name, field in self.fields.items():
            if name in values:
                setattr(self, name, values.pop(name))
            elif field.default is not None:
                setattr(self, name, field.default)
            else:
                missing.append(name)
        if missing or values:
            wrong = [f"no {n}" for n in missing] + [
                f"what is {n}?" for n in values
            ]
            raise TypeError(f"{type(self).__name__}: {', '.join(wrong)}")

    @classmethod
    def from_row(cls, row: tuple[Any, ...]) -> Self:
        """Build a record from its columns, in the order of the fields."""
        pairs = zip(cls.fields.items(), row, strict=True)
        return cls(**{name: f.from_column(raw) for (name, f), raw in pairs})

    def to_row(self) -> tuple[object, ...]:
        """Give the columns, in the order of the fields."""
        return tuple(
            field.to_column(getattr(self, name))
            for name, field in self.fields.items()
        )

    def __getstate__(self) -> dict[str, object]:
        # For copy and pickle: the fields, without lock and cached values.
        return {n: v for n, v in vars(self).items() if n in self.fields}

    def __repr__(self) -> str:
        known = [
            f"{n}={vars(self)[n]!r}" for n in self.fields if n in vars(self)
        ]
        return f"{type(self).__name__}({', '.join(known)})"


def registered() -> Mapping[str, type[Model]]:
    """Give the models that have been imported, by table."""
    return MappingProxyType(_tables)


def _attributes(cls: type, kind: type[A]) -> dict[str, A]:
    """Collect attributes of a kind, bases first; an override replaces."""
    found: dict[str, A] = {}
    for owner in reversed(cls.__mro__):
        for name, attribute in vars(owner).items():
            if isinstance(attribute, kind):
                found[name] = attribute
            else:
                found.pop(name, None)
    return found


def _register(model: type[Model]) -> None:
    if not model.table.isidentifier():
        raise TypeError(f"not the name of a table: {model.table!r}")
    if not any(field.key for field in model.fields.values()):
        raise TypeError(f"{model.__name__} has a table and no key field")
    if model.table in _tables:
        owner = _tables[model.table].__qualname__
        raise TypeError(f"table {model.table!r} belongs to {owner}")
    _tables[model.table] = model
