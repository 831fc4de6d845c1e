"""Sphinx extension: ``{show}`` shows an example of the book, or a tested file, once more.

The code is written once; a deck or another page refers to it::

    ```{show} money-hash
    :lines: 3-8
    :steps: 1-2|4
    :output:
    ```

    ```{show} code/core/tally/money.py
    :pyobject: Money.__add__
    ```

``:lines:`` counts the visible lines of the example, ``:steps:`` the lines shown: in a deck they
are stepped through, elsewhere they are highlighted. What ``:lines:`` cuts out must read as a whole,
see :mod:`press.examples.excerpt`.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata, OptionSpec

from press.examples import shared
from press.examples.book import book_of
from press.examples.excerpt import excerpt_fault
from press.examples.ledger import Ledger
from press.examples.model import Fault, ShownError
from press.examples.shown import select_lines


class Show(SphinxDirective):
    """Show a named example, or lines of a file."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "lines": directives.unchanged_required,
        "pyobject": directives.unchanged_required,
        "steps": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "output": directives.flag,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """Return the code block and, if asked, its output; faults wait for the gate."""
        self.book = book_of(Path(self.env.app.confdir))
        target = self.arguments[0].strip()
        try:
            if "/" in target or target.endswith(".py"):
                return self.show_file(target)
            return self.show_example(target)
        except ShownError as error:
            source, line = self.get_source_info()
            path = self.book.page(Path(source)).path if source.endswith(".md") else source
            display = shared.display_of(self.env, self.env.docname)
            display.faults.append(Fault(path, line, *error.args))
            return []

    def show_example(self, name: str) -> list[nodes.Node]:
        """Show the example called ``name``."""
        if "pyobject" in self.options:
            raise ShownError(":pyobject: speaks of a file", "use :lines: for an example")
        found = self.book.find(name)
        if found is None:
            raise ShownError(f'no example is called "{name}"', self.book.suggestion(name))
        path, chain, step = found
        self.env.note_dependency(str(path))
        shared.display_of(self.env, self.env.docname).names.add(name)
        lines = step.visible.splitlines()
        if "lines" in self.options:
            numbers = self.numbers("lines", len(lines), name)
            fair(lines, [number + 1 for number in numbers], step.language)
            lines = [lines[number] for number in numbers]
        block = self.block(lines, step.language, whole="lines" not in self.options)
        block["example"] = Ledger(self.book.root).key(chain)
        block["example_name"] = name
        block["classes"] += ["example", *(["raises"] if step.raises is not None else [])]
        if chain.python is not None:
            block["python"] = chain.python
        result = self.captioned(block)
        if "output" in self.options:
            if step.output is None:
                raise ShownError(
                    f'the example "{name}" shows no output', "take :output: out, or capture it"
                )
            text = step.output.text.rstrip("\n")
            output = nodes.literal_block(text, text, language="text", classes=["output"])
            self.set_source_info(output)
            result.append(output)
        return result

    def show_file(self, target: str) -> list[nodes.Node]:
        """Show lines of a file; the gate asks whether tests cover them."""
        if "output" in self.options:
            raise ShownError("a file has no output", "take :output: out")
        path = self.book.root / target
        wanted = ("lines", "pyobject")
        chosen = {str(key): self.options[key] for key in wanted if key in self.options}
        selected = select_lines(path, chosen, target)
        self.env.note_dependency(str(path))
        language = "python" if path.suffix in (".py", ".pyi") else "text"
        if "lines" in chosen:
            everything = path.read_text(encoding="utf-8").splitlines()
            fair(everything, [number for number, _ in selected], language)
        lines = [text.rstrip("\n") for _, text in selected]
        block = self.block(lines, language, whole=not chosen)
        block["shown"] = target
        block["classes"].append("shown")
        return self.captioned(block)

    def block(self, lines: list[str], language: str, *, whole: bool) -> nodes.literal_block:
        """Make the code block, with its steps."""
        text = "\n".join(lines)
        if not whole:
            text = textwrap.dedent(text)
        text = text.strip("\n")
        block = nodes.literal_block(text, text, language=language)
        self.set_source_info(block)
        block["classes"] += self.options.get("class", [])
        if "steps" in self.options:
            count = len(text.splitlines())
            marked: set[int] = set()
            for step in self.options["steps"].split("|"):
                marked |= {number + 1 for number in self.numbers_in(step, count, "steps")}
            block["highlight_args"] = {"hl_lines": sorted(marked)}
            block["data-line-numbers"] = re.sub(r"\s", "", self.options["steps"])
        return block

    def captioned(self, block: nodes.literal_block) -> list[nodes.Node]:
        """Put the block below its caption, if it has one."""
        if "caption" not in self.options:
            return [block]
        container = nodes.container("", literal_block=True, classes=["literal-block-wrapper"])
        self.set_source_info(container)
        container += nodes.caption("", self.options["caption"])
        container += block
        return [container]

    def numbers(self, option: str, count: int, name: str) -> list[int]:
        """Return the line indices that ``option`` names, of the ``count`` lines of ``name``."""
        return self.numbers_in(self.options[option], count, f'lines of "{name}"')

    def numbers_in(self, spec: str, count: int, what: str) -> list[int]:
        """Return the 0-based indices in ``spec``; stale ones are a fault."""
        found: list[int] = []
        for part in spec.split(","):
            match = re.fullmatch(r"\s*(\d+)\s*(?:(-)\s*(\d*))?\s*", part)
            if match is None:
                raise ShownError(f"cannot read {what}: {spec}", "write 1-3,5")
            first = int(match.group(1))
            last = int(match.group(3) or count) if match.group(2) else first
            if not 1 <= first <= last <= count:
                raise ShownError(f"{what} {spec} are past the end: it has {count}", "correct them")
            found += range(first - 1, last)
        return found


def fair(lines: list[str], shown: list[int], language: str) -> None:
    """Raise :class:`ShownError` where the lines ``shown`` are no fair excerpt of Python."""
    fault = excerpt_fault(lines, shown) if language == "python" else None
    if fault is not None:
        raise ShownError(*fault)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directive."""
    shared.connect(app)
    app.add_directive("show", Show)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
