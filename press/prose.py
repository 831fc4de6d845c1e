"""The prose lint: ``python -m press.prose`` for everything, or name the pages to look at.

Prints ``file:line: what; mend [rule]`` for each finding and a line of facts for each page, and
ends with 1 if anything was found. What is banned stands in ``book/prose.yml``
(:mod:`press.prose_rules`), what counts as prose is said in :mod:`press.prose_text`.

An exception is stated above the paragraph and holds up to the next blank line::

    <!-- prose: allow "simply" because it quotes the error message -->

In place of the words, the name of the rule in brackets may stand. An exception that excuses
nothing is a finding too. Pages of the book keep every rule; decks and the pages beside the
book (README) only those about words and headings.
"""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from press.finding import Finding
from press.layout import Layout
from press.prose_rules import Limits, Rule, Rules, RulesError, load_rules
from press.prose_text import Allowance, Block, Prose, read_prose

_EM_DASH = re.compile(r"—|(?<!-)---(?!-)|(?<=\s)–(?=\s)")
_EMOJI = re.compile(r"[\U0001F000-\U0001FAFF✅❌✨⚡⭐❗❓⛔☕️]")
_SENTENCE_END = re.compile(r"[.!?:][\"”’')\]]*\s+|￼\s+(?=[A-Z])")
_LEAST_CAPTION = 4
_LEAST_BOLD_ITEMS = 3


@dataclass(frozen=True)
class PageFacts:
    """What was counted on one page."""

    path: str
    words: int
    listings: int
    em_dashes: int

    def __str__(self) -> str:
        rate = f", one per {self.words // self.listings} words" if self.listings else ""
        return (
            f"{self.path}: {self.words:,} words, {self.listings} listings{rate},"
            f" {self.em_dashes} em dashes"
        )


