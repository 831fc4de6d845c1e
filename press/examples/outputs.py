"""Write captured outputs into the pages."""

from __future__ import annotations

import re
from pathlib import Path

from press.examples import verdict
from press.examples.model import Chain, Output, Page
from press.examples.runner import ChainResult
from press.whole import write_whole


def rewrite(page: Page, root: Path, results: dict[int, ChainResult]) -> bool:
    """Write the outputs that differ into the file of ``page``; True if it changed.

    ``results`` maps ``id(chain)`` to what the chain did. Steps that failed otherwise keep what
    they have. Raises ``RuntimeError`` if the file changed since it was read.
    """
    if page.faults and "\N{REPLACEMENT CHARACTER}" in page.text:
        return False  # what could not be decoded would be lost in the file
    lines = page.text.split("\n")
    edits: list[tuple[Output, str]] = []
    for chain in page.chains:
        result = results.get(id(chain))
        if result is not None:
            edits += _edits(page, chain, result)
    if not edits:
        return False
    for output, text in sorted(edits, key=lambda edit: -edit[0].start):
        _replace(lines, output, text)
    path = root / page.path
    if path.read_text(encoding="utf-8", errors="replace") != page.text:
        raise RuntimeError(f"{page.path} changed while its examples ran; run it again")
    write_whole(path, "\n".join(lines))
    return True


def _edits(page: Page, chain: Chain, result: ChainResult) -> list[tuple[Output, str]]:
    edits = []
    for number, step in enumerate(chain.steps):
        finding = verdict.judge(page, chain, number, result)
        if finding is not None and finding.stale and step.output is not None:
            edits.append((step.output, verdict.shown_output(chain, number, result)))
    return edits


def _replace(lines: list[str], output: Output, text: str) -> None:
    """Put ``text`` into the fence of ``output``, with a fence longer than any in the text."""
    indent = output.indent
    body = [(indent + line).rstrip() for line in text.splitlines()]
    longest = max((len(run) for run in re.findall(r"^ *(`{3,}|~{3,})", text, re.M)), default=2)
    if output.missing:
        marker = "`" * max(3, longest + 1)
        lines[output.start : output.stop] = [f"{indent}{marker}text", *body, indent + marker]
        return
    opening = lines[output.start - 1].lstrip()
    width = len(opening) - len(opening.lstrip("`~"))
    if longest >= width:
        longer = opening[0] * (longest + 1)
        lines[output.start - 1] = indent + longer + opening[width:]
        lines[output.stop] = indent + longer
    lines[output.start : output.stop] = body
