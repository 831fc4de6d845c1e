"""Flashcards: what is in a package, what stays the same from one edition to the next."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from press.anki import make_cards, stacks_of
from press.cards import read_facts
from press.editions import BuildError
from press.layout import Layout

CONF = """\
project = "A book"
epub_basename = "a-book"
pygments_style = "default"
press_dark_style = "monokai"
"""
INDEX = "<h1><span>Core 01</span> First things<a class='headerlink' href='#x'>#</a></h1>"
INTERVIEW = """\
<h1>Questions<a class="headerlink" href="#q">#</a></h1>
<div class="interview-question docutils container" id="core-01-q01">
<p class="study-label">Question 1 <span class="level">L4</span>
<span class="topic">hash values</span></p>
<div class="question docutils container"><p>Why
<code><span class="pre">a</span> &lt; b</code>?</p></div>
<details class="strong-answer fold" id="core-01-q01-strong"><summary>Strong answer</summary>
<div class="fold-body">
<ul><li><p>See <a class="reference internal" href="other.html#x">the other page</a>,
<a class="reference external" href="https://docs.python.org/3/">the docs</a>.</p>
<div class="highlight"><button>Copy</button><pre tabindex="0"><span class="k">if</span>  x:
    y</pre></div>
<img alt="A picture" src="../_images/one.svg" /></li></ul></div></details>
<details class="weak-answer fold"><summary>Weak answer</summary><div class="fold-body"><p>Weak.</p>
</div></details>
</div>
"""
QUIZ = """\
<h1>Quiz</h1>
<div class="quiz docutils container" id="core-01-quiz-1">
<p class="study-label">Question 1</p>
<div class="question docutils container"><p>What?</p></div>
<div class="quiz-options docutils container"><div class="quiz-option" id="o-a">
<p class="quiz-letter">A</p><div class="quiz-answer"><pre>1</pre></div></div></div>
<details class="answer key-a fold"><summary>Answer</summary>
<div class="fold-body"><p>A is right.</p></div></details>
</div>
"""


@dataclass(frozen=True)
class Opened:
    """What Anki would find in a package."""

    notes: list[dict[str, str]]
    guids: list[str]
    tags: list[str]
    decks: dict[str, str]
    models: dict[str, dict[str, object]]
    cards: int
    media: dict[str, str]


def opened(path: Path, scratch: Path) -> Opened:
    with zipfile.ZipFile(path) as archive:
        archive.extract("collection.anki2", scratch)
        media = json.loads(archive.read("media"))
        assert {*archive.namelist()} == {"collection.anki2", "media", *media}
    with sqlite3.connect(scratch / "collection.anki2") as base:
        models = json.loads(base.execute("select models from col").fetchone()[0])
        decks = json.loads(base.execute("select decks from col").fetchone()[0])
        rows = base.execute("select guid, flds, tags, mid from notes order by id").fetchall()
        cards = base.execute("select count(*) from cards").fetchone()[0]
    names = {key: [one["name"] for one in model["flds"]] for key, model in models.items()}
    return Opened(
        notes=[dict(zip(names[str(row[3])], row[1].split("\x1f"), strict=True)) for row in rows],
        guids=[row[0] for row in rows],
        tags=[row[2] for row in rows],
        decks={key: deck["name"] for key, deck in decks.items() if key != "1"},
        models=models,
        cards=cards,
        media=media,
    )


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    layout = Layout(tmp_path)
    (tmp_path / "conf.py").write_text(CONF)
    module = tmp_path / "build/web/core/01-first"
    module.mkdir(parents=True)
    write(module / "index.html", INDEX)
    write(module / "interview.html", INTERVIEW)
    write(module / "quiz.html", QUIZ)
    write(tmp_path / "build/web/index.html", "<h1>A book</h1>")
    (module.parent / "_images").mkdir()
    (module.parent / "_images/one.svg").write_text("<svg/>")
    built(layout, "one")
    return layout


def write(page: Path, body: str) -> None:
    page.write_text(f"<!doctype html><html><body>{body}</body></html>", encoding="utf-8")


def built(layout: Layout, fingerprint: str) -> None:
    layout.work.mkdir(parents=True, exist_ok=True)
    (layout.work / "web.json").write_text(json.dumps({"fingerprint": fingerprint, "files": {}}))


def test_a_package_holds_every_question_as_the_page_has_it(book: Layout, tmp_path: Path) -> None:
    facts = make_cards(book)
    assert facts is not None
    assert (facts.path, facts.pages) == ("anki/a-book.apkg", 2)
    found = opened(book.build / facts.path, tmp_path)
    assert found.cards == 2
    quiz, interview = found.notes
    assert quiz["Id"] == "core-01-quiz-1"
    assert '<p class="quiz-letter">A</p>' in quiz["Question"]
    assert quiz["Answer"] == "<p>A is right.</p>"
    assert interview["About"] == "L4 · hash values"
    assert interview["Question"] == '<p>Why\n<code><span class="pre">a</span> &lt; b</code>?</p>'
    assert interview["Source"] == "core-01, Questions, Question 1"
    assert found.tags[1].split() == ["core-01", "interview", "L4", "hash-values"]
    assert list(found.decks.values()) == ["A book::Core 01 First things"]


def test_an_answer_keeps_code_and_leaves_behind_what_belongs_to_the_page(
    book: Layout, tmp_path: Path
) -> None:
    make_cards(book)
    answer = opened(book.build / "anki/a-book.apkg", tmp_path).notes[1]["Answer"]
    assert '<pre><span class="k">if</span>  x:\n    y</pre>' in answer
    assert "See the other page," in answer
    assert 'href="https://docs.python.org/3/"' in answer
    assert "<details><summary>Weak answer</summary><p>Weak.</p>" in answer
    for gone in ("button", " id=", "tabindex", "other.html", "Strong answer"):
        assert gone not in answer


def test_pictures_travel_with_the_cards(book: Layout, tmp_path: Path) -> None:
    make_cards(book)
    found = opened(book.build / "anki/a-book.apkg", tmp_path)
    assert found.media == {"0": "one.svg"}
    assert 'src="one.svg"' in found.notes[1]["Answer"]


def test_code_is_readable_by_day_and_by_night(book: Layout, tmp_path: Path) -> None:
    make_cards(book)
    (model,) = opened(book.build / "anki/a-book.apkg", tmp_path).models.values()
    css = str(model["css"])
    assert "white-space: pre-wrap" in css
    assert "monospace" in css
    assert ".nightMode, .night_mode { --paper: var(--dark-paper);" in css
    assert ".nightMode .highlight .k" in css


def test_each_module_has_a_package_with_the_same_cards(book: Layout, tmp_path: Path) -> None:
    make_cards(book)
    whole = opened(book.build / "anki/a-book.apkg", tmp_path)
    module = opened(book.build / "anki/a-book-core-01.apkg", tmp_path)
    assert (module.guids, module.decks.keys()) == (whole.guids, whole.decks.keys())
    assert module.models.keys() == whole.models.keys()


def test_a_new_edition_keeps_what_identifies_cards_decks_and_their_kind(
    book: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_cards(book)
    before = opened(book.build / "anki/a-book.apkg", tmp_path)
    module = book.build / "web/core/01-first"
    write(module / "index.html", INDEX.replace("First things", "Other words"))
    write(module / "interview.html", INTERVIEW.replace("Why", "Tell me why").replace("L4", "L5"))
    (book.root / "conf.py").write_text(CONF.replace("A book", "A better book"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    built(book, "two")
    make_cards(book)
    after = opened(book.build / "anki/a-book.apkg", tmp_path)
    assert after.notes != before.notes
    assert after.guids == before.guids
    assert len(set(after.guids)) == 2
    assert after.decks.keys() == before.decks.keys()
    assert after.models.keys() == before.models.keys()
    assert list(after.decks.values()) == ["A better book::Core 01 Other words"]


def test_the_same_pages_give_the_same_bytes(book: Layout) -> None:
    make_cards(book)
    first = {file.name: file.read_bytes() for file in (book.build / "anki").iterdir()}
    built(book, "again")
    shutil.rmtree(book.build / "anki")
    make_cards(book)
    assert {file.name: file.read_bytes() for file in (book.build / "anki").iterdir()} == first


def test_nothing_is_done_while_the_website_is_the_same(book: Layout) -> None:
    first = make_cards(book)
    assert first is not None
    assert not first.current
    made = (book.build / "anki/a-book.apkg").stat().st_mtime_ns
    again = make_cards(book)
    assert again is not None
    assert again.current
    assert (book.build / "anki/a-book.apkg").stat().st_mtime_ns == made
    built(book, "two")
    facts = read_facts(book)
    assert facts is not None
    assert not facts.current


@pytest.mark.parametrize(
    ("name", "before", "after", "made"),
    [
        ("core/01-first/other.html", "", "<h1>Other</h1><a href='quiz.html'>quiz</a>", False),
        ("index.html", "A book", "A book, again", True),
        ("core/01-first/index.html", "</h1>", "</h1><p>Words.</p>", False),
        ("core/01-first/index.html", "<h1>", "<h1>New ", True),
        ("core/01-first/interview.html", "Weak.", "Weaker.", True),
        ("core/01-first/quiz.html", "What?", "Which?", True),
        ("core/_images/one.svg", "<svg/>", "<svg></svg>", True),
        ("../../conf.py", "A book", "A better book", True),
    ],
)
def test_cards_are_made_again_when_what_they_show_has_changed(
    book: Layout, name: str, before: str, after: str, made: bool
) -> None:
    make_cards(book)
    stamp = (book.build / "anki/a-book.apkg").stat().st_mtime_ns
    file = book.build / "web" / name
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    assert before in text
    file.write_text(text.replace(before, after, 1) if before else after, encoding="utf-8")
    built(book, "two")
    facts = make_cards(book)
    assert facts is not None
    assert facts.current != made
    assert ((book.build / "anki/a-book.apkg").stat().st_mtime_ns != stamp) == made
    now = read_facts(book)
    assert now is not None
    assert now.current


@pytest.mark.parametrize("gone", ["build/.work/web.json", "build/web"])
def test_without_a_website_there_is_one_line(book: Layout, gone: str) -> None:
    (book.root / gone).rename(book.root / "elsewhere")
    with pytest.raises(BuildError, match=r"anki: the cards are made from the website: make web"):
        make_cards(book)


def test_a_book_without_questions_has_no_cards(book: Layout) -> None:
    make_cards(book)
    built(book, "two")
    for name in ("interview", "quiz"):
        write(book.build / f"web/core/01-first/{name}.html", "<h1>Empty</h1>")
    assert stacks_of(book.build / "web") == []
    assert make_cards(book) is None
    assert read_facts(book) is None
    assert not (book.build / "anki").exists()
