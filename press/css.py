"""Style sheets for readers that know no CSS variables, and the dark half of every style sheet.

A style sheet of the theme names its colors with ``var(--ink)`` and says nothing about dark mode.
What a dark page needs follows from the tokens: every color that has a ``--dark-…`` sister.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, ParseError, QualifiedRule

from press.tokens import dark, read_tokens

_VAR = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_FACE = re.compile(r"@font-face\s*{[^}]*}")
_FACE_FILE = re.compile(r'url\("([^"]+)"\)')


def code_colors(pygments: str) -> str:
    """Return Pygments' style sheet without the height of lines, which is the theme's to set."""
    return re.sub(r"(?m)^pre \{.*\}\n", "", pygments)


def theme_folder(root: Path) -> Path:
    """Return the theme of the project at ``root``, or the one that ships with the press."""
    own = root / "theme"
    return own if (own / "tokens.css").is_file() else Path(__file__).parents[1] / "theme"


def load_tokens(theme: Path) -> dict[str, str]:
    """Return the tokens of the theme folder ``theme``."""
    return read_tokens(theme / "tokens.css")


def font_faces(theme: Path) -> tuple[str, list[Path]]:
    """Return the ``@font-face`` rules of the theme's screen fonts and the files they load."""
    rules = _FACE.findall((theme / "fonts" / "fonts.css").read_text(encoding="utf-8"))
    text = "\n".join(rules) + "\n"
    return text, [theme / "fonts" / name for name in _FACE_FILE.findall(text)]


def flatten(css: str, tokens: Mapping[str, str]) -> str:
    """Return ``css`` with every ``var(--name)`` replaced by the token's value.

    Raises ``ValueError`` for a name that no token has: a reader would drop that declaration.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in tokens:
            raise ValueError(f"no token is named --{name}: add it to theme/tokens.css")
        return tokens[name]

    return _VAR.sub(value, css)


def dark_names(tokens: Mapping[str, str]) -> list[str]:
    """Return the names of the tokens that have a dark value, in the order of ``tokens``."""
    return [name for name in tokens if f"dark-{name}" in tokens]


def dark_variables(tokens: Mapping[str, str]) -> str:
    """Return declarations that give each token its dark value, for a selector of your choice."""
    return " ".join(f"--{name}: var(--dark-{name});" for name in dark_names(tokens))


def dark_rules(css: str, tokens: Mapping[str, str]) -> str:
    """Return the rules of ``css`` whose colors differ by night, with the night's values.

    Only declarations that name such a token are repeated, so that nothing but color changes.
    """
    changing = set(dark_names(tokens))
    night = dark(tokens)
    out = []
    for selector, declarations in _rules(tinycss2.parse_stylesheet(css, True, True)):
        kept = [
            flatten(declaration.serialize(), night)
            for declaration in declarations
            if changing & set(_VAR.findall(declaration.serialize()))
        ]
        if kept:
            out.append(f"{selector} {{ {'; '.join(kept)} }}")
    return "\n".join(out)


def _rules(parsed: Iterable[Node]) -> Iterable[tuple[str, list[Declaration]]]:
    """Yield selector and declarations of each plain rule; rules inside ``@media`` are left out."""
    for rule in parsed:
        if isinstance(rule, ParseError):
            raise ValueError(f"style sheet, line {rule.source_line}: {rule.message}")
        if isinstance(rule, QualifiedRule):
            content = tinycss2.parse_blocks_contents(rule.content, True, True)
            declarations = [item for item in content if isinstance(item, Declaration)]
            yield tinycss2.serialize(cast("list[Node]", rule.prelude)).strip(), declarations
        elif not isinstance(rule, AtRule):
            raise ValueError(f"style sheet, line {rule.source_line}: unexpected {rule.type}")
