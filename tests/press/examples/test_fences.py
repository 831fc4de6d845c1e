"""Every fence that would silently not run is a fault that names its line and the mend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Faults = Callable[..., list[str]]
Pages = Callable[[str], Any]


# -- What would silently not run ---------------------------------------------------
@pytest.mark.parametrize(
    ("opening", "mend"),
    [
        ("```{code-block} python", "write ```python"),
        ("```{code} python", "write ```python"),
        ("```{sourcecode} py", "write ```python"),
        ("```{code-cell}", "write ```python"),
        ("```{testcode}", "write ```python"),
        ("```py", "write ```python"),
        ("```python3", "write ```python"),
        ("```Python", "write ```python"),
        ("```pycon", "write ```python"),
        ("```ipython", "write ```python"),
        ("``` python", "without a space"),
        ("```python {#name}", "on the line above"),
        ('```python title="money.py"', "on the line above"),
        ("````python", "write ```python"),
        ("~~~python", "write ```python"),
        ("```console", "write ```bash"),
        ("```shell", "write ```bash"),
        ("```zsh", "write ```bash"),
        ("```", "write ```text"),
    ],
)
def test_a_fence_that_would_not_run_is_a_fault(faults: Faults, opening: str, mend: str) -> None:
    marker = opening[: len(opening) - len(opening.lstrip("`~"))]
    found = faults(f"# Title\n\n{opening}\nx = 1\n{marker}\n")
    assert len(found) == 1
    assert found[0].startswith("page.md:3: ")
    assert mend in found[0]


def test_a_fence_in_a_quotation_is_a_fault(faults: Faults) -> None:
    found = faults("> said\n>\n> ```python\n> x = 1\n> ```\n")
    assert found == ["page.md:3: a fence in a quotation is not run; take it out of the quotation"]


def test_a_fence_beside_the_bullet_of_a_list_is_a_fault(faults: Faults) -> None:
    assert faults("- ```python\n  x = 1\n  ```\n") == [
        "page.md:1: - ```python is not run; put the fence on a line of its own"
    ]


def test_a_fence_inside_a_longer_fence_is_a_fault(faults: Faults) -> None:
    found = faults("````{admonition} Box\n\n```python\nx = 1\n```\n````\n")
    assert found == [
        "page.md:1: code inside ```{admonition} is not run; "
        "write the box with colons, :::{admonition}"
    ]
    assert "never run" in faults("````text\n```python\nx = 1\n```\n````\n")[0]


def test_source_shown_as_markdown_is_no_example(page: Pages) -> None:
    for marker in ("````", "~~~"):
        found = page(f"{marker}markdown\n```python\nx = 1\n```\n{marker}\n")
        assert found.chains == [] and found.faults == []


def test_an_indented_literal_is_a_fault_and_does_not_run(page: Pages) -> None:
    found = page("text\n\n    ```python\n    x = 1\n    ```\n")
    assert found.chains == []
    assert str(found.faults[0]).startswith("page.md:3: an indented block")


def test_a_fence_inside_html_is_a_fault(faults: Faults) -> None:
    assert "page.md:1: a fence inside HTML" in faults("<div>\n```python\nx\n```\n</div>\n")[0]


def test_code_in_raw_html_is_a_fault(faults: Faults) -> None:
    assert "code in raw HTML" in faults("<pre><code>import os</code></pre>\n")[0]


def test_a_language_in_braces_is_a_fault(faults: Faults) -> None:
    assert faults("```{python}\nx = 1\n```\n") == [
        "page.md:1: {python} is no directive and is not run; write ```python"
    ]


def test_a_fence_that_is_never_closed_is_a_fault(faults: Faults) -> None:
    assert faults("```python\nx = 1\n") == ["page.md:1: the fence is never closed; end it with ```"]


def test_python_in_a_text_fence_is_a_fault(faults: Faults) -> None:
    assert "the text is Python" in faults("```text\nimport os\nos.getcwd()\n```\n")[0]
    assert "the text is Python" in faults("```text\n>>> 1 + 1\n2\n```\n")[0]
    assert faults("```text\nfrom here to there\n```\n") == []


def test_code_inside_eval_rst_and_an_included_program_are_faults(faults: Faults) -> None:
    rst = "```{eval-rst}\n.. code-block:: python\n\n   x = 1\n```\n"
    assert "eval-rst" in faults(rst)[0]
    assert "literalinclude" in faults("```{include} money.py\n```\n")[0]


def test_a_deck_holds_no_python_of_its_own(faults: Faults) -> None:
    assert "{show}" in faults("```python\nx = 1\n```\n", deck=True)[0]
    assert "{show}" in faults("```{revealjs-code-block} python\nx\n```\n", deck=True)[0]
    assert faults("```{show} money\n```\n", deck=True) == []


# -- Chains ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("between", "what"),
    [
        ("```bash\necho\n```\n", "cont joins python to bash"),
        ("```yaml\na: 1\n```\n", "cont follows the yaml fence at line 5"),
        ("```{mermaid}\ngraph LR\n```\n", "cont follows the {mermaid} directive at line 5"),
    ],
)
def test_cont_after_something_else_is_a_fault(faults: Faults, between: str, what: str) -> None:
    cont = "<!--pytest-codeblocks:cont-->\n```python\nx\n```\n"
    found = faults(f"```python\nx = 1\n```\n\n{between}\n{cont}")
    assert len(found) == 1
    assert what in found[0]


def test_cont_before_any_example_is_a_fault(faults: Faults) -> None:
    assert (
        "cont follows no example" in faults("<!--pytest-codeblocks:cont-->\n```python\nx\n```\n")[0]
    )


def test_a_chain_goes_on_through_prose_a_colon_box_and_its_outputs(page: Pages) -> None:
    found = page(
        """
        ```python
        x = 1
        print(x)
        ```
        ~~~text
        1
        ~~~

        Prose, and a box:

        :::{admonition} Box
        <!--pytest-codeblocks:cont-->
        ```python
        print(x)
        ```
        :::
        """
    )
    assert found.faults == []
    assert [len(chain.steps) for chain in found.chains] == [2]
    assert found.chains[0].steps[0].output.text == "1\n"
    assert found.chains[0].steps[1].line == 13


def test_indented_code_goes_on_inside_the_step_before_it(prove: Callable[..., list[str]]) -> None:
    found = prove(
        """
        ```python
        class Money:
            cents = 1
        ```
        <!--pytest-codeblocks:cont-->
        ```python
            def double(self):
                return 2 * self.cents
        ```
        <!--pytest-codeblocks:cont-->
        ```python
        print(Money().double())
        ```
        ~~~text
        2
        ~~~
        """
    )
    assert found == []


def test_indented_code_without_a_chain_is_a_fault(faults: Faults) -> None:
    assert "starts indented" in faults("```python\n    x = 1\n```\n")[0]


# -- Outputs ---------------------------------------------------------------------
def test_expected_output_after_nothing_is_a_fault(faults: Faults) -> None:
    comment = "<!--pytest-codeblocks:expected-output-->"
    assert "follows no example" in faults(f"{comment}\n```text\n1\n```\n")[0]
    behind = f"```python\nx\n```\n\n```yaml\na: 1\n```\n\n{comment}\n```text\n1\n```\n"
    assert "the output follows the yaml fence at line 5" in faults(behind)[0]


def test_expected_output_before_code_is_a_fault(faults: Faults) -> None:
    comment = "<!--pytest-codeblocks:expected-output-->"
    assert "followed by code" in faults(f"```python\nx\n```\n{comment}\n```python\ny\n```\n")[0]


def test_a_second_output_is_a_fault(faults: Faults) -> None:
    output = "<!--pytest-codeblocks:expected-output-->\n```text\n1\n```\n"
    assert "has an output already" in faults(f"```python\nx\n```\n{output}{output}")[0]


def test_text_directly_after_an_example_is_a_fault(faults: Faults) -> None:
    assert "never compared" in faults("```python\nprint(1)\n```\n\n```text\n1\n```\n")[0]
    assert faults("```python\nprint(1)\n```\n\nProse.\n\n```text\n1\n```\n") == []


def test_an_output_that_plain_pytest_codeblocks_would_compare_with_the_chain_is_a_fault(
    faults: Faults,
) -> None:
    found = faults(
        """
        ```python
        print(1)
        ```
        <!--pytest-codeblocks:expected-output-->
        ```text
        1
        ```
        <!--pytest-codeblocks:cont-->
        ```python
        print(2)
        ```
        """
    )
    assert len(found) == 1
    assert "write ~~~text" in found[0]


# -- Comments --------------------------------------------------------------------
@pytest.mark.parametrize(
    "comment",
    [
        "<!--pytest-codeblock:cont-->",
        "<!--pytest_codeblocks:cont-->",
        "<!--pytest-codeblocks:count-->",
        "<!--pytest-codeblocks:expected_output-->",
        "<!-- pytset-codeblocks:cont -->",
        "<!--pytest.marks.raises(KeyError)-->",
        "<!--pytest-mark.raises(KeyError)-->",
        "<!--pytest.mark.raise(KeyError)-->",
        "<!--pytest.mark.timeouts(3)-->",
        "<!--mark.raises(KeyError)-->",
        "<!--cont-->",
        "<!--expected-output-->",
        "<!--raises(KeyError)-->",
        "<!--\npytest-codeblocks:cont\n-->",
        "% pytest-codeblocks:cont",
        "Prose <!--pytest-codeblocks:cont-->",
        "<!--pytest-codeblocks:cont--> prose",
    ],
)
def test_a_typo_in_a_comment_is_a_fault(faults: Faults, comment: str) -> None:
    found = faults(f"```python\nx = 1\n```\n\n{comment}\n\n```python\ny = 1\n```\n")
    assert found
    assert found[0].startswith("page.md:5: ")


@pytest.mark.parametrize(
    "comment",
    [
        "<!--pytest-codeblocks:skip-->",
        "<!--pytest-codeblocks:skipfile-->",
        "<!--pytest-codeblocks:importorskip(numpy)-->",
        "<!--pytest.mark.skip(reason='later')-->",
        "<!--pytest.mark.skipif(True, reason='')-->",
        "<!--pytest.mark.xfail-->",
        "<!--pytest-codeblocks:expect-error-->",
    ],
)
def test_a_comment_that_hides_an_example_is_a_fault(faults: Faults, comment: str) -> None:
    assert "is not accepted" in faults(f"{comment}\n```python\nx = 1\n```\n")[0]


def test_until_speaks_of_an_output(faults: Faults) -> None:
    found = faults('<!--pytest.mark.until("3.12")-->\n```python\nx = 1\n```\n')
    assert found == [
        "page.md:2: until(…) speaks of an output, and the example shows none; take the mark out"
    ]


@pytest.mark.parametrize(
    "mark",
    [
        "raises()",
        "raises(Exception)",
        "raises(KeyError, macth='k')",
        "raises(KeyError, match='(')",
        "raises(KeyError, match=k)",
        "raises(KeyError",
        "timeout()",
        "timeout('soon')",
        "timeout(-1)",
        "python(3.12)",
        "python('new')",
        "until(3.12)",
        "timeout",
    ],
)
def test_a_mark_that_cannot_be_read_is_a_fault(faults: Faults, mark: str) -> None:
    found = faults(f"<!--pytest.mark.{mark}-->\n```python\nx = 1\n```\n")
    assert found
    assert found[0].startswith("page.md:1: ")


def test_a_misspelled_mark_names_the_one_that_was_meant(faults: Faults) -> None:
    found = faults("<!--pytest.mark.raise(KeyError)-->\n```python\nx = 1\n```\n")
    assert found == ['page.md:1: unknown mark "pytest.mark.raise"; did you mean raises?']


def test_a_mark_without_its_fence_is_a_fault_and_marks_nothing_else(page: Pages) -> None:
    found = page(
        """
        <!--pytest.mark.raises(KeyError)-->

        Prose between.

        ```python
        x = 1
        ```
        """
    )
    assert str(found.faults[0]).startswith("page.md:1: ")
    assert "no fence below it" in found.faults[0].what
    assert found.chains[0].steps[0].raises is None


def test_a_mark_on_a_continued_step_stays_on_that_step(page: Pages) -> None:
    found = page(
        """
        ```python
        x = {}
        ```
        <!--pytest-codeblocks:cont-->
        <!--pytest.mark.raises(KeyError, match="k")-->
        ```python
        x["k"]
        ```

        ```python
        y = 1
        ```
        """
    )
    assert found.faults == []
    first, second = found.chains
    assert first.steps[0].raises is None and second.steps[0].raises is None
    assert first.steps[1].raises.types == ("KeyError",)


def test_an_ordinary_comment_is_left_alone(faults: Faults) -> None:
    assert faults("<!-- TODO: a better test -->\n\n% a note\n\nProse.\n") == []


# -- Names, captions, hidden set-up ----------------------------------------------
def test_a_name_and_a_caption_stand_above_the_fence(page: Pages) -> None:
    found = page('{#money-hash caption="tally/money.py"}\n```python\nx = 1\n```\n')
    step = found.chains[0].steps[0]
    assert (step.name, step.caption, step.line) == ("money-hash", "tally/money.py", 2)


def test_a_name_stands_once_on_a_page(faults: Faults) -> None:
    named = "{#money}\n```python\nx = 1\n```\n\n"
    assert "is taken by page.md:2;" in faults(named + named)[0]


def test_an_attribute_nobody_reads_is_a_fault(faults: Faults) -> None:
    assert "captoin" in faults('{captoin="x"}\n```python\nx = 1\n```\n')[0]


def test_a_name_that_ends_up_elsewhere_is_a_fault(faults: Faults) -> None:
    above = "{#money}\n<!--pytest.mark.timeout(3)-->\n```python\nx = 1\n```\n"
    assert "names the comment" in faults(above)[0]
    inside = "Prose\n{#money}\n```python\nx = 1\n```\n"
    assert "leave a blank line" in faults(inside)[0]


def test_hidden_set_up_runs_at_its_own_lines(page: Pages) -> None:
    found = page(
        """
        <!--
        ```python
        x = 1
        ```
        -->
        <!--pytest-codeblocks:cont-->
        ```python
        print(x)
        ```
        """
    )
    assert found.faults == []
    hidden, shown = found.chains[0].steps
    assert hidden.hidden and hidden.line == 2 and hidden.code == "x = 1\n"
    assert not shown.hidden and shown.line == 7


def test_a_comment_that_ends_inside_its_code_is_a_fault(faults: Faults) -> None:
    assert "ends inside" in faults("<!--\n```python\nx = 1  # -->\n```\n")[0]


def test_hidden_lines_are_hidden_and_run(page: Pages) -> None:
    step = page("```python\nx = 1  # hide\nprint(x)\n```\n").chains[0].steps[0]
    assert step.visible == "print(x)\n"
    assert "x = 1" in step.code


def test_an_example_of_hidden_lines_only_is_a_fault(faults: Faults) -> None:
    assert "every line is hidden" in faults("```python\nx = 1  # hide\n```\n")[0]


def test_an_empty_example_is_a_fault(faults: Faults) -> None:
    assert "is empty" in faults("```python\n```\n")[0]


def test_a_fragment_states_its_reason(page: Pages) -> None:
    found = page("```{fragment} python\n:reason: needs a printer\nimport printer\n```\n")
    assert found.faults == []
    assert found.fragments[0].reason == "needs a printer"
    assert "no reason" in page("```{fragment} python\nimport x\n```\n").faults[0].what


def test_fences_in_lists_and_boxes_keep_the_lines_of_the_page(page: Pages) -> None:
    found = page(
        """
        - item

          ```python
          x = 1
          ```

        ::::{admonition} Box
        :class: trap

        :::{note}
        ```python
        y = 1
        ```
        :::
        ::::
        """
    )
    assert found.faults == []
    assert [(chain.line, chain.steps[0].code) for chain in found.chains] == [
        (3, "x = 1\n"),
        (11, "y = 1\n"),
    ]


def test_a_row_that_markdown_would_cut_or_fill_up_is_refused(faults: Faults) -> None:
    found = faults(
        """
        | a | b |
        |---|---|
        | 1 |
        | `x | y` | 3 |
        | `x \\| y` | 4 |

        :::{note}
        :class: wide

        > | a | b |
        > |---|---|
        > | 1 | 2 | 3 |
        :::
        """
    )
    assert found == [
        f"page.md:{line}: the cells of this row and of the table's head differ: {cells} and 2; "
        r"write a | that is text as \|"
        for line, cells in ((3, 1), (4, 3), (12, 3))
    ]


def test_a_box_without_an_end_takes_the_rest_of_the_page_and_is_refused(faults: Faults) -> None:
    assert faults("::::{check}\nWhy?\n\n:::{answer}\nSo.\n::::\n\nText.\n") == [
        "page.md:4: the box {answer} is never closed; end it with :::"
    ]
    assert faults(":::{note}\nText.\n\n## More\n") == [
        "page.md:1: the box {note} is never closed; end it with :::"
    ]
    assert faults(":::{note}\nText.\n::::\n:::\n\nText.\n") == [
        "page.md:4: ::: ends no box and opens one without a name; "
        "take it out, or open the box above it with :::"
    ]
    assert faults("- one\n\n  :::{note}\n  Text.\n  :::\n- two\n") == []


def test_steering_that_is_shown_as_code_is_none(faults: Faults) -> None:
    mark = "<!--pytest-codeblocks:cont-->"
    assert faults(f"It is written `{mark}`, or ``a `{mark}` ``.\n") == []
    assert "inside a paragraph" in faults(f"It is `written` {mark} so.\n")[0]
