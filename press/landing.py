"""Write ``build/index.html``: the page that leads to every edition and says what is in the book.

The page is one file without a script. Its fonts are embedded, cut down to the letters it uses, so
that it looks the same from a server, from a stick, and when an edition is missing.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import fontTools
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sphinx.config import eval_config_file
from sphinx.util.tags import Tags

from press.cards import CARDS
from press.cover import cover_svg
from press.css import dark_variables, load_tokens, theme_folder
from press.facts import BookCounts, DeckFacts, EditionFacts, human_size
from press.kept import kept
from press.layout import Layout
from press.whole import write_whole

_FACES = (
    ("Book Serif", 400, "BookSerif-Regular.ttf"),
    ("Book Serif", 600, "BookSerif-SemiBold.ttf"),
    ("Book Sans", 400, "BookSans-Regular.ttf"),
    ("Book Sans", 600, "BookSans-SemiBold.ttf"),
)
# What `make handouts` makes of a deck: what a link to it says, and the end of the file's name.
_HANDOUTS = (
    ("slides as PDF", "-slides.pdf"),
    ("handout", "-handout.pdf"),
    ("presenter's card", "-card.pdf"),
    ("all in a ZIP file", ".zip"),
)
# Files beside an edition's main one: the list's id and heading, and what its pages are called.
_PARTS = {
    "epub": ("tracks", "EPUB, by track", "chapters"),
    "pdf": ("modules", "PDF, by module", "pages"),
}
_HINTS = {
    "web": "Search, copy buttons, light and dark; works from this folder, without a network.",
    "epub": "For e-readers and phones. Code wraps and keeps its indentation.",
    "pdf": "For print and for the desk, with page numbers in every reference.",
    "slides": "One deck a module, with speaker notes. Opens from a stick.",
    "anki": "Questions and quizzes for Anki. Your progress survives a new edition.",
}


def write_landing(
    layout: Layout,
    editions: Mapping[str, EditionFacts],
    counts: BookCounts,
    settings: Mapping[str, Any] | None = None,
) -> Path:
    """Write the page from the facts of the finished editions and return its path.

    ``editions`` maps a name (web, epub, pdf, slides) to its facts; one that is missing is left
    out. ``settings`` are the names of ``conf.py`` (project, subtitle, author, language,
    epub_description, project_copyright, press_checked_page); without them the file is read.
    """
    if settings is None:
        settings = eval_config_file(layout.root / "conf.py", Tags())
    theme = theme_folder(layout.root)
    tokens = load_tokens(theme)
    title, author = _setting(settings, "project"), _setting(settings, "author")
    subtitle = _setting(settings, "subtitle")
    decks = [(deck, handouts(layout, deck)) for facts in editions.values() for deck in facts.decks]
    context: dict[str, Any] = {
        "title": title,
        "subtitle": subtitle,
        "language": _setting(settings, "language") or "en",
        "description": _setting(settings, "epub_description") or f"{title}. {subtitle}",
        "copyright": _setting(settings, "project_copyright") or _setting(settings, "copyright"),
        "claim": claim(counts),
        "counts": counts,
        "web": editions.get("web"),
        "files": [editions[name] for name in ("pdf", "epub") if name in editions],
        "editions": [
            (facts, extent(facts), _HINTS.get(name, "")) for name, facts in editions.items()
        ],
        "figures": list(figures(counts)),
        "notes": notes(counts),
        "checked": _checked(layout, settings, editions),
        "decks": decks,
        "packages": packages(layout, editions),
        "parts": [
            (*_PARTS[name], editions[name].parts)
            for name in _PARTS
            if name in editions and editions[name].parts
        ],
        "cover": _inline_cover(cover_svg(title, subtitle, author, tokens, fonts=theme / "fonts")),
        "icon": "data:image/svg+xml," + quote((theme / "web/static/favicon.svg").read_text()),
    }
    loader = FileSystemLoader(theme / "landing")
    jinja = Environment(loader=loader, undefined=StrictUndefined, autoescape=False)
    jinja.filters["size"] = human_size
    template = jinja.get_template("landing.html")
    letters = template.render(**context, style="")
    cache = layout.build / ".cache" / "letters"
    page = template.render(**context, style=_style(theme, tokens, letters, cache))
    target = layout.build / "index.html"
    write_whole(target, page)
    return target


def _setting(settings: Mapping[str, Any], name: str) -> str:
    value = settings.get(name)
    return "" if value is None else str(value)


def handouts(layout: Layout, deck: DeckFacts) -> list[tuple[str, str]]:
    """Return the finished handouts of a deck: what each is, and its path."""
    path = Path(deck.path).with_suffix("")
    base = Path("handouts", *path.parts[1:]).as_posix()
    return [
        (what, base + end) for what, end in _HANDOUTS if (layout.build / (base + end)).is_file()
    ]


def packages(layout: Layout, editions: Mapping[str, EditionFacts]) -> list[tuple[str, str]]:
    """Return the flashcards of each module: its label, and the path."""
    cards = editions.get(CARDS)
    if cards is None:
        return []
    whole = Path(cards.path)
    found = sorted((layout.build / whole.parent).glob(f"{whole.stem}-*{whole.suffix}"))
    return [
        (
            path.stem.removeprefix(f"{whole.stem}-").replace("-", " ").capitalize(),
            path.relative_to(layout.build).as_posix(),
        )
        for path in found
    ]


def _checked(
    layout: Layout, settings: Mapping[str, Any], editions: Mapping[str, EditionFacts]
) -> str:
    web = editions.get("web")
    name = _setting(settings, "press_checked_page")
    if web is None or not name:
        return ""
    page = (Path(web.path).parent / f"{name}.html").as_posix()
    return page if (layout.build / page).is_file() else ""


# -- Words ----------------------------------------------------------------------


def claim(counts: BookCounts) -> str:
    """Return the sentence about the examples."""
    count = counts.examples - counts.not_run
    ran = f"{count:,} example{'s' * (count != 1)} with {counts.lines:,} lines of code"
    return f"{ran} were executed on {counts.pythons}, before a page of this was written."


def figures(counts: BookCounts) -> Iterator[tuple[str, str]]:
    """Yield what the book holds, name and number; what is not in it is left out."""
    for name, one, value in (
        ("examples executed", "example executed", counts.examples - counts.not_run),
        ("lines of example code", "line of example code", counts.lines),
        ("diagrams", "diagram", counts.diagrams),
        ("interview questions", "interview question", counts.questions),
        ("exercises", "exercise", counts.exercises),
        ("words", "word", counts.words),
        ("modules", "module", counts.modules),
    ):
        if value:
            yield (one if value == 1 else name), f"{value:,}"
    if counts.python:
        yield "Python that ran them", counts.python


def notes(counts: BookCounts) -> str:
    """Return what was not run, said as plainly as what was."""
    said = []
    if counts.not_run:
        verb = "needs" if counts.not_run == 1 else "need"
        said.append(f"{counts.not_run:,} of the examples {verb} a newer Python")
    if counts.fragments:
        plural = "s" * (counts.fragments != 1)
        said.append(f"{counts.fragments:,} fragment{plural} could not run; the page says why")
    if not said:
        return "No code was left unrun." if counts.examples else ""
    return ". ".join(text[0].upper() + text[1:] for text in said) + "."


def extent(facts: EditionFacts) -> str:
    """Return how long an edition is: pages, or decks and slides."""
    if facts.decks:
        decks = len(facts.decks)
        return f"{decks} deck{'s' * (decks != 1)}, {facts.slides:,} slides"
    if facts.name == CARDS:
        return f"{facts.pages:,} card{'s' * (facts.pages != 1)}"
    unit = "chapter" if facts.name == "epub" else "page"
    return f"{facts.pages:,} {unit}{'s' * (facts.pages != 1)}"


# -- Style ----------------------------------------------------------------------


def _inline_cover(svg: str) -> str:
    return svg.replace("<svg ", '<svg class="cover" ', 1)


def _style(theme: Path, tokens: Mapping[str, str], text: str, cache: Path) -> str:
    night = dark_variables(tokens)
    return "\n".join(
        [
            *_faces(theme / "fonts", text, cache),
            (theme / "tokens.css").read_text(encoding="utf-8"),
            f"@media not print {{ @media (prefers-color-scheme: dark) {{ :root {{ {night} }} }} }}",
            (theme / "landing" / "landing.css").read_text(encoding="utf-8"),
        ]
    )


def _faces(fonts: Path, text: str, cache: Path) -> Iterator[str]:
    letters = "".join(sorted(set(text)))
    by = (letters, fontTools.version, Path(__file__).read_bytes())
    for family, weight, name in _FACES:
        file = fonts / name
        cut = kept(cache, (*by, file.read_bytes()), partial(cut_font, file, letters))
        data = base64.b64encode(cut).decode("ascii")
        yield (
            f'@font-face {{ font-family: "{escape(family)}"; font-weight: {weight}; '
            f'src: url("data:font/woff2;base64,{data}") format("woff2"); }}'
        )


def cut_font(file: Path, text: Iterable[str]) -> bytes:
    """Return the font ``file`` as WOFF2 with the letters of ``text`` alone."""
    from fontTools import subset  # noqa: PLC0415 -- slow to load, and mostly the letters are kept

    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "lnum"])
    options.recalc_timestamp = False
    font = subset.load_font(str(file), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes={ord(letter) for letter in text})
    subsetter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()
