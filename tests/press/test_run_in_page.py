"""Run and Edit in the page: who gets the buttons, and what they do in a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from press import page_proof
from press.checks.accessibility import axe, overflow
from press.checks.browser import DESKTOP, PHONE, Visit, serve, tab
from press.examples import fences
from press.examples.ledger import Ledger
from press.page_proof import Proof

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator

THEME = Path(__file__).parents[2] / "theme"
OUT = "<!--pytest-codeblocks:expected-output-->"
CONF = """
extensions = ["myst_parser", "press.examples.gate", "press.examples.show", "press.web",
              "press.run_in_page", "sphinx_copybutton"]
myst_enable_extensions = ["attrs_block"]
project = "Test"
language = "en"
highlight_language = "text"
html_theme = "book"
html_use_index = False
html_copy_source = False
pygments_style = "theme.highlight.Light"
pygments_dark_style = "theme.highlight.Dark"
copybutton_selector = "div:not(.output) > div.highlight > pre"
"""
PAGE = f"""
# Page

```python
import sys  # hide
sys.path.append("ROOT/code/core")  # hide
from purse import cents
print(cents)
```

{OUT}
```text
7
```

<!--
```python
count = 40
```
-->

<!--pytest-codeblocks:cont-->
```python
count += 1  # hide
print(count + 1)
```

{OUT}
```text
42
```

```python
class Lamp:
    def __del__(self) -> None:
        print("out")


lamp = Lamp()
```

<!--pytest-codeblocks:cont-->
```python
print("on")
```

~~~text
on
out
~~~

```python
import threading

thread = threading.Thread(target=print, args=["in a thread"])
thread.start()
thread.join()
```

{OUT}
```text
in a thread
```

```python
import json

print(hasattr(json, "seen"))
json.seen = True
```

{OUT}
```text
False
```

<!--pytest.mark.raises(IndexError)-->
```python
def share(total: int) -> int:
    return [][total]


share(10)
```

{OUT}
```text
Traceback (most recent call last):
  File "example.py", line 5, in <module>
    share(10)
  File "example.py", line 2, in share
    return [][total]
IndexError: list index out of range
```

```python
import asyncio


async def main() -> None:
    await asyncio.sleep(0.01)
    print("awake")


asyncio.run(main())
```

{OUT}
```text
awake
```

