"""Syntax highlighting of every edition: two Pygments styles in the book's own palette.

The colors are read from ``tokens.css``, so that file stays the only place that holds any. Weight
and slant repeat what the colors say: keywords are bold, comments and docstrings italic, a name
being defined is bold ink. The code stays readable on grey paper and to a color-blind reader.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar

from pygments.style import Style
from pygments.token import (
    Comment,
    Error,
    Generic,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Token,
    _TokenType,
)

_TOKENS = Path(__file__).with_name("tokens.css")


def palette(css: str) -> dict[str, str]:
    """Return the colors of a style sheet's custom properties: ``{"ink": "#1d242b", …}``."""
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})\s*;", css))


_COLORS = palette(_TOKENS.read_text(encoding="utf-8"))


def _rules(prefix: str) -> dict[_TokenType, str]:
    """Return the Pygments rules of one palette; ``prefix`` is ``""`` (light) or ``"dark-"``."""

    def color(name: str) -> str:
        return _COLORS[prefix + name]

    ink, soft = color("ink"), color("ink-soft")
    accent, mark, gold = color("accent"), color("mark"), color("gold")
    return {
        Token: ink,
        Text: ink,
        Punctuation: ink,
        Operator: ink,
        Operator.Word: f"bold {accent}",
        Comment: f"italic {soft}",
        Comment.Preproc: f"noitalic {soft}",
        Keyword: f"bold {accent}",
        Keyword.Constant: f"nobold {accent}",
        Keyword.Type: f"nobold {accent}",
        Name: ink,
        Name.Builtin: accent,
        Name.Builtin.Pseudo: f"italic {ink}",
        Name.Class: f"bold {ink}",
        Name.Function: f"bold {ink}",
        Name.Function.Magic: f"bold {ink}",
        Name.Decorator: f"italic {accent}",
        Name.Exception: mark,
        Name.Tag: accent,
        Name.Attribute: ink,
        Number: gold,
        String: gold,
        String.Affix: accent,
        String.Doc: f"italic {soft}",
        String.Escape: f"bold {gold}",
        String.Interpol: f"bold {gold}",
        Generic.Deleted: mark,
        Generic.Emph: "italic",
        Generic.Error: mark,
        Generic.Heading: f"bold {ink}",
        Generic.Inserted: f"bold {accent}",
        Generic.Output: soft,
        Generic.Prompt: f"bold {soft}",
        Generic.Strong: "bold",
        Generic.Subheading: f"bold {accent}",
        Generic.Traceback: mark,
        Error: mark,
    }


class Light(Style):
    """Dark ink on the light code ground: web by day, print, EPUB, decks."""

    name = "book-light"
    background_color = _COLORS["paper-code"]
    highlight_color = _COLORS["accent-soft"]
    line_number_color = _COLORS["ink-soft"]
    line_number_background_color = _COLORS["paper-code"]
    styles: ClassVar[dict[_TokenType, str]] = _rules("")


class Dark(Style):
    """Light ink on the dark code ground: web by night, dark slides, EPUB's dark mode."""

    name = "book-dark"
    background_color = _COLORS["dark-paper-code"]
    highlight_color = _COLORS["dark-accent-soft"]
    line_number_color = _COLORS["dark-ink-soft"]
    line_number_background_color = _COLORS["dark-paper-code"]
    styles: ClassVar[dict[_TokenType, str]] = _rules("dark-")
