"""Wrong: it reports a value that was added like one that was taken away.

Fails: test_what_takes_more_refuses_nothing
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from parlance import ToolSpec

Schema = Mapping[str, Any]


def refuses(old: ToolSpec, new: ToolSpec) -> list[str]:
    """Give the paths at which a call that was right would be wrong now."""
    return list(_refuses(old.parameters, new.parameters, ""))


def _refuses(old: Schema, new: Schema, path: str) -> Iterator[str]:
    if "anyOf" in old or "anyOf" in new:
        if not all(_has_a_place(was, new) for was in _options(old)):
            yield path
    elif not (
        _takes_type(old, new)
        and new.get("format") in (None, old.get("format"))
        and _takes_values(old, new)
    ):
        yield path
    elif old.get("type") == "array":
        yield from _refuses(old["items"], new["items"], f"{path}[]")
    else:
        was, now = old.get("properties", {}), new.get("properties", {})
        for name in was | now:
            here = f"{path}.{name}" if path else name
            if name in was and name in now:
                yield from _refuses(was[name], now[name], here)
            else:
                yield here


def _options(schema: Schema) -> list[Schema]:
    return list(schema.get("anyOf", [schema]))


def _has_a_place(was: Schema, new: Schema) -> bool:
    return any(not any(_refuses(was, now, ".")) for now in _options(new))


def _takes_type(old: Schema, new: Schema) -> bool:
    both = old.get("type"), new.get("type")
    return both[0] == both[1] or both == ("integer", "number")


def _takes_values(old: Schema, new: Schema) -> bool:
    was, now = _values(old), _values(new)
    return now is None or (was is not None and set(was) == set(now))


def _values(schema: Schema) -> list[Any] | None:
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values
