"""Read a MyST page as prose: what a reader reads, with the line each word stands on.

The page goes through the parser that builds the book. Left out are code, comments, tables of
contents and quotations; inside a paragraph, code, quoted words, titles of works and the text of
links to other sites become :data:`MASK`, because there a banned word is mentioned or is somebody
else's. The text in directives, their titles and their captions belongs to the prose.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

MASK = "￼"

_LISTING_DIRECTIVES = frozenset(
    {
        *("code", "code-block", "sourcecode", "literalinclude", "show", "fragment"),
        *("revealjs-code-block", "revealjs-literalinclude"),
    }
)
# Directives whose content and argument are not running text.
_LITERAL = _LISTING_DIRECTIVES | {
    *("mermaid", "math", "raw", "eval-rst", "toctree", "include", "image", "index", "only"),
    *("highlight", "csv-table", "parsed-literal"),
}
_OUTPUT_LANGUAGES = frozenset({"", "text", "none", "output", "default"})
_TEXT_OPTIONS = frozenset({"alt", "caption", "goal", "title", "reason", "subtitle"})
# An argument of these is a name or a path, not a title.
_NAMED = frozenset(
    {"figure", "image", "include", "only", "index", "contents", "exercise", "interview"}
)
_OPTION = re.compile(r":(?P<key>[\w-]+):(?:[ \t]+(?P<value>.*))?$")
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:.-]+)\}[ \t]*(?P<argument>.*)$")
_ALLOW = re.compile(
    r"<!--\s*prose:(?P<comment>.*?)-->|^[ \t]*%[ \t]*prose:(?P<line>[^\n]*)$",
    re.MULTILINE | re.DOTALL,
)
_ALLOW_BODY = re.compile(
    r'\s*allow\s+["“](?P<what>[^"”]+)["”]\s+because\s+(?P<why>\S.*)', re.DOTALL
)
_QUOTED = re.compile(r"“[^“”]{1,200}”|(?<![\w])\"[^\"]{1,200}\"(?![\w])")
_WORD = re.compile(r"\w[\w'’.-]*")


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, table cell, caption, alternative text or title.

    ``text`` has one line for each line of the source, ``inside`` names the directives around it.
    """

    kind: str
    line: int
    text: str
    words: int
    inside: tuple[str, ...] = ()

    def line_of(self, position: int) -> int:
        """Return the line of the file on which the character at ``position`` stands."""
        return self.line + self.text.count("\n", 0, position)


@dataclass(frozen=True)
class Listing:
    """Code that the page shows; ``follows`` is true when no prose parts it from the one before.

    ``lines`` are those that a reader sees, each with its number in the file.
    """

    line: int
    language: str
    lines: tuple[tuple[int, str], ...]
    follows: bool
    output: bool = False


@dataclass(frozen=True)
class Diagram:
    """A diagram with its caption and alternative text, empty where the page has none."""

    line: int
    caption: str
    alt: str


@dataclass(frozen=True)
class ListFacts:
    """A list: on how many of its items the text opens in bold, whether it stands in another."""

    line: int
    items: int
    bold: int
    nested: bool


@dataclass(frozen=True)
class Allowance:
    """An exception that the author states: it covers the lines up to the next blank one."""

    line: int
    last: int
    what: str
    why: str


@dataclass
class Prose:
    """A page as its reader sees it."""

    blocks: list[Block] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    diagrams: list[Diagram] = field(default_factory=list)
    lists: list[ListFacts] = field(default_factory=list)
    allowances: list[Allowance] = field(default_factory=list)

    @property
    def words(self) -> int:
        """Words of running text."""
        return sum(block.words for block in self.blocks)


def read_prose(text: str) -> Prose:
    """Parse the MyST ``text`` of one page."""
    prose = Prose(allowances=list(_allowances(text)))
    _Reader(prose).tokens(_markdown().parse(text), 0, ())
    prose.blocks.sort(key=lambda block: block.line)
    return prose


@functools.cache
def _markdown() -> MarkdownIt:
    extensions = {
        *("attrs_block", "attrs_inline", "colon_fence", "deflist", "fieldlist", "substitution")
    }
    return create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)


