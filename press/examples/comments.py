"""The comments that steer an example: pytest-codeblocks' own, and marks.

Accepted, each alone on its line, directly above the fence it speaks of (blank lines, a
``{#name}`` line and other comments may stand between)::

    <!--pytest-codeblocks:cont-->
    <!--pytest-codeblocks:expected-output-->
    <!--pytest-codeblocks:expected-output-ignore-whitespace-->
    <!--pytest.mark.raises(TypeError, match="unsupported operand")-->
    <!--pytest.mark.raises((KeyError, LookupError))-->
    <!--pytest.mark.timeout(30)-->
    <!--pytest.mark.python("3.12")-->
    <!--pytest.mark.until("3.12")-->

``until`` says that the output shown is that of the named Python and those before it. A newer one
runs the example, and may print something else.

``raises`` names the error that must come, by its class or a base class of it, dotted or not
(``decimal.InvalidOperation``); ``match`` is a regular expression searched in the message. An
error in a thread, in a ``__del__`` or a coroutine that nobody awaited (``RuntimeWarning``) counts
as well. Everything else, a typo above all, is refused.
"""

from __future__ import annotations

import ast
import difflib
import re
from dataclasses import dataclass
from typing import Any

from press.examples.model import Raises

_EXACT = re.compile(r"<!--[-\s]*(pytest-codeblocks:|pytest\.mark\.)(.*?)[-\s]*-->\s*\Z")
_FIRST_WORD = re.compile(r"(?:<!--|%)[-\s]*([\w.-]+)")
_KEYWORDS = ("cont", "expected-output", "expected-output-ignore-whitespace")
_MARKS = ("raises", "timeout", "python", "until")
_TOO_WIDE = {"Exception", "BaseException", "builtins.Exception", "builtins.BaseException"}
_REFUSED = {
    "skip": "an example that is skipped proves nothing: write a {fragment} with a reason",
    "skipif": 'an example that is skipped proves nothing: state what it needs, python("3.12")',
    "skipfile": "a page that is skipped proves nothing: take the comment out",
    "importorskip": "an example that is skipped proves nothing: add the package to the lock",
    "xfail": "state the error that must come: pytest.mark.raises(TypeError)",
    "expect-exception": "state the error that must come: pytest.mark.raises(TypeError)",
    "expect-error": "state the error that must come: pytest.mark.raises(TypeError)",
}


class CommentError(ValueError):
    """A steering comment that cannot be obeyed: ``args`` are what is wrong and the mend."""


@dataclass(frozen=True)
class Comment:
    """One steering comment: ``keyword`` and, for a mark, its value."""

    keyword: str
    value: Any = None


def parse_comment(text: str) -> Comment | None:
    """Read an HTML (or ``%``) comment; ``None`` if it does not steer an example.

    Raises :class:`CommentError` for one that tries to and fails.
    """
    text = text.strip()
    exact = _EXACT.match(text)
    if exact is None:
        _refuse_near_miss(text)
        return None
    prefix, rest = exact.groups()
    rest = rest.strip()
    if "\n" in text:
        raise CommentError("a comment over several lines is not read", "write it on one line")
    word = re.split(r"[^\w-]", rest, maxsplit=1)[0]
    if word in _REFUSED:
        raise CommentError(f"{prefix}{word} is not accepted", _REFUSED[word])
    if prefix == "pytest-codeblocks:":
        if rest not in _KEYWORDS:
            raise CommentError(f'unknown comment "{prefix}{rest}"', _suggest(rest, _KEYWORDS))
        return Comment(rest)
    return _mark(rest)


def _suggest(word: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {close[0]}?" if close else "write one of " + ", ".join(known)


def _refuse_near_miss(text: str) -> None:
    """Raise if ``text`` looks like a steering comment that was misspelled."""
    found = _FIRST_WORD.match(text)
    if found is None:
        return
    word = found.group(1).lower()
    head = re.split(r"[.]|mark", word, maxsplit=1)[0]
    near = difflib.get_close_matches
    if near(word, ["pytest-codeblocks", "pytest-mark", "pytest.mark"], 1, 0.7) or near(
        head, ["pytest", "pytest-codeblocks"], 1, 0.8
    ):
        raise CommentError(
            f'comment "{text.splitlines()[0]}" is not read by anything',
            "write pytest-codeblocks:… or pytest.mark.…",
        )
    bare = text.strip("<>!-% \n")
    if bare in _KEYWORDS:
        raise CommentError(
            f'comment "{bare}" is not read by anything', f"write <!--pytest-codeblocks:{bare}-->"
        )
    if re.match(r"[\w.]*\b(raises|timeout|python|until)\(", bare):
        raise CommentError(
            f'comment "{bare}" is not read by anything', f"write <!--pytest.mark.{bare}-->"
        )


def _mark(source: str) -> Comment:
    """Read ``raises(...)``, ``timeout(...)``, ``python(...)`` or ``until(...)``."""
    name = source.partition("(")[0].strip()
    if name not in _MARKS:
        raise CommentError(f'unknown mark "pytest.mark.{name}"', _suggest(name, _MARKS))
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError:
        raise CommentError(
            f'mark "{source}" is not Python', f"write it as a call, {name}(…)"
        ) from None
    if not isinstance(tree, ast.Call):
        raise CommentError(f'mark "{source}" has no argument', f"write {name}(…)")
    keywords = {word.arg: word.value for word in tree.keywords}
    if name == "raises":
        return Comment(name, _raises(tree.args, keywords))
    value = tree.args[0] if len(tree.args) == 1 and not keywords else None
    literal = value.value if isinstance(value, ast.Constant) else None
    if name == "timeout":
        if isinstance(literal, bool) or not isinstance(literal, int | float) or literal <= 0:
            raise CommentError(f'mark "{source}" has no seconds', "write timeout(30)")
        return Comment(name, float(literal))
    found = re.fullmatch(r"(\d+)\.(\d+)", literal) if isinstance(literal, str) else None
    if found is None:
        raise CommentError(f'mark "{source}" has no version', f'write {name}("3.12")')
    return Comment(name, (int(found.group(1)), int(found.group(2))))


def _raises(args: list[ast.expr], keywords: dict[str | None, ast.expr]) -> Raises:
    mend = 'write raises(TypeError, match="…")'
    unknown = set(keywords) - {"match", "raises"}
    if unknown:
        raise CommentError(f"raises() has no argument {sorted(map(str, unknown))[0]!r}", mend)
    wanted = [*args, *([keywords["raises"]] if "raises" in keywords else [])]
    if len(wanted) != 1:
        raise CommentError("raises() names no error" if not wanted else "too many errors", mend)
    alternatives = wanted[0].elts if isinstance(wanted[0], ast.Tuple) else [wanted[0]]
    types = tuple(ast.unparse(node) for node in alternatives)
    for name in types:
        if not re.fullmatch(r"[A-Za-z_][\w.]*", name):
            raise CommentError(f"raises() cannot read {name!r}", mend)
        if name in _TOO_WIDE:
            raise CommentError(f"raises({name}) would accept any mistake", "name the very error")
    match = keywords.get("match")
    if match is None:
        return Raises(types)
    if not (isinstance(match, ast.Constant) and isinstance(match.value, str)):
        raise CommentError("match is not a string", mend)
    try:
        re.compile(match.value)
    except re.error as error:
        raise CommentError(f"match is not a regular expression: {error}", mend) from None
    return Raises(types, match.value)
