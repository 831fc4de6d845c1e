"""Wrong: whatever can be called is thought to be bound.

Fails: test_only_functions_are_bound
"""

from __future__ import annotations


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
    found = vars(classes[-1])[name] if classes else None
    names = [kind.__name__ for kind in classes]
    if isinstance(found, property):
        return names
    if name in vars(thing):
        return ["instance"]
    if not classes:
        raise AttributeError(name)
    return ["instance", *names, *["bind"] * callable(found)]
