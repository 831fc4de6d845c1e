"""Ace by DAISY: its report becomes findings, and what is missing is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from press.checks import ace
from press.checks.outcome import UnavailableError
from press.layout import Layout

ROOT = Path(__file__).parents[2]


def subject(url: str, *violations: dict[str, Any]) -> dict[str, Any]:
    return {"earl:testSubject": {"url": url}, "assertions": list(violations)}


VIOLATION = {
    "earl:result": {
        "dct:description": "Element does not have\nan alt attribute",
        "earl:pointer": {"css": ["body > img", "img"]},
    },
    "earl:test": {
        "dct:title": "image-alt",
        "help": {"dct:description": "Images must have alternative text"},
    },
}


def test_a_violation_is_a_finding_at_its_page() -> None:
    report = {"assertions": [subject("/nav.xhtml"), subject("a.xhtml", VIOLATION)]}
    found = ace.findings(report, frozenset({"a.xhtml", "nav.xhtml"}), "book.epub")
    assert [str(finding) for finding in found] == [
        "book.epub/a.xhtml: image-alt: Element does not have an alt attribute (body > img); "
        "images must have alternative text [ace]"
    ]


def test_a_page_that_was_not_looked_at_is_a_finding() -> None:
    (finding,) = ace.findings({"assertions": [subject("a.xhtml")]}, frozenset({"b.xhtml"}), "b")
    assert str(finding) == "b/b.xhtml: Ace did not look at it; name it in the spine"


def test_without_ace_the_command_that_brings_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnavailableError, match=r"type make check, .*apt-get install nodejs npm"):
        ace._report(tmp_path / "book.epub", tmp_path)


def test_an_edition_that_is_not_built_is_a_finding(tmp_path: Path) -> None:
    (outcome,) = ace.run(Layout(tmp_path))
    assert "is not built" in outcome.findings[0].what


def test_the_lock_names_the_version_sums_and_no_registry() -> None:
    folder = ROOT / "press" / "ace"
    wanted = json.loads((folder / "package.json").read_text())["dependencies"]
    packages = json.loads((folder / "package-lock.json").read_text())["packages"]
    assert packages[""]["dependencies"] == wanted
    assert packages["node_modules/@daisy/ace-cli"]["version"] == wanted["@daisy/ace-cli"]
    others = {name: one for name, one in packages.items() if name}
    assert all(one["integrity"].startswith("sha512-") for one in others.values())
    assert not any("resolved" in one for one in others.values())
