"""Sphinx extension: the stock EPUB builder under its own name, ``epub``, with what it lacks.

Pages are strict XHTML of a theme without scripts (``theme/epub``); code wraps below its own
indentation; footnotes are notes; cover, navigation and package file are written from what the
pages hold; the zip is the same, byte for byte, whenever the same book is built at the same
``SOURCE_DATE_EPOCH``.
"""

from __future__ import annotations

import posixpath
import shutil
import uuid
import zlib
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.epub3 import Epub3Builder
from sphinx.config import Config
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.highlighting import PygmentsBridge
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

from press.cover import cover_svg, kept_png
from press.css import code_colors, dark_rules, flatten, font_faces, load_tokens, theme_folder
from press.epub_package import About, Contents, NavEntry, Package, build_time, leaves
from press.epub_tracks import contents_of, copy_pages, tracks
from press.kept import Shelf
from press.layout import Layout
from press.listings import executed_sentence, group_listings
from press.xhtml import NIGHT, finish_body, indent_rules

logger = logging.getLogger(__name__)

THEME = "book-epub"
_COVER = "_static/cover.png"
_COVER_WIDTH = 1600
_WRAP = "wrap.svg"
TRACKS = "tracks"
"""Folder of the books of single tracks, beside the whole one."""


def _arrange(app: Sphinx, doctree: nodes.document, _docname: str) -> None:
    """Wrap examples into panels and set diagrams' night versions, after all marks have been set."""
    if app.builder.name != BookEpubBuilder.name:
        return
    group_listings(doctree, link=False)
    for image in list(doctree.findall(nodes.image)):
        if "dark" in image:  # press.xhtml makes one picture of the two
            night = image.deepcopy()
            night["uri"] = image["dark"]
            night["candidates"] = {"*": image["dark"]}
            night["classes"] = [NIGHT]
            image.parent.insert(image.parent.index(image) + 1, night)


