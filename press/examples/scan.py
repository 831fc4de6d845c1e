"""The state of one pass over a page, and the comments and prose between the fences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it.token import Token

from press.examples.comments import Comment, CommentError, parse_comment
from press.examples.languages import FENCE_LINE, Wrong
from press.examples.model import Fault, Output, Page, Step
from press.tables import uneven_rows

_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_ATTRIBUTE_LINE = re.compile(r"\{[#.\w][^}]*\}\s*\Z")


@dataclass
class Pending:
    """Comments that wait for the fence below them."""

    line: int = 0
    source: str = ""
    cont: bool = False
    output: str = ""
    marks: dict[str, Comment] = field(default_factory=dict)


class Scan:
    """What is known in the middle of a page; the walk itself is in :mod:`fences`."""

    def __init__(self, page: Page, deck: bool) -> None:
        self.page = page
        self.deck = deck
        self.lines = page.text.split("\n")
        self.pending = Pending()
        self.last: Step | None = None  # the example that cont and outputs refer to
        self.blocked = ""  # what stands between ``last`` and here
        self.adjacent = False  # nothing but blank lines since ``last``
        self.quoted = 0
        self.paragraph_end = 0
        self.hidden = False
        self.names: dict[str, int] = {}

    def finish(self) -> None:
        """Report what was still waiting at the end of the page."""
        self.apart("end")

    def fault(self, line: int, what: str, mend: str) -> None:
        """Note a fault of the page."""
        self.page.faults.append(Fault(self.page.path, line, what, mend))

    def wrong(self, line: int, wrong: Wrong) -> None:
        """Note what is wrong, if anything is."""
        if wrong is not None:
            self.fault(line, *wrong)

    def apart(self, kind: str) -> None:
        """Something that is no fence came: comments that wait for one wait in vain."""
        if kind in ("bullet_list_open", "ordered_list_open", "list_item_open"):
            return
        self.adjacent = False
        pending, self.pending = self.pending, Pending()
        if not pending.line:
            return
        if pending.output:
            self.no_output_fence(pending.line)
            return
        self.fault(
            pending.line,
            f"comment {pending.source} has no fence below it",
            "put it directly above the fence it speaks of",
        )

    def no_output_fence(self, line: int) -> None:
        """Note an ``expected-output`` without a fence, as a place to write to if possible."""
        if self.last is not None and self.last.output is None and not self.blocked:
            prefix = self.lines[line - 1]
            indent = prefix[: len(prefix) - len(prefix.lstrip())]
            self.last.output = Output("", line, line, line, indent, missing=True)
            return
        self.fault(line, "expected-output has no fence below it", "add a ```text fence")

    # -- Comments and prose ----------------------------------------------------
    def html(self, token: Token, line: int) -> None:
        """Read an HTML block: a steering comment, a hidden set-up, or plain HTML."""
        text = token.content.strip()
        if token.attrs.get("id") or token.attrs.get("caption"):
            self.fault(
                line,
                "the {#name} line above a comment names the comment",
                "put it directly above the fence",
            )
        if text.startswith("<!--") and FENCE_LINE.search(text):
            self.hidden_setup(text, line)
            return
        if FENCE_LINE.search(text):
            self.fault(line, "a fence inside HTML is not code", "leave a blank line before it")
        elif re.search(r"<pre\b", text, re.I):
            self.fault(line, "code in raw HTML is not run", "use a ```python or ```text fence")
        comments = re.findall(r"<!--.*?-->", text, re.S) if text.startswith("<!--") else [text]
        for number, comment in enumerate(comments):
            self.steer(comment, line + (number if len(comments) > 1 else 0))
        rest = re.sub(r"<!--.*?-->", "", text, flags=re.S).strip()
        if rest and text.startswith("<!--") and "pytest" in text:
            self.fault(line, "a comment for an example shares its line", "give it its own line")

    def steer(self, text: str, line: int) -> None:
        """Obey a comment that steers an example."""
        try:
            comment = parse_comment(text)
        except CommentError as error:
            self.fault(line, *error.args)
            return
        if comment is None:
            if not text.startswith(("<!--", "%")):
                self.apart("html")
            return
        self.pending.line = self.pending.line or line
        self.pending.source = self.pending.source or text
        if comment.keyword == "cont":
            self.pending.cont = True
        elif comment.keyword.startswith("expected-output"):
            if self.last is None:
                self.fault(line, "expected-output follows no example", "put it below an example")
            self.pending.output = comment.keyword
        elif comment.keyword in self.pending.marks:
            self.fault(line, f"the mark {comment.keyword} stands twice", "keep one")
        else:
            self.pending.marks[comment.keyword] = comment

    def line_comment(self, token: Token, line: int) -> None:
        """Refuse a ``%`` comment that means to steer: nothing reads it."""
        for number, text in enumerate(token.content.splitlines()):
            try:
                found = parse_comment("<!-- " + text.strip() + " -->")
            except CommentError:
                found = Comment(text)
            if found is not None:
                self.fault(
                    line + number, f'comment "% {text.strip()}" is not read', "write <!--…-->"
                )

    def prose(self, token: Token, line: int) -> None:
        """Look for steering that stands in running text, where nothing reads it."""
        for number, text in enumerate(token.content.split("\n")):
            if "<!--" not in text and "{" not in text:
                continue
            at = line + number
            said = _CODE_SPAN.sub("", text)  # a text about steering shows it as code
            if re.search(r"<!--\s*-*\s*pytest|pytest-codeblocks:[\w-]+-->", said):
                self.fault(at, "a comment inside a paragraph is not read", "give it its own line")
            last = number == token.content.count("\n")
            if last and _ATTRIBUTE_LINE.match(text.strip()) and self.next_is_fence(at):
                self.fault(
                    at, f"{text.strip()} is part of the paragraph", "leave a blank line above it"
                )

    def next_is_fence(self, line: int) -> bool:
        """True if the page's line after ``line`` (1-based) opens a fence."""
        return line < len(self.lines) and FENCE_LINE.match(self.lines[line]) is not None

    def indented(self, line: int) -> None:
        """Refuse indented literals: they look like code and are run by some readers only."""
        self.apart("code_block")
        self.fault(
            line,
            "an indented block is shown as code and never run",
            "use a ```python or ```text fence",
        )

    def table(self, token: Token, line: int) -> None:
        """Refuse rows that Markdown would cut or fill up."""
        self.apart("table")
        length = token.map[1] - token.map[0] if token.map else 0
        for number, cells, wanted in uneven_rows(self.lines[line - 1 : line - 1 + length]):
            self.fault(
                line + number,
                f"the cells of this row and of the table's head differ: {cells} and {wanted}",
                r"write a | that is text as \|",
            )

    def hidden_setup(self, text: str, line: int) -> None:
        """Read the fences inside an HTML comment."""
        raise NotImplementedError
