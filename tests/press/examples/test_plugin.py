"""``pytest --codeblocks`` on a small book."""

from __future__ import annotations

from typing import Any

GOOD = "# Page\n\n{#named}\n```python\nprint(1)\n```\n\n```python\nx = 1\n```\n"
BAD = "```python\n{}['k']\n```\n"


def test_examples_have_names_that_do_not_depend_on_their_lines(project: Any) -> None:
    project.write("book/page.md", GOOD)
    first = project.pytest("--collect-only", "-q")
    project.write("book/page.md", "Prose before.\n\n" + GOOD)
    second = project.pytest("--collect-only", "-q")
    ids = [line for line in first.text.splitlines() if "::" in line]
    assert ids == [line for line in second.text.splitlines() if "::" in line]
    assert ids[0] == "book/page.md::named"
    assert ids[1].startswith("book/page.md::x-1-")


def test_only_what_changed_runs_again(project: Any) -> None:
    project.write("code/core/purse.py", "cents = 1\n")
    folder = str(project.root / "code" / "core")
    reads = f"```python\nimport sys\nsys.path.append({folder!r})\nimport purse\n```\n"
    project.write("book/page.md", f"{GOOD}\n{reads}")
    assert "3 executed, 0 recorded" in project.pytest("-q").text
    assert "0 executed, 3 recorded" in project.pytest("-q").text
    project.write("book/page.md", f"Moved.\n\n{GOOD}\n{reads}")
    assert "0 executed, 3 recorded" in project.pytest("-q").text
    project.write("book/page.md", f"{GOOD.replace('x = 1', 'x = 2')}\n{reads}")
    assert "1 executed, 2 recorded" in project.pytest("-q").text
    project.write("code/core/purse.py", "cents = 2\n")
    assert "1 executed, 2 recorded" in project.pytest("-q").text
    assert "3 executed, 0 recorded" in project.pytest("-q", "--rerun-recorded").text


def test_a_failing_example_and_a_fault_do_not_stop_the_rest(project: Any) -> None:
    project.write("book/page.md", GOOD + "\n" + BAD + "\n```py\nx\n```\n")
    done = project.pytest()
    assert done.code == 1
    assert "book/page.md:13: KeyError: 'k'" in done.text
    assert "book/page.md:16: ```py is not run; write ```python" in done.text
    assert "2 failed, 2 passed" in done.text
    again = project.pytest("-q").text
    assert "1 executed, 2 recorded" in again
    assert "2 failed, 2 passed" in again


def test_select_and_stop_work_as_everywhere_in_pytest(project: Any) -> None:
    project.write("book/page.md", BAD + "\n" + GOOD)
    assert "1 passed, 2 deselected" in project.pytest("-k", "named").text
    stopped = project.pytest("-x")
    assert stopped.code == 1
    assert "1 failed in" in stopped.text
    assert project.pytest("book/page.md::named", pages=()).code == 0
    project.write("pytest.ini", "[pytest]\naddopts = --strict-markers\n")
    assert project.pytest().code == 1
    assert "1 failed in" in project.pytest("--lf").text


def test_an_exit_in_an_example_does_not_end_the_session(project: Any) -> None:
    exits = "```python\nimport os\nos._exit(0)\n```\n\n```python\nraise SystemExit\n```\n\n"
    project.write("book/page.md", exits + GOOD)
    done = project.pytest()
    assert done.code == 1
    assert "2 failed, 2 passed" in done.text


def test_fragments_and_examples_for_a_newer_python_are_counted(project: Any) -> None:
    project.write(
        "book/page.md",
        """
        ```{fragment} python
        :reason: needs a printer
        import printer
        ```

        <!--pytest.mark.python("3.99")-->
        ```python
        type A = int
        ```
        """,
    )
    done = project.pytest()
    assert done.code == 0
    assert "1 fragments, 1 not run here" in done.text
    assert "fragment book/page.md:1: needs a printer" in done.text
    assert "SKIPPED [1] book/page.md:7: needs Python 3.99" in done.text


def test_names_are_unique_in_the_book(project: Any) -> None:
    project.write("book/page1.md", GOOD)
    project.write("book/page2.md", GOOD)
    done = project.pytest("book/page2.md", pages=())
    assert 'book/page2.md:4: the name "named" is taken by book/page1.md:4' in done.text


