"""The gate lists everything that a build would show unproven, wherever it stands."""

from __future__ import annotations

import re
from typing import Any

import pytest

GOOD = "# Page\n\n{#money}\n```python\nimport purse\n```\n"
ERROR = re.compile(r"([\w./]+\.md:\d+): ERROR: (.*)")


@pytest.fixture
def faulty(project: Any) -> Any:
    """A book with one fault on each of several pages."""
    project.write("code/core/purse.py", "cents = 1\n")
    project.write("tests/code/core/test_purse.py", "import purse\n")
    project.write("book/page1.md", "# Page\n\n```python\nx = 1\n```\n\n```bash\ntrue\n```\n")
    project.write("book/page2.md", "# Page\n\n~~~python\nx = 1\n~~~\n")
    project.write(
        "book/page3.md",
        "# Page\n\n```{literalinclude} ../code/core/purse.py\n```\n",
    )
    project.write(
        "book/page4.md",
        "# Page\n\n<!--\n```python\nsecret = 1\n```\n-->\n<!--pytest-codeblocks:cont-->\n"
        "```python\nprint(secret)\n```\n",
    )
    return project


EXPECTED = [
    ("book/page1.md:3", "this example has no passing record; run: make prove"),
    ("book/page1.md:7", "this example has no passing record; run: make prove"),
    ("book/page2.md:3", "~~~python is not run; write ```python"),
    (
        "book/page3.md:3",
        "code/core/purse.py is shown and tests/code/core has no passing record; run: make prove",
    ),
    ("book/page4.md:4", "this example has no passing record; run: make prove"),
    ("book/page4.md:9", "this example has no passing record; run: make prove"),
]


def test_all_faults_of_all_pages_are_listed_at_once_with_file_and_line(faulty: Any) -> None:
    """Also what only one of the processes notes that read the pages, and also from the cache."""
    # With an extension that cannot be read in parallel, Sphinx would read in one process.
    faulty.write("conf.py", faulty.read("conf.py").replace('"sphinx_revealjs", ', ""))
    for number in range(5, 8):
        faulty.write(f"book/page{number}.md", "# Page\n\n```{show} nothing\n```\n")
    shown = [f"book/page{number}.md:3" for number in range(5, 8)]
    for jobs in ("2", "1"):
        done = faulty._run(
            *("-m", "sphinx", "-q", "-W", "--keep-going", "-j", jobs, "-c", "."),
            *("-d", "build/doctrees", "book", "build/out"),
        )
        assert done.code == 2
        found = ERROR.findall(done.text)
        assert found[: len(EXPECTED)] == EXPECTED
        assert [place for place, _ in found[len(EXPECTED) :]] == shown
        assert "nothing was written: 9 to mend" in done.text
        assert not list((faulty.root / "build" / "out").glob("*.html"))


def test_a_changed_program_unproves_the_pages_in_the_cache_and_the_last_edition_stays(
    project: Any,
) -> None:
    folder = str(project.root / "code" / "core")
    project.write("code/core/purse.py", "cents = 1\n")
    project.write(
        "book/page.md",
        GOOD.replace("import purse", f"import sys\nsys.path.append({folder!r})\nimport purse"),
    )
    assert project.pytest("-q").code == 0
    assert project.build().code == 0
    edition = project.built("book-html/page.html")
    project.write("code/core/purse.py", "cents = 2\n")
    done = project.build()
    assert done.code == 2
    assert ERROR.findall(done.text) == [("book/page.md:4", EXPECTED[0][1])]
    assert project.built("book-html/page.html") == edition


def test_a_deck_with_code_that_nothing_proved_is_refused(project: Any) -> None:
    project.write("code/core/purse.py", "cents = 1\n")
    project.write("tests/code/core/test_purse.py", "import purse\n")
    project.write("book/page.md", GOOD)
    project.write(
        "slides/index.md",
        """
        # Deck

        ## One

        ```{show} money
        ```

        ## Two

        ```{show} code/core/purse.py
        ```

        ## Three

        ```python
        x = 1
        ```

        ## Four

        ```{show} mony
        ```
        """,
    )
    done = project.build("slides", "revealjs")
    assert done.code == 2
    assert ERROR.findall(done.text) == [
        ("book/page.md:4", "this example has no passing record; run: make prove"),
        ("slides/index.md:10", EXPECTED[3][1]),
        (
            "slides/index.md:15",
            "a deck holds no Python of its own; "
            "name the example in the book and write ```{show} its-name",
        ),
        ("slides/index.md:21", 'no example is called "mony"; did you mean "money"?'),
    ]
    assert not list((project.root / "build" / "slides-revealjs").glob("*.html"))
