"""The same sentence in two places: one page says it, the other links there.

All pages of the book are compared with one another, word by word, without code and quotations.
Pages of the same name may share what stands outside of their directives: each list of exercises
says how to work on one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from press.checks.outcome import Outcome, plural, relative
from press.finding import Finding
from press.layout import Layout
from press.prose_text import MASK, Block, Prose, read_prose

LEAST = 12
"""So many words in the same order, in two places, are no accident."""
_WORD = re.compile(rf"[\w{MASK}]+(?:['’.,-][\w{MASK}]+)*")
_SHOWN = 12  # words of a repetition that a message quotes


@dataclass(frozen=True)
class Passage:
    """The words of one block of a page, each as it is compared and with its line."""

    page: str
    words: tuple[str, ...]
    lines: tuple[int, ...]
    framed: bool  # whether a directive stands around it

    def may_share(self, other: Passage) -> bool:
        """Whether both stand at the same place of two pages of one kind."""
        kinds = {self.page.rpartition("/")[2], other.page.rpartition("/")[2]}
        free = not (self.framed or other.framed)
        return free and len(kinds) == 1 and self.page != other.page


@dataclass(frozen=True)
class Repetition:
    """``words`` stand at ``line`` of ``page``, and at ``first_line`` of ``first_page`` too."""

    page: str
    line: int
    first_page: str
    first_line: int
    words: tuple[str, ...]

    def finding(self) -> Finding:
        """Say it, with both places."""
        text = " ".join(self.words[:_SHOWN]).replace(MASK, "…")
        return Finding(
            self.page,
            self.line,
            f"{len(self.words)} words stand at {self.first_page}:{self.first_line} too: “{text} …”",
            "say it once and link to it",
            "repetition",
        )


def run(layout: Layout) -> Iterator[Outcome]:
    """Compare all pages of the book with one another."""
    pages = {
        relative(path, layout): read_prose(path.read_text(encoding="utf-8"))
        for path in sorted(layout.book.rglob("*.md"))
        if path.is_file()
    }
    found = [repetition.finding() for repetition in repetitions(pages)]
    yield Outcome("repetition", f"{plural(len(pages), 'page')}, {LEAST} words or more", found)


def repetitions(pages: dict[str, Prose], least: int = LEAST) -> list[Repetition]:
    """Return the runs of ``least`` words or more that stand twice, each as long as it goes."""
    passages = [passage for page, prose in pages.items() for passage in _passages(page, prose)]
    first: dict[tuple[str, ...], tuple[int, int]] = {}
    found = []
    for number, passage in enumerate(passages):
        at = 0
        while at + least <= len(passage.words):
            run = passage.words[at : at + least]
            if not _speaks(run):
                at += 1
                continue
            place, begin = first.setdefault(run, (number, at))
            other = passages[place]
            if place == number or passage.may_share(other):
                at += 1
                continue
            length = _common(passage.words[at:], other.words[begin:])
            found.append(
                Repetition(
                    passage.page,
                    passage.lines[at],
                    other.page,
                    other.lines[begin],
                    passage.words[at : at + length],
                )
            )
            at += length
    return found


def _passages(page: str, prose: Prose) -> Iterator[Passage]:
    for block in prose.blocks:
        if "blockquote" not in block.inside:
            words, lines = _words(block)
            yield Passage(page, words, lines, bool(block.inside))


def _words(block: Block) -> tuple[tuple[str, ...], tuple[int, ...]]:
    found = list(_WORD.finditer(block.text))
    words = tuple(MASK if MASK in word[0] else word[0].casefold() for word in found)
    return words, tuple(block.line_of(word.start()) for word in found)


def _speaks(words: Sequence[str]) -> bool:
    """Whether most of the words can be read; the rest is code, or somebody else's."""
    return words.count(MASK) * 3 <= len(words)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