def test_without_the_option_no_page_is_read(project: Any) -> None:
    project.write("book/page.md", BAD)
    done = project._run("-m", "pytest", "book")
    assert "no tests ran" in done.text


def test_quiet_mode_shows_progress_in_the_place_of_dots(project: Any) -> None:
    newer = '<!--pytest.mark.python("3.99")-->\n```python\ntype A = int\n```\n'
    project.write("book/page.md", f"{GOOD}\n{newer}")
    text = project.pytest("-q").text
    assert text.startswith("\nexamples: 2 executed")
    assert "examples: 3 in " in text
    assert ".." not in text
    assert "%" not in text


def test_totals_are_written_for_other_rooms(project: Any) -> None:
    project.write("book/page.md", GOOD)
    project.pytest("-q")
    assert '"executed": 2' in project.built("ledger/summary.json")


# -- Outputs -----------------------------------------------------------------------
STALE = """
# Page

```python
print("a")
```
~~~text
old
~~~

<!--pytest-codeblocks:cont-->
```python
print("```")
```

<!--pytest-codeblocks:expected-output-->

- In a list:

  ```python
  print("b\\n\\nc")
  ```

  <!--pytest-codeblocks:expected-output-->
  ```text
  ```

```python
for number in range(9):
    print(number)
```
<!--pytest-codeblocks:expected-output-->
```text
0
…
8
```
"""
FRESH = """
# Page

```python
print("a")
```
~~~text
a
~~~

<!--pytest-codeblocks:cont-->
```python
print("```")
```

<!--pytest-codeblocks:expected-output-->
````text
```
````

- In a list:

  ```python
  print("b\\n\\nc")
  ```

  <!--pytest-codeblocks:expected-output-->
  ```text
  b

  c
  ```

```python
for number in range(9):
    print(number)
```
<!--pytest-codeblocks:expected-output-->
```text
0
…
8
```
"""


def test_outputs_are_rewritten_in_place_and_missing_ones_inserted(project: Any) -> None:
    project.write("book/page.md", STALE)
    assert project.pytest("-q").code == 1
    assert project.read("book/page.md") == STALE.lstrip()
    done = project.pytest("-q", "--update-outputs")
    assert done.code == 0, done.text
    assert "outputs written: book/page.md" in done.text
    assert project.read("book/page.md") == FRESH.lstrip()
    done = project.pytest("-q")
    assert done.code == 0
    assert "0 executed" in done.text


def test_a_page_that_is_edited_while_its_examples_run_is_left_alone(project: Any) -> None:
    page = project.root / "book" / "page.md"
    # A shell of the example writes, as an editor would: no hook of Python sees it.
    code = f"```bash\necho more >> {page}\necho new\n```\n"
    project.write("book/page.md", code + "<!--pytest-codeblocks:expected-output-->\n")
    done = project.pytest("-q", "--update-outputs")
    assert done.code == 1
    assert "outputs NOT written: book/page.md changed while its examples ran" in done.text
    assert project.read("book/page.md").endswith("-->\nmore\n")


def test_an_example_that_fails_keeps_its_output(project: Any) -> None:
    text = BAD + "<!--pytest-codeblocks:expected-output-->\n```text\nold\n```\n"
    project.write("book/page.md", text)
    assert project.pytest("-q", "--update-outputs").code == 1
    assert project.read("book/page.md") == text


# -- Files that are shown -------------------------------------------------------------
PURSE = """
class Purse:
    def __init__(self, cents):
        self.cents = cents

    def double(self):
        return 2 * self.cents

    def lost(self):
        return None
"""
TEST = """
from wallet.purse import Purse


def test_double():
    assert Purse(1).double() == 2
"""


def with_program(project: Any) -> None:
    project.write("code/core/wallet/__init__.py", "")
    project.write("code/core/wallet/purse.py", PURSE)
    project.write("tests/code/core/wallet/test_purse.py", TEST)
    project.write("pytest.ini", "[pytest]\npythonpath = code/core\naddopts = -p no:cacheprovider\n")


def page_showing(options: str, path: str = "../code/core/wallet/purse.py") -> str:
    return f"# Page\n\n```{{literalinclude}} {path}\n{options}\n```\n"


def test_shown_lines_are_proven_by_the_mirrored_tests(project: Any) -> None:
    with_program(project)
    project.write("book/page.md", page_showing(":pyobject: Purse.double"))
    done = project.pytest()
    assert done.code == 0, done.text
    assert "book/page.md::shown-purse.py" in project.pytest("-v").text
    assert "1 shown from files" in done.text


