"""An example is written once and shown by name wherever it is needed."""

from __future__ import annotations

from typing import Any

import pytest

PAGE = """
# Page

{#money-hash}
```python
import json  # hide
first = 1
second = 2
print(first + second)
```

<!--pytest-codeblocks:expected-output-->
```text
3
```
"""


def deck(options: str, target: str = "money-hash") -> str:
    return f"# Deck\n\n## Slide\n\n```{{show}} {target}\n{options}\n```\n"


@pytest.fixture
def proven(project: Any) -> Any:
    project.write("book/page.md", PAGE)
    assert project.pytest("-q").code == 0
    return project


def slides(project: Any, text: str) -> Any:
    project.write("slides/index.md", text)
    return project.build("slides", "revealjs")


def test_a_deck_shows_an_example_of_the_book(proven: Any) -> None:
    done = slides(proven, deck(":lines: 2-3\n:steps: 1|2\n:output:\n:caption: money.py"))
    assert done.code == 0, done.text
    html = proven.built("slides-revealjs/index.html")
    assert 'data-line-numbers="1|2">second = 2\nprint(first + second)</code>' in html
    assert "first = 1" not in html and "json" not in html
    assert 'class="text">3</code>' in html
    assert "money.py" in html


def test_another_page_shows_it_with_highlighted_lines(proven: Any) -> None:
    proven.write("book/page2.md", deck(":steps: 1|3"))
    done = proven.build()
    assert done.code == 0, done.text
    html = proven.built("book-html/page2.html")
    assert "example highlight-python" in html
    assert html.count('<span class="hll">') == 2


def test_what_shows_an_example_is_read_again_when_the_example_changes(proven: Any) -> None:
    proven.write("book/page2.md", deck(""))
    assert proven.build().code == 0
    proven.write("book/page.md", PAGE.replace("second = 2", "second = 3"))
    done = proven.build()
    assert done.code == 2
    assert "book/page.md:4: ERROR: this example has no passing record" in done.text
    assert proven.pytest("-q", "--update-outputs").code == 0
    assert proven.build().code == 0
    second = '<span class="n">second</span> <span class="o">=</span> <span class="mi">3</span>'
    assert second in proven.built("book-html/page2.html")


def test_an_unproven_example_stops_the_deck_that_shows_it(project: Any) -> None:
    project.write("book/page.md", PAGE)
    done = slides(project, deck(""))
    assert done.code == 2
    assert "book/page.md:4: ERROR: this example has no passing record" in done.text


WRONG = [
    ("", "money-hsah", 'no example is called "money-hsah"; did you mean "money-hash"?'),
    ("", "nothing-like-it", "write {#nothing-like-it} on the line above"),
    (":lines: 3-4", "money-hash", 'lines of "money-hash" 3-4 are past the end: it has 3'),
    (":steps: 1|4", "money-hash", "steps 4 are past the end: it has 3"),
    (":steps: one", "money-hash", "cannot read steps"),
    (":pyobject: x", "money-hash", ":pyobject: speaks of a file"),
    ("", "code/core/none.py", "there is no file code/core/none.py"),
    (":output:", "code/core/purse.py", "a file has no output"),
    (":pyobject: nothing", "code/core/purse.py", "code/core/purse.py defines no nothing; name a"),
    (":pyobject: Purze", "code/core/purse.py", "defines no Purze; did you mean Purse?"),
    (":pyobject: x", "code/core/broken.py", "code/core/broken.py:2 is not Python: "),
    (":lines: 1", "code/core/latin.py", "code/core/latin.py is not UTF-8: "),
    (":lines: 1-9", "code/core/purse.py", "lines 1-9 of code/core/purse.py, which has 2"),
    (":lines: 2-5", "code/core/gap.py", "the lines shown end with a blank one, 5; end with line 2"),
    (":lines: 2,6", "code/core/gap.py", "line 2 stands in “class Gap:”, which is not shown; show"),
]


