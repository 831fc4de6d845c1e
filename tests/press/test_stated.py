"""Numbers in the text: put in by the build, true after a change, refused when unknown."""

from __future__ import annotations

import io
import platform
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

CONF = 'project = "Sample"\nextensions = ["myst_parser", "press.counts", "press.stated"]\n'


def build(root: Path) -> tuple[str, str]:
    """Build the sample again and return the page that states, and the warnings."""
    warnings = io.StringIO()
    with docutils_namespace():
        app = Sphinx(
            root / "book",
            root,
            root / "out",
            root / "doctrees",
            "html",
            confoverrides={"html_theme": "basic"},
            status=None,
            warning=warnings,
        )
        app.build()
    return (root / "out/index.html").read_text(), warnings.getvalue()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "book").mkdir()
    (tmp_path / "book/index.md").write_text(
        "# Top\n\n{stated}`pages` pages on {stated}`python`, {stated}`version of sphinx`,"
        " {stated}`diagrams` diagrams.\n\n```{toctree}\n:glob:\npage*\n```\n"
    )
    (tmp_path / "book/page1.md").write_text("# One\n")
    return tmp_path


def test_facts_are_put_in_when_the_page_is_written(root: Path) -> None:
    page, warnings = build(root)
    assert f"2 pages on {platform.python_version()}, 9." in page
    assert "0 diagrams" in page
    assert warnings == ""


def test_a_page_that_states_follows_a_change_elsewhere(root: Path) -> None:
    build(root)
    (root / "book/page2.md").write_text("# Two\n")
    assert "3 pages on" in build(root)[0]


def test_an_unknown_fact_is_an_error_with_line_and_mend(root: Path) -> None:
    (root / "book/page1.md").write_text("# One\n\nOn {stated}`pyhton` it ran.\n")
    _, warnings = build(root)
    assert "page1.md:3: ERROR: stated: unknown fact 'pyhton': did you mean python?" in warnings


def test_the_version_of_a_package_that_is_not_there_is_an_error(root: Path) -> None:
    (root / "book/page1.md").write_text("# One\n\nWith {stated}`version of nothing-at-all`.\n")
    _, warnings = build(root)
    assert "page1.md:3: ERROR: stated: 'version of nothing-at-all': no such package" in warnings


def test_a_setting_is_read_from_the_project_and_followed(root: Path) -> None:
    (root / "pyproject.toml").write_text('[tool.x]\nline-length = 100\nselect = ["E", "F"]\n')
    text = (
        "# One\n\nLines of {stated}`setting tool.x.line-length`, {stated}`setting tool.x.select`.\n"
    )
    (root / "book/page1.md").write_text(text)
    build(root)
    assert "Lines of 100, E, F." in (root / "out/page1.html").read_text()
    (root / "pyproject.toml").write_text('[tool.x]\nline-length = 88\nselect = ["E", "F"]\n')
    build(root)
    assert "Lines of 88, E, F." in (root / "out/page1.html").read_text()


@pytest.mark.parametrize("name", ["tool.x", "tool.x.none", "tool"])
def test_a_setting_that_is_not_there_is_an_error(root: Path, name: str) -> None:
    (root / "pyproject.toml").write_text("[tool.x]\nline-length = 100\n")
    (root / "book/page1.md").write_text(f"# One\n\nOf {{stated}}`setting {name}`.\n")
    _, warnings = build(root)
    assert f"page1.md:3: ERROR: stated: 'setting {name}': not in pyproject.toml" in warnings
