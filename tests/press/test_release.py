"""The release job attaches every file that a reader may take alone: run with a pretended ``gh``."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

WORKFLOW = Path(__file__).parents[2] / ".github" / "workflows" / "book.yml"
GH = """#!/bin/sh
printf '%s\\n' "$@" >>"$LOG"
"""


def steps(job: str) -> list[dict[str, Any]]:
    text = WORKFLOW.read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["jobs"][job]["steps"]
    return found


def attached(folder: Path) -> set[str]:
    """Return the files that the release job uploads from ``folder/editions``."""
    (program := folder / "bin" / "gh").parent.mkdir()
    program.write_text(GH, encoding="utf-8")
    program.chmod(0o755)
    script = next(step["run"] for step in steps("release") if "run" in step)
    shell = shutil.which("bash")
    assert shell
    log = folder / "log"
    environment = {
        **{"PATH": f"{program.parent}:{os.environ['PATH']}", "LOG": str(log)},
        **{"TAG": "v1", "GITHUB_REPOSITORY": "a/b"},
    }
    subprocess.run([shell, "-e", "-c", script], cwd=folder, env=environment, check=True)
    said = log.read_text(encoding="utf-8").splitlines()
    return {line for line in said if (folder / "editions" / line).is_file()}


def made(folder: Path, *names: str) -> Path:
    for name in names:
        (file := folder / "editions" / name).parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return folder


def test_the_whole_book_and_the_book_of_each_track_are_attached(tmp_path: Path) -> None:
    names = {
        *("epub/book.epub", "epub/tracks/book-core.epub", "epub/tracks/book-ai.epub"),
        *("pdf/book.pdf", "dist/book-1.0.zip"),
    }
    assert attached(made(tmp_path, *names, "pdf/modules/one.pdf")) == names


def test_a_book_without_tracks_is_attached_too(tmp_path: Path) -> None:
    names = {"epub/book.epub", "pdf/book.pdf", "dist/book-1.0.zip"}
    assert attached(made(tmp_path, *names)) == names


def test_the_build_job_hands_over_all_that_is_attached() -> None:
    paths = next(
        step["with"]["path"].split()
        for step in steps("build")
        if "upload-artifact" in step.get("uses", "")
    )
    assert {path.split("/")[1] for path in paths} == {"epub", "pdf", "dist"}
