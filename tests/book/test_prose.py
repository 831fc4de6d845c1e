"""The prose of the book keeps the rules that the authors set themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press.checks import repetition
from press.layout import Layout
from press.prose import lint, sources

ROOT = Path(__file__).resolve().parents[2]
LAYOUT = Layout(ROOT)


def test_no_page_or_deck_breaks_a_rule_of_prose_without_saying_why() -> None:
    findings = lint(LAYOUT, sources(LAYOUT)).findings
    assert not findings, "\n" + "\n".join(map(str, findings))


def test_no_passage_stands_in_two_places() -> None:
    (outcome,) = repetition.run(LAYOUT)
    assert not outcome.findings, "\n" + "\n".join(map(str, outcome.findings))


EMPTY_HEAD = re.compile(r"(?m)^\|(?:[^\n]*\|)?[ \t]*\|[^\n]*\n\|[ \t]*:?-[-:| \t]*$")


def test_every_column_of_a_table_has_a_name() -> None:
    unnamed = [
        f"{path.relative_to(ROOT)}: {table[0].splitlines()[0]}"
        for path in sources(LAYOUT)
        if path.name != "README.md"  # its table only lays out pictures
        for table in EMPTY_HEAD.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not unnamed, "say what the column holds:\n" + "\n".join(unnamed)


def words_found(text: str, tmp_path: Path) -> list[str]:
    """Hold one sentence against the rules of this book."""
    (tmp_path / "book").mkdir(exist_ok=True)
    (tmp_path / "book" / "prose.yml").write_text((LAYOUT.book / "prose.yml").read_text())
    page = tmp_path / "book" / "page.md"
    page.write_text(text + "\n")
    return [finding.rule for finding in lint(Layout(tmp_path), [page]).findings]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("We delve into hashing.", "filler"),
        ("Let's explore the set.", "filler"),
        ("Let us dive right into it.", "filler"),
        ("Keep in mind that it ends.", "filler"),
        ("It’s worth noting that it ends.", "filler"),
        ("You simply call it, of course.", "filler"),
        ("This unlocks reuse.", "unlock"),
        ("Harness the type checker.", "harness"),
        ("We leverage the descriptor.", "harness"),
        ("You just call it.", "minimizer"),
        ("It is just a dictionary.", "minimizer"),
        ("A seamless, robust design.", "praise"),
        ("It is not production-ready.", "praise"),
        ("This is the Pythonic way.", "pythonic"),
        ("The testing landscape is wide.", "landscape"),
        ("You will master the protocol.", "promise"),
        ("Solve it like a pro.", "promise"),
        ("The secret to speed.", "promise"),
        ("The decorator does its magic.", "magic"),
        ("That is easy.", "easy"),
        ("The rule is simple.", "easy"),
        ("In this section we will see sets.", "announcement"),
        ("As mentioned earlier, sets hash.", "announcement"),
        ("To summarize: sets hash.", "announcement"),
        ("Studies show that sets hash.", "authority"),
        ("As a senior engineer, you know.", "persona"),
        ("A team once lost its data.", "persona"),
        ("Modern Python has sets.", "undated"),
        ("It is not just a set but a promise.", "not-but"),
        ("It's not a set, it's a promise.", "not-but"),
        ("A class isn't about data. It's about behavior.", "not-but"),
        ("The result? A lost entry.", "reflex-question"),
        ("Why? Because it hashes.", "reflex-question"),
        ("It depends.", "depends"),
        ("Moreover, it hashes.", "opener"),
        ("# The Power of Sets", "heading"),
        ("# Why Hashing Matters", "heading"),
        ("# Key Takeaways", "heading"),
        ("Run:\n\n```python\nclass Animal: ...\n```", "toy-name"),
    ],
)
def test_what_the_style_guide_bans_is_found(text: str, rule: str, tmp_path: Path) -> None:
    assert rule in words_found(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "It ran just before noon and has just read the file.",
        "The entry you just wrote is gone, just as before.",
        "Do not add a class just because the data has a name.",
        "The test harness runs the starter.",
        "An easier rule, and the simplest class that passes.",
        "The package ecosystem and a landscape page.",
        "The Python OOP Masterclass has a master branch.",
        "An API secret never stands in the code.",
        "No magic number stands here, and it is not magic.",
        "Since 3.12, modern annotation syntax is shorter.",
        "Martin's *Clean Code* and *The Power of Now* are books.",
        "What does it print? Decide before you read on.",
        "It depends on the number of entries.",
        "The cache drops the least recently used entry.",
        "A comprehension, not a loop.",
        "A set is not a list, and a tuple is not a set.",
        "The method does not change the entry; it returns a new one.",
        "The class is not frozen, but its instances are shared.",
    ],
)
def test_what_only_looks_like_a_banned_phrase_passes(text: str, tmp_path: Path) -> None:
    assert words_found(text, tmp_path) == []
