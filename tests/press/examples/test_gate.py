"""No edition is written that shows code without a passing record."""

from __future__ import annotations

from typing import Any

import pytest

PAGE = """
# Page

{#money caption="tally/money.py"}
```python
import json  # hide
print(1)
```

<!--pytest-codeblocks:expected-output-->
```text
1
```

<!--pytest.mark.raises(ZeroDivisionError)-->
```python
1 / 0
```

<!--
```python
secret = 1
```
-->
<!--pytest-codeblocks:cont-->
```python
print(secret)
```

:::{admonition} Box

```bash
true
```
:::

<!--pytest.mark.python("3.99")-->
```python
type A = int
```

```{fragment} python
:reason: needs a printer
import printer
```

See {ref}`money`.
"""


def test_a_proven_page_is_written_with_the_marks_of_its_examples(project: Any) -> None:
    project.write("book/page.md", PAGE)
    assert project.pytest().code == 0
    done = project.build()
    assert done.code == 0, done.text
    html = project.built("book-html/page.html")
    assert 'class="example highlight-python' in html
    assert 'class="example raises highlight-python' in html
    assert 'class="example not-run highlight-python' in html
    assert 'class="example highlight-bash' in html
    assert 'class="output highlight-text' in html
    assert 'class="fragment highlight-python' in html
    assert "Not run: needs a printer" in html
    assert '<span class="caption-text">tally/money.py</span>' in html
    assert 'href="#money"' in html and 'id="money"' in html
    for hidden in ("# hide", "<span>json", "secret</span> <span", "pytest", "<!--"):
        assert hidden not in html.split("<h1>")[1].split("<footer")[0]


@pytest.mark.parametrize("builder", ["html", "epub"])
def test_no_builder_writes_what_is_not_proven(project: Any, builder: str) -> None:
    project.write("book/page.md", PAGE)
    done = project.build(builder=builder)
    assert done.code == 2
    for line in (4, 15, 20, 25, 31):
        assert f"book/page.md:{line}: ERROR: this example has no passing record" in done.text
    assert "run: make prove" in done.text
    assert "Traceback" not in done.text
    written = project.root / "build" / f"book-{builder}"
    assert not list(written.rglob("*.html")) and not list(written.rglob("page.txt"))


def test_a_cached_doctree_is_looked_up_again(project: Any) -> None:
    project.write("book/page.md", "# Page\n\n```python\nx = 1\n```\n")
    assert project.pytest().code == 0
    assert project.build().code == 0
    project.write("requirements.txt", "nothing==2\n")
    done = project.build()
    assert done.code == 2
    assert "book/page.md:3: ERROR" in done.text
    assert project.build().code == 2
    assert project.pytest().code == 0
    assert project.build().code == 0


def test_an_output_that_is_not_the_printed_one_stops_the_build(project: Any) -> None:
    project.write("book/page.md", PAGE)
    assert project.pytest().code == 0
    project.write("book/page.md", PAGE.replace("```text\n1\n", "```text\n2\n"))
    done = project.build()
    assert done.code == 2
    assert "book/page.md:10: ERROR: the output shown is not the output printed" in done.text


def test_a_fault_of_a_page_stops_the_build(project: Any) -> None:
    project.write("book/page.md", "# Page\n\n```py\nx = 1\n```\n")
    done = project.build()
    assert done.code == 2
    assert "book/page.md:3: ERROR: ```py is not run; write ```python" in done.text


def test_python_that_a_directive_brings_in_stops_the_build_until_it_is_gone(project: Any) -> None:
    project.write("code/core/purse.py", "import os\n")
    project.write(
        "book/page.md",
        """
        # Page

        ```{include} ../code/core/purse.py
        :code: python
        ```
        """,
    )
    for _ in range(2):
        done = project.build()
        assert done.code == 2
        assert "book/page.md:3: ERROR" in done.text
    project.write("book/page.md", "# Page\n")
    assert project.build().code == 0


def test_an_included_page_must_be_proven_too(project: Any) -> None:
    project.write("book/_part.md", "```python\nx = 1\n```\n")
    project.write("book/page.md", "# Page\n\n```{include} _part.md\n```\n")
    done = project.build()
    assert done.code == 2
    assert "book/_part.md:1: ERROR: this example has no passing record" in done.text
    assert project.pytest().code == 0
    assert project.build().code == 0


def test_a_shown_file_must_be_covered_by_tests(project: Any) -> None:
    project.write("code/core/wallet/__init__.py", "")
    project.write("code/core/wallet/purse.py", "def double(cents):\n    return 2 * cents\n")
    project.write(
        "tests/code/core/wallet/test_purse.py",
        "from wallet.purse import double\n\n\ndef test_double():\n    assert double(1) == 2\n",
    )
    project.write("pytest.ini", "[pytest]\npythonpath = code/core\naddopts = -p no:cacheprovider\n")
    project.write(
        "book/page.md", "# Page\n\n```{literalinclude} ../code/core/wallet/purse.py\n```\n"
    )
    done = project.build()
    assert done.code == 2
    assert "book/page.md:3: ERROR: code/core/wallet/purse.py is shown and" in done.text
    assert project.pytest().code == 0
    done = project.build()
    assert done.code == 0, done.text
    assert "shown highlight-python" in project.built("book-html/page.html")
    project.write("code/core/wallet/purse.py", "def double(cents):\n    return cents + cents\n")
    assert project.build().code == 2
    project.write("book/page.md", "# Page\n\n```{literalinclude} ../code/core/none.py\n```\n")
    assert "ERROR: there is no file ../code/core/none.py" in project.build().text


def test_two_pages_with_one_name_stop_the_build(project: Any) -> None:
    named = "# Page\n\n{#money}\n```python\nx = 1\n```\n"
    project.write("book/page1.md", named)
    project.write("book/page2.md", named)
    project.pytest()
    assert 'the name "money" is taken by book/page1.md:4' in project.build().text
