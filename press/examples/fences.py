"""Read a MyST page: which code runs, in which chains, and which would silently not run.

The page is parsed by the parser that builds the book, so that what is proven is what is shown.
plain pytest-codeblocks reads lines instead and must agree on what an example is: whatever it
would skip, join to something else or never compare is a :class:`Fault` here.
"""

from __future__ import annotations

import functools
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from press.examples.languages import (
    FILE_DIRECTIVES,
    LITERAL_DIRECTIVES,
    SHELLS,
    holds_examples,
    looks_like_python,
    looks_like_shell,
    split_options,
    wrong_with_directive,
    wrong_with_literal,
)
from press.examples.model import Chain, Fault, Fragment, Output, Page, Shown, Step, page_name
from press.examples.scan import Pending, Scan

_KNOWN_ATTRIBUTES = frozenset({"id", "class", "caption", "emphasize-lines", "lineno-start"})


def read_page(path: Path, root: Path, decks: Path | None = None) -> Page:
    """Parse the file ``path``; ``decks`` is the folder whose pages hold no code of their own."""
    text = path.read_text(encoding="utf-8", errors="replace")
    deck = decks is not None and path.resolve().is_relative_to(decks.resolve())
    page = parse(text, page_name(path, root), deck=deck)
    if "\N{REPLACEMENT CHARACTER}" in text:
        page.faults += not_utf8(path, page.path)
    return page


def not_utf8(path: Path, name: str) -> list[Fault]:
    """Return the fault of a page, called ``name``, that cannot be decoded."""
    raw = path.read_bytes()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return [Fault(name, line, "this is not UTF-8", "save the page as UTF-8")]
    return []


def parse(text: str, path: str = "page.md", *, deck: bool = False) -> Page:
    """Parse the MyST ``text``; ``path`` is what messages call it."""
    page = Page(path, text)
    scan = _Walk(page, deck)
    scan.tokens(_markdown().parse(text), 0)
    scan.finish()
    for _, step in page.steps:
        if step.until is not None and step.output is None:
            what = "until(…) speaks of an output, and the example shows none"
            scan.fault(step.line, what, "take the mark out")
    return page


@functools.cache
def _markdown() -> MarkdownIt:
    """Return MyST's own parser, without the inline pass, which no fence depends on."""
    extensions = {"attrs_block", "colon_fence", "deflist", "fieldlist", "substitution"}
    markdown = create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)
    return markdown.disable(["inline", "text_join", "wordcount"])


