"""Read a MyST page: which code runs, in which chains, and which would silently not run.

The page is parsed by the parser that builds the book, so that what is proven is what is shown.
plain pytest-codeblocks reads lines instead and must agree on what an example is: whatever it
would skip, join to something else or never compare is a :class:`Fault` here.
"""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from press.examples.comments import Comment, CommentError, parse_comment
from press.examples.model import Chain, Fault, Fragment, Output, Page, Shown, Step, page_name

SHELLS = ("bash", "sh")
# Directives whose content is not MyST: nothing in there is an example.
_LITERAL = frozenset(
    "code code-block sourcecode code-cell mermaid fragment show literalinclude math eval-rst raw "
    "csv-table include toctree graphviz digraph uml doctest testcode testoutput parsed-literal "
    "highlight image figure-md productionlist revealjs-code-block revealjs-literalinclude "
    "ipython jupyter-execute index".split()
)
_CODE_DIRECTIVES = frozenset(
    "code code-block sourcecode code-cell doctest testcode parsed-literal revealjs-code-block "
    "ipython jupyter-execute".split()
)
_ALWAYS_PYTHON = frozenset("code-cell doctest testcode ipython jupyter-execute".split())
_FILE_DIRECTIVES = frozenset("literalinclude revealjs-literalinclude show".split())
_MARKUP = frozenset("markdown md myst rst".split())
_SHELL_LIKE = frozenset(
    "shell console shell-session sh-session bash-session zsh ksh fish shellscript".split()
)
_PYTHON_LIKE = re.compile(r"(i?py(thon)?[\d.]*|pyi|pycon\d?|py3?tb|i?python-?\w*|pytest)\Z", re.I)
_RST_CODE = re.compile(r"^\s*(\.\. (code-block|code|sourcecode)::\s*(py|$)|>>> )", re.I | re.M)
_FENCE_LINE = re.compile(r"^[ \t>]*(`{3,}|~{3,}) *([\w{}-]*)", re.M)
_ATTRIBUTE_LINE = re.compile(r"\{[#.\w][^}]*\}\s*\Z")
_KNOWN_ATTRIBUTES = frozenset({"id", "class", "caption", "emphasize-lines", "lineno-start"})


def looks_like_python(language: str) -> bool:
    """True for every language name that readers or highlighters take for Python."""
    return _PYTHON_LIKE.match(language) is not None


def read_page(path: Path, root: Path, decks: Path | None = None) -> Page:
    """Parse the file ``path``; ``decks`` is the folder whose pages hold no code of their own."""
    text = path.read_text(encoding="utf-8")
    deck = decks is not None and path.resolve().is_relative_to(decks.resolve())
    return parse(text, page_name(path, root), deck=deck)


def parse(text: str, path: str = "page.md", *, deck: bool = False) -> Page:
    """Parse the MyST ``text``; ``path`` is what messages call it."""
    page = Page(path, text)
    scan = _Scan(page, deck)
    scan.tokens(_markdown().parse(text), 0)
    scan.finish()
    return page


@functools.cache
def _markdown() -> MarkdownIt:
    """Return MyST's own parser, without the inline pass, which no fence depends on."""
    extensions = {"attrs_block", "colon_fence", "deflist", "fieldlist", "substitution"}
    markdown = create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)
    return markdown.disable(["inline", "text_join", "wordcount"])


@dataclass
class _Pending:
    """Comments that wait for the fence below them."""

    line: int = 0
    source: str = ""
    cont: bool = False
    output: str = ""
    marks: dict[str, Comment] = field(default_factory=dict)


