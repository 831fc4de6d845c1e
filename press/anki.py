"""Flashcards: the questions of the finished website as packages for Anki, in ``build/anki/``.

The website is the source, so a card shows what a page shows: every interview question with its
strong answer, and every quiz. One package holds the whole book, with a deck for each module, and
each module has a package of its own; a card in both is one card to Anki.

What identifies decks, the kind of card and the cards themselves is derived from names that an
edition keeps (``epub_basename``, ids of modules and questions) and never from what they say.
Anki therefore updates a card that it knows and leaves its schedule alone:
https://docs.ankiweb.net/importing/packaged-decks.html

Packages are the same bytes whenever they are made from the same pages at the same
``SOURCE_DATE_EPOCH``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import genanki
import lxml.html
from lxml.etree import strip_tags
from sphinx.config import eval_config_file
from sphinx.highlighting import PygmentsBridge
from sphinx.util.tags import Tags

from press.archive import write_zip
from press.cards import CARDS, read_facts, record_of
from press.css import dark_variables, load_tokens, theme_folder
from press.curriculum_facts import module_id
from press.editions import EDITIONS, BuildError, Job, read_manifest
from press.epub_package import build_time
from press.facts import EditionFacts
from press.layout import Layout
from press.whole import write_whole

FIELDS = ("Id", "About", "Question", "Answer", "Source")
_NIGHT = (".nightMode", ".night_mode")  # Anki on the desk, and on Android
_FRONT = '<p class="about">{{About}}</p>\n<div class="question">{{Question}}</div>'
_BACK = '{{FrontSide}}\n<hr id="answer">\n{{Answer}}\n<p class="source">{{Source}}</p>'
_ABOUT = ("level", "topic")
_QUESTION = re.compile(rb'class="(?:[^"]*\s)?(?:interview-question|quiz)[\s"]')
_TITLE = re.compile(rb"<h1>.*?</h1>", re.DOTALL)
_SOURCE = re.compile(rb'<img[^>]*? src="([^"]*)"')
_KEPT = {"class", "href", "src", "alt", "start", "type", "colspan", "rowspan", "open"}
_GONE = (
    ".//a[contains(@class,'headerlink')]|.//button|.//script|.//p[@class='quiz-tally']"
    "|.//a[contains(@class,'listing-link')]"
)


@dataclass(frozen=True)
class Card:
    """One card, as HTML without links into the site; ``tags`` are for Anki's search."""

    id: str
    about: str
    question: str
    answer: str
    source: str
    tags: tuple[str, ...]


@dataclass(frozen=True)
class Stack:
    """The cards of one module, and the pictures that they show."""

    module: str
    title: str
    cards: tuple[Card, ...]
    pictures: frozenset[Path]


# -- Reading the site -----------------------------------------------------------


def stacks_of(site: Path) -> list[Stack]:
    """Read the cards of every module of a finished website, in the order of the folders."""
    found = []
    for index in sorted(site.glob("**/index.html")):
        name = module_id(index.relative_to(site).with_suffix("").as_posix())
        if name is None:
            continue
        pictures: set[Path] = set()
        cards = [
            card
            for page in ("quiz.html", "interview.html", *_others(index.parent))
            if (index.parent / page).is_file()
            for card in _cards(index.parent / page, name, pictures)
        ]
        if cards:
            title = " ".join(_parse(index).xpath("//h1")[0].text_content().rstrip("#¶").split())
            found.append(Stack(name, title, tuple(cards), frozenset(pictures)))
    return found


def _others(folder: Path) -> list[str]:
    named = {"quiz.html", "interview.html"}
    return sorted(page.name for page in folder.glob("*.html") if page.name not in named)


def _asks(page: bytes) -> bool:
    """Whether a page may hold a question: most do not, and need not be parsed."""
    return _QUESTION.search(page) is not None