class _Walk(Scan):
    """One pass over the tokens of a page, nested content included."""

    # -- Walking ---------------------------------------------------------------
    def tokens(self, tokens: list[Token], offset: int) -> None:
        """Walk ``tokens``; their first line is line ``offset`` of the page, 0-based."""
        for token in tokens:
            line = offset + (token.map[0] if token.map else 0) + 1
            match token.type:
                case "fence" | "colon_fence":
                    self.fence(token, line)
                case "html_block":
                    self.html(token, line)
                case "myst_line_comment":
                    self.line_comment(token, line)
                case "code_block":
                    self.indented(line)
                case "table_open":
                    self.table(token, line)
                case "blockquote_open":
                    self.quoted += 1
                case "blockquote_close":
                    self.quoted -= 1
                case "inline":
                    self.prose(token, line)
                case "attrs_block" | "front_matter":
                    pass
                case _ if token.nesting == 1 or (token.nesting == 0 and token.block):
                    self.apart(token.type)

    def hidden_setup(self, text: str, line: int) -> None:
        """Read the fences inside an HTML comment: they run, readers do not see them."""
        body = text.removeprefix("<!--")
        if not body.rstrip().endswith("-->"):
            self.fault(line, "the comment ends in the middle of a line", "put --> on its own line")
            return
        body = body.rstrip().removesuffix("-->")
        inner = _markdown().parse(body)
        for token in inner:
            if token.type == "fence" and not _closed(token, body.split("\n"), 0):
                self.fault(
                    line, "the comment ends inside the hidden code", "keep --> out of the code"
                )
                return
        self.hidden, before = True, self.hidden
        for token in inner:
            if token.type == "fence":
                self.fence(token, line + (token.map[0] if token.map else 0))
        self.hidden = before

    # -- Fences ----------------------------------------------------------------
    def fence(self, token: Token, line: int) -> None:
        """Read one fence or colon fence that opens at ``line``."""
        info = token.info.strip()
        words = info.split(maxsplit=1)
        language, argument = (words[0] if words else ""), (words[1] if words[1:] else "")
        if token.type == "colon_fence" and not info:
            mend = f"take it out, or open the box above it with {token.markup}"
            self.fault(line, f"{token.markup} ends no box and opens one without a name", mend)
            return
        if not self.hidden and not _closed(token, self.lines, line - 1):
            kind = "fence" if token.type == "fence" else f"box {language}"
            self.fault(line, f"the {kind} is never closed", f"end it with {token.markup}")
        if language.startswith("{"):
            self.directive(token, line, language.strip("{}"), argument)
        elif token.type == "colon_fence":
            self.fault(line, f"::: {info} is no directive", "write :::{name}")
        elif language == "python" or language in SHELLS:
            self.example(token, line, language, argument)
        elif token.markup[0] == "~" and language == "text" and self.adjacent:
            self.tilde_output(token, line)
        else:
            self.literal(token, line, language, argument)

    def example(self, token: Token, line: int, language: str, argument: str) -> None:
        """Add a step, or say why the fence would not run."""
        pending, self.pending = self.pending, Pending()
        if self.deck and language == "python":
            self.fault(
                line,
                "a deck holds no Python of its own",
                "name the example in the book and write ```{show} its-name",
            )
            return
        plain = f"```{language}"
        raw = self.lines[line - 1].lstrip(" \t>")
        if token.markup != "```":
            self.fault(line, f"{token.markup}{language} is not run", f"write {plain}")
        elif argument:
            self.fault(
                line,
                f"{raw.strip()} is not run: the fence has more than its language",
                f'write {plain}, and {{#name caption="…"}} on the line above',
            )
        elif not self.hidden and not raw.startswith(plain):
            own_line = raw.startswith("`")
            mend = (
                f"write {plain}, without a space"
                if own_line
                else "put the fence on a line of its own"
            )
            self.fault(line, f"{raw.strip()} is not run", mend)
        elif self.quoted:
            self.fault(line, "a fence in a quotation is not run", "take it out of the quotation")
        elif pending.output:
            self.fault(line, "expected-output is followed by code", "add a ```text fence")
        else:
            self.add(token, line, language, pending)
            return
        self.last, self.blocked = None, f"the fence at line {line}, which does not run"

    def add(self, token: Token, line: int, language: str, pending: Pending) -> None:
        """Append a step to the page."""
        marks = pending.marks
        step = Step(
            language,
            token.content,
            line,
            name=str(token.attrs.get("id", "")),
            caption=str(token.attrs.get("caption", "")),
            hidden=self.hidden,
            raises=marks["raises"].value if "raises" in marks else None,
            timeout=marks["timeout"].value if "timeout" in marks else None,
            python=marks["python"].value if "python" in marks else None,
            until=marks["until"].value if "until" in marks else None,
        )
        self.check_step(token, step, pending.cont)
        if pending.cont and self.can_continue(step):
            if self.last is not None and self.last.output is not None and self.last.output.missing:
                self.fault(
                    self.last.output.line,
                    "expected-output in the middle of a chain ends the chain elsewhere",
                    "write the output as ~~~text without the comment",
                )
            self.page.chains[-1].steps.append(step)
        else:
            if step.joins:
                self.fault(line, "the code starts indented", "continue the chain above it: cont")
            self.page.chains.append(Chain([step]))
        self.last, self.blocked, self.adjacent = step, "", True

    def check_step(self, token: Token, step: Step, cont: bool) -> None:
        """Refuse what makes a step meaningless: no code, an unknown attribute, a used name."""
        for attribute in token.attrs:
            if attribute not in _KNOWN_ATTRIBUTES:
                self.fault(
                    step.line,
                    f'unknown attribute "{attribute}" above the fence',
                    'write {#name caption="…"}',
                )
        if not step.code.strip():
            self.fault(step.line, "the example is empty", "write its code or take it out")
        elif not step.hidden and not step.visible.strip():
            self.fault(
                step.line, "every line is hidden", "put the fence into a comment: <!-- … -->"
            )
        if step.name in self.names:
            self.fault(
                step.line,
                f'the name "{step.name}" is taken by {self.page.path}:{self.names[step.name]}',
                "names are unique in the book: choose another",
            )
        elif step.name:
            self.names[step.name] = step.line
        if step.language in SHELLS and (step.raises or step.python):
            self.fault(step.line, "raises and python speak of Python code", "take the mark out")
        if cont and step.python is not None:
            self.fault(
                step.line, "python(…) stands in the middle of a chain", "put it on the first"
            )

    def can_continue(self, step: Step) -> bool:
        """True if ``cont`` above ``step`` has a chain to continue."""
        if self.last is None or self.blocked:
            what = f"cont follows {self.blocked}" if self.blocked else "cont follows no example"
            self.fault(step.line, what, "put it directly after the chain it continues")
            return False
        if self.last.language != "python" or step.language != "python":
            self.fault(
                step.line,
                f"cont joins {step.language} to {self.last.language}",
                "continue Python with Python; write shell commands in one fence",
            )
            return False
        output = self.last.output
        if step.joins and (output is not None or self.last.raises is not None):
            self.fault(
                step.line,
                "indented code cannot go on after an output",
                "show the output after the whole statement",
            )
        if output is not None and not self.lines[output.start - 1].lstrip().startswith("~"):
            self.fault(
                output.line,
                "expected-output in the middle of a chain would be compared with all of it",
                "write ~~~text directly after the example, without the comment",
            )
        return True

    def tilde_output(self, token: Token, line: int) -> None:
        """Take ``~~~text`` directly after an example as its output."""
        if self.pending.output:
            self.pending = Pending()
            self.fault(line, "~~~text needs no comment", "take expected-output out")
        elif self.pending.line:
            self.apart("output")
        self.attach(token, line, ignore_whitespace=False)

    def attach(self, token: Token, line: int, *, ignore_whitespace: bool) -> None:
        """Make the fence at ``line`` the output of the last example."""
        prefix = self.lines[line - 1]
        length = token.content.count("\n")
        if self.last is None or self.blocked:
            where = self.blocked or "no example"
            self.fault(line, f"the output follows {where}", "put it below its example")
            return
        if self.last.output is not None:
            self.fault(line, "the example has an output already", "keep one")
            return
        self.last.output = Output(
            token.content,
            line,
            line,
            line + length,
            prefix[: len(prefix) - len(prefix.lstrip())],
            ignore_whitespace=ignore_whitespace,
        )
        self.adjacent = False

    def literal(self, token: Token, line: int, language: str, argument: str) -> None:
        """Read a fence that does not run: an output, or text that must not pass for code."""
        pending, self.pending = self.pending, Pending()
        follows, self.adjacent = self.adjacent, False
        if pending.output and language == "text" and not argument and token.markup[0] == "`":
            if pending.cont or pending.marks:
                self.fault(pending.line, "a mark stands above an output", "move it to the example")
            ignore = pending.output == "expected-output-ignore-whitespace"
            self.attach(token, line, ignore_whitespace=ignore)
            return
        if pending.line:
            self.fault(
                pending.line,
                f"comment {pending.source} has no example below it",
                "outputs are ```text fences, examples ```python fences",
            )
        self.blocked = f"the {language or 'plain'} fence at line {line}"
        self.wrong(line, wrong_with_literal(token.markup, language, token.content, follows=follows))

    # -- Directives ------------------------------------------------------------
    def directive(self, token: Token, line: int, name: str, argument: str) -> None:
        """Read a directive: code by another name, a reference, or a box with fences in it."""
        self.apart(name)
        options, skipped = split_options(token.content)
        body = "\n".join(token.content.split("\n")[skipped:])
        if name in LITERAL_DIRECTIVES:
            if token.type == "fence":
                self.blocked = f"the {{{name}}} directive at line {line}"
            if name == "fragment":
                self.fragment(line, argument, options, body)
            elif name in FILE_DIRECTIVES:
                self.page.shown.append(Shown(name, argument.strip(), line, options))
            else:
                self.wrong(line, wrong_with_directive(name, argument.strip(), body, deck=self.deck))
        elif looks_like_python(name) or looks_like_shell(name):
            self.fault(line, f"{{{name}}} is no directive and is not run", "write ```python")
        elif token.type == "fence" and holds_examples(body):
            self.fault(
                line,
                f"code inside ```{{{name}}} is not run",
                f"write the box with colons, :::{{{name}}}",
            )
        else:
            self.tokens(_markdown().parse(body), line + skipped)
            self.apart(name)

    def fragment(self, line: int, language: str, options: dict[str, str], body: str) -> None:
        """Read code that cannot run."""
        if self.deck and looks_like_python(language):
            self.fault(line, "a deck holds no Python of its own", "show it by name: {show}")
        reason = options.get("reason", "").strip()
        if not reason:
            self.fault(line, "the fragment has no reason", "add :reason: why it cannot run")
        self.page.fragments.append(Fragment(language.strip() or "text", body, line, reason))


def _closed(token: Token, lines: list[str], first: int) -> bool:
    """True if the fence that opens on ``lines[first]`` has a closing line of its own.

    ``first`` is the index in ``lines`` of the fence itself, or of the start of its text when
    the token's map counts from there.
    """
    if token.map is None:
        return True
    length = token.map[1] - token.map[0]
    start = first if first else token.map[0]
    last = start + length - 1
    if length < 2 or last >= len(lines):
        return False
    return lines[last].strip(" \t>").startswith(token.markup)