class _Scan:
    """One pass over the tokens of a page, nested content included."""

    def __init__(self, page: Page, deck: bool) -> None:
        self.page = page
        self.deck = deck
        self.lines = page.text.split("\n")
        self.pending = _Pending()
        self.last: Step | None = None  # the example that cont and outputs refer to
        self.blocked = ""  # what stands between ``last`` and here
        self.adjacent = False  # nothing but blank lines since ``last``
        self.quoted = 0
        self.paragraph_end = 0
        self.hidden = False
        self.names: dict[str, int] = {}

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

    def finish(self) -> None:
        """Report what was still waiting at the end of the page."""
        self.apart("end")

    def fault(self, line: int, what: str, mend: str) -> None:
        """Note a fault of the page."""
        self.page.faults.append(Fault(self.page.path, line, what, mend))

    def apart(self, kind: str) -> None:
        """Something that is no fence came: comments that wait for one wait in vain."""
        if kind in ("bullet_list_open", "ordered_list_open", "list_item_open"):
            return
        self.adjacent = False
        pending, self.pending = self.pending, _Pending()
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
        if text.startswith("<!--") and _FENCE_LINE.search(text):
            self.hidden_setup(text, line)
            return
        if _FENCE_LINE.search(text):
            self.fault(line, "a fence inside HTML is not code", "leave a blank line before it")
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

    def prose(self, token: Token, line: int) -> None:
        """Look for steering that stands in running text, where nothing reads it."""
        for number, text in enumerate(token.content.split("\n")):
            if "<!--" not in text and "{" not in text:
                continue
            at = line + number
            if re.search(r"<!--\s*-*\s*pytest|pytest-codeblocks:[\w-]+-->", text):
                self.fault(at, "a comment inside a paragraph is not read", "give it its own line")
            last = number == token.content.count("\n")
            if last and _ATTRIBUTE_LINE.match(text.strip()) and self.next_is_fence(at):
                self.fault(
                    at, f"{text.strip()} is part of the paragraph", "leave a blank line above it"
                )

    def next_is_fence(self, line: int) -> bool:
        """True if the page's line after ``line`` (1-based) opens a fence."""
        return line < len(self.lines) and _FENCE_LINE.match(self.lines[line]) is not None

    def indented(self, line: int) -> None:
        """Refuse indented literals: they look like code and are run by some readers only."""
        self.apart("code_block")
        self.fault(
            line,
            "an indented block is shown as code and never run",
            "use a ```python or ```text fence",
        )

    # -- Fences ----------------------------------------------------------------
    def fence(self, token: Token, line: int) -> None:
        """Read one fence or colon fence that opens at ``line``."""
        info = token.info.strip()
        words = info.split(maxsplit=1)
        language, argument = (words[0] if words else ""), (words[1] if words[1:] else "")
        if token.type == "fence" and not self.hidden and not _closed(token, self.lines, line - 1):
            self.fault(line, "the fence is never closed", f"end it with {token.markup}")
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
        pending, self.pending = self.pending, _Pending()
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
            self.fault(line, f"{raw.strip()} is not run", f"write {plain}, without a space")
        elif self.quoted:
            self.fault(line, "a fence in a quotation is not run", "take it out of the quotation")
        elif pending.output:
            self.fault(line, "expected-output is followed by code", "add a ```text fence")
        else:
            self.add(token, line, language, pending)
            return
        self.last, self.blocked = None, f"the fence at line {line}, which does not run"

    def add(self, token: Token, line: int, language: str, pending: _Pending) -> None:
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
                f'the name "{step.name}" is taken by line {self.names[step.name]}',
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
            self.pending = _Pending()
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
        pending, self.pending = self.pending, _Pending()
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
        self.check_literal(token, line, language, follows)

    def check_literal(self, token: Token, line: int, language: str, follows: bool) -> None:
        """Refuse text that readers take for code, or for an output."""
        if looks_like_python(language):
            self.fault(line, f"{token.markup}{language} is not run", "write ```python")
        elif language.lower() in _SHELL_LIKE or language.lower() in SHELLS:
            self.fault(
                line,
                f"{token.markup}{language} is not run",
                "write ```bash, or a {fragment} with a reason",
            )
        elif not language:
            self.fault(line, "the fence has no language", "write ```text for plain text")
        elif language == "text" and follows:
            self.fault(
                line,
                "text directly after an example looks like its output and is never compared",
                "write <!--pytest-codeblocks:expected-output--> above it, or a sentence between",
            )
        elif language == "text" and _is_python(token.content):
            self.fault(line, "the text is Python and is never run", "write ```python")
        elif language not in _MARKUP:
            inner = _FENCE_LINE.search(token.content)
            if inner and (looks_like_python(inner.group(2)) or inner.group(2) in SHELLS):
                self.fault(
                    line,
                    f"the {inner.group(2)} fence inside this fence is never run",
                    "use ````markdown to show source, ::: for a box",
                )

    # -- Directives ------------------------------------------------------------
    def directive(self, token: Token, line: int, name: str, argument: str) -> None:
        """Read a directive: code by another name, a reference, or a box with fences in it."""
        if name in _LITERAL:
            self.apart(name)
            if token.type == "fence":
                self.blocked = f"the {{{name}}} directive at line {line}"
            self.literal_directive(token, line, name, argument)
            return
        options, skipped = split_options(token.content)
        del options
        body = "\n".join(token.content.split("\n")[skipped:])
        if token.type == "fence" and self.holds_examples(body):
            self.apart(name)
            self.fault(
                line,
                f"code inside ```{{{name}}} is not run",
                f"write the box with colons, :::{{{name}}}",
            )
            return
        self.apart(name)
        self.tokens(_markdown().parse(body), line + skipped)
        self.apart(name)

    def holds_examples(self, body: str) -> bool:
        """True if ``body`` holds a fence that is meant to run."""
        found = (match.group(2) for match in _FENCE_LINE.finditer(body))
        return any(looks_like_python(name) or name in SHELLS for name in found)

    def literal_directive(self, token: Token, line: int, name: str, argument: str) -> None:
        """Read a directive whose content is not MyST."""
        options, skipped = split_options(token.content)
        body = "\n".join(token.content.split("\n")[skipped:])
        if name == "fragment":
            self.fragment(line, argument, options, body)
        elif name in _FILE_DIRECTIVES:
            self.page.shown.append(Shown(name, argument.strip(), line, options))
        elif name in _CODE_DIRECTIVES:
            language = argument.strip()
            if name in _ALWAYS_PYTHON or looks_like_python(language):
                mend = "write ```{show} its-name" if self.deck else "write ```python"
                self.fault(line, f"{{{name}}} {language}".strip() + " is not run", mend)
            elif language.lower() in _SHELL_LIKE or language.lower() in SHELLS:
                self.fault(line, f"{{{name}}} {language} is not run", "write ```bash")
            elif _is_python(body):
                self.fault(line, "the text is Python and is never run", "write ```python")
        elif name == "eval-rst" and _RST_CODE.search(token.content):
            self.fault(line, "code inside {eval-rst} is not run", "write a ```python fence")
        elif name == "include" and argument.strip().endswith((".py", ".pyi")):
            self.fault(line, "an included program is not proven", "use {literalinclude}")

    def fragment(self, line: int, language: str, options: dict[str, str], body: str) -> None:
        """Read code that cannot run."""
        if self.deck and looks_like_python(language):
            self.fault(line, "a deck holds no Python of its own", "show it by name: {show}")
        reason = options.get("reason", "").strip()
        if not reason:
            self.fault(line, "the fragment has no reason", "add :reason: why it cannot run")
        self.page.fragments.append(Fragment(language.strip() or "text", body, line, reason))


def split_options(content: str) -> tuple[dict[str, str], int]:
    """Split the options off a directive's content.

    Returns them and the number of lines they take, a blank line after them included.
    """
    lines = content.split("\n")
    options: dict[str, str] = {}
    taken = 0
    if lines and lines[0].startswith("---"):
        taken = next((n for n in range(1, len(lines)) if lines[n].startswith("---")), 0) + 1
        pairs = [line.partition(":")[::2] for line in lines[1 : taken - 1]]
    else:
        while taken < len(lines) and re.match(r"\s*:(?!::)", lines[taken]):
            taken += 1
        pairs = [line.strip()[1:].partition(":")[::2] for line in lines[:taken]]
    options = {key.strip(): value.strip() for key, value in pairs}
    return options, taken


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


def _is_python(text: str) -> bool:
    """True if ``text`` is Python beyond doubt: it parses, and defines or imports something."""
    if ">>> " in text:
        return True
    if not re.search(r"^\s*(def|class|import|from|async|@)\b", text, re.M):
        return False
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError):
        return False
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom
    return any(isinstance(node, kinds) for node in body)
