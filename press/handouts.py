"""What a speaker takes along, made from the finished decks: ``make handouts``.

For each deck, below ``build/handouts/<track>/``:

``NAME-slides.pdf``   the slides, one a page, as the browser shows them
``NAME-handout.pdf``  each slide with what is said to it, on A4
``NAME-card.pdf``     one page: the keys of the deck and its timing plan
``NAME.zip``          the deck with all it needs, in one folder that opens from a stick

A deck's files are made again when the deck or the press changed. The bytes depend on the deck, the
lock and the browser; dates are ``SOURCE_DATE_EPOCH`` or left out.
"""

from __future__ import annotations

import base64
import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from press.archive import write_zip
from press.css import load_tokens, theme_folder
from press.deck_times import clock, read_time
from press.editions import EDITIONS, BuildError, Job
from press.facts import human_size
from press.fingerprint import fingerprint
from press.layout import Layout
from press.pango import load_weasyprint
from press.progress import Progress

FOLDER = "handouts"
_PIXELS = 1600  # across a slide: 340 dpi on the 119 mm that it gets on A4
_COLORS = 128  # text, two grounds and their blends; diagrams have no photographs
_REFERENCE = re.compile(r"\.\./((?:_static|_images)/[^\"'\s)#?]+)")
_TIMED = re.compile(r"^\s*<p><strong>\d+ min</strong> \(until \d+:\d\d\)\.?\s*")
_STYLED = re.compile(r"url\(\s*[\"']?([^\"')]+)")


@dataclass(frozen=True)
class Slide:
    """One slide: its title, what is said to it (HTML), and what it takes (minutes, or None)."""

    number: int
    title: str
    notes: str
    time: tuple[int, int] | None
    level: str

    @property
    def minutes(self) -> str:
        """Minutes that the slide takes, or nothing."""
        return str(self.time[0]) if self.time else ""

    @property
    def until(self) -> str:
        """Where the clock stands after it, or nothing."""
        return clock(self.time[1]) if self.time else ""


@dataclass(frozen=True)
class Deck:
    """A finished deck: its page below ``build/slides`` and what is on it."""

    page: Path
    title: str
    series: str
    language: str
    slides: tuple[Slide, ...]


def read_deck(page: Path) -> Deck:
    """Read a deck from its finished page ``page``."""
    root = lxml.html.parse(page, lxml.html.HTMLParser(encoding="utf-8")).getroot()
    found = root.xpath("//*[contains(@class, 'slides')]//section[not(.//section)]")
    slides = tuple(_slide(number, section) for number, section in enumerate(found, 1))
    return Deck(
        page,
        title=slides[0].title if slides else page.stem,
        series=root.xpath("string(//p[@class='deck-series'])").strip(),
        language=root.get("lang", "en"),
        slides=slides,
    )


def _slide(number: int, section: lxml.html.HtmlElement) -> Slide:
    heading = section.xpath("string((.//h1 | .//h2 | .//h3)[1])")
    notes = section.xpath(".//aside[@class='notes']")
    text = notes[0].text_content().strip() if notes else ""
    classes = section.get("class", "").split()
    level = next((name for name in ("deck-title", "part", "exercise") if name in classes), "")
    return Slide(
        number=number,
        title=" ".join(heading.split()),
        # The time stands beside the title already.
        notes=_TIMED.sub("<p>", _inner(notes[0])).removeprefix("<p></p>") if notes else "",
        time=read_time(text),
        level=level,
    )


def _inner(notes: lxml.html.HtmlElement) -> str:
    """Return the HTML inside of ``notes`` for a page on paper: no names, no links into the deck."""
    for element in notes.iter():
        element.attrib.pop("id", None)
        if not element.get("href", "https:").startswith(("http:", "https:")):
            element.attrib.pop("href")
    return "".join(lxml.html.tostring(child, encoding="unicode", with_tail=True) for child in notes)


# -- The files ------------------------------------------------------------------


