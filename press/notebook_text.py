"""A resolved page as plain Markdown, cut where its examples stand.

:func:`cut` walks a doctree and yields :class:`Text` and :class:`Code` in the order of the page.
What MyST says with directives becomes what any Markdown reader shows: boxes are block quotes,
parts that open on demand are ``<details>``, a picture is its alternative text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

_BLANKS = re.compile(r"\s+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_SKIPPED = (nodes.Invisible, nodes.raw, nodes.system_message, nodes.substitution_definition)


@dataclass(frozen=True)
class Text:
    """Markdown between two examples."""

    markdown: str


@dataclass(frozen=True)
class Code:
    """A block of code that the press knows as an example."""

    block: nodes.literal_block


def cut(document: nodes.Element) -> Iterator[Text | Code]:
    """Yield the parts of a page, in order."""
    lines: list[str] = []
    for part in _Walk().blocks(document, ""):
        if isinstance(part, str):
            lines.append(part)
            continue
        if any(line.strip(" >") for line in lines):
            yield Text(_tidy(lines))
        lines = []
        yield part
    if any(line.strip(" >") for line in lines):
        yield Text(_tidy(lines))


def _tidy(lines: list[str]) -> str:
    """Join lines; no empty ones at the ends, never two in a row."""
    words = [number for number, line in enumerate(lines) if line.strip(" >")]
    lines = lines[words[0] : words[-1] + 1]
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n(?:>?\n){2,}", "\n\n", text).strip("\n") + "\n"


class _Walk:
    """One walk over a page."""

    def __init__(self) -> None:
        self.level = 0

    def blocks(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        """Yield the lines of the blocks in ``node``, each with ``ahead`` before it."""
        for child in node.children:
            if isinstance(child, _SKIPPED):
                continue
            if isinstance(child, nodes.Element) and "ran-on" not in child["classes"]:
                yield from self.block(child, ahead)
                yield ahead.rstrip()

    def block(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        """Yield the lines of one block."""
        handler = getattr(self, f"_{type(node).__name__}", None)
        if handler is not None:
            yield from handler(node, ahead)
        elif isinstance(node, (nodes.Inline, nodes.TextElement)):
            yield ahead + inline(node)
        else:
            yield from self.blocks(node, ahead)

    def _section(self, node: nodes.section, ahead: str) -> Iterator[str | Code]:
        self.level += 1
        yield from self.blocks(node, ahead)
        self.level -= 1

    def _title(self, node: nodes.title, ahead: str) -> Iterator[str | Code]:
        if isinstance(node.parent, nodes.section):
            yield f"{ahead}{'#' * min(self.level, 6)} {inline(node)}"
        else:
            yield f"{ahead}**{inline(node)}**"

    def _paragraph(self, node: nodes.paragraph, ahead: str) -> Iterator[str | Code]:
        text = inline(node)
        yield ahead + (f"**{text}**" if "study-label" in node["classes"] else text)

    def _literal_block(self, node: nodes.literal_block, ahead: str) -> Iterator[str | Code]:
        if node.get("example"):
            yield Code(node)
        elif "output" not in node["classes"]:
            yield from fence(node.astext(), str(node.get("language", "")), ahead)

    def _caption(self, node: nodes.caption, ahead: str) -> Iterator[str | Code]:
        yield f"{ahead}*{inline(node)}*"

    def _figure(self, node: nodes.figure, ahead: str) -> Iterator[str | Code]:
        for image in list(node.findall(nodes.image))[:1]:  # the second one is for a dark page
            alt = " ".join(str(image.get("alt", "")).split())
            yield f"{ahead}> **Figure** (drawn on the page of the book): {escape(alt)}"
        for caption in node.findall(nodes.caption):
            yield f"{ahead}>"
            yield f"{ahead}> *{inline(caption)}*"

    def _image(self, node: nodes.image, ahead: str) -> Iterator[str | Code]:
        yield f"{ahead}> **Figure**: {escape(str(node.get('alt', '')))}"

    def _bullet_list(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        for item in node.children:
            yield from self._item(item, ahead, "- ")

    def _enumerated_list(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        for number, item in enumerate(node.children, int(node.get("start", 1))):
            yield from self._item(item, ahead, f"{number}. ")

    def _item(self, item: nodes.Node, ahead: str, mark: str) -> Iterator[str | Code]:
        if not isinstance(item, nodes.Element):
            return
        indent = ahead + " " * len(mark)
        first = True
        for part in self.blocks(item, indent):
            if isinstance(part, str) and first:
                yield ahead + mark + part[len(indent) :]
                first = False
            elif isinstance(part, Code) or part.strip(" >") or len(item.children) > 1:
                yield part

    def _definition_list(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        for item in node.findall(nodes.definition_list_item):
            terms = [inline(term) for term in item.children if isinstance(term, nodes.term)]
            yield f"{ahead}**{', '.join(terms)}**"
            yield ahead.rstrip()
            for part in item.children:
                if isinstance(part, nodes.definition):
                    yield from self.blocks(part, ahead)

    def _block_quote(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        yield from self.blocks(node, f"{ahead}> ")

    def _admonition(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        yield from self.blocks(node, f"{ahead}> ")

    def _fold(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        summary = f"<summary>{escape(str(node['summary']))}</summary>"
        if any(block.get("example") for block in node.findall(nodes.literal_block)):
            yield f"{ahead}**{escape(str(node['summary']))}**"  # cells cannot be folded away
            yield ahead.rstrip()
            yield from self.blocks(node, ahead)
            return
        yield from (f"{ahead}<details>{summary}", ahead.rstrip())
        yield from self.blocks(node, ahead)
        yield f"{ahead}</details>"

    def _table(self, node: nodes.table, ahead: str) -> Iterator[str | Code]:
        rows = [
            [inline(entry) for entry in row.children if isinstance(entry, nodes.Element)]
            for row in node.findall(nodes.row)
        ]
        for number, row in enumerate(rows):
            yield f"{ahead}| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
            if number == 0:
                yield f"{ahead}|{'---|' * len(row)}"

    def _transition(self, _node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        yield f"{ahead}---"

    def _footnote(self, node: nodes.Element, ahead: str) -> Iterator[str | Code]:
        text = " ".join(
            inline(child) for child in node.children if not isinstance(child, nodes.label)
        )
        label = node.next_node(nodes.label)
        yield f"{ahead}[{label.astext() if label else '*'}] {text.strip()}"


def fence(text: str, language: str, ahead: str) -> Iterator[str]:
    """Yield a block of code as Markdown."""
    ticks = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    yield f"{ahead}{ticks}{language}"
    yield from (ahead + line for line in text.rstrip("\n").split("\n"))
    yield ahead + ticks


def inline(node: nodes.Node) -> str:
    """Return what stands in ``node`` on one line of Markdown."""
    if isinstance(node, nodes.Text):
        return escape(_BLANKS.sub(" ", node.astext()))
    if isinstance(node, _SKIPPED) or not isinstance(node, nodes.Element):
        return ""
    if isinstance(node, nodes.literal):
        return _literal(node.astext())
    if isinstance(node, nodes.image):
        return escape(str(node.get("alt", "")))
    between = "" if isinstance(node, (nodes.TextElement, nodes.Inline)) else " "
    text = between.join(part for part in map(inline, node.children) if part)
    before, after = _around(node)
    return before + text + after


def _around(node: nodes.Element) -> tuple[str, str]:
    """Return the marks before and after the text of an inline element."""
    if isinstance(node, nodes.strong):
        return "**", "**"
    if isinstance(node, nodes.emphasis):
        return "*", "*"
    if isinstance(node, nodes.footnote_reference):
        return r"\[", r"\]"
    if isinstance(node, nodes.reference) and str(node.get("refuri", "")).startswith("http"):
        return "[", f"]({node['refuri']})"
    return "", ""


def _literal(text: str) -> str:
    ticks = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    gap = " " if "`" in text else ""
    return f"{ticks}{gap}{text}{gap}{ticks}"


def escape(text: str) -> str:
    """Return ``text`` so that Markdown shows it as it is."""
    return _SPECIAL.sub(r"\\\1", text)
