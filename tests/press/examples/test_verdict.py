"""A step's output and errors are compared with its page, and worded in the page's lines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Prove = Callable[[str], list[str]]
COMMENT = "<!--pytest-codeblocks:expected-output-->"


def shown(code: str, output: str) -> str:
    return f"```python\n{code}```\n\n{COMMENT}\n```text\n{output}```\n"


# -- Outputs ---------------------------------------------------------------------
def test_a_wrong_output_is_a_diff(prove: Prove) -> None:
    found = prove(shown("print('a')\nprint('b')\n", "a\nc\n"))
    assert found[0].splitlines() == [
        "page.md:7: the output shown is not the output printed; run: make outputs",
        "--- page.md:7 (shown)",
        "+++ page.md:1 (printed)",
        "@@ -1,2 +1,2 @@",
        " a",
        "-c",
        "+b",
    ]


def test_trailing_blanks_do_not_matter(prove: Prove) -> None:
    assert prove(shown("print('a  ')\nprint()\n", "a\n")) == []


def test_leading_blanks_do(prove: Prove) -> None:
    assert prove(shown("print('  a')\n", "a\n"))


def test_an_ellipsis_stands_for_lines_and_for_parts_of_a_line(prove: Prove) -> None:
    code = "for n in range(5):\n    print('line', n)\n"
    assert prove(shown(code, "line 0\n…\nline 4\n")) == []
    assert prove(shown(code, "line 0\n…\n")) == []
    assert prove(shown(code, "…\nli… 4\n")) == []
    assert prove(shown(code, "line 0\n…\nline 5\n"))
    assert prove(shown(code, "line 1\n…\n"))


def test_an_ellipsis_alone_compares_nothing(prove: Prove) -> None:
    assert "compares nothing" in prove(shown("print(1)\n", "…\n"))[0]


def test_an_output_of_an_example_that_prints_nothing_is_refused(prove: Prove) -> None:
    assert "prints nothing" in prove(shown("x = 1\n", ""))[0]


def test_whitespace_can_be_ignored(prove: Prove) -> None:
    text = shown("print('a   b')\n", "a b\n")
    assert prove(text)
    assert prove(text.replace(COMMENT, COMMENT[:-3] + "-ignore-whitespace-->")) == []


def test_an_output_of_older_pythons_is_not_asked_of_a_newer_one(prove: Prove) -> None:
    wrong = shown("print(2)\n", "1\n")
    assert prove('<!--pytest.mark.until("3.10")-->\n' + wrong) == []
    assert prove('<!--pytest.mark.until("3.99")-->\n' + wrong) != []
    assert prove('<!--pytest.mark.until("3.10")-->\n' + shown("print(2)\noops\n", "1\n")) != []


def test_each_step_has_its_own_output(prove: Prove) -> None:
    found = prove(
        """
        ```python
        print(1)
        ```
        ~~~text
        1
        ~~~
        <!--pytest-codeblocks:cont-->
        ```python
        print(2)
        ```
        ~~~text
        3
        ~~~
        """
    )
    assert len(found) == 1
    assert found[0].startswith("page.md:11: ")


def test_an_output_not_captured_yet_says_what_to_run(prove: Prove) -> None:
    assert "make outputs" in prove(f"```python\nprint(1)\n```\n\n{COMMENT}\n")[0]


# -- Errors ----------------------------------------------------------------------
def test_an_error_is_reported_with_excerpt_and_traceback_in_page_lines(prove: Prove) -> None:
    found = prove(
        """
        # Title

        ```python
        def look_up(key):
            prices = {"rent": 900}
            return prices[key]


        look_up("k")
        ```
        """
    )
    lines = found[0].splitlines()
    assert lines[0] == "page.md:6: KeyError: 'k'"
    assert lines[1:6] == [
        "  4 | def look_up(key):",
        '  5 |     prices = {"rent": 900}',
        "> 6 |     return prices[key]",
        "  7 |",
        "  8 |",
    ]
    assert '  File "page.md", line 9, in <module>' in lines
    assert '  File "page.md", line 6, in look_up' in lines


def test_a_bare_assert_shows_its_line(prove: Prove) -> None:
    found = prove("```python\nx = 1\nassert x == 2\n```\n")
    assert found[0].startswith("page.md:3: AssertionError")
    assert "> 3 | assert x == 2" in found[0]


def test_lines_count_through_a_chain(prove: Prove) -> None:
    found = prove(
        """
        ```python
        def fail():
            raise ValueError("no")
        ```

        Prose.

        <!--pytest-codeblocks:cont-->
        ```python
        x = 1
        fail()
        ```
        """
    )
    assert found[0].startswith("page.md:3: ValueError: no")
    assert '  File "page.md", line 11, in <module>' in found[0]


def test_what_was_printed_before_the_error_is_shown(prove: Prove) -> None:
    assert "printed before:\n  here" in prove("```python\nprint('here')\n1 / 0\n```\n")[0]


# -- Errors that must come ---------------------------------------------------------
@pytest.mark.parametrize(
    "mark",
    [
        "raises(ZeroDivisionError)",
        "raises(ArithmeticError)",
        'raises(ZeroDivisionError, match="by zero")',
        'raises(match="by zero", raises=ZeroDivisionError)',
        "raises((KeyError, ZeroDivisionError))",
        "raises(builtins.ZeroDivisionError)",
    ],
)
def test_the_error_that_must_come_may_come(prove: Prove, mark: str) -> None:
    assert prove(f"<!--pytest.mark.{mark}-->\n```python\n1 / 0\n```\n") == []


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ("raises(KeyError)", "1 / 0"),
        ('raises(ZeroDivisionError, match="by one")', "1 / 0"),
        ("raises(ZeroDivisionError)", "1 / 1"),
        ("raises(ZeroDivisionErro)", "1 / 0"),
    ],
)
def test_another_error_or_none_is_a_failure(prove: Prove, mark: str, code: str) -> None:
    found = prove(f"<!--pytest.mark.{mark}-->\n```python\n{code}\n```\n")
    assert len(found) == 1
    assert "should raise" in found[0]


def test_a_chain_goes_on_after_an_error_that_must_come(prove: Prove) -> None:
    found = prove(
        """
        <!--pytest.mark.raises(ZeroDivisionError)-->
        ```python
        x = 1
        1 / 0
        ```
        <!--pytest-codeblocks:cont-->
        ```python
        print(x)
        ```
        ~~~text
        1
        ~~~
        """
    )
    assert found == []


def test_an_error_in_a_thread_or_a_lost_coroutine_may_be_the_one_that_must_come(
    prove: Prove,
) -> None:
    thread = "import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start()\nt.join()\n"
    assert prove(f"<!--pytest.mark.raises(ZeroDivisionError)-->\n```python\n{thread}```\n") == []
    lost = "async def f(): ...\nf()\n"
    mark = '<!--pytest.mark.raises(RuntimeWarning, match="never awaited")-->'
    assert prove(f"{mark}\n```python\n{lost}```\n") == []


def test_an_error_that_must_come_is_part_of_the_output(prove: Prove) -> None:
    found = prove(
        """
        <!--
        ```python
        hidden = 0
        ```
        -->
        <!--pytest-codeblocks:cont-->
        <!--pytest.mark.raises(ZeroDivisionError)-->
        ```python
        import json  # hide
        def divide(n):
            return n / hidden

        print("first")
        divide(1)
        ```
        ~~~text
        first
        Traceback (most recent call last):
          File "example.py", line 5, in <module>
            divide(1)
          File "example.py", line 2, in divide
            return n / hidden
        ZeroDivisionError: division by zero
        ~~~
        """
    )
    assert found == []


def test_a_syntax_error_is_part_of_the_output(prove: Prove) -> None:
    found = prove(
        """
        <!--pytest.mark.raises(SyntaxError)-->
        ```python
        x = = 1
        ```
        ~~~text
          File "example.py", line 1
            x = = 1
        SyntaxError: invalid syntax
        ~~~
        """
    )
    assert found == []


def test_a_fence_that_swallows_the_next_one_is_named_beside_the_syntax_error(prove: Prove) -> None:
    found = prove("```python\nx = 1\n\n(more)=\n## More\n\n```{show} money\n```\n")
    assert found[0].startswith("page.md:4: SyntaxError: ")
    assert (
        found[0]
        .splitlines()[0]
        .endswith("; is the fence at line 1 closed? Another one opens inside it")
    )


def test_an_output_that_no_page_can_show_is_refused_and_not_captured(prove: Prove) -> None:
    for old in ("x\n", ""):
        found = prove(shown("print('a\\x1b[1m')\n", old))
        assert found == [
            "page.md:1: prints the control character U+001B, which no page can show; print its repr"
        ]
    assert prove("```python\nprint('a\\x1b[1m')\n```\n") == []