def _state(job: Job) -> str:
    """Digest all that the cards are made from: the press, the pages that ask, their pictures."""
    whole = hashlib.sha256(f"{job.machinery()} {os.environ.get('SOURCE_DATE_EPOCH', '')}".encode())
    for page in sorted(job.target.glob("**/*.html")):
        data = page.read_bytes()
        if page.name == "index.html" or _asks(data):
            whole.update(f"\0{page.relative_to(job.target).as_posix()}\0".encode())
            whole.update(data if _asks(data) else b"".join(_TITLE.findall(data)))
        for source in _SOURCE.findall(data) if _asks(data) else ():
            picture = page.parent / source.decode()
            whole.update(picture.read_bytes() if picture.is_file() else b"none")
    return whole.hexdigest()


def _parse(page: Path) -> Any:
    return lxml.html.document_fromstring(page.read_bytes())


def _class(name: str) -> str:
    return f".//*[contains(concat(' ',normalize-space(@class),' '),' {name} ')]"


def _cards(page: Path, module: str, pictures: set[Path]) -> Iterator[Card]:
    if not _asks(page.read_bytes()):
        return
    root = _parse(page)
    heading = " ".join(root.xpath("string(//h1)").rstrip("#¶").split())
    for node in root.xpath(f"{_class('interview-question')}|{_class('quiz')}"):
        label = " ".join(node.xpath(f"string({_class('study-label')})").split())
        level, topic = (node.xpath(f"string({_class(name)})").strip() for name in _ABOUT)
        kind = "quiz" if "quiz" in node.get("class").split() else "interview"
        words = [word for word in (level, topic) if word] or ["Quiz"]
        bare = _Bare(page, pictures)
        number = label.partition(f" {level}")[0] if level else label
        question = bare.html(node.xpath(_class("question")))
        yield Card(
            id=node.get("id"),
            about=" · ".join(words),
            question=question + bare.html(node.xpath(_class("quiz-options"))),
            answer="".join(_answers(node, bare)),
            source=f"{module}, {heading}, {number}",
            tags=(module, kind, *(re.sub(r"\s+", "-", word) for word in words if word != "Quiz")),
        )


def _answers(node: Any, bare: _Bare) -> Iterator[str]:
    """Give the first fold open, and those after it folded."""
    for number, fold in enumerate(node.xpath(_class("fold"))):
        body = bare.html(fold.xpath(_class("fold-body")))
        if number == 0:
            yield body
        else:
            summary = fold.xpath("string(summary)")
            yield f"<details><summary>{summary}</summary>{body}</details>"


class _Bare:
    """Takes from a page's HTML what belongs to the page: ids, links into the site, buttons."""

    def __init__(self, page: Path, pictures: set[Path]) -> None:
        self.page, self.pictures = page, pictures

    def html(self, found: Iterable[Any]) -> str:
        """Give the inner HTML of elements."""
        return "".join(self.inner(node) for node in found)

    def inner(self, node: Any) -> str:
        """Give the inner HTML of one element."""
        node = lxml.html.fromstring(lxml.html.tostring(node, encoding="unicode", with_tail=False))
        for gone in node.xpath(_GONE):
            gone.drop_tree()
        for link in node.iter("a"):
            if "://" not in link.get("href", ""):
                link.tag = "unlinked"
        strip_tags(node, "unlinked")
        for picture in node.iter("img"):
            file = (self.page.parent / picture.get("src", "")).resolve()
            self.pictures.add(file)
            picture.set("src", file.name)
        for one in node.iter():
            for name in set(one.attrib) - _KEPT:
                del one.attrib[name]
        inside = (lxml.html.tostring(child, encoding="unicode") for child in node)
        return ((node.text or "") + "".join(inside)).strip()


# -- Writing packages -----------------------------------------------------------


def number_of(*names: str) -> int:
    """Derive a number for a deck or a kind of card from names that never change."""
    digest = hashlib.sha256("/".join(names).encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)


