"""Is a notebook valid by the format's own schema?

The schema is the file that nbformat brings. nbformat itself is not loaded: it takes longer to start
than all the rest of Sphinx, and every edition loads :mod:`press.notebooks`.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

_SCHEMA = Path("v4", "nbformat.v4.5.schema.json")


@cache
def _validator() -> Callable[[Any], Any]:
    import fastjsonschema  # noqa: PLC0415 -- nbformat brings it

    found = importlib.util.find_spec("nbformat")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("nbformat")
    folder = Path(found.submodule_search_locations[0])
    schema = json.loads((folder / _SCHEMA).read_text(encoding="utf-8"))
    compiled: Callable[[Any], Any] = fastjsonschema.compile(schema)
    return compiled


def check_notebook(notebook: dict[str, Any]) -> None:
    """Raise ``ValueError`` unless ``notebook`` is valid by the schema of format 4.5."""
    _validator()(notebook)
