"""The driver: what is made anew, what stays, and what a person reads when something is wrong."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

import pytest

from press.__main__ import UsageError, _only, _paper, main
from press.editions import EDITIONS, BuildError, Job, make
from press.examples.book import book_of
from press.examples.ledger import Ledger
from press.layout import Layout

CONF = """
project = "Sample"
extensions = ["myst_parser", "press.counts"]
html_theme = "basic"
"""
INDEX = """# Sample

```{toctree}
:glob:
*/*/index
```
"""


@pytest.fixture
def book(tmp_path: Path) -> Job:
    """A project of two pages that knows nothing of this book."""
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "requirements.txt").write_text("")
    module = tmp_path / "book/core/01-first"
    module.mkdir(parents=True)
    (tmp_path / "book/index.md").write_text(INDEX)
    (module / "index.md").write_text("# First\n\nThree plain words.\n")
    return Job(Layout(tmp_path), EDITIONS["web"])


def page(job: Job, name: str = "core/01-first/index.html") -> Path:
    return job.target / name


def test_the_first_build_publishes_the_whole_edition(book: Job) -> None:
    manifest = make(book)
    assert "Three plain words" in page(book).read_text()
    assert "current" not in manifest
    assert manifest["counts"]["pages"]["core/01-first/index"]["words"] == 4


def test_an_unchanged_book_is_not_built_again(book: Job) -> None:
    make(book)
    before = page(book).stat().st_mtime_ns
    os.utime(book.layout.book / "index.md")  # touched, not changed
    assert make(book)["current"] is True
    assert page(book).stat().st_mtime_ns == before


def test_a_changed_page_is_built_again(book: Job) -> None:
    make(book)
    (book.layout.book / "core/01-first/index.md").write_text("# First\n\nOther words.\n")
    make(book)
    assert "Other words" in page(book).read_text()


def test_another_python_on_the_machine_makes_pages_anew(
    book: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(book)
    monkeypatch.setattr("press.editions.newer_pythons", lambda: "one more")
    assert "current" not in make(book)
    assert make(book)["current"] is True


def test_a_damaged_edition_is_made_whole(book: Job) -> None:
    make(book)
    page(book).unlink()
    assert "current" not in make(book)
    assert page(book).is_file()


def test_a_fault_leaves_the_last_good_edition_and_is_reported_again(
    book: Job, capfd: pytest.CaptureFixture[str]
) -> None:
    make(book)
    good = page(book).read_text()
    faulty = book.layout.book / "core/01-first/index.md"
    faulty.write_text("# First\n\nSee [this](missing.md).\n")
    for _ in range(2):  # -W alone would let the second run pass
        with pytest.raises(BuildError, match="the last good edition stays"):
            make(book)
        assert "core/01-first/index.md:3:" in capfd.readouterr().err
        assert page(book).read_text() == good
    faulty.write_text("# First\n\nMended.\n")
    make(book)
    assert "Mended" in page(book).read_text()


def test_what_an_editor_leaves_beside_an_open_page_is_no_page(book: Job) -> None:
    folder = book.layout.book / "core/01-first"
    make(book)
    (folder / ".#index.md").symlink_to("somebody@somewhere.4711")
    (folder / "drafts.md").mkdir()
    assert make(book)["current"] is True
    assert Ledger(book.layout.root).counts().examples == 0
    assert book_of(book.layout.root).find("nothing") is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("numfig = = True", r"conf\.py:5: invalid syntax: mend the line"),
        ("numfig = 1 / 0", r"conf\.py:5: ZeroDivisionError: division by zero"),
        (
            "extensions += ['press.cuonts']",
            r"conf\.py: there is no extension 'press\.cuonts'; did you mean press\.counts\?",
        ),
        ("extensions += ['nowhere']", r"no extension 'nowhere'; correct the name, or install it"),
    ],
)
def test_a_fault_in_the_settings_is_one_line(
    book: Job, line: str, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    make(book)
    (book.layout.root / "conf.py").write_text(CONF + line + "\n")
    with pytest.raises(BuildError, match=said):
        make(book)
    assert "Traceback" not in capfd.readouterr().err
    assert page(book).is_file()


def test_a_removed_page_leaves_the_edition(book: Job) -> None:
    extra = book.layout.book / "core/02-second/index.md"
    extra.parent.mkdir()
    extra.write_text("# Second\n")
    make(book)
    assert page(book, "core/02-second/index.html").is_file()
    extra.unlink()
    make(book)
    assert not page(book, "core/02-second/index.html").exists()
    assert page(book).is_file()


def test_a_changed_configuration_reads_everything_again(book: Job) -> None:
    make(book)
    (book.layout.root / "conf.py").write_text(CONF.replace("Sample", "Renamed"))
    make(book)
    assert "Renamed" in page(book).read_text()


def test_an_edition_lost_between_two_renames_comes_back(book: Job) -> None:
    make(book)
    book.target.rename(book.target.with_name(".web.old"))
    (book.layout.book / "core/01-first/index.md").write_text("# First\n\n[broken](nowhere.md)\n")
    with pytest.raises(BuildError):
        make(book)
    assert "Three plain words" in page(book).read_text()


def test_one_module_is_built_into_a_folder_of_its_own(book: Job) -> None:
    conf = book.layout.root / "conf.py"
    conf.write_text(
        CONF
        + "import os\nif only := os.environ['PRESS_ONLY']:\n"
        + "    include_patterns = [only + '/**']\n    root_doc = only + '/index'\n"
    )
    make(book)
    whole = page(book).read_text()
    alone = Job(book.layout, book.edition, "core/01-first")
    make(alone)
    assert (book.layout.build / "only/core/01-first/web/core/01-first/index.html").is_file()
    assert page(book).read_text() == whole


def test_other_paper_is_built_beside_and_an_unknown_one_is_refused(
    book: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = book.layout.theme / "print"
    sheets.mkdir(parents=True, exist_ok=True)
    for name in ("book", "a4"):
        (sheets / f"page-{name}.css").write_text("")
    for said, meant in (("A4", "a4"), ("book", ""), ("", "")):
        monkeypatch.setenv("PRESS_PAPER", said)
        assert _paper(book.layout) == meant
    monkeypatch.setenv("PRESS_PAPER", "a5")
    with pytest.raises(UsageError, match="PAPER=a5: there is a4, book"):
        _paper(book.layout)
    usual, other = Job(book.layout, EDITIONS["pdf"]), Job(book.layout, EDITIONS["pdf"], "", "a4")
    assert other.target == book.layout.build / "pdf-a4"
    for name in ("target", "output", "doctrees", "manifest"):
        assert getattr(usual, name) != getattr(other, name)
    assert usual.fingerprint() != other.fingerprint()


def test_an_unknown_module_is_refused_with_the_nearest_name(book: Job) -> None:
    with pytest.raises(
        UsageError, match=r"no book/core/01-frist/index\.md; did you mean ONLY=core/01-first"
    ):
        _only(book.layout, "core/01-frist")


def test_a_module_may_be_named_by_its_path(book: Job) -> None:
    assert _only(book.layout, "book/core/01-first/index.md") == "core/01-first"


def test_a_book_without_its_first_page_is_one_line(
    book: Job, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (book.layout.book / "index.md").unlink()
    monkeypatch.chdir(book.layout.root)
    assert main(["web"]) == 1
    assert capfd.readouterr().err == (
        "press: web: book/index.md is missing, which leads to all pages\n"
    )


def test_a_build_folder_that_cannot_be_written_is_one_line(
    book: Job, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(book.layout.root)
    book.layout.build.write_text("a file in the place of the folder")
    assert main(["web"]) == 1
    assert capsys.readouterr().err == (
        "press: build/ cannot be written (File exists): make it a folder of yours\n"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's disk without room")
def test_a_disk_without_room_is_said_after_the_failure(
    book: Job, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    make(book)
    good = page(book).read_text()
    (book.layout.book / "index.md").write_text(INDEX + "\nMore.\n")
    monkeypatch.chdir(book.layout.root)
    room = iter([tempfile.TemporaryFile])

    def full(**options: Any) -> IO[bytes]:
        """Let the first probe pass, and write all others to a disk without room."""
        return next(room, lambda **_: Path("/dev/full").open("wb"))(**options)

    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("press.room.tempfile.TemporaryFile", full)
    monkeypatch.setattr("press.editions.publish", fails)
    assert main(["web"]) == 1
    said = capfd.readouterr().err.splitlines()[-1]
    assert said == "press: the disk that holds build/ is full: free some space and run this again"
    assert page(book).read_text() == good


def test_the_press_says_when_it_is_run_outside_a_project(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "press", "web"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "press: there is no conf.py here: run this from the project's folder\n"


def test_make_hands_the_named_module_to_the_press() -> None:
    root = Path(__file__).parents[2]
    for target in ("web", "epub", "pdf", "slides", "prove", "outputs", "watch"):
        done = subprocess.run(
            ["make", "--no-print-directory", "-n", target, "ONLY=core/99-nothing", "PRESS=env;:"],
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
        steps = f"prove {target}" if target in EDITIONS else target
        assert f"env;: {steps}\n" in done.stdout
    shown = subprocess.run(
        ["make", "-pn", "ONLY=core/99-nothing"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "PRESS_ONLY := core/99-nothing" in shown.stdout
