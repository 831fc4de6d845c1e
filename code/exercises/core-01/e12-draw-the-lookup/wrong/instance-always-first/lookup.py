"""Wrong: a property is asked like every other attribute.

Fails: test_a_property_is_asked_before_the_instance
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
    if name in vars(thing):
        return ["instance"]
    classes = climb(thing, name)
    if not classes:
        raise AttributeError(name)
    names = [kind.__name__ for kind in classes]
    if isinstance(vars(classes[-1])[name], FunctionType):
        names.append("bind")
    return ["instance", *names]
