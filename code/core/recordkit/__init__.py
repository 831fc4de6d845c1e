"""recordkit: typed records and a SQLite mapper, built from descriptors up."""

from recordkit.caching import cached
from recordkit.conditions import Condition
from recordkit.fields import (
    Choice,
    Field,
    FieldError,
    Integer,
    Moment,
    Real,
    Text,
)
from recordkit.model import Model, registered
from recordkit.retrying import retry
from recordkit.store import Store, schema
from recordkit.streams import batches

__all__ = [
    "Choice",
    "Condition",
    "Field",
    "FieldError",
    "Integer",
    "Model",
    "Moment",
    "Real",
    "Store",
    "Text",
    "batches",
    "cached",
    "registered",
    "retry",
    "schema",
]
