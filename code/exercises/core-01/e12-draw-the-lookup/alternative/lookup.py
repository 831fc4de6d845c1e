"""The drawing of an attribute access, as a list of the boxes it goes through."""

from __future__ import annotations

import inspect


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
    found = inspect.getattr_static(thing, name)
    names = [kind.__name__ for kind in climb(thing, name)]
    if isinstance(found, property):
        return names
    if name in vars(thing):
        return ["instance"]
    return ["instance", *names, *["bind"] * inspect.isfunction(found)]
