"""Quizzes, question bank and flashcards, as they came out: nothing lost, no answer typed."""

from __future__ import annotations

import json
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from press.examples.model import Page
from press.layout import Layout


def has(name: str) -> str:
    return f"contains(concat(' ',@class,' '),' {name} ')"


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def asked(layout: Layout, kind: str, modules: list[str]) -> list[str]:
    """Ids of all directives of a kind, from the sources."""
    pages = [page for name in modules for page in sorted((layout.book / name).glob("*.md"))]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    return re.findall(rf"^::::\{{{kind}\}} (\S+)$", text, flags=re.MULTILINE)


def keyed(root: Any) -> list[list[str]]:
    """The option that each quiz of a page calls right."""
    found = []
    for quiz in root.xpath(f"//div[{has('quiz')}]"):
        (letter,) = re.findall(r"\b([A-E]) is right\.", answer_of(root, quiz))
        (option,) = quiz.xpath(f".//div[{has('quiz-option')}][string(*[1])='{letter}']")
        found.append(lines(option.xpath(f"string(.//div[{has('quiz-answer')}])")))
    return found


def answer_of(root: Any, quiz: Any) -> str:
    inside = quiz.xpath(f".//*[{has('fold-body')}]")
    apart = root.xpath(f"//*[@id='{quiz.get('id')}-answer']")
    (found,) = inside or apart
    return str(found.text_content())


@pytest.fixture(scope="module")
def captured(pages: dict[str, Page]) -> dict[str, list[list[str]]]:
    """What the example of each quiz printed, by page."""
    found = {
        name: [lines(step.output.text) for _, step in page.steps if step.output is not None]
        for name, page in pages.items()
        if name.endswith("/quiz")
    }
    assert found
    return found


def test_the_right_answer_of_each_quiz_is_what_its_example_printed(
    web: Path, epub: Path, captured: dict[str, list[list[str]]]
) -> None:
    with zipfile.ZipFile(epub) as archive:
        for name, printed in captured.items():
            site = lxml.html.document_fromstring((web / f"{name}.html").read_bytes())
            book = lxml.html.document_fromstring(archive.read(f"{name}.xhtml"))
            assert keyed(site) == printed, name
            assert keyed(book) == printed, name


def test_the_bank_leads_to_every_question_once_in_each_list(
    layout: Layout, web: Path, modules: list[str]
) -> None:
    page = lxml.html.document_fromstring((web / "question-bank.html").read_bytes())
    wanted = sorted(asked(layout, "interview", modules))
    for css in ("bank", "bank-topics"):
        other = "" if css == "bank-topics" else f"[not({has('bank-topics')})]"
        links = page.xpath(f"//ul[{has(css)}]{other}//a/@href")
        assert sorted(link.partition("#")[2] for link in links) == wanted


def test_the_mock_interview_has_every_question_with_its_answers(
    layout: Layout, web: Path, modules: list[str]
) -> None:
    held: dict[str, dict[str, str]] = {}
    for file in sorted((web / "_static/mock").glob("*.js")):
        if file.name != "index.js":
            held |= json.loads(file.read_text(encoding="utf-8").partition("(")[2][:-3])
    assert sorted(held) == sorted(asked(layout, "interview", modules))
    assert {key for one in held.values() for key in one} == {
        *("question", "strong", "weak", "followUp")
    }
    assert [name for name, one in held.items() if not all(one.values())] == []


def test_the_flashcards_hold_every_question_and_every_quiz(
    layout: Layout, modules: list[str], tmp_path: Path
) -> None:
    packages = sorted((layout.build / "anki").glob("*.apkg"))
    assert packages, "build/anki is not built: type make"
    held = []
    for package in packages:
        with zipfile.ZipFile(package) as archive:
            archive.extract("collection.anki2", tmp_path)
        with sqlite3.connect(tmp_path / "collection.anki2") as base:
            held.append([row[0] for row in base.execute("select sfld from notes")])
    wanted = sorted(asked(layout, "interview", modules) + asked(layout, "quiz", modules))
    whole = max(held, key=len)
    assert sorted(whole) == wanted
    assert sorted(name for one in held for name in one) == sorted([*wanted, *wanted])