def test_what_cannot_be_shown_stops_the_build_each_time(proven: Any) -> None:
    proven.write("code/core/purse.py", "class Purse: ...\ny = 2\n")
    proven.write("code/core/gap.py", "class Gap:\n    x = 1\n\n\n\ny = 2\n")
    proven.write("code/core/broken.py", "x = 1\ndef f(:\n")
    proven.write("code/core/latin.py", "").write_bytes(b"# \xe9\n")
    shows = [f"```{{show}} {target}\n{options}\n```\n" for options, target, _ in WRONG]
    for done in (
        slides(proven, "# Deck\n\n" + "\n".join(shows)),
        proven.build("slides", "revealjs"),
    ):
        assert done.code == 2
        for number, (_, _, what) in enumerate(WRONG):
            lines = [line for line in done.text.splitlines() if what in line]
            assert len(lines) == 1, what
            assert lines[0].startswith(f"slides/index.md:{3 + 4 * number}: ERROR: ")


def test_lines_of_an_example_that_begin_with_a_blank_one_stop_the_build(project: Any) -> None:
    project.write("book/page.md", "# Page\n\n{#gap}\n```python\nx = 1\n\ny = 2\n```\n")
    assert project.pytest("-q").code == 0
    fault = "slides/index.md:5: ERROR: the lines shown begin with a blank one, 2; begin with line 3"
    assert fault in slides(project, deck(":lines: 2-3", "gap")).text
    assert slides(project, deck(":lines: 1-3", "gap")).code == 0


def test_a_name_that_comes_later_mends_the_page(proven: Any) -> None:
    proven.write("book/page2.md", deck("", "later"))
    assert proven.build().code == 2
    proven.write("book/page.md", PAGE.replace("money-hash", "later"))
    done = proven.build()
    assert done.code == 0, done.text


def test_an_example_without_output_has_none_to_show(proven: Any) -> None:
    proven.write("book/page.md", "# Page\n\n{#silent}\n```python\nx = 1\n```\n")
    assert "shows no output" in slides(proven, deck(":output:", "silent")).text


def test_a_deck_shows_lines_of_a_tested_file(project: Any) -> None:
    project.write("code/core/wallet/__init__.py", "")
    project.write(
        "code/core/wallet/purse.py",
        "class Purse:\n    def double(self, cents):\n        return 2 * cents\n",
    )
    project.write(
        "tests/code/core/wallet/test_purse.py",
        "from wallet.purse import Purse\n\n\ndef test_it():\n    assert Purse().double(1) == 2\n",
    )
    project.write("pytest.ini", "[pytest]\npythonpath = code/core\naddopts = -p no:cacheprovider\n")
    text = deck(":pyobject: Purse.double", "code/core/wallet/purse.py")
    done = slides(project, text)
    assert done.code == 2
    assert "slides/index.md:5: ERROR: code/core/wallet/purse.py is shown" in done.text
    assert project.pytest(pages=("slides",)).code == 0
    done = project.build("slides", "revealjs")
    assert done.code == 0, done.text
    html = project.built("slides-revealjs/index.html")
    assert 'class="python">def double(self, cents):\n    return 2 * cents</code>' in html


def test_a_folder_whose_name_holds_the_syntax_of_lists_is_measured_too(project: Any) -> None:
    odd = type(project)(project.root / "Zoë's draft, [final] {2} $1")
    for name in ("conf.py", "pytest.ini", "requirements.txt", "book/index.md"):
        odd.write(name, project.read(name))
    odd.write("code/core/purse.py", "cents = 1\n")
    odd.write(
        "tests/code/core/test_purse.py",
        """
        import sys
        from pathlib import Path

        sys.path.append(str(Path(__file__).parents[3] / "code/core"))
        import purse


        def test_it():
            assert purse.cents
        """,
    )
    odd.write("book/page.md", PAGE + "\n```{show} code/core/purse.py\n```\n")
    done = odd.pytest("-q")
    assert done.code == 0, done.text
    assert odd.build().code == 0
