"""Style sheets, palette and what stands between a reader and Pango."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import weasyprint

from press.layout import Layout
from press.pango import missing_pango
from press.pdf.sheet import Sheet
from press.tokens import read_tokens
from theme.highlight import Dark, Light

if TYPE_CHECKING:
    from .conftest import Project


def test_every_declaration_of_the_style_sheets_is_understood(
    layout: Layout, caplog: pytest.LogCaptureFixture
) -> None:
    sheet = Sheet.load(layout.root, "book", "")
    with caplog.at_level(logging.WARNING, "weasyprint"):
        css = weasyprint.CSS(string=sheet.css, base_url=f"{sheet.base.as_uri()}/")
        weasyprint.HTML(string="<p>text").render(stylesheets=[css])
    assert [record.getMessage() for record in caplog.records] == []


def test_a_page_format_that_does_not_exist_is_answered_with_those_that_do(layout: Layout) -> None:
    with pytest.raises(ValueError, match=r"pdf_format = 'folio'.*choose one of .*book"):
        Sheet.load(layout.root, "folio", "")


def test_a_missing_font_file_is_named(layout: Layout, tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    (theme / "print").mkdir(parents=True)
    for name in (
        "tokens.css",
        *(f"print/{path.name}" for path in (layout.theme / "print").iterdir()),
    ):
        (theme / name).write_bytes((layout.theme / name).read_bytes())
    with pytest.raises(ValueError, match=r"fonts\.css: the font file BookSerif-Regular\.ttf"):
        Sheet.load(tmp_path, "book", "")


def test_a_book_without_a_theme_of_its_own_is_printed_with_the_one_of_the_press(
    layout: Layout, tmp_path: Path
) -> None:
    assert Sheet.load(tmp_path, "book", "") == Sheet.load(layout.root, "book", "")


def luminance(color: str) -> float:
    parts = [int(color[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one.strip("#")), luminance(other.strip("#"))))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("style", [Light, Dark])
def test_highlighted_code_is_readable_on_its_ground_and_on_a_marked_line(style: Any) -> None:
    for ground in (style.background_color, style.highlight_color):
        for token, rule in style:
            assert contrast(rule["color"], ground) >= 4.5, (style.name, token)


@pytest.mark.parametrize("style", [Light, Dark])
def test_highlighting_uses_only_colors_of_the_palette(style: Any, layout: Layout) -> None:
    palette = {value.strip("#") for value in read_tokens(layout.theme / "tokens.css").values()}
    assert {rule["color"] for _, rule in style} <= palette


# -- Pango --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("linux", "apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
        ("darwin", "brew install pango"),
    ],
)
def test_missing_pango_is_one_line_with_the_command(
    monkeypatch: pytest.MonkeyPatch, platform: str, command: str
) -> None:
    def fail(name: str) -> None:
        print("-----\na banner\n-----")
        raise OSError(f"cannot load library below {name}")

    monkeypatch.setattr("importlib.import_module", fail)
    message = missing_pango(platform)
    assert message.endswith(command)
    assert "Pango" in message
    assert "\n" not in message


def test_no_compiler_is_started_to_find_pango() -> None:
    program = "import sys\nfrom press.pango import load_weasyprint\nstarted = []\n"
    program += "sys.addaudithook(lambda name, args: 'Popen' in name and started.append(args))\n"
    program += "load_weasyprint()\nimport ctypes.util\n"
    program += "print(started, ctypes.util.find_library.__name__)\n"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[] find_library\n"


def test_with_pango_there_is_nothing_to_say() -> None:
    assert missing_pango() == ""


def test_without_pango_the_build_says_one_line_and_other_editions_are_built(
    project: Callable[..., Project], tmp_path: Path
) -> None:
    fake = tmp_path / "fake" / "weasyprint"
    fake.mkdir(parents=True)
    (fake / "__init__.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    book = project()
    common = [sys.executable, "-m", "sphinx", "-q", "-c", str(book.root), str(book.root / "book")]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(fake.parent)}

    def build(builder: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*common, str(tmp_path / builder), "-b", builder],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    done = build("bookpdf")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"pdf: Pango is missing.*install.*\n", done.stderr), done.stderr
    done = build("html")
    assert (done.returncode, done.stderr) == (0, "")
