"""Print a module's tables: python -m recordkit recordkit.gauges."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence

from recordkit.model import registered
from recordkit.store import schema


def main(argv: Sequence[str] | None = None) -> int:
    """Import the modules, then print the schema of each registered model."""
    parser = argparse.ArgumentParser(
        "recordkit", description="Print the tables of models."
    )
    parser.add_argument(
        "modules",
        nargs="+",
        help="modules to import, such as recordkit.gauges",
    )
    for module in parser.parse_args(argv).modules:
        importlib.import_module(module)
    for model in registered().values():
        print(schema(model) + ";")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
