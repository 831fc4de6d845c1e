"""What is handed out: whole, with sums that hold and a bill of materials that is valid."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from press.dist import dist, moment
from press.editions import EDITIONS, BuildError, Job
from press.layout import Layout
from press.sbom import locked, make_sbom

ROOT = Path(__file__).parents[2]
PROJECT = """\
[project]
name = "small-book"
version = "0.3"
description = "A small book, and its press"

[dependency-groups]
programs = ["pydantic[email]"]
"""
LOCK = """\
pydantic==2.14.4 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
elsewhere==1.0 ; sys_platform == 'plan9' \\
    --hash=sha256:{0}
lxml==6.1.3 ; python_full_version >= '3.11' \\
    --hash=sha256:{1}
""".format("a" * 64, "b" * 64)
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """A book whose editions stand and are current."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(WHEN.timestamp())))
    files = {
        "pyproject.toml": PROJECT,
        "requirements.txt": LOCK,
        "conf.py": "",
        "book/index.md": "# Book",
        "slides/index.md": "# Decks",
        "code/core/tally/__init__.py": "",
        "code/core/tally/__pycache__/x.pyc": "",
        "code/core/.hidden": "",
        "build/index.html": "landing",
        "build/handouts/core/deck.zip": "zip",
        "build/epub/tracks/small-book-core.epub": "track",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    layout = Layout(tmp_path)
    for edition in EDITIONS.values():
        job = Job(layout, edition)
        job.target.mkdir(parents=True, exist_ok=True)
        (job.target / "index.html").write_text(edition.name)
        job.manifest.parent.mkdir(parents=True, exist_ok=True)
        counts = {"total": {"words": 7}, "pages": {"core/01-x/index": {}}}
        files = [file for file in job.target.rglob("*") if file.is_file()]
        manifest = {
            "fingerprint": job.fingerprint(),
            "files": {f.relative_to(job.target).as_posix(): f.stat().st_size for f in files},
            "counts": counts,
        }
        job.manifest.write_text(json.dumps(manifest))
    return layout


def test_everything_is_in_it_with_sums_that_hold(project: Layout) -> None:
    folder = dist(project)
    assert folder == project.build / "dist/small-book-0.3"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert names == {
        *("README.txt", "SHA256SUMS", "counts.json", "sbom.cdx.json", "index.html"),
        *(f"{name}/index.html" for name in EDITIONS),
        *("handouts/core/deck.zip", "epub/tracks/small-book-core.epub"),
        *("programs/README.txt", "programs/core/tally/__init__.py"),
    }
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": OK") == len(names) - 1
    assert json.loads((folder / "counts.json").read_text())["counts"]["words"] == 7
    first = (folder / "README.txt").read_text("utf-8")
    listed = {line.partition("/")[0] for line in first.splitlines() if re.match(r"\w+/ ", line)}
    assert listed == {path.name for path in folder.iterdir() if path.is_dir()}
    assert "pip install pydantic==2.14.4" in (folder / "programs/README.txt").read_text()


def test_the_zip_holds_the_folder_and_is_the_same_twice(project: Layout) -> None:
    folder = dist(project)
    packed = folder.with_name("small-book-0.3.zip")
    first = packed.read_bytes()
    with zipfile.ZipFile(packed) as archive:
        assert {name.partition("/")[0] for name in archive.namelist()} == {folder.name}
        assert archive.read("small-book-0.3/pdf/index.html") == b"pdf"
    dist(project)
    assert packed.read_bytes() == first


@pytest.mark.parametrize("lost", ["pdf/index.html", "handouts", "index.html"])
def test_what_is_not_whole_is_not_handed_out_and_the_last_one_stays(
    project: Layout, lost: str
) -> None:
    before = (dist(project).with_name("small-book-0.3.zip")).read_bytes()
    path = project.build / lost
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.raises(BuildError, match=r"^dist: .* (missing|out of date).*: type `make dist`"):
        dist(project)
    assert (project.build / "dist/small-book-0.3.zip").read_bytes() == before


def test_the_moment_is_stated_or_that_of_the_last_commit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert moment(Layout(ROOT)) == WHEN
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert moment(Layout(ROOT)) > WHEN


def test_a_package_that_this_machine_does_not_need_is_left_out() -> None:
    assert [(name, version, len(sums)) for name, version, sums in locked(LOCK)] == [
        ("pydantic", "2.14.4", 2),
        ("lxml", "6.1.3", 1),
    ]


def test_the_bill_of_materials_names_what_built_the_book() -> None:
    text = make_sbom(Layout(ROOT), "small-book", "0.3", WHEN)
    assert make_sbom(Layout(ROOT), "small-book", "0.3", WHEN) == text
    bill = json.loads(text)
    assert bill["metadata"]["timestamp"] == "2026-01-01T00:00:00+00:00"
    found = {component["bom-ref"]: component for component in bill["components"]}
    versions = {
        name: version for name, version, _ in locked((ROOT / "requirements.txt").read_text())
    }
    assert found["pypi:weasyprint"]["version"] == versions["weasyprint"]
    assert found["pypi:sphinx"]["licenses"] == [{"license": {"id": "BSD-2-Clause"}}]
    for name in ("npm:reveal.js", "npm:minisearch"):
        assert found[name]["licenses"] == [{"license": {"id": "MIT"}}]
    assert found["npm:minisearch"]["version"] in (ROOT / "theme/web/search/README.md").read_text()
    assert found["font:BookMono-Bold"]["hashes"][0]["alg"] == "SHA-256"
    assert {"cpython", "pango"} <= set(found)
    [root] = [entry for entry in bill["dependencies"] if entry["ref"] == "book"]
    assert set(root["dependsOn"]) == set(found)


def test_a_bill_that_the_schema_refuses_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.sbom._machine", lambda: iter(()))
    monkeypatch.setattr("press.sbom.JsonV1Dot6.output_as_string", lambda *_, **__: '{"bom": 1}')
    with pytest.raises(ValueError, match="not valid CycloneDX"):
        make_sbom(Layout(ROOT), "small-book", "0.3", WHEN)
