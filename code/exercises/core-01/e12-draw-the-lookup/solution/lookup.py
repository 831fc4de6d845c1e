"""The drawing of an attribute access, as a list of the boxes it goes through."""

from __future__ import annotations

from types import FunctionType


def climb(thing: object, name: str) -> list[type]:
    """Give the classes that are asked for the name; the last one has it."""
    asked: list[type] = []
    for kind in type(thing).__mro__:  # the class, its bases, and `object`
        asked.append(kind)
        if name in vars(kind):
            return asked
    return []


def steps(thing: object, name: str) -> list[str]:
    """Name the boxes that `thing.name` asks, in order; the last one has it.

    The object's own namespace is 'instance', a class goes by its name, and
    'bind' follows when the object becomes the first argument of a function.
    """
    classes = climb(thing, name)
    found = vars(classes[-1])[name] if classes else None
    names = [kind.__name__ for kind in classes]
    if isinstance(found, property):
        return names
    if name in vars(thing):
        return ["instance"]
    if not classes:
        raise AttributeError(name)
    if isinstance(found, FunctionType):
        names.append("bind")
    return ["instance", *names]
