"""A file is there as a whole, or as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from press.whole import write_whole


@pytest.mark.parametrize("content", ["Rhône\n", b"\xff\x00"])
def test_texts_and_bytes_are_written_and_nothing_is_left_beside(
    tmp_path: Path, content: str | bytes
) -> None:
    file = tmp_path / "deep" / "file"
    write_whole(file, content)
    assert file.read_bytes() == (content.encode() if isinstance(content, str) else content)
    assert [one.name for one in file.parent.iterdir()] == ["file"]


def test_what_was_there_stays_if_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    write_whole(file, "before")

    def full(self: Path, target: Path) -> Path:
        raise OSError("no room")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no room"):
        write_whole(file, "after")
    assert file.read_text(encoding="utf-8") == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "file"
    write_whole(file, "before")
    file.chmod(0o640)
    write_whole(file, "after")
    assert file.stat().st_mode & 0o777 == 0o640