class BookEpubBuilder(Epub3Builder):
    """Writes the pages of a book as XHTML and packs them as EPUB 3."""

    name = "epub"

    def init(self) -> None:
        """Find the theme before the templates are looked for."""
        self._look = theme_folder(Path(self.confdir))
        self._assets: list[str] = []
        super().init()

    def get_theme_config(self) -> tuple[str, dict[str, str | int | bool]]:
        """Use the press's theme unless the project names another."""
        name, options = super().get_theme_config()
        return (THEME if name == "epub" else name), options

    # -- Pages ------------------------------------------------------------------

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: Any = None,
    ) -> None:
        """Write one page, its body finished for e-readers."""
        if "body" in addctx:
            body = addctx["body"]
            if isinstance(event_arg, nodes.document):
                body = _with_proof(body, self._proof(pagename, event_arg))
            addctx["body"] = finish_body(body)
        super().handle_page(
            pagename, addctx, templatename, outfilename=outfilename, event_arg=event_arg
        )

    def _proof(self, pagename: str, document: nodes.document) -> str:
        sentence = executed_sentence(document)
        page = getattr(self.config, "press_checked_page", "")
        if sentence and page in self.env.all_docs:
            address = self.get_relative_uri(pagename, page)
            sentence = f'<a href="{escape(address)}">{sentence}</a>'
        return sentence

    def copy_static_files(self) -> None:
        """Write style sheet, fonts and cover: an e-reader runs none of the web's scripts."""
        static = Path(self.outdir) / "_static"
        (static / "fonts").mkdir(parents=True, exist_ok=True)
        (static / "book.css").write_text(self.stylesheet(), encoding="utf-8")
        _, files = font_faces(self._look)
        for file in files:
            shutil.copyfile(file, static / "fonts" / file.name)
        shutil.copyfile(self._look / "epub" / _WRAP, static / _WRAP)
        (Path(self.outdir) / _COVER).write_bytes(self.cover_png())
        self._assets = [
            "_static/book.css",
            f"_static/{_WRAP}",
            *(f"_static/fonts/{file.name}" for file in files),
        ]

    def stylesheet(self) -> str:
        """Return the one style sheet, without variables, with the night's colors at its end."""
        tokens = load_tokens(self._look)
        sheet = (self._look / "epub" / "book.css").read_text(encoding="utf-8")
        return "\n".join(
            [
                font_faces(self._look)[0].replace('url("', 'url("fonts/'),
                _colors(self.config.pygments_style or "default"),
                flatten(sheet, tokens),
                indent_rules(),
                "@media (prefers-color-scheme: dark) {",
                _colors(self.config.press_dark_style),
                dark_rules(sheet, tokens),
                "}",
                "",
            ]
        )

    def cover(self, title: str = "") -> str:
        """Return the cover as SVG, with the book's title or another."""
        config = self.config
        return cover_svg(
            title or config.epub_title,
            _subtitle(config),
            config.epub_author,
            load_tokens(self._look),
            fonts=self._look / "fonts",
        )

    def cover_png(self, title: str = "") -> bytes:
        """Return the cover as a picture of pixels; one that was drawn before is kept."""
        kept = Layout(Path(self.confdir)).build / ".cache" / "covers"
        return kept_png(self.cover(title), _COVER_WIDTH, kept)

    # -- The book ---------------------------------------------------------------

    def contents_list(self) -> list[NavEntry]:
        """Return the table of contents: the front page, then what its toctrees hold."""
        root = self.config.root_doc
        front = NavEntry(self.env.titles[root].astext(), self.get_target_uri(root))
        tree = global_toctree_for_doc(
            self.env, root, self, tags=self.tags, maxdepth=-1, titles_only=True
        )
        found = [front]
        for child in tree.children if tree is not None else ():
            if isinstance(child, nodes.title):
                found.append(NavEntry(child.astext()))
            elif isinstance(child, nodes.bullet_list):
                entries = self._entries(child, front.href)
                if found[-1].href:
                    found += entries
                else:
                    found[-1].children += entries
        return [entry for entry in found if entry.first]

    def _entries(self, listing: nodes.bullet_list, root: str) -> list[NavEntry]:
        found = []
        for item in listing.children:
            link = next(iter(item.findall(nodes.reference)), None)
            if link is None or "://" in link.get("refuri", "://") or not link["refuri"]:
                continue
            href = posixpath.normpath(posixpath.join(posixpath.dirname(root), link["refuri"]))
            entry = NavEntry(" ".join(link.astext().split()), href)
            for child in item.children:
                if isinstance(child, nodes.bullet_list):
                    entry.children += self._entries(child, root)
            found.append(entry)
        return found

    def about(self) -> About:
        """Return what the package says about the book."""
        config = self.config

        def told(value: str) -> str:
            return "" if value == "unknown" else value

        name = f"{config.epub_title}/{config.epub_author}/{config.root_doc}"
        return About(
            identifier=told(config.epub_identifier)
            or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}",
            title=config.epub_title,
            subtitle=_subtitle(config),
            author=config.epub_author,
            language=config.epub_language,
            publisher=told(config.epub_publisher),
            description=told(config.epub_description),
            rights=told(config.epub_copyright),
            modified=build_time(),
        )

    def handle_finish(self) -> None:
        """Write package and navigation and zip the book, then the books of its tracks."""
        folder = Path(self.outdir)
        self._shelf = Shelf(Path(self.doctreedir, "epub-kept.pickle"), _code())
        toc = self.contents_list()
        spine = list(dict.fromkeys(entry.href for entry in leaves(toc)))
        # A page that no table of contents names is still linked to, so it must be in the book.
        spine += sorted({self.get_target_uri(name) for name in self.env.all_docs} - set(spine))
        if self.use_index:
            spine.append(self.get_target_uri("genindex"))
        target = folder / f"{self.config.epub_basename}.epub"
        contents = self._pack(folder, self.about(), toc, spine, target)
        for page, picture in contents.undescribed:
            self._complain(page, f"the picture {picture} has no alternative text: add one")
        for page, picture in contents.missing:
            mend = f"write it as an image of Markdown, ![what it shows]({picture})"
            self._complain(
                page, f"raw HTML shows {picture}, which no edition carries along: {mend}"
            )
        self._pack_tracks(toc, spine, contents)
        self._shelf.save()

    def _pack(
        self, folder: Path, about: About, toc: list[NavEntry], spine: list[str], target: Path
    ) -> Contents:
        """Pack the pages in ``folder`` and return what was found in them."""
        contents = Contents.read(folder, spine, self._assets, self._shelf)
        package = Package(folder, self._look / "epub" / "package", about, self._shelf)
        package.cover(_COVER, f"Cover: {about.title}. {about.subtitle}".strip())
        package.navigation(toc, "Contents", spine[0])
        package.opf(contents, spine, _COVER)
        package.pack(contents, _COVER, target)
        return contents

    def _pack_tracks(self, toc: list[NavEntry], spine: list[str], whole: Contents) -> None:
        """Pack a book of each track from the pages of the whole."""
        made, work = Path(self.outdir, TRACKS), Path(self.outdir, f".{TRACKS}")
        for folder in (made, work):
            shutil.rmtree(folder, ignore_errors=True)
        names = getattr(self.config, "press_tracks", {})
        for track in tracks(names, spine, self.get_target_uri(self.config.root_doc)):
            made.mkdir(exist_ok=True)
            about, folder = track.about(self.about()), work / track.name
            files = [*whole.pictures, *self._assets]
            copy_pages(Path(self.outdir), folder, track, self._modules(), files, self._shelf)
            (folder / _COVER).write_bytes(self.cover_png(about.title))
            target = made / f"{self.config.epub_basename}-{track.name}.epub"
            self._pack(folder, about, contents_of(toc, track.pages), list(track.pages), target)

    def _modules(self) -> dict[str, str]:
        """Return for every page the title of the module that it belongs to, else its own."""
        titles = {name: title.astext() for name, title in self.env.titles.items()}
        return {
            self.get_target_uri(name): titles.get("/".join([*name.split("/")[:2], "index"]), title)
            for name, title in titles.items()
        }

    def _complain(self, page: str, message: str) -> None:
        docname = page.removesuffix(self.out_suffix)
        logger.warning(message, location=docname, type="press", subtype="epub")


def _code() -> bytes:
    """Give the code that decides what is read from pages and packed."""
    here = Path(__file__).parent
    names = ("epub_package.py", "epub_tracks.py", "xhtml.py")
    return zlib.ZLIB_RUNTIME_VERSION.encode() + b"".join(
        (here / name).read_bytes() for name in names
    )


def _colors(style: str) -> str:
    """Return the colors of code alone: the height of its lines is the same by night and day."""
    return code_colors(PygmentsBridge("html", style).get_stylesheet())


def _subtitle(config: Config) -> str:
    return str(getattr(config, "press_subtitle", ""))


def _with_proof(body: str, proof: str) -> str:
    return body.replace("</h1>", f'</h1>\n<p class="proof">{proof}</p>', 1) if proof else body


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put the builder in the place of the stock one."""
    app.add_builder(BookEpubBuilder, override=True)
    app.add_html_theme(THEME, str(theme_folder(Path(app.confdir)) / "epub"))
    app.add_config_value("press_dark_style", "default", "", str)
    app.connect("doctree-resolved", _arrange, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
