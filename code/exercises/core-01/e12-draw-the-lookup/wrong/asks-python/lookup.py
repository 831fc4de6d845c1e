"""Wrong: the access is made, and the getter runs.

Fails: test_nothing_is_called
"""

from __future__ import annotations

from types import MethodType


def climb(thing: object, name: str) -> list[type]:
    """Give the classes that are asked for the name; the last one has it."""
    asked: list[type] = []
    for kind in type(thing).__mro__:  # the class, its bases, and `object`
        asked.append(kind)
        if name in vars(kind):
            return asked
    return []


def steps(thing: object, name: str) -> list[str]:
    classes = climb(thing, name)
    names = [kind.__name__ for kind in classes]
    value = getattr(thing, name)
    if classes and isinstance(vars(classes[-1])[name], property):
        return names
    if name in vars(thing):
        return ["instance"]
    bound = ["bind"] if isinstance(value, MethodType) else []
    return ["instance", *names, *bound]