def handouts(layout: Layout) -> list[Path]:
    """Make what is missing or out of date and return the files of all decks.

    :raises BuildError: there are no decks.
    :raises UnavailableError: no browser is installed.
    """
    built = Job(layout, EDITIONS["slides"]).target
    decks = [page for page in sorted(built.glob("*/*.html")) if page.parent.name[0] != "_"]
    if not decks:
        raise BuildError("handouts: there are no decks: type `make slides`")
    target = layout.build / FOLDER
    wanted = {page: _names(target, page, built) for page in decks}
    # Nothing stays of a deck that is gone.
    kept = {name for names in wanted.values() for name in names}
    for stale in {path for path in target.glob("*/*") if path.is_file()} - kept:
        stale.unlink()
    with Progress("handouts", len(decks)) as progress:
        for page, names in wanted.items():
            state = _state(layout, page, built)
            record = layout.work / FOLDER / f"{page.parent.name}-{page.stem}.state"
            if not all(name.is_file() for name in names) or _read(record) != state:
                record.unlink(missing_ok=True)
                _make(layout, read_deck(page), names, built)
                record.parent.mkdir(parents=True, exist_ok=True)
                record.write_text(state, encoding="utf-8")
            progress.advance(page.stem)
    return [name for names in wanted.values() for name in names]


def _names(target: Path, page: Path, built: Path) -> tuple[Path, ...]:
    base = target / page.relative_to(built).with_suffix("")
    return tuple(
        base.with_name(base.name + end)
        for end in ("-slides.pdf", "-handout.pdf", "-card.pdf", ".zip")
    )


def _read(record: Path) -> str:
    try:
        return record.read_text(encoding="utf-8")
    except OSError:
        return ""


def _state(layout: Layout, page: Path, built: Path) -> str:
    paths = [page, *(built / name for name in sorted(files_of(page, built)))]
    paths += [Path(__file__), Path(__file__).with_name("deck_times.py"), layout.lock]
    paths += [theme_folder(layout.root) / name for name in ("handouts", "tokens.css", "fonts")]
    return fingerprint(Path(page.anchor), paths, os.environ.get("SOURCE_DATE_EPOCH", ""))


def _make(layout: Layout, deck: Deck, names: tuple[Path, ...], built: Path) -> None:
    names[0].parent.mkdir(parents=True, exist_ok=True)
    slides = slides_pdf(deck)
    made = (
        slides,
        handout_pdf(layout, deck, list(pictures(slides))),
        card_pdf(layout, deck),
        deck_zip(deck.page, built),
    )
    for name, data in zip(names, made, strict=True):
        fresh = name.with_suffix(".new")
        fresh.write_bytes(data)
        fresh.replace(name)


def slides_pdf(deck: Deck) -> bytes:
    """Print a deck as the browser lays it out for paper: one page a slide, all fragments shown."""
    from press.checks.browser import chromium, tab  # noqa: PLC0415 -- needs the test group

    with chromium() as browser, tab(browser) as visit:
        visit.page.goto(deck.page.as_uri() + "?print-pdf")
        visit.page.wait_for_selector(".pdf-page")
        visit.page.evaluate("document.fonts.ready.then(() => true)")
        raw = visit.page.pdf(
            prefer_css_page_size=True, print_background=True, tagged=True, outline=True
        )
        trouble = visit.take()
    if trouble:
        raise BuildError(f"handouts: {deck.page.name}: {trouble[0][0]}: {trouble[0][1]}")
    with pikepdf.open(io.BytesIO(raw)) as document:
        if len(document.pages) != len(deck.slides):
            raise BuildError(
                f"handouts: {deck.page.name} has {len(deck.slides)} slides and prints on "
                f"{len(document.pages)} pages: `make check` says which slide runs over"
            )
        return _saved(document, deck, deck.title)


