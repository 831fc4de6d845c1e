"""Diagrams: sphinxcontrib-mermaid's directive, drawn offline into ordinary figures.

An author writes::

    ```{mermaid}
    :alt: Ledger holds many Accounts, an Account sums its entries to one Money.
    :caption: A ledger owns its accounts, and money belongs to nobody.
    :name: fig-tally-classes

    classDiagram
        Ledger *-- Account
    ```

``{diagram}`` draws a named one once more, on a slide for example, with its own alternative text
and caption unless it is given others; ``:direction:`` turns a flowchart::

    ```{diagram} fig-tally-classes
    :direction: LR
    ```

``:alt:`` and ``:caption:`` must be there, each on one line. Name a node with ``:::mark`` (broken,
dangerous), ``:::gold`` (a version, an aside) or ``:::soft`` (outside the subject) instead of
giving it colors: the three have values for a light and a dark page and differ in grey too.

While a page is read, each diagram becomes ``figure.diagram`` around an ``image`` node whose
``diagram`` attribute keeps the text. So no writer meets anything but a picture: numbering,
alternative text, width and escaping are those of every image. Pictures lie in ``build/diagrams``,
one cache for all editions, keyed by the text, the palette, the fonts, the renderer's version and
this code. The website shows a second picture in the dark palette; the other editions never see it.
"""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata
from sphinxcontrib.mermaid import Mermaid, MermaidClassDiagram, mermaid

from press import mermaid_svg
from press.css import theme_folder
from press.drawings import UnknownDrawingError, find_drawing
from press.layout import Layout
from press.mermaid_svg import DiagramError, Face
from press.tokens import dark, first_family, read_tokens

logger = logging.getLogger(__name__)

