"""Build the book twice, in two folders, and compare every byte of the editions.

The folders differ in name and length, and their builds start from nothing, so a path, a clock or
the order in which a disk lists its files shows as a difference. ``SOURCE_DATE_EPOCH`` stands for
the time of the build in both: https://reproducible-builds.org/specs/source-date-epoch/.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from press.cards import CARDS
from press.editions import EDITIONS, BuildError
from press.examples.wasm import FOLDER
from press.facts import human_size
from press.layout import Layout

EPOCH = "1767225600"  # 2026-01-01, unless the environment names another moment
_PRODUCTS = (*EDITIONS, CARDS)
_STEPS = ("prove", *_PRODUCTS, "landing")
_FOLDERS = ("first", "second, in a folder whose name is longer")


@dataclass(frozen=True)
class Difference:
    """A file of the editions that is not the same twice; ``where`` says what in it differs."""

    path: str
    where: str


def _sources(layout: Layout) -> list[Path]:
    """Files that git tracks; in a copy that is no checkout, all but what is generated."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=layout.root,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 0:
        return [Path(name) for name in done.stdout.split("\0") if name]
    skipped = {layout.build.name, ".venv", ".pyodide"}
    files = (path.relative_to(layout.root) for path in layout.root.rglob("*") if path.is_file())
    return [file for file in files if file.parts[0] not in skipped]


def _copy(layout: Layout, target: Path) -> Layout:
    for name in _sources(layout):
        if (layout.root / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(layout.root / name, target / name)
    make_environment(Layout(target))
    return Layout(target)


def make_environment(copy: Layout) -> None:
    """Make a virtual environment that has the packages of this one and the copy's own code.

    An editable install points at the folder it was made in, so the copies cannot share it. The
    installed packages are put on the path as a plain folder, whose ``.pth`` files are not read;
    those that start something (coverage, in what a test starts) are copied.
    """
    home = copy.root / ".venv"
    venv.EnvBuilder(symlinks=True).create(home)
    own = [copy.root, *sorted(path for path in copy.code.glob("[!.]*") if path.is_dir())]
    packages = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    lines = [*map(str, own), *sorted(packages)]
    for started in (file for folder in packages for file in Path(folder).glob("*.pth")):
        text = started.read_text(encoding="utf-8")
        if all(line.startswith(("import ", "import\t", "#")) for line in text.split("\n") if line):
            (site / started.name).write_text(text, encoding="utf-8")
    # They are read in the order of their names.
    (site / "0-copy.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _build(copies: list[Layout], epoch: str) -> None:
    """Run the steps of a build in all copies side by side.

    :raises BuildError: a step failed; what it said names its copy.
    """
    for step in _STEPS:
        print(f"reproduce: {step}", flush=True)
        running = []
        for copy in copies:
            environment = {
                **os.environ,
                "SOURCE_DATE_EPOCH": epoch,
                "PRESS_ONLY": "",
                "PRESS_PROGRESS": "plain",
                "PRESS_PYODIDE": str(FOLDER),  # the copies have none of their own
            }
            log = copy.root / f"{step}.log"
            with log.open("w", encoding="utf-8") as said:
                command = [str(copy.root / ".venv/bin/python"), "-m", "press", step]
                process = subprocess.Popen(
                    command, cwd=copy.root, env=environment, stdout=said, stderr=said
                )
            running.append((process, log))
        for process, log in running:
            if process.wait():
                raise BuildError(f"reproduce: {step} failed:\n{log.read_text(encoding='utf-8')}")


def _products(layout: Layout) -> dict[str, Path]:
    """Map the name of each finished file, as a reader gets it, to the file."""
    tops = [layout.build / "index.html", *(layout.build / name for name in _PRODUCTS)]
    files = [file for top in tops for file in ([top] if top.is_file() else top.rglob("*"))]
    return {f.relative_to(layout.build).as_posix(): f for f in files if f.is_file()}


def _first_difference(one: bytes, other: bytes) -> str:
    at = next((i for i, (a, b) in enumerate(zip_longest(one, other)) if a != b), 0)
    around = slice(max(0, at - 20), at + 40)
    return f"at byte {at:,}: {one[around]!r} and {other[around]!r}"


def _members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def compare(one: Path, other: Path) -> str:
    """Say where two files differ, inside an archive by its member; empty if nowhere."""
    left, right = one.read_bytes(), other.read_bytes()
    if left == right:
        return ""
    if zipfile.is_zipfile(one) and zipfile.is_zipfile(other):
        inside, beside = _members(one), _members(other)
        if list(inside) != list(beside):
            return "its members or their order"
        for name, content in inside.items():
            if content != beside[name]:
                return f"in {name} {_first_difference(content, beside[name])}"
        return "its archive: times or modes of members"
    return _first_difference(left, right)


def differences(one: Layout, other: Layout) -> list[Difference]:
    """Return what differs between the finished editions of two builds."""
    left, right = _products(one), _products(other)
    found = [Difference(n, "only in one of the builds") for n in sorted(left.keys() ^ right.keys())]
    for name in sorted(left.keys() & right.keys()):
        where = compare(left[name], right[name])
        if where:
            found.append(Difference(name, where))
    return found


def reproduce(layout: Layout) -> int:
    """Build twice, compare, print a table; return the exit code.

    :raises BuildError: one of the builds failed.
    """
    folder = layout.work / "reproduce"
    shutil.rmtree(folder, ignore_errors=True)
    copies = [_copy(layout, folder / name) for name in _FOLDERS]
    _build(copies, os.environ.get("SOURCE_DATE_EPOCH") or EPOCH)
    found = differences(*copies)
    print()
    for name in (*_PRODUCTS, "index.html"):
        files = [file for key, file in _products(copies[0]).items() if key.split("/")[0] == name]
        size = human_size(sum(file.stat().st_size for file in files))
        unlike = sum(difference.path.split("/")[0] == name for difference in found)
        verdict = f"{unlike} differ" if unlike else "the same bytes twice"
        print(f"  {name:<10} {len(files):>5} files {size:>9}   {verdict}")
    for difference in found:
        print(f"build/{difference.path}: {difference.where}", file=sys.stderr)
    if not found:
        shutil.rmtree(folder)
    return bool(found)
