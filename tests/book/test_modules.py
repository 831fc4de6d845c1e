"""Every module that is written has what a module must have."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from press.curriculum_facts import Module, Vocabulary, module_id, read_page, read_plan
from press.curriculum_plan import check_together
from press.drafts import draft_modules
from press.exercise_files import EXERCISE_ID, all_exercises
from press.layout import Layout

ROOT = Path(__file__).resolve().parents[2]
LAYOUT = Layout(ROOT)
INDEXES = sorted(path for path in LAYOUT.book.glob("*/*/index.md"))
FOLDERS = [path.parent for path in INDEXES]
DRAFTS = {LAYOUT.book / name for name in draft_modules(LAYOUT.book)}
FINISHED = [folder for folder in FOLDERS if folder not in DRAFTS]
LEVELS = ("L3", "L4", "L5", "L6")


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    conf = runpy.run_path(str(ROOT / "conf.py"))
    return Vocabulary(tracks=conf["press_tracks"], skills=conf["press_skills"])


def name(folder: Path) -> str:
    return folder.name


def facts(folder: Path, words: Vocabulary) -> Module:
    docname = (folder / "index").relative_to(LAYOUT.book).as_posix()
    module, problems = read_page((folder / "index.md").read_text(encoding="utf-8"), docname, words)
    assert problems == []
    assert module is not None, "no module: facts"
    return module


def own_id(folder: Path) -> str:
    found = module_id((folder / "index").relative_to(LAYOUT.book).as_posix())
    assert found, f"{folder} is no <number>-<slug>"
    return found


def directives(folder: Path, kind: str) -> list[str]:
    """Give the first words of all directives of a kind in the pages of a module."""
    pages = "".join(page.read_text(encoding="utf-8") for page in sorted(folder.glob("*.md")))
    return re.findall(rf"^:::+\{{{kind}\}} (\S+)", pages, flags=re.MULTILINE)


def test_there_are_modules() -> None:
    assert FOLDERS


def test_no_folder_of_a_track_is_left_without_an_index() -> None:
    folders = {path.parent for path in LAYOUT.book.glob("*/*/*.md")}
    assert folders == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_a_module_states_its_facts(folder: Path, words: Vocabulary) -> None:
    assert facts(folder, words).id == own_id(folder)


def test_the_modules_agree_with_each_other(words: Vocabulary) -> None:
    plan, _ = read_plan((LAYOUT.book / "curriculum.yml").read_text(encoding="utf-8"), words)
    modules = [*(facts(folder, words) for folder in FOLDERS), *plan]
    assert [problem.message for _, problem in check_together(modules, set())] == []


@pytest.mark.parametrize("folder", FINISHED, ids=name)
def test_a_module_is_what_the_plan_promised(folder: Path, words: Vocabulary) -> None:
    plan, problems = read_plan((LAYOUT.book / "curriculum.yml").read_text(encoding="utf-8"), words)
    assert problems == []
    planned = {module.id: module for module in plan}
    written = facts(folder, words)
    kept = {"title", "phase", "level", "hours", "weeks", "requires", "skills", "programs", "needs"}
    assert {key: getattr(written, key) for key in kept} == {
        key: getattr(planned[written.id], key) for key in kept
    }


@pytest.mark.parametrize("folder", FINISHED, ids=name)
def test_a_module_has_chapters_exercises_questions_and_a_deck(folder: Path) -> None:
    pages = {page.stem for page in folder.glob("*.md")}
    assert {"index", "exercises", "interview"} <= pages
    assert len(pages) >= 5
    assert (LAYOUT.slides / folder.relative_to(LAYOUT.book)).with_suffix(".md").exists()


@pytest.mark.parametrize("folder", FINISHED, ids=name)
def test_every_numbered_exercise_in_code_stands_on_a_page_in_order(folder: Path) -> None:
    ids = [found.id for found in all_exercises(LAYOUT.code)]
    numbered = [one for one in ids if one.startswith(own_id(folder)) and EXERCISE_ID.fullmatch(one)]
    assert directives(folder, "exercise") == numbered


@pytest.mark.parametrize("folder", FINISHED, ids=name)
def test_a_module_asks_twelve_questions_or_more_on_three_levels_or_more(folder: Path) -> None:
    ids = directives(folder, "interview")
    assert len(ids) >= 12
    # An id is a reader's flashcard and stays: a later question stands where its level is.
    assert sorted(ids) == [f"{own_id(folder)}-q{n:02}" for n in range(1, len(ids) + 1)]
    text = (folder / "interview.md").read_text(encoding="utf-8")
    asked = re.findall(r"^:level: (\S+)$", text, flags=re.MULTILINE)
    assert asked == sorted(asked)
    assert set(asked) <= set(LEVELS)
    assert len(set(asked)) >= 3


@pytest.mark.parametrize("folder", FINISHED, ids=name)
def test_every_exercise_says_what_must_hold(folder: Path) -> None:
    text = (folder / "exercises.md").read_text(encoding="utf-8")
    tasks = re.split(r"^::::\{exercise\} ", text, flags=re.MULTILINE)[1:]
    assert [task.split()[0] for task in tasks if "*What must hold.*" not in task] == []
