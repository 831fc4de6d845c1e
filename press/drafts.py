"""Drafts: modules whose ``module:`` facts say ``draft: true``.

A draft's examples are proven and its prose is checked like all others, but no edition holds it: a
module can be written in public, chapter by chapter, while readers see only what is finished. A
build of that module alone (``ONLY=<track>/<module>``) shows it.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from press.curriculum_facts import front_matter


def draft_modules(source: Path) -> list[str]:
    """Return the folders of drafts below the book's folder ``source``: ``core/09-my-module``."""
    return [
        index.parent.relative_to(source).as_posix()
        for index in sorted(source.glob("*/*/index.md"))
        if _is_draft(index)
    ]


def in_draft(page: Path, source: Path, drafts: list[str]) -> bool:
    """Tell whether a page of the book belongs to one of its drafts."""
    return any(page.is_relative_to(source / folder) for folder in drafts)


def _is_draft(index: Path) -> bool:
    header = front_matter(index.read_text(encoding="utf-8", errors="replace")) or ""
    if "draft" not in header:
        return False  # YAML is slow to read, and every process of a build asks for all modules
    try:
        facts = yaml.safe_load(header)
    except yaml.YAMLError:
        return False  # the page is read and its error reported
    module = facts.get("module") if isinstance(facts, dict) else None
    return isinstance(module, dict) and module.get("draft") is True
