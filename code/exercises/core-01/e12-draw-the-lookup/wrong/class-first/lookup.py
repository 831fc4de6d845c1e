"""Wrong: a class attribute is found before the one of the instance.

Fails: test_the_instance_hides_what_the_class_has
"""

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
    classes = climb(thing, name)
    names = [kind.__name__ for kind in classes]
    if not classes:
        if name in vars(thing):
            return ["instance"]
        raise AttributeError(name)
    found = vars(classes[-1])[name]
    if isinstance(found, property):
        return names
    return ["instance", *names, *["bind"] * isinstance(found, FunctionType)]