```bash
echo shell
```
"""
GOOD = 6  # examples that can run in the page

in_page = pytest.mark.skipif(
    not page_proof.at_hand(), reason="needs Node.js and Pyodide (type: make pyodide)"
)


@dataclass
class Site:
    """A small book and its website."""

    root: Path

    def run(self, *command: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "code" / "core"), **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return f"{done.returncode} {done.stdout}{done.stderr}"

    def build(self, out: str, **environment: str) -> str:
        options = ["-q", "-W", "-b", "html", "-d", f"build/doctrees-{out}", "-c", "."]
        return self.run("sphinx", *options, "book", f"build/{out}", **environment)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("book")
    files = {
        "conf.py": CONF,
        "requirements.txt": "",
        "book/index.md": "# Front\n\n```{toctree}\npage\n```\n",
        "book/page.md": PAGE.replace("ROOT", str(root)),
        "code/core/purse/__init__.py": "from purse.money import cents as cents\n",
        "code/core/purse/money.py": "cents = 7\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    site = Site(root)
    assert site.run("pytest", "--codeblocks", "-q", "book").startswith("0 ")
    return site


@pytest.fixture(scope="module")
def site(book: Site) -> Path:
    assert book.build("site") == "0 "
    return book.root / "build" / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with serve(site) as base:
        yield base


@pytest.fixture(scope="module")
def desk(browser: Browser, address: str) -> Iterator[Visit]:
    """One tab for all: Python takes seconds to start, and stays for the next example."""
    with tab(browser) as visit:
        visit.page.goto(f"{address}/page.html")
        yield visit


def bar(visit: Visit, code: str) -> Locator:
    """Return the panel of the example that holds ``code``."""
    return visit.page.locator(".listing").filter(has_text=code).first


def press(
    panel: Locator, label: str = "Run", ends: str = "Your run|An earlier|Stopped|could not"
) -> str:
    """Press a button and return the status, once it says how the run ended."""
    panel.get_by_role("button", name=label, exact=True).click()
    status = panel.get_by_role("status").filter(has_text=re.compile(ends))
    status.wait_for(timeout=60_000)
    return status.inner_text()


def output(panel: Locator) -> str:
    return panel.locator(".run-output").inner_text().strip()


# -- Without Pyodide ------------------------------------------------------------------
def test_without_pyodide_the_site_holds_nothing_of_it(book: Site, tmp_path: Path) -> None:
    assert book.build("plain", PRESS_PYODIDE=str(tmp_path)) == "0 "
    plain = book.root / "build" / "plain"
    assert "run" not in {path.name for path in (plain / "_static").iterdir()}
    html = (plain / "page.html").read_text(encoding="utf-8")
    assert 'class="listing' in html
    assert "run-bar" not in html
    assert "run.js" not in html


# -- Who gets a button -----------------------------------------------------------------
@in_page
def test_what_does_in_the_page_what_the_page_shows_can_run_and_nothing_else(
    book: Site, site: Path
) -> None:
    page = fences.read_page(book.root / "book" / "page.md", book.root, book.root / "slides")
    proof = Proof(Ledger(book.root), THEME)
    found = {
        chain.steps[-1].code.split("\n")[0]: proof.runnable(page, chain)
        for chain in page.chains
        if chain.language == "python"
    }
    assert found == {
        "import sys  # hide": {0},
        "count += 1  # hide": {0, 1},
        'print("on")': {0, 1},
        "import threading": set(),  # there are none
        "import json": set(),  # works once, and not after itself
        "def share(total: int) -> int:": {0},
        "import asyncio": {0},
    }
    assert (site / "page.html").read_text(encoding="utf-8").count('class="run-bar"') == GOOD
    assert "run-bar" not in (site / "index.html").read_text(encoding="utf-8")
    assert "run.js" not in (site / "index.html").read_text(encoding="utf-8")


@in_page
def test_another_output_on_the_page_takes_the_button_away(book: Site, site: Path) -> None:
    text = (book.root / "book" / "page.md").read_text(encoding="utf-8")
    text = text.replace("\n42\n", "\n43\n")
    page = fences.parse(text, "book/page.md")
    assert Proof(Ledger(book.root), THEME).runnable(page, page.chains[1]) == {0}


@in_page
def test_the_page_brings_the_files_that_its_examples_read(site: Path) -> None:
    data = json.loads((site / "_static" / "run" / "pages" / "page.json").read_text("utf-8"))
    assert sorted(data["files"]) == ["code/core/purse/__init__.py", "code/core/purse/money.py"]
    assert data["python"].startswith("Python 3.")


@in_page
def test_a_page_weighs_no_more_before_the_click(book: Site, site: Path, tmp_path: Path) -> None:
    book.build("plain", PRESS_PYODIDE=str(tmp_path))
    before = len((book.root / "build" / "plain" / "page.html").read_bytes())
    assert len((site / "page.html").read_bytes()) - before < 400 + 120 * GOOD
    loaded = [site / "_static" / "run" / name for name in ("run.js", "run.css")]
    assert sum(file.stat().st_size for file in loaded) < 16_000


@in_page
def test_damaged_pyodide_is_one_line_that_says_what_to_do(book: Site, tmp_path: Path) -> None:
    for file in page_proof.FOLDER.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "pyodide.asm.wasm").unlink()
    (tmp_path / "pyodide.asm.wasm").write_bytes(b"no wasm")
    said = book.build("damaged", PRESS_PYODIDE=str(tmp_path))
    assert "is damaged: run make pyodide, or delete the folder to do without" in said
    assert not said.startswith("0 ")


# -- In the browser ---------------------------------------------------------------------
@in_page
def test_every_button_prints_what_the_page_shows_and_nothing_leaves_the_host(
    desk: Visit,
) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.page.reload()
    assert not [url for url in asked if "pyodide" in url or url.endswith(".json")]
    panels = desk.page.locator(".listing:has(.run-bar)")
    assert panels.count() == GOOD
    for number in range(GOOD):
        panel = panels.nth(number)
        status = press(panel)
        shown = panel.locator(".output pre")
        if shown.count():
            assert output(panel) == shown.inner_text().strip()
        else:
            assert status.startswith("Your run printed nothing")
    assert [url for url in asked if "pyodide.asm.wasm" in url]
    assert desk.take() == []


@in_page
def test_edit_runs_what_was_typed_and_reset_brings_the_original_back(desk: Visit) -> None:
    panel = bar(desk, "print(count + 1)")
    panel.get_by_role("button", name="Edit").click()
    field = panel.get_by_role("textbox", name="The code of this example")
    assert field.evaluate("field => field === document.activeElement")
    assert field.input_value() == "print(count + 1)"
    field.fill("")
    desk.page.keyboard.type("for number in range(2):\nprint(number + count)\n")
    desk.page.keyboard.press("Shift+Home")
    desk.page.keyboard.type("1 / 0")
    desk.page.keyboard.press("Control+Enter")
    panel.get_by_role("status").filter(has_text="ended with an error").wait_for(timeout=60_000)
    said = output(panel)
    assert said.startswith("41\n42\nTraceback")  # what is hidden in the page still runs
    assert 'File "example.py", line 3, in <module>\n    1 / 0\nZeroDivisionError' in said
    assert axe(desk) == []
    panel.get_by_role("button", name="Reset").click()
    assert panel.locator(".run-result").count() == 0
    assert panel.locator(".highlight pre").first.is_visible()
    press(panel)
    assert output(panel) == "42"
    assert desk.take() == []


@in_page
def test_the_field_does_not_trap_the_keyboard(desk: Visit) -> None:
    panel = bar(desk, "print(count + 1)")
    panel.get_by_role("button", name="Edit").focus()
    desk.page.keyboard.press("Enter")
    field = panel.get_by_role("textbox")
    desk.page.keyboard.press("Tab")
    assert field.input_value().startswith("    print")
    desk.page.keyboard.press("Control+z")
    assert field.input_value() == "print(count + 1)"
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Tab")
    assert panel.get_by_role("button", name="Run").evaluate("b => b === document.activeElement")
    desk.page.keyboard.press("Shift+Tab")
    desk.page.keyboard.press("Shift+Tab")
    assert not field.evaluate("field => field === document.activeElement")
    panel.get_by_role("button", name="Reset").click()


@in_page
def test_an_endless_loop_can_be_stopped_and_the_next_run_works(desk: Visit) -> None:
    panel = bar(desk, "print(count + 1)")
    panel.get_by_role("button", name="Edit").click()
    panel.get_by_role("textbox").fill("print('begun')\nwhile True:\n    pass")
    panel.get_by_role("button", name="Run").click()
    panel.locator(".run-output").filter(has_text="begun").wait_for(timeout=60_000)
    assert press(panel, "Stop") == "Stopped."
    panel.get_by_role("textbox").fill("while True:\n    print('x' * 500)")
    assert "printed more than 100,000 characters" in press(panel)
    panel.get_by_role("button", name="Reset").click()
    assert desk.take() == []


@in_page
def test_an_edited_step_counts_for_the_steps_after_it(desk: Visit) -> None:
    panels = desk.page.locator(".listing:has(.run-bar)")
    first, second = panels.nth(2), panels.nth(3)
    first.get_by_role("button", name="Edit").click()
    first.get_by_role("textbox").fill("raise SystemExit(3)")
    assert press(second).startswith("An earlier step of this example failed")
    assert output(second).endswith("SystemExit: 3")
    first.get_by_role("button", name="Reset").click()


@in_page
def test_accessible_and_within_the_window_after_a_run(desk: Visit) -> None:
    press(bar(desk, "share(10)"))
    panel = bar(desk, "print(cents)")
    panel.get_by_role("button", name="Edit").click()
    for scheme, window in (("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE)):
        desk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        desk.page.set_viewport_size(window)  # type: ignore[arg-type]
        assert [*overflow(desk), *axe(desk)] == []
    panel.get_by_role("button", name="Reset").click()


@in_page
def test_no_buttons_where_the_page_is_a_file(browser: Browser, site: Path) -> None:
    with tab(browser) as visit:
        visit.page.goto((site / "page.html").as_uri())
        assert visit.page.locator(".listing").count() > GOOD
        assert visit.page.get_by_role("button", name="Run").count() == 0
        assert not visit.page.locator(".run-bar").first.is_visible()
        assert visit.take() == []


@in_page
@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("pyodide/pyodide.asm.wasm", "could not be loaded"),
        ("pyodide/pyodide.mjs", "could not be loaded"),
        ("pages/page.json", "the examples of this page: 404"),
    ],
)
def test_a_missing_file_is_said_in_the_page(
    browser: Browser, site: Path, tmp_path: Path, gone: str, said: str
) -> None:
    shutil.copytree(site, tmp_path / "site")
    (tmp_path / "site" / "_static" / "run" / gone).unlink()
    with serve(tmp_path / "site") as base, tab(browser) as visit:
        visit.page.goto(f"{base}/page.html")
        panel = bar(visit, "print(cents)")
        assert said in press(panel, ends="could not")
        assert panel.get_by_role("button", name="Run").is_visible()