def test_shown_lines_that_no_test_executes_fail(project: Any) -> None:
    with_program(project)
    project.write("book/page.md", page_showing(":pyobject: Purse.lost"))
    done = project.pytest()
    assert done.code == 1
    assert (
        "book/page.md:3: code/core/wallet/purse.py is shown and tests/code/core/wallet "
        "does not execute lines 9; test them" in done.text
    )


def test_a_shown_file_whose_tests_fail_or_are_missing_fails(project: Any) -> None:
    with_program(project)
    project.write("book/page.md", page_showing(":pyobject: Purse.double"))
    project.write("tests/code/core/wallet/test_purse.py", TEST.replace("== 2", "== 3"))
    assert "tests/code/core/wallet fails; mend it" in project.pytest().text
    project.write("code/core/lone.py", "x = 1\n")
    project.write("book/page.md", page_showing("", "../code/core/lone.py"))
    project.write("tests/code/core/wallet/test_purse.py", TEST)
    assert "never runs it" in project.pytest().text


def test_examples_run_before_the_tests_of_shown_files(project: Any) -> None:
    with_program(project)
    project.write("book/page.md", page_showing(":pyobject: Purse.double") + "\n" + BAD)
    project.write("book/page2.md", GOOD)
    ids = [
        line for line in project.pytest("--collect-only", "-q").text.splitlines() if "::" in line
    ]
    assert [one.partition("::")[2][:2] for one in ids] == ["k-", "na", "x-", "sh"]
    stopped = project.pytest("-x").text
    assert "KeyError" in stopped
    assert "0 shown from files" in stopped


def test_the_tests_of_a_shown_file_run_again_when_it_changes(project: Any) -> None:
    with_program(project)
    project.write("book/page.md", page_showing(":pyobject: Purse.double"))
    assert project.pytest().code == 0
    project.write("code/core/wallet/purse.py", PURSE.replace("2 * self", "3 * self"))
    assert "tests/code/core/wallet fails" in project.pytest().text


def test_pages_that_are_proven_can_be_left_out(project: Any) -> None:
    shown = "```{literalinclude} ../code/core/purse.py\n:pyobject: pay\n```\n"
    other = "# Other\n\n```python\ny = 1\nprint(y)\n```\n"
    output = "\n<!--pytest-codeblocks:expected-output-->\n\n```text\n1\n```\n"
    purse = "def pay(cents: int) -> int:\n    if cents > 5:\n        return 5\n    return cents\n"
    check = "import sys\nsys.path.insert(0, 'code/core')\nfrom purse import pay\n\n\n"
    check += "def test_pay() -> None:\n    assert pay(9) == 5 and pay(3) == 3\n"
    project.write("code/core/purse.py", purse)
    project.write("tests/code/core/test_purse.py", check)
    pages = {"book/page.md": f"{GOOD}\n{shown}", "book/other.md": other + output}
    for name, text in pages.items():
        project.write(name, text)

    def skipping() -> tuple[int, str]:
        done = project.pytest("-q", "--skip-proven")
        return done.code, done.text

    assert "3 executed, 0 recorded, 0 fragments, 0 not run here, 1 shown" in skipping()[1]
    code, said = skipping()
    assert code == 5  # pytest's word for no tests
    assert "0 executed, 3 recorded, 0 fragments, 0 not run here, 1 shown" in said

    for name, text, told in (
        ("book/other.md", (other + output).replace("text\n1", "text\n2"), "run: make outputs"),
        ("book/other.md", other.replace("# Other", "# Other\n\n```py\nx\n```"), "is not run"),
        ("book/other.md", GOOD, 'the name "named" is taken'),
        ("book/other.md", (other + output).replace("y = 1", "y = 3"), "run: make outputs"),
        ("book/page.md", f"{GOOD}\n{shown}".replace(": pay", ": buy"), "defines no buy"),
        ("tests/code/core/test_purse.py", check.replace("and pay(3) == 3", ""), "execute lines"),
    ):
        before = (project.root / name).read_text(encoding="utf-8")
        project.write(name, text)
        code, said = skipping()
        assert (code, told in said) == (1, True), said
        project.write(name, before)
        assert skipping()[0] in {0, 5}
    project.write("book/other.md", other + output + "\nMore words.\n")
    code, said = skipping()
    assert (code, "0 executed, 3 recorded" in said) == (5, True), said
