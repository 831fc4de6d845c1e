"""What lines of a program may be shown alone: an excerpt that begins and ends where a reader would.

An excerpt neither begins nor ends with a blank line, closes each statement that it opens, and shows
a function or class with its head, or from inside that body alone: the lines of one body, or methods
of one class, are a fair excerpt; a body without its head between lines from elsewhere is none.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

Fault = tuple[str, str]
_BLOCK = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def excerpt_fault(lines: Sequence[str], shown: Collection[int]) -> Fault | None:
    """Return what is wrong with showing the lines ``shown`` alone, and the mend.

    ``lines`` are those of the whole program, ``shown`` their numbers from 1. A program that is no
    Python is only looked at for blank lines.
    """
    return next(_faults(lines, sorted(shown)), None)


def _faults(lines: Sequence[str], shown: Sequence[int]) -> Iterator[Fault]:
    full = [number for number in shown if lines[number - 1].strip()]
    if not full:
        return
    for number, place, verb in ((shown[0], full[0], "begin"), (shown[-1], full[-1], "end")):
        if number not in full:
            what = f"the lines shown {verb} with a blank one, {number}"
            yield what, f"{verb} with line {place}, {_quoted(lines, place)}"
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError):
        return
    visible = frozenset(full)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            yield from _cut(lines, visible, node)
            if isinstance(node, _BLOCK):
                yield from _headless(lines, visible, node)


def _cut(lines: Sequence[str], visible: frozenset[int], node: ast.stmt) -> Iterator[Fault]:
    """A statement, or the head of a block, that is opened and not closed."""
    last = _end(node)
    body = getattr(node, "body", None)
    if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
        last = max(node.lineno, _begin(body[0]) - 1)
        while last > node.lineno and lines[last - 1].lstrip()[:1] in {"", "#"}:
            last -= 1
    if node.lineno in visible and last not in visible:
        what = f"{_quoted(lines, node.lineno)} in line {node.lineno} is shown without its end"
        yield what, f"show line {last} as well"


def _headless(
    lines: Sequence[str],
    visible: frozenset[int],
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef,
) -> Iterator[Fault]:
    """A body without its head, beside lines that do not stand in it."""
    body = range(_begin(node.body[0]), _end(node) + 1)
    inside = visible.intersection(body)
    if not inside or node.lineno in visible or inside == visible:
        return
    what = f"line {min(inside)} stands in {_quoted(lines, node.lineno)}, which is not shown"
    yield what, f"show line {node.lineno} as well, or lines of that body alone"


def _begin(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _BLOCK) else ()
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _quoted(lines: Sequence[str], number: int) -> str:
    return f"“{lines[number - 1].strip()[:60]}”"