LABEL_EM = 0.85
"""Size of a node's label on the page, in sizes of the running text."""
_LABEL_PX = 16
_PT_PER_MM = 72 / 25.4
_COLOR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:fill|stroke|color)\s*:\s*(?!none\b)[\w#(]+")
_SETTING = re.compile(r"%%\{\s*init|^\s*(?:theme|themeVariables|look)\s*:", re.MULTILINE)


# -- reading ------------------------------------------------------------------


class Diagram(Mermaid):  # type: ignore[misc]
    """The ``mermaid`` directive, which knows its lines."""

    def run(self, **options: Any) -> list[nodes.Node]:
        """Run the directive of sphinxcontrib-mermaid and note line and file in its node."""
        return _locate(self, super().run(**options))


class ShownDiagram(Diagram):
    """The ``diagram`` directive: a diagram of the book once more."""

    required_arguments = 1
    optional_arguments = 0
    has_content = False
    option_spec: ClassVar[dict[str, Any]] = {
        **{key: Mermaid.option_spec[key] for key in ("alt", "align", "caption", "name", "title")},
        "direction": lambda value: directives.choice(value, ("tb", "bt", "lr", "rl")).upper(),
    }

    def run(self, **options: Any) -> list[nodes.Node]:
        """Draw the diagram that the argument names."""
        env = self.state.document.settings.env
        self.arguments: list[str]
        try:
            drawing = find_drawing(
                Layout(Path(env.config.diagrams_root)).book, self.arguments[0].strip()
            )
            direction = self.options.pop("direction", "")
            text = drawing.turned(direction) if direction else drawing.text
        except UnknownDrawingError as error:
            raise self.error(str(error)) from error
        except ValueError as error:
            raise self.error(
                f"only a flowchart can be turned, this begins with '{error}'"
            ) from error
        env.note_dependency(str(drawing.path))
        for key in ("alt", "caption", "title"):
            if key in drawing.options:
                self.options.setdefault(key, drawing.options[key])
        del self.arguments[:]  # to the class above, an argument is a file
        self.content = StringList(text.split("\n"), source=str(drawing.path))
        result = super().run(**options)
        for node in (found for top in result for found in top.findall(mermaid)):
            above = node["code"].count("\n") - text.count("\n")  # as in _locate
            node["file"], node["first_line"] = str(drawing.path), drawing.line - above
        return result


class ClassDiagram(MermaidClassDiagram):  # type: ignore[misc]
    """The ``autoclasstree`` directive, which knows its lines."""

    def run(self, **options: Any) -> list[nodes.Node]:
        """Run the directive of sphinxcontrib-mermaid and note line and file in its node."""
        return _locate(self, super().run(**options))


def _locate(directive: Any, result: list[nodes.Node]) -> list[nodes.Node]:
    """Note in the ``mermaid`` nodes of ``result`` the file and line where their text begins."""
    source, line = directive.state_machine.get_source_and_line(directive.lineno)
    for node in (found for top in result for found in top.findall(mermaid)):
        node.source, node.line = source, line
        first, lines = line + directive.content_offset + 1, len(directive.content)
        if directive.arguments and isinstance(directive, Diagram):
            env = directive.state.document.settings.env
            _, source = env.relfn2path(directive.arguments[0])
            first, lines = 1, Path(source).read_text(encoding="utf-8").count("\n") + 1
        # The options :title: and :config: arrive as front matter before the text.
        node["first_line"] = first - (node["code"].count("\n") + 1 - lines)
        node["file"] = source
    return result


class DrawDiagrams(SphinxTransform):
    """Replace each ``mermaid`` node by a picture, before images are collected."""

    default_priority = 200

    @property
    def root(self) -> Path:
        """The folder of ``conf.py``."""
        return Path(self.config.diagrams_root)

    def apply(self, **_options: Any) -> None:
        """Draw all diagrams of this document; a bad one is reported and the next one drawn."""
        for node in list(self.document.findall(mermaid)):
            self._replace(node)

    def _replace(self, node: nodes.Element) -> None:
        figure = node.parent if isinstance(node.parent, nodes.figure) else None
        if figure is None:
            figure = nodes.figure("", ids=node["ids"], names=node["names"])
            figure.source, figure.line = node.source, node.line
            node.replace_self(figure)
            figure += node
            self._warn(
                node,
                "caption",
                "a diagram needs a caption that states its conclusion: add a line ':caption: …'",
            )
        figure["classes"] = [*figure["classes"], "diagram"]
        alt = " ".join(node.get("alt", "").split())
        if alt in {"", ">", "|", ">-", "|-"}:
            self._warn(
                node,
                "alt",
                "a diagram needs alternative text that says what it shows: add a line ':alt: …'"
                " (all of it on that line)",
            )
        try:
            image = self._picture(node, alt)
        except DiagramError as error:
            self._report(node, error)
            text = nodes.literal_block(node["code"], node["code"], language="text")
            node.replace_self(text)
        else:
            node.replace_self(image)

    def _picture(self, node: nodes.Element, alt: str) -> nodes.image:
        source = node["code"]
        light, night = _draw(self.root, source)
        svg = light.read_text(encoding="utf-8")
        size = mermaid_svg.measure(svg)
        self._lint(node, source, svg, size)
        image = nodes.image(
            "",
            uri=self._uri(light),
            alt=alt,
            diagram=source,
            dark=self._uri(night)[1:],
            width=f"{size.width / _LABEL_PX * LABEL_EM:.2f}em",
            classes=["no-scaled-link"],
        )
        image.source, image.line = node.source, node.line
        # Known to the environment as an image, copied only where a writer shows it.
        self.env.images.add_file(self.env.docname, image["dark"])
        self.env.note_dependency(image["dark"])
        return image

    def _uri(self, file: Path) -> str:
        """Return ``file`` as an image address: a leading slash means the source folder."""
        return "/" + Path(os.path.relpath(file, self.env.srcdir)).as_posix()

    def _lint(self, node: nodes.Element, source: str, svg: str, size: mermaid_svg.Size) -> None:
        text_mm, height_mm = self.config.diagrams_text_mm, self.config.diagrams_height_mm
        scale = min(
            LABEL_EM * self.config.diagrams_body_pt / _LABEL_PX,
            text_mm * _PT_PER_MM / size.width,
            height_mm * _PT_PER_MM / size.height,
        )
        points, least = size.smallest * scale, self.config.diagrams_min_pt
        if points < least:
            mend = "make it narrower (direction TB, shorter labels or signatures) or draw two"
            if size.height / height_mm > size.width / text_mm:
                mend = "make it lower (direction LR, fewer steps) or draw two"
            self._warn(
                node,
                "size",
                f"a diagram of {size.width:g} x {size.height:g} px shrinks to letters of "
                f"{points:.1f} pt where it is shown, under {least:g} pt: {mend}",
            )
        if _SETTING.search(source):
            self._warn(
                node,
                "setting",
                "themes and %%{init}%% have no effect, all diagrams share the palette of "
                "theme/tokens.css: delete the line",
            )
        color = _COLOR.search(source)
        if color:
            self._warn(
                node,
                "color",
                f"{color[0]!r} cannot be legible on a light and a dark page: name the node with "
                ":::mark, :::gold or :::soft instead",
            )
        if source.lstrip().startswith("mindmap") and "__" in source:
            self._warn(
                node,
                "mindmap",
                "a mindmap shows __name__ as bold 'name': draw a flowchart instead",
            )
        letters = mermaid_svg.missing_letters(svg, _look(self.root)[2])
        if letters:
            self._warn(
                node, "letters", f"the font has no {', '.join(letters)}: write it another way"
            )

    def _report(self, node: nodes.Element, error: DiagramError) -> None:
        lines = node["code"].split("\n")
        excerpt = lines[error.line - 1].expandtabs(1)
        line = node.get("first_line", (node.line or 1)) + error.line - 1
        message = f"{error.problem}\n  {excerpt}\n  {' ' * (error.column - 1)}^"
        self.env.note_reread()
        logger.warning(
            "diagram: %s",
            message,
            location=f"{node.get('file', node.source)}:{line}",
            type="diagram",
            subtype="syntax",
        )

    def _warn(self, node: nodes.Element, subtype: str, message: str) -> None:
        # A page with a fault is read again next time, else the second build would pass.
        self.env.note_reread()
        logger.warning("%s", message, location=node, type="diagram", subtype=subtype)


# -- drawing ------------------------------------------------------------------


Look = tuple[dict[str, str], dict[str, str], list[Face], str]


def _look(root: Path) -> Look:
    """Light palette, dark palette, fonts, and a hash over all that decides how diagrams look."""
    return _look_of(root, (theme_folder(root) / "tokens.css").stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _look_of(root: Path, _changed: int) -> Look:
    theme = theme_folder(root)
    tokens = read_tokens(theme / "tokens.css")
    faces = mermaid_svg.find_faces(first_family(tokens["font-ui"]), theme / "fonts")
    digest = hashlib.sha256(mermaid_svg.DRAWS_BY.encode())
    digest.update(Path(mermaid_svg.__file__).read_bytes())
    digest.update(repr(sorted(tokens.items())).encode())
    for face in faces:
        digest.update(face.file.read_bytes())
    return tokens, dark(tokens), faces, digest.hexdigest()


def _draw(root: Path, source: str) -> tuple[Path, Path]:
    """Return the light and the dark picture of ``source``, drawn now if the cache lacks them."""
    light_tokens, dark_tokens, faces, look = _look(root)
    key = hashlib.sha256(f"{look}\n{source}".encode()).hexdigest()[:16]
    folder = Layout(root).diagrams
    files = folder / f"diagram-{key}.svg", folder / f"diagram-{key}-dark.svg"
    for file, tokens in zip(files, (light_tokens, dark_tokens), strict=True):
        if not file.exists():
            _write(file, mermaid_svg.draw(source, tokens, faces))
    return files


def _write(file: Path, text: str) -> None:
    """Write beside and rename: another process, or an interruption, never sees half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


# -- writing ------------------------------------------------------------------


class DarkDiagrams(SphinxPostTransform):
    """On the website, put the dark picture beside the light one; the theme shows one of them."""

    default_priority = 5
    builders = ("html", "dirhtml")

    def run(self, **_options: Any) -> None:
        """Add the second picture to every diagram of the page."""
        for image in list(self.document.findall(nodes.image)):
            if "dark" in image:
                night = image.deepcopy()
                night["uri"] = image["dark"]
                night["candidates"] = {"*": image["dark"]}
                night["loading"] = "lazy"  # not fetched while it is not shown
                image["classes"] = [*image["classes"], "only-light"]
                night["classes"] = [*night["classes"], "only-dark"]
                image.parent.insert(image.parent.index(image) + 1, night)


def _settle(app: Sphinx, config: Config) -> None:
    """Note the look, so that a new palette or renderer has all pages read again."""
    config.diagrams_root = str(app.confdir)
    config.diagrams_look = _look(Path(app.confdir))[3]
    # Any other value has its script, from a server elsewhere, put on pages without a diagram.
    config.mermaid_output_format = "svg"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Load sphinxcontrib-mermaid and take over from where its directive ends."""
    app.setup_extension("sphinxcontrib.mermaid")
    app.add_config_value("diagrams_look", "", "env", str)
    app.add_config_value("diagrams_root", "", "", str)
    app.add_config_value("diagrams_text_mm", 120.0, "env", (int, float))
    app.add_config_value("diagrams_height_mm", 170.0, "env", (int, float))
    app.add_config_value("diagrams_body_pt", 10.0, "env", (int, float))
    app.add_config_value("diagrams_min_pt", 6.0, "env", (int, float))
    app.add_directive("mermaid", Diagram, override=True)
    app.add_directive("diagram", ShownDiagram)
    app.add_directive("autoclasstree", ClassDiagram, override=True)
    app.add_transform(DrawDiagrams)
    app.add_post_transform(DarkDiagrams)
    app.connect("config-inited", _settle)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
