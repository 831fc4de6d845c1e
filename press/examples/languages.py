"""Which blocks of a page pass for code, by the name of their language or by what they hold."""

from __future__ import annotations

import ast
import re

SHELLS = ("bash", "sh")
FENCE_LINE = re.compile(r"^[ \t>]*(`{3,}|~{3,}) *([\w{}-]*)", re.M)

# Directives whose content is not MyST: nothing in there is an example.
_CODE_DIRECTIVES = {
    *("code", "code-block", "sourcecode", "code-cell", "doctest", "testcode", "parsed-literal"),
    *("revealjs-code-block", "ipython", "jupyter-execute"),
}
FILE_DIRECTIVES = {"literalinclude", "revealjs-literalinclude", "show"}
LITERAL_DIRECTIVES = {
    *_CODE_DIRECTIVES,
    *FILE_DIRECTIVES,
    *(
        "csv-table",
        "diagram",
        "digraph",
        "eval-rst",
        "figure-md",
        "fragment",
        "graphviz",
        "highlight",
    ),
    *("image", "include", "index", "math", "mermaid", "productionlist", "raw", "testoutput"),
    *("toctree", "uml"),
}
_ALWAYS_PYTHON = {"code-cell", "doctest", "testcode", "ipython", "jupyter-execute"}
_MARKUP = {"markdown", "md", "myst", "rst"}
_SHELL_LIKE = {
    *("shell", "console", "shell-session", "sh-session", "bash-session", "zsh", "ksh", "fish"),
    "shellscript",
}
_PYTHON_LIKE = re.compile(r"(i?py(thon)?[\d.]*|pyi|pycon\d?|py3?tb|i?python-?\w*|pytest)\Z", re.I)
_RST_CODE = re.compile(r"^\s*(\.\. (code-block|code|sourcecode)::\s*(py|$)|>>> )", re.I | re.M)

Wrong = tuple[str, str] | None  # what is wrong, and the mend


def looks_like_python(language: str) -> bool:
    """True for every language name that readers or highlighters take for Python."""
    return _PYTHON_LIKE.match(language) is not None


def looks_like_shell(language: str) -> bool:
    """True for every language name that readers take for commands of a shell."""
    return language.lower() in _SHELL_LIKE or language.lower() in SHELLS


def is_python(text: str) -> bool:
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


def holds_examples(body: str) -> bool:
    """True if ``body`` holds a fence that is meant to run."""
    found = (match.group(2) for match in FENCE_LINE.finditer(body))
    return any(looks_like_python(name) or name in SHELLS for name in found)


def wrong_with_literal(markup: str, language: str, text: str, *, follows: bool) -> Wrong:
    """Say why a fence that does not run must not stand as it is.

    ``follows`` is set if it comes directly after an example.
    """
    shown = f"{markup}{language} is not run"
    comment = "<!--pytest-codeblocks:expected-output-->"
    plain = language == "text"
    checks = (
        (looks_like_python(language), shown, "write ```python"),
        (looks_like_shell(language), shown, "write ```bash, or a {fragment} with a reason"),
        (not language, "the fence has no language", "write ```text for plain text"),
        (
            plain and follows,
            "text directly after an example looks like its output and is never compared",
            f"write {comment} above it, or a sentence between",
        ),
        (
            plain and is_python(text),
            "the text is Python and is never run",
            "write ```python",
        ),
        (
            language not in _MARKUP and holds_examples(text),
            "the fence inside this fence is never run",
            "use ````markdown to show source, ::: for a box",
        ),
    )
    return next(((what, mend) for bad, what, mend in checks if bad), None)


def wrong_with_directive(name: str, argument: str, body: str, *, deck: bool) -> Wrong:
    """Say why a directive must not show what it shows, because nothing would run it."""
    code = name in _CODE_DIRECTIVES
    shown = f"{{{name}}} {argument}".strip() + " is not run"
    checks = (
        (
            name == "eval-rst" and _RST_CODE.search(f"{argument}\n{body}"),
            "code inside {eval-rst} is not run",
            "write a ```python fence",
        ),
        (
            name == "include" and argument.endswith((".py", ".pyi")),
            "an included program is not proven",
            "use {literalinclude}",
        ),
        (
            name in _ALWAYS_PYTHON or (code and looks_like_python(argument)),
            shown,
            "write ```{show} its-name" if deck else "write ```python",
        ),
        (code and looks_like_shell(argument), shown, "write ```bash"),
        (code and is_python(body), "the text is Python and is never run", "write ```python"),
    )
    return next(((what, mend) for bad, what, mend in checks if bad), None)


def split_options(content: str) -> tuple[dict[str, str], int]:
    """Split the options off a directive's content.

    Returns them and the number of lines they take.
    """
    lines = content.split("\n")
    taken = 0
    if lines[0].startswith("---"):
        taken = next((n for n in range(1, len(lines)) if lines[n].startswith("---")), 0) + 1
        pairs = [line.partition(":")[::2] for line in lines[1 : taken - 1]]
    else:
        while taken < len(lines) and re.match(r"\s*:(?!::)", lines[taken]):
            taken += 1
        pairs = [line.strip()[1:].partition(":")[::2] for line in lines[:taken]]
    return {key.strip(): value.strip() for key, value in pairs}, taken