def _allowances(text: str) -> Iterator[Allowance]:
    lines = text.splitlines()
    for match in _ALLOW.finditer(text):
        body = _ALLOW_BODY.match(match["comment"] or match["line"] or "")
        first = text.count("\n", 0, match.start()) + 1
        last = text.count("\n", 0, match.end()) + 1
        while last < len(lines) and lines[last].strip():
            last += 1
        what, why = (body["what"], body["why"].strip()) if body else ("", "")
        yield Allowance(first, last, " ".join(what.split()).lower(), why)


class _Reader:
    """Walk tokens; directives are parsed again from their content, with their lines kept."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self._parted = True  # whether prose stands between the last listing and here

    def tokens(self, tokens: Sequence[Token], offset: int, inside: tuple[str, ...]) -> None:
        """Read ``tokens`` of a text that starts ``offset`` lines into the file."""
        stack: list[str] = []
        lists: list[tuple[int, list[bool]]] = []
        item_begins = False
        line = offset + 1
        for before, token in pairwise([Token("", "", 0), *tokens]):
            if token.map:
                line = offset + token.map[0] + 1
            if token.type in {"bullet_list_open", "ordered_list_open"}:
                lists.append((line, []))
            elif token.type in {"bullet_list_close", "ordered_list_close"}:
                start, bold = lists.pop()
                nested = token.type == "bullet_list_close" and bool(lists)
                self.prose.lists.append(ListFacts(start, len(bold), sum(bold), nested))
            elif token.type == "list_item_open":
                lists[-1][1].append(False)
                item_begins = True
            elif token.type == "fence":
                self._fence(token, line, inside)
            elif token.type == "colon_fence":
                self._directive(token, line, inside)
            elif token.type == "inline":
                if item_begins:
                    lists[-1][1][-1] = _opens_bold(token.children or ())
                    item_begins = False
                self._inline(token, before, line, (*inside, *_quote(stack)))
            if token.nesting > 0:
                stack.append(token.type)
            elif token.nesting < 0 and stack:
                stack.pop()

    def _inline(self, token: Token, before: Token, line: int, inside: tuple[str, ...]) -> None:
        kind = {"heading_open": "heading", "th_open": "cell", "td_open": "cell"}
        block = _block(kind.get(before.type, "paragraph"), line, token, inside)
        if block.kind != "heading" and block.words:
            self._parted = True
        self.prose.blocks.append(block)

    def _fence(self, token: Token, line: int, inside: tuple[str, ...]) -> None:
        if token.info.lstrip().startswith("{"):
            self._directive(token, line, inside)
        else:
            language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
            self._listing(line, language, enumerate(token.content.splitlines(), line + 1))

    def _listing(self, line: int, language: str, content: Iterable[tuple[int, str]]) -> None:
        lines = tuple(one for one in content if not one[1].rstrip().endswith("# hide"))
        output = language in _OUTPUT_LANGUAGES
        self.prose.listings.append(
            Listing(line, language, lines, not output and not self._parted, output)
        )
        if not output:
            self._parted = False

    def _directive(self, token: Token, line: int, inside: tuple[str, ...]) -> None:
        head = _DIRECTIVE.match(token.info.strip())
        name, argument = (head["name"], head["argument"]) if head else ("", "")
        options, start = _options(token.content)
        for key, (value, below) in options.items():
            if key in _TEXT_OPTIONS and value:
                self._plain("caption", value, line + below, (*inside, name))
        if name == "mermaid":
            caption, alt = (options.get(key, ("", 0))[0] for key in ("caption", "alt"))
            self.prose.diagrams.append(Diagram(line, caption, alt))
        if name in _LISTING_DIRECTIVES:
            body = [] if name.endswith(("literalinclude", "show")) else token.content.splitlines()
            shown = enumerate(body[start:], line + start + 1)
            self._listing(line, argument.strip() or "python", shown)
        if name in _LITERAL:
            return
        if argument and name not in _NAMED:
            self._plain("title", argument, line, (*inside, name))
        elif name == "exercise" and " " in argument:
            self._plain("title", argument.split(maxsplit=1)[1], line, (*inside, name))
        content = "\n" * start + "\n".join(token.content.splitlines()[start:])
        self._parted = True
        self.tokens(_markdown().parse(content), line, (*inside, name))
        self._parted = True

    def _plain(self, kind: str, text: str, line: int, inside: tuple[str, ...]) -> None:
        for token in _markdown().parseInline(text):
            self.prose.blocks.append(_block(kind, line, token, inside))


def _quote(stack: Sequence[str]) -> tuple[str, ...]:
    return ("blockquote",) if "blockquote_open" in stack else ()


def _opens_bold(children: Sequence[Token]) -> bool:
    for child in children:
        if child.type != "text" or child.content.strip():
            return child.type == "strong_open"
    return False


def _options(content: str) -> tuple[dict[str, tuple[str, int]], int]:
    """Return options with their line below the fence, and the line where the content starts."""
    found: dict[str, tuple[str, int]] = {}
    lines = content.splitlines()
    if lines and lines[0].strip() == "---":
        for number, text in enumerate(lines[1:], 2):
            if text.strip() == "---":
                return found, number
            key, _, value = text.partition(":")
            found[key.strip()] = (value.strip().strip("\"'"), number)
        return found, len(lines)
    key = ""
    for number, text in enumerate(lines):
        match = _OPTION.match(text.strip())
        if match:
            key = match["key"]
            found[key] = ((match["value"] or "").strip(), number + 1)
        elif key and text.startswith((" ", "\t")) and text.strip():
            value, below = found[key]
            found[key] = (f"{value} {text.strip()}".strip(), below)
        else:
            return found, number
    return found, len(lines)


def _block(kind: str, line: int, token: Token, inside: tuple[str, ...]) -> Block:
    shown, full = _flatten(token)
    masked = _QUOTED.sub(lambda match: _masked(match[0]), shown)
    return Block(kind, line, masked, len(_WORD.findall(full)), inside)


def _masked(text: str) -> str:
    return re.sub(r"[^\s]", MASK, text)


def _is_title(text: str) -> bool:
    """Whether emphasized words read like the title of a work: *Fluent Python*."""
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    long = [word for word in words if len(word) > 3] or words
    return len(words) > 1 and words[0][0].isupper() and all(word[0].isupper() for word in long)


def _emphasis(children: Sequence[Token], start: int) -> str:
    words: list[str] = []
    for child in children[start + 1 :]:
        if child.type == "em_close":
            break
        words.append(" " if child.type == "softbreak" else child.content)
    return "".join(words)


def _flatten(token: Token) -> tuple[str, str]:
    """Return the text of an inline token, masked, and the same with only code masked.

    A code span may run over a line end that the parser turned into a space, so the line count
    is brought level with the source at each piece of text.
    """
    shown, full = "", ""
    cursor, hidden = 0, 0
    closing: list[bool] = []
    children = token.children or []
    for index, child in enumerate(children):
        piece = ""
        if child.type == "text":
            piece = child.content
            found = token.content.find(piece, cursor)
            if found >= 0:
                behind = token.content.count("\n", 0, found) - shown.count("\n")
                shown, full = shown + "\n" * behind, full + "\n" * behind
                cursor = found + len(piece)
        elif child.type in {"softbreak", "hardbreak"}:
            piece = "\n"
            cursor = max(cursor, token.content.find("\n", cursor) + 1)
        elif child.type in {"link_open", "em_open"}:
            away = re.match(r"[a-z][a-z+.-]*:", str(child.attrGet("href") or "")) is not None
            mask = away or (child.type == "em_open" and _is_title(_emphasis(children, index)))
            closing.append(mask)
            hidden += mask
        elif child.type in {"link_close", "em_close"} and closing:
            hidden -= closing.pop()
        elif child.type == "image":
            piece = child.content.replace("\n", " ")
        elif child.type in {"code_inline", "myst_role", "math_inline", "substitution_inline"}:
            shown, full = shown + MASK, full + "x"
        shown += _masked(piece) if hidden else piece
        full += piece
    return shown, full