def _saved(document: pikepdf.Pdf, deck: Deck, title: str) -> bytes:
    """Return the bytes of a PDF with its title and language, and no trace of its maker's clock."""
    for name in ("/CreationDate", "/ModDate", "/Creator"):
        if name in document.docinfo:
            del document.docinfo[name]
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmp:CreatorTool"):
            if name in metadata:
                del metadata[name]
        metadata["dc:title"] = title
    document.docinfo["/Title"] = title
    document.Root.Lang = pikepdf.String(deck.language)
    document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return out.getvalue()


def pictures(slides: bytes) -> Iterator[bytes]:
    """Yield each page of the PDF ``slides`` as a PNG, 1600 pixels wide."""
    import pypdfium2  # noqa: PLC0415 -- needs the test group

    document = pypdfium2.PdfDocument(slides)
    try:
        for page in document:
            picture = page.render(scale=_PIXELS / page.get_width()).to_pil().convert("RGB")
            out = io.BytesIO()
            picture.quantize(_COLORS).save(out, "PNG", optimize=True)
            yield out.getvalue()
    finally:
        document.close()


def handout_pdf(layout: Layout, deck: Deck, shown: list[bytes]) -> bytes:
    """Set each slide with its notes; ``shown`` are the pictures of the slides (PNG)."""
    data = [f"data:image/png;base64,{base64.b64encode(png).decode()}" for png in shown]
    return _set(layout, deck, "handout.html", "notes", pictures=data)


def card_pdf(layout: Layout, deck: Deck) -> bytes:
    """Set the page for the lectern: keys and timing plan."""
    return _set(layout, deck, "card.html", "presenter's card", pictures=[])


def _set(layout: Layout, deck: Deck, template: str, kind: str, **more: Any) -> bytes:
    load_weasyprint()
    from weasyprint import HTML  # noqa: PLC0415 -- loads Pango

    theme = theme_folder(layout.root)
    jinja = Environment(
        loader=FileSystemLoader(theme / "handouts"), undefined=StrictUndefined, autoescape=True
    )
    total = next((slide.time[1] for slide in reversed(deck.slides) if slide.time), 0)
    html = jinja.get_template(template).render(
        deck=deck, tokens=load_tokens(theme), total=clock(total) if total else "", **more
    )
    page = HTML(string=html, base_url=(theme / "handouts").as_uri() + "/")
    raw = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    with pikepdf.open(io.BytesIO(raw)) as document:
        return _saved(document, deck, f"{deck.title}: {kind}")


# -- One folder that opens from a stick ------------------------------------------


def files_of(page: Path, built: Path) -> set[str]:
    """Return the files that a deck loads, relative to the folder ``built`` of all decks."""
    names = set(_REFERENCE.findall(page.read_text(encoding="utf-8")))
    for sheet in sorted(name for name in names if name.endswith(".css")):
        folder = (built / sheet).parent
        for link in _STYLED.findall((built / sheet).read_text(encoding="utf-8")):
            file = (folder / link.split("#")[0].split("?")[0]).resolve()
            if ":" not in link and file.is_file():
                names.add(file.relative_to(built.resolve()).as_posix())
    licenses = (path for path in (built / "_static").rglob("LICENSE*") if path.is_file())
    return {name for name in names if (built / name).is_file()} | {
        path.relative_to(built).as_posix() for path in licenses
    }


def deck_zip(page: Path, built: Path) -> bytes:
    """Pack a deck with the files it loads; ``NAME/index.html`` is the deck."""
    text = page.read_text(encoding="utf-8").replace("../_static/", "_static/")
    entries = {"index.html": text.replace("../_images/", "_images/").encode()}
    entries.update({name: (built / name).read_bytes() for name in files_of(page, built)})
    out = io.BytesIO()
    write_zip(out, {f"{page.stem}/{name}": data for name, data in entries.items()})
    return out.getvalue()


def write_handouts(layout: Layout) -> None:
    """Make the handouts and say where they are."""
    made = handouts(layout)
    size = human_size(sum(path.stat().st_size for path in made))
    print(f"handouts: build/{FOLDER}/, {len(made)} files, {size}")
