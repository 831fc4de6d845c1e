"""A catalog with one title in each form, and a folder for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

# The contracts live in the package; without this a failing assert shows no values.
pytest.register_assert_rewrite("stacks.contracts")

CATALOG = (
    "form,ref,title,shelf,uses,seats,ends\n"
    "print,p-1,Momo,JUGEND Ende,,,\n"
    "elicense,e-1,Der Zauberberg,,2,1,2028-03-10\n"
    "laptop,n-1,Laptop 1,DESK,,,\n"
)


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """Return a file with a novel, a license for two loans, and a laptop."""
    path = tmp_path / "catalog.csv"
    path.write_text(CATALOG, encoding="utf-8")
    return path