@dataclass(frozen=True)
class Report:
    """Everything one run found."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    pages: tuple[PageFacts, ...]


def sources(layout: Layout) -> list[Path]:
    """Return every page whose prose is looked at: book, decks and the pages beside ``conf.py``."""
    found = [
        *layout.root.glob("*.md"),
        *layout.book.glob("**/*.md"),
        *layout.slides.glob("**/*.md"),
    ]
    return sorted(path for path in found if path.is_file() and path.name[0] not in "_.")


def lint(layout: Layout, paths: Iterable[Path]) -> Report:
    """Look at the pages ``paths`` by the rules of the book.

    :raises RulesError: the rule file is wrong.
    """
    rules = load_rules(layout.book / "prose.yml")
    findings: list[Finding] = []
    notes: list[str] = []
    pages: list[PageFacts] = []
    used: dict[tuple[Path, str], int] = {}
    for path in paths:
        prose = read_prose(path.read_text(encoding="utf-8"))
        name = _name(path, layout)
        full = path.resolve().is_relative_to(layout.book.resolve())
        page = _Page(name, prose, rules, full=full, folder=path.parent, used=used)
        findings += page.findings()
        if full:
            pages.append(page.facts())
            if path.parent.resolve() != layout.book.resolve():
                notes += _length_note(page.facts(), path, rules.limits)
    return Report(tuple(sorted(findings)), tuple(notes), tuple(pages))


def _name(path: Path, layout: Layout) -> str:
    try:
        return path.resolve().relative_to(layout.root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def _length_note(facts: PageFacts, path: Path, limits: Limits) -> Iterator[str]:
    least, most = limits.words
    if facts.words > most:
        yield f"{facts.path}: {facts.words:,} words, a page above {most:,} is split"
    elif facts.words < least and path.stem not in {"index", "exercises", "interview"}:
        yield f"{facts.path}: {facts.words:,} words, a page has at least {least:,}"


class _Page:
    def __init__(
        self,
        name: str,
        prose: Prose,
        rules: Rules,
        *,
        full: bool,
        folder: Path,
        used: dict[tuple[Path, str], int],
    ) -> None:
        self.name, self.prose, self.rules, self.full = name, prose, rules, full
        self.folder, self.used = folder, used
        self._excused: set[Allowance] = set()

    def facts(self) -> PageFacts:
        """Count."""
        shown = sum(not listing.output for listing in self.prose.listings)
        dashes = sum(len(_EM_DASH.findall(block.text)) for block in self._own_words())
        return PageFacts(self.name, self.prose.words, shown, dashes)

    def _own_words(self) -> Iterator[Block]:
        return (block for block in self.prose.blocks if "blockquote" not in block.inside)

    def findings(self) -> list[Finding]:
        """Return what is not excused, and the exceptions that are wrong or excuse nothing."""
        found = list(self._words())
        if self.full:
            found += [*self._budgets(), *self._listings(), *self._forms()]
        for allowance in self.prose.allowances:
            what = f'the exception for "{allowance.what}" excuses nothing'
            if not allowance.what:
                what = "an exception that cannot be read"
                mend = 'write <!-- prose: allow "words" because reason -->'
                found.append(Finding(self.name, allowance.line, what, mend, "exception"))
            elif allowance not in self._excused:
                found.append(Finding(self.name, allowance.line, what, "remove it", "exception"))
        return found

    def _report(self, line: int, what: str, mend: str, rule: str, text: str = "") -> list[Finding]:
        """Return one finding, or none where an allowance covers it."""
        names = {rule, " ".join(text.split()).lower()}
        for allowance in self.prose.allowances:
            if allowance.line <= line <= allowance.last and allowance.what in names:
                self._excused.add(allowance)
                return []
        return [Finding(self.name, line, what, mend, rule)]

    def _words(self) -> Iterator[Finding]:
        for block in self._own_words():
            for rule in self.rules.phrases:
                for match in _matches(rule, block):
                    yield from self._phrase(rule, block, match)
            for rule in self.rules.openers:
                for match in _matches(rule, block):
                    if _opens_sentence(block.text, match.start()):
                        yield from self._phrase(rule, block, match)
            if block.kind == "heading":
                for rule in self.rules.headings:
                    for match in _matches(rule, block):
                        yield from self._phrase(rule, block, match)
            for match in _EMOJI.finditer(block.text):
                line = block.line_of(match.start())
                yield from self._report(line, f"emoji {match[0]}", "say it in words", "emoji")

    def _phrase(self, rule: Rule, block: Block, match: re.Match[str]) -> list[Finding]:
        text = " ".join(match[0].split())
        key = (self.folder, f"{rule.name}: {rule.match.pattern}")
        found = self._report(block.line_of(match.start()), f'"{text}"', rule.say, rule.name, text)
        if found and rule.at_most:
            self.used[key] = self.used.get(key, 0) + 1
            return found if self.used[key] > rule.at_most else []
        return found

    def _budgets(self) -> Iterator[Finding]:
        limits = self.rules.limits
        allowed = math.ceil(limits.em_dashes * self.prose.words / 1000)
        dashes = [
            block.line_of(match.start())
            for block in self._own_words()
            for match in _EM_DASH.finditer(block.text)
        ]
        if len(dashes) > allowed:
            what = f"{len(dashes)} em dashes in {self.prose.words:,} words, {allowed} allowed"
            mend = "use a comma, a colon or a new sentence"
            yield from self._report(dashes[allowed], what, mend, "em-dash")
        asking = [
            block.line
            for block in self.prose.blocks
            if block.kind == "heading" and block.text.rstrip().endswith("?")
        ]
        for line in asking[limits.question_headings :]:
            what = f"{len(asking)} headings on this page are questions"
            mend = f"keep {limits.question_headings}, state what the others answer"
            yield from self._report(line, what, mend, "question-heading")

    def _listings(self) -> Iterator[Finding]:
        limits = self.rules.limits
        for listing in self.prose.listings:
            size = len(listing.lines)
            if size > limits.listing_lines and not listing.output:
                what = f"a listing of {size} lines, {limits.listing_lines} are the most"
                mend = "show the part under discussion, hide or split the rest"
                yield from self._report(listing.line, what, mend, "listing-length")
            for number, text in listing.lines:
                if len(text) > limits.listing_columns:
                    what = f"{len(text)} columns in a listing, {limits.listing_columns} fit"
                    yield from self._report(number, what, "break the line", "listing-width")
                for rule in () if listing.output else self.rules.listings:
                    for match in rule.match.finditer(text):
                        what = f'"{match[0]}"'
                        yield from self._report(number, what, rule.say, rule.name, match[0])
            if listing.follows:
                what = "two listings with no prose between them"
                mend = "say before this one what to watch for"
                yield from self._report(listing.line, what, mend, "listing-pair")

    def _forms(self) -> Iterator[Finding]:
        for diagram in self.prose.diagrams:
            if len(diagram.caption.split()) < _LEAST_CAPTION:
                what = "a diagram without a caption that states its conclusion"
                mend = "add a sentence as :caption:"
                yield from self._report(diagram.line, what, mend, "diagram")
            if not diagram.alt.strip():
                what = "a diagram without alternative text"
                mend = "say in :alt: what the picture shows"
                yield from self._report(diagram.line, what, mend, "diagram")
        for one in self.prose.lists:
            if one.items >= _LEAST_BOLD_ITEMS and one.bold == one.items:
                what = "every item of this list opens in bold"
                mend = "reason in a paragraph, or drop the bold"
                yield from self._report(one.line, what, mend, "bold-list")
            if one.nested:
                what = "a list inside a list item"
                mend = "make it a sentence or a list of its own"
                yield from self._report(one.line, what, mend, "nested-list")


def _matches(rule: Rule, block: Block) -> Iterator[re.Match[str]]:
    if rule.not_inside.intersection(block.inside):
        return
    excuses: list[re.Match[str]] | None = None
    for match in rule.match.finditer(block.text):
        if rule.unless:
            if excuses is None:
                excuses = list(rule.unless.finditer(block.text))
            if any(one.start() < match.end() and match.start() < one.end() for one in excuses):
                continue
        if rule.unless_sentence and rule.unless_sentence.search(_sentence(block.text, match)):
            continue
        yield match


def _sentence(text: str, match: re.Match[str]) -> str:
    start, end = 0, len(text)
    for stop in _SENTENCE_END.finditer(text):
        if stop.end() <= match.start():
            start = stop.end()
        elif stop.start() >= match.end():
            end = stop.start()
            break
    return text[start:end]


def _opens_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(" \t\n\"“‘'(*_")
    return not before or before[-1] in ".!?:" or not before.strip()


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m press.prose", description="Look at the prose of pages."
    )
    parser.add_argument("paths", nargs="*", type=Path, help="pages or folders (default: all)")
    parser.add_argument("-q", "--quiet", action="store_true", help="findings only, no facts")
    return parser.parse_args(arguments)


def _layout(start: Path) -> Layout:
    """Find the project that ``start`` is in by its conf.py."""
    for folder in (start, *start.parents):
        if (folder / "conf.py").is_file():
            return Layout(folder)
    return Layout(Path.cwd())


def main(arguments: list[str] | None = None) -> int:
    """Run the lint; return 1 if there are findings."""
    options = _arguments(arguments)
    layout = _layout((options.paths[0] if options.paths else Path.cwd()).resolve())
    paths: list[Path] = []
    for path in options.paths:
        if not path.exists():
            print(f"press.prose: {path} does not exist: name a page or a folder", file=sys.stderr)
            return 1
        paths += sorted(path.glob("**/*.md")) if path.is_dir() else [path]
    try:
        report = lint(layout, paths or sources(layout))
    except RulesError as error:
        print(error, file=sys.stderr)
        return 1
    for finding in report.findings:
        print(finding)
    if not options.quiet:
        for line in (*map(str, report.pages), *report.notes):
            print(f"  {line}")
    count = len(report.findings)
    print(f"prose: {count} finding{'s' * (count != 1)}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
