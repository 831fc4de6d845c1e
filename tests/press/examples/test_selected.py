"""The lines that a page shows of a file are found again only when the file is another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sphinx.pycode import ModuleAnalyzer

from press.examples import shown
from press.examples.ledger import Ledger
from press.examples.model import ShownError
from press.examples.selected import Selected

NAME = "code/purse.py"


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Sphinx was asked for, in a project with one program."""
    (tmp_path / "requirements.txt").write_text("one==1\n", encoding="utf-8")
    (tmp_path / "code").mkdir()
    (tmp_path / NAME).write_text("import os\n\n\nclass Purse:\n    pass\n", encoding="utf-8")
    calls: list[str] = []
    original = shown.select_lines

    def note(path: Path, options: dict[str, Any], name: str) -> list[tuple[int, str]]:
        calls.append(str(options))
        return original(path, options, name)

    monkeypatch.setattr(shown, "select_lines", note)
    return calls


def numbers(root: Path, **options: Any) -> list[int]:
    """Ask as a build of its own."""
    ModuleAnalyzer.cache.clear()  # a process has its own
    selected = Selected(Ledger(root))
    found = selected.numbers(root / NAME, options, NAME)
    selected.save()
    return found


def test_what_was_found_is_kept(tmp_path: Path, asked: list[str]) -> None:
    assert numbers(tmp_path, pyobject="Purse") == [4, 5]
    assert numbers(tmp_path, pyobject="Purse") == [4, 5]
    assert numbers(tmp_path, lines="1-2") == [1, 2]
    assert len(asked) == 2


@pytest.mark.parametrize("name", [NAME, "requirements.txt"])
def test_another_file_or_another_sphinx_is_asked_again(
    tmp_path: Path, asked: list[str], name: str
) -> None:
    numbers(tmp_path, pyobject="Purse")
    text = (tmp_path / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(f"# First.\n{text}", encoding="utf-8")
    assert numbers(tmp_path, pyobject="Purse") == ([5, 6] if name == NAME else [4, 5])
    assert len(asked) == 2


def test_an_error_is_found_every_time(tmp_path: Path, asked: list[str]) -> None:
    for _ in range(2):
        with pytest.raises(ShownError, match="defines no Wallet"):
            numbers(tmp_path, pyobject="Wallet")
    assert len(asked) == 2


def test_files_that_are_gone_are_forgotten(tmp_path: Path, asked: list[str]) -> None:
    numbers(tmp_path, pyobject="Purse")
    (tmp_path / "code" / "other.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / NAME).unlink()
    selected = Selected(Ledger(tmp_path))
    selected.numbers(tmp_path / "code" / "other.py", {}, "code/other.py")
    selected.save()
    kept = (tmp_path / "build/.cache/selected.json").read_text(encoding="utf-8")
    assert "other.py" in kept
    assert "purse.py" not in kept
    assert len(asked) == 2


def test_a_broken_record_is_made_anew(tmp_path: Path, asked: list[str]) -> None:
    numbers(tmp_path, pyobject="Purse")
    (tmp_path / "build/.cache/selected.json").write_text("{", encoding="utf-8")
    assert numbers(tmp_path, pyobject="Purse") == [4, 5]
    assert len(asked) == 2
