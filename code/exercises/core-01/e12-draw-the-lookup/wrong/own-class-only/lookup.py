"""Wrong: the search ends at the object's own class.

Fails: test_the_bases_are_asked_after_the_class
"""

from __future__ import annotations

from types import FunctionType


def steps(thing: object, name: str) -> list[str]:
    kind = type(thing)
    if name in vars(thing):
        return ["instance"]
    if name not in vars(kind):
        raise AttributeError(name)
    found = vars(kind)[name]
    if isinstance(found, property):
        return [kind.__name__]
    bound = ["bind"] if isinstance(found, FunctionType) else []
    return ["instance", kind.__name__, *bound]
