"""The notebooks that readers download: every cell is run, and prints what the page shows."""

from __future__ import annotations

import re
import tempfile
import zipfile
from itertools import zip_longest
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

from press.drafts import draft_modules
from press.examples.verdict import ELISION
from press.layout import Layout

LAYOUT = Layout(Path(__file__).resolve().parents[2])
DRAFTS = set(draft_modules(LAYOUT.book))
MODULES = sorted(
    index.parent.relative_to(LAYOUT.book).as_posix()
    for index in LAYOUT.book.glob("*/*/index.md")
    if index.parent.relative_to(LAYOUT.book).as_posix() not in DRAFTS
)


# What a fresh kernel would not know: names, and the programs of the book that were imported.
CLEAR = """%reset -f
import os, sys
os.chdir({root!r})
for name, module in list(sys.modules.items()):
    if str(getattr(module, "__file__", "")).startswith({root!r} + "/code/"):
        del sys.modules[name]
"""


def said(outputs: list[Any]) -> str:
    """Return what a cell printed and the error it ended with; not what it evaluates to."""
    text = ""
    for output in outputs:
        if output.output_type == "stream":
            text += output.text
        elif output.output_type == "error" and output.ename != "CalledProcessError":
            text += f"{output.ename}: {output.evalue}\n"
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def agrees(wanted: str, found: str, apart: bool) -> bool:
    if apart and wanted.startswith("Traceback"):  # the other frames are those of that program
        return found.splitlines()[-1] == wanted.splitlines()[-1]
    pattern = re.escape(wanted).replace(re.escape(ELISION), ".*")
    return re.fullmatch(pattern, found, re.S) is not None


@pytest.mark.parametrize("module", MODULES)
def test_every_cell_prints_what_the_page_shows(
    web: Path, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PYTHONHASHSEED": "0", "TZ": "UTC", "COLUMNS": "78"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(LAYOUT.root)
    files = sorted((web / "notebooks" / module).glob("*.ipynb"))
    assert files, "no notebook is built: type make"
    whole = nbformat.v4.new_notebook()
    places: list[str] = []
    for file in files:  # one kernel for all, emptied between two pages
        notebook = nbformat.read(file, 4)
        nbformat.validate(notebook)
        clear = CLEAR.format(root=str(LAYOUT.root))
        whole.cells += [nbformat.v4.new_code_cell(clear, id=file.stem), *notebook.cells]
        places += [
            f"{file.stem}: cleared",
            *(f"{file.stem}: {one.source}" for one in notebook.cells),
        ]
    for number, cell in enumerate(whole.cells):
        cell.id = f"c{number}"
    wanted = [list(cell.get("outputs", ())) for cell in whole.cells]
    # The names of sockets have to be short, shorter than the folder of a test.
    with tempfile.TemporaryDirectory() as folder:
        manager = KernelManager(kernel_name="python3", transport="ipc", ip=f"{folder}/kernel")
        NotebookClient(whole, km=manager, timeout=60, allow_errors=True).execute()
    wrong = []
    for cell, outputs, place in zip_longest(whole.cells, wanted, places):
        if cell.cell_type != "code":
            continue
        apart = cell.source.startswith("%%script")
        shown, found = said(outputs), said(cell.outputs)
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed and "raises-exception" not in cell.metadata.get("tags", ()):
            wrong.append(f"{place}\n--- ends with\n{found}")
        elif failed and shown.startswith(f"{found}\n"):
            continue  # the notes of an error are no part of it in a notebook
        elif shown and not agrees(shown, found, apart):
            wrong.append(f"{place}\n--- shown\n{shown}\n--- printed\n{found}")
    assert not wrong, "\n\n".join(wrong)


def test_the_page_offers_its_notebook_and_the_archive_holds_all(web: Path) -> None:
    archive = web / "notebooks" / "python-oop-masterclass-notebooks.zip"
    files = {
        file.relative_to(web / "notebooks").as_posix(): file
        for file in (web / "notebooks").rglob("*.ipynb")
    }
    with zipfile.ZipFile(archive) as packed:
        assert packed.namelist() == sorted(files)
        assert all(packed.read(name) == file.read_bytes() for name, file in files.items())
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    for name in files:
        page = (web / name).with_suffix(".html").read_text(encoding="utf-8")
        assert f'notebooks/{name}" download' in page


def test_the_text_is_plain_markdown(web: Path) -> None:
    for file in (web / "notebooks").rglob("*.ipynb"):
        for cell in nbformat.read(file, 4).cells:
            if cell.cell_type == "markdown":
                prose = re.sub(r"(?s)(`{3,}).*?\1|`[^`]*`", "", cell.source)
                left = re.findall(r"^ *[:`]{3,}\{?\w.*|\{(?:ref|doc|stated)\}.*", prose, re.M)
                assert not left, f"{file.name}: {left}"