def style(layout: Layout, settings: Mapping[str, Any]) -> str:
    """Give the cards' style sheet: the book's colors, by day and in Anki's night mode."""
    theme = theme_folder(layout.root)
    tokens = load_tokens(theme)
    day = PygmentsBridge("html", settings["pygments_style"]).get_formatter()
    dark = PygmentsBridge("html", settings["press_dark_style"]).get_formatter()
    return "\n".join(
        [
            (theme / "tokens.css").read_text(encoding="utf-8"),
            f"{', '.join(_NIGHT)} {{ {dark_variables(tokens)} }}",
            day.get_style_defs(".highlight"),
            dark.get_style_defs([f"{night} .highlight" for night in _NIGHT]),
            (theme / "anki" / "card.css").read_text(encoding="utf-8"),
        ]
    )


def model_of(key: str, title: str, css: str) -> genanki.Model:
    """Make the kind of card; its number depends on the book alone."""
    return genanki.Model(
        number_of(key, "card"),
        title,
        fields=[{"name": name} for name in FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}],
        css=css,
        sort_field_index=0,
    )


def deck_of(key: str, title: str, stack: Stack, model: genanki.Model) -> genanki.Deck:
    """Make the deck of a module below the book's."""
    deck = genanki.Deck(number_of(key, "deck", stack.module), f"{title}::{stack.title}")
    for number, card in enumerate(stack.cards):
        deck.add_note(
            genanki.Note(
                model=model,
                fields=[card.id, card.about, card.question, card.answer, card.source],
                guid=genanki.guid_for(key, card.id),
                tags=list(card.tags),
                due=number,
            )
        )
    return deck


def write_package(target: Path, stacks: list[Stack], decks: list[genanki.Deck], when: int) -> None:
    """Write a package whose bytes depend on its contents and ``when`` alone."""
    pictures = sorted({file for stack in stacks for file in stack.pictures})
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch, "raw.apkg")
        package = genanki.Package(decks, media_files=[str(file) for file in pictures])
        package.write_to_file(raw, timestamp=float(when))
        with zipfile.ZipFile(raw) as packed:
            entries = {name: packed.read(name) for name in packed.namelist()}
    write_zip(target, entries)  # genanki's own archive holds the time of the build


def _record(job: Job) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(record_of(job).read_text(encoding="utf-8"))
    return found


def make_cards(layout: Layout, only: str = "") -> EditionFacts | None:
    """Write the packages if the website has changed, and say what there is.

    A book that asks no question has no cards, and None is returned.

    :raises BuildError: there is no website.
    """
    job = Job(layout, EDITIONS["web"], only)
    manifest = read_manifest(job)
    if not manifest or not job.target.is_dir():
        raise BuildError("anki: the cards are made from the website: make web first")
    target = job.target.with_name(CARDS)
    facts = read_facts(layout, only)
    if facts is not None and facts.current:
        return facts
    state = _state(job)
    if facts is not None and (record := _record(job)).get("state") == state:
        # The website has changed, and no question of it.
        write_whole(record_of(job), json.dumps(record | {"fingerprint": manifest["fingerprint"]}))
        return replace(facts, current=True)
    started = time.monotonic()
    settings = eval_config_file(layout.root / "conf.py", Tags())
    stacks = stacks_of(job.target)
    if not stacks:
        shutil.rmtree(target, ignore_errors=True)
        return None
    key, title = str(settings["epub_basename"]), str(settings["project"])
    model = model_of(key, title, style(layout, settings))
    decks = [deck_of(key, title, stack, model) for stack in stacks]
    fresh = target.with_name(f".{CARDS}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    when = build_time()
    write_package(fresh / f"{key}.apkg", stacks, decks, when)
    for stack, deck in zip(stacks, decks, strict=True):
        write_package(fresh / f"{key}-{stack.module}.apkg", [stack], [deck], when)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    record = {
        "fingerprint": manifest["fingerprint"],
        "state": state,
        "main": f"{key}.apkg",
        "cards": sum(len(stack.cards) for stack in stacks),
        "seconds": round(time.monotonic() - started, 1),
    }
    write_whole(record_of(job), json.dumps(record))
    found = read_facts(layout, only)
    return found and replace(found, current=False)
