"""What plain pytest-codeblocks lets through stops ``pytest --codeblocks``, trap by trap.

Every test puts its page into one small book, which is proven once, by the command that the book
is proven by. What is asserted is what a writer reads: ``file:line: what; mend``.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., None])
Found = list[str]

OUTPUT = "<!--pytest-codeblocks:expected-output-->"
CONT = "<!--pytest-codeblocks:cont-->"
SOON = "<!--pytest.mark.timeout(0.5)-->"
_PAGES: dict[str, str] = {}
_HEAD = re.compile(r"^book/(\w+)\.md:(\d+: .*)$", re.M)
_PASSED = re.compile(r"^PASSED book/(\w+)\.md::", re.M)


def on_page(text: str) -> Callable[[Test], Test]:
    """Put ``text`` into the book as the page of the test."""

    def remember(test: Test) -> Test:
        _PAGES[test.__name__] = textwrap.dedent(text).lstrip("\n")
        return test

    return remember


@dataclass
class Report:
    """What one run said: by page, its findings and how many examples passed."""

    code: int
    text: str
    findings: dict[str, Found] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)


def run(root: Path, *options: str) -> Report:
    """Prove the book in ``root``."""
    command = [sys.executable, "-m", "pytest", "--codeblocks", "--color=no", "-rA", *options]
    done = subprocess.run(
        [*command, "book"],
        cwd=root,
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    report = Report(done.returncode, done.stdout + done.stderr)
    for page, finding in _HEAD.findall(report.text):
        report.findings.setdefault(page, []).append(finding)
    for page in _PASSED.findall(report.text):
        report.passed[page] = report.passed.get(page, 0) + 1
    return report


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with the page of every test."""
    made = tmp_path_factory.mktemp("traps")
    (made / "book").mkdir()
    (made / "pytest.ini").write_text("[pytest]\naddopts = -p no:cacheprovider\n", encoding="utf-8")
    (made / "requirements.txt").write_text("nothing==1\n", encoding="utf-8")
    (made / "conftest.py").write_text(
        "import pytest\n\n\n@pytest.fixture(autouse=True)\ndef around():\n    raise KeyError\n",
        encoding="utf-8",
    )
    for name, text in _PAGES.items():
        (made / "book" / f"{name}.md").write_text(text, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def first(root: Path) -> Report:
    """Prove the book for the first time."""
    return run(root)


@pytest.fixture(scope="module")
def second(root: Path, first: Report) -> Report:
    """Prove it again, from the records."""
    assert first.code == 1
    return run(root)


@pytest.fixture
def found(first: Report, request: pytest.FixtureRequest) -> Found:
    """What is wrong with the page of the test: ``line: what; mend``."""
    return first.findings.get(request.function.__name__, [])


@pytest.fixture
def passed(first: Report, request: pytest.FixtureRequest) -> int:
    """How many examples on the page of the test passed."""
    return first.passed.get(request.function.__name__, 0)


# -- Never run, silently -------------------------------------------------------------
@on_page(
    """
    ```{code-block} python
    1 / 0
    ```
    """
)
def test_a_code_block_directive_is_refused(found: Found) -> None:
    assert found == ["1: {code-block} python is not run; write ```python"]


@on_page(
    """
    ````{note}
    ```python
    1 / 0
    ```
    ````
    """
)
def test_a_fence_nested_in_a_longer_fence_is_refused(found: Found) -> None:
    assert found == ["1: code inside ```{note} is not run; write the box with colons, :::{note}"]


@on_page(
    """
    ~~~python
    1 / 0
    ~~~
    """
)
def test_a_fence_of_tildes_is_refused(found: Found) -> None:
    assert found == ["1: ~~~python is not run; write ```python"]


@on_page(
    """
    > ```python
    > 1 / 0
    > ```
    """
)
def test_a_quoted_fence_is_refused(found: Found) -> None:
    assert found == ["1: a fence in a quotation is not run; take it out of the quotation"]


@on_page(
    """
    ```py
    1 / 0
    ```

    ```python3
    1 / 0
    ```

    ```Python
    1 / 0
    ```

    ```pycon
    >>> 1 / 0
    ```
    """
)
def test_other_names_of_python_are_refused_each_on_its_line(found: Found) -> None:
    names = {1: "py", 5: "python3", 9: "Python", 13: "pycon"}
    assert found == [f"{n}: ```{name} is not run; write ```python" for n, name in names.items()]


@on_page(
    """
    ``` python
    1 / 0
    ```
    """
)
def test_a_space_before_the_language_is_refused(found: Found) -> None:
    assert found == ["1: ``` python is not run; write ```python, without a space"]


@on_page(
    """
    ```python {#money}
    1 / 0
    ```
    """
)
def test_attributes_beside_the_language_are_refused(found: Found) -> None:
    assert len(found) == 1
    assert found[0].startswith("1: ```python {#money} is not run")
    assert 'write ```python, and {#name caption="…"} on the line above' in found[0]


# -- Ends the session, or hangs it ---------------------------------------------------
@on_page(
    """
    ```python
    import os
    os._exit(0)
    ```

    ```python
    print("still here")
    ```
    """
)
def test_an_exit_of_the_process_fails_and_the_rest_still_runs(found: Found, passed: int) -> None:
    assert found == ["1: ended the process itself (exit 0) before its last line"]
    assert passed == 1


@on_page(
    """
    ```python
    import sys
    sys.exit()
    ```

    ```python
    print("still here")
    ```
    """
)
def test_sys_exit_fails_and_the_rest_still_runs(found: Found, passed: int) -> None:
    assert len(found) == 1
    assert found[0].startswith("3: SystemExit ends the example; leave it out")
    assert passed == 1


@on_page(
    """
    ```python
    import asyncio
    raise asyncio.CancelledError
    ```

    ```python
    print("still here")
    ```
    """
)
def test_a_cancelled_error_fails_and_the_rest_still_runs(found: Found, passed: int) -> None:
    assert found == ["3: asyncio.exceptions.CancelledError"]
    assert passed == 1


@on_page(
    """
    ```python
    raise KeyboardInterrupt
    ```

    ```python
    print("still here")
    ```
    """
)
def test_a_keyboard_interrupt_fails_and_the_rest_still_runs(found: Found, passed: int) -> None:
    assert found == ["2: KeyboardInterrupt"]
    assert passed == 1


@on_page(
    f"""
    {SOON}
    ```python
    total = 0

    while True: total += 1
    ```

    ```python
    print("still here")
    ```
    """
)
def test_an_endless_loop_is_stopped_at_its_line(found: Found, passed: int) -> None:
    assert found == [
        "5: still running after 0.5 s; end it sooner, or mark it pytest.mark.timeout(…)"
    ]
    assert passed == 1


@on_page(
    """
    ```python
    import threading
    import time
    threading.Thread(target=time.sleep, args=(600,)).start()
    ```
    """
)
def test_a_thread_left_running_fails(found: Found) -> None:
    assert found == ["1: left the thread Thread-1 (sleep) running; end it before the example ends"]


# -- Joined to something else, or never compared ---------------------------------------
@on_page(
    f"""
    ```python
    x = 1
    ```

    ```toml
    a = 1
    ```

    {CONT}
    ```python
    1 / 0
    ```
    """
)
def test_cont_after_a_fence_that_is_not_python_is_refused(found: Found) -> None:
    assert len(found) == 2
    assert found[0] == (
        "10: cont follows the toml fence at line 5; put it directly after the chain it continues"
    )
    assert found[1] == "11: ZeroDivisionError: division by zero"


@on_page(
    f"""
    ```python
    print(1)
    ```

    ```toml
    a = 1
    ```

    {OUTPUT}
    ```text
    2
    ```
    """
)
def test_expected_output_after_a_fence_that_is_not_python_is_refused(found: Found) -> None:
    assert found == ["10: the output follows the toml fence at line 5; put it below its example"]


@on_page(
    f"""
    ```python
    x = 1
    ```

    {CONT}
    <!--pytest.mark.raises(ZeroDivisionError)-->
    ```python
    x / 0
    ```

    ```python
    2 / 0
    ```
    """
)
def test_a_mark_on_a_continued_step_does_not_leak_to_the_next_example(
    found: Found, passed: int
) -> None:
    assert found == ["12: ZeroDivisionError: division by zero"]
    assert passed == 2


@on_page(
    """
    ```python
    x = 1
    ```

    <!--pytest-codeblock:cont-->
    ```python
    y = 1
    ```
    """
)
def test_a_typo_in_the_comment_is_refused(found: Found) -> None:
    assert len(found) == 1
    assert found[0].startswith('5: comment "<!--pytest-codeblock:cont-->" is not read by anything')


@on_page(
    """
    <!--pytest-codeblocks:skip-->
    ```python
    1 / 0
    ```
    """
)
def test_an_example_cannot_be_skipped(found: Found) -> None:
    assert len(found) == 2
    assert found[0].startswith("1: pytest-codeblocks:skip is not accepted")
    assert "write a {fragment} with a reason" in found[0]


# -- Passes with a warning, or less ----------------------------------------------------
@on_page(
    """
    ```python
    async def pay(): ...
    pay()
    ```
    """
)
def test_a_coroutine_never_awaited_fails(found: Found) -> None:
    assert found == ["1: coroutine 'pay' was never awaited; await it"]


@on_page(
    """
    ```python
    import threading
    thread = threading.Thread(target={}.pop, args=["k"], name="payer")
    thread.start()
    thread.join()
    ```
    """
)
def test_an_exception_in_a_thread_fails(found: Found) -> None:
    assert found == ["1: error in thread payer: KeyError: 'k'"]


@on_page(
    """
    ```bash
    false; echo ok
    ```
    """
)
def test_a_shell_command_that_fails_in_the_middle_fails(found: Found) -> None:
    assert found == ["2: the shell ended with exit 1"]


@on_page(
    """
    ```sh
    echo "$unset"
    ```

    ```bash
    false | true
    ```
    """
)
def test_an_unset_variable_and_a_failing_pipe_fail_in_a_shell(found: Found) -> None:
    assert found == ["1: the shell ended with exit 1", "6: the shell ended with exit 1"]


# -- __main__ ------------------------------------------------------------------------
@on_page(
    f"""
    ```python
    from __future__ import annotations

    import dataclasses
    import inspect
    import multiprocessing
    import pickle
    import typing


    @dataclasses.dataclass
    class Money:
        cents: int
        change: typing.ClassVar[Money | None] = None


    def double(money):
        return 2 * money.cents


    if __name__ == "__main__":
        print(dataclasses.fields(Money)[-1].name, typing.get_type_hints(Money)["cents"])
        print(pickle.loads(pickle.dumps(Money(3))))
        print(inspect.getsource(double).splitlines()[1])
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            print(pool.map(double, [Money(2)]))
    ```

    {OUTPUT}
    ```text
    cents <class 'int'>
    Money(cents=3)
        return 2 * money.cents
    [4]
    ```
    """
)
def test_an_example_is_main_for_hints_pickle_sources_pools_and_its_guard(
    found: Found, passed: int
) -> None:
    assert (found, passed) == ([], 1)


# -- Unreadable ----------------------------------------------------------------------
@on_page(
    """
    Prose.

    ```python
    prices = {}


    def price(key):
        return prices[key]


    price("k")
    ```
    """
)
def test_an_error_names_its_line_its_type_and_its_calls(found: Found, first: Report) -> None:
    page = "book/test_an_error_names_its_line_its_type_and_its_calls.md"
    assert found == ["8: KeyError: 'k'"]
    lines = first.text.splitlines()
    head = lines.index(f"{page}:8: KeyError: 'k'")
    report = lines[head : head + 20]
    assert ">  8 |     return prices[key]" in report
    assert f'  File "{page}", line 11, in <module>' in report
    assert f'  File "{page}", line 8, in price' in report


@on_page(
    """
    ```python
    total = 1
    assert total == 2
    ```
    """
)
def test_a_plain_assert_shows_its_line(found: Found, first: Report) -> None:
    assert found == ["3: AssertionError"]
    assert "> 3 | assert total == 2" in first.text


# -- Outputs -------------------------------------------------------------------------
@on_page(
    f"""
    ```python
    import atexit, logging, subprocess, sys
    atexit.register(print, "at exit")
    print("error", file=sys.stderr)
    logging.warning("log")
    subprocess.run(["echo", "process"], check=True)
    print("trailing blank ")
    ```

    {OUTPUT}
    ```text
    error
    WARNING:root:log
    process
    trailing blank
    at exit
    ```
    """
)
def test_errors_logs_processes_and_what_comes_at_exit_are_output(found: Found, passed: int) -> None:
    assert (found, passed) == ([], 1)


@on_page(
    f"""
    ```python
    print(1)
    ```
    ~~~text
    1
    ~~~

    {CONT}
    ```python
    print(2)
    ```

    {OUTPUT}
    ```text
    1
    2
    ```
    """
)
def test_every_step_of_a_chain_has_an_output_of_its_own(found: Found, passed: int) -> None:
    assert found == ["14: the output shown is not the output printed; run: make outputs"]
    assert passed == 1


@on_page(
    f"""
    ```python
    print("a")
    ```

    {OUTPUT}
    ```text
    b
    ```
    """
)
def test_a_wrong_output_is_shown_as_a_difference(found: Found, first: Report) -> None:
    page = "book/test_a_wrong_output_is_shown_as_a_difference.md"
    assert found == ["6: the output shown is not the output printed; run: make outputs"]
    assert f"--- {page}:6 (shown)\n+++ {page}:1 (printed)\n@@ -1 +1 @@\n-b\n+a\n" in first.text


# -- No isolation --------------------------------------------------------------------
@on_page(
    f"""
    ```python
    import logging, os, sys, warnings
    os.mkdir("down")
    os.chdir("down")
    os.environ["LEAK"] = "1"
    logging.disable()
    warnings.simplefilter("error")
    sys.modules["leak"] = sys
    leak = 1
    ```

    ```python
    import logging, os, sys, warnings
    print(os.listdir(), "LEAK" in os.environ, logging.root.manager.disable)
    print(warnings.filters[0][0] == "error", "leak" in sys.modules, "leak" in globals())
    ```

    {OUTPUT}
    ```text
    [] False 0
    False False False
    ```
    """
)
def test_nothing_of_one_example_is_left_for_the_next(found: Found, passed: int) -> None:
    assert (found, passed) == ([], 2)


@on_page(
    """
    ```python
    import socket
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    except OSError:
        pass
    ```
    """
)
def test_the_network_is_refused_even_where_the_error_is_caught(found: Found) -> None:
    assert len(found) == 1
    assert found[0].startswith("1: reaches for the network: 192.0.2.1; ")


# -- Runs although it is text ----------------------------------------------------------
@on_page(
    """
    ~~~markdown
    ```python
    1 / 0
    ```
    ~~~

    ````markdown
    ```python
    1 / 0
    ```
    ````
    """
)
def test_a_fence_shown_as_markdown_does_not_run(found: Found, passed: int) -> None:
    assert (found, passed) == ([], 0)


@on_page(
    """
    Prose.

        ```python
        1 / 0
        ```
    """
)
def test_an_indented_fence_does_not_run_and_is_refused(found: Found) -> None:
    assert len(found) == 1
    assert found[0].startswith("3: an indented block is shown as code and never run")


# -- Node ids ------------------------------------------------------------------------
@on_page(
    """
    Prose.

    {#the-name}
    ```python
    x = 1
    ```

    ```python
    y = 1
    ```
    """
)
def test_an_example_is_called_by_its_name_or_its_code_and_not_by_its_line(first: Report) -> None:
    page = "book/test_an_example_is_called_by_its_name_or_its_code_and_not_by_its_line.md"
    ids = re.findall(rf"^PASSED {re.escape(page)}::(\S+)", first.text, re.M)
    assert ids[0] == "the-name"
    assert re.fullmatch(r"y-1-[0-9a-f]{6}", ids[1])


# -- The whole -----------------------------------------------------------------------
def test_one_trap_is_enough_to_fail_the_run(first: Report) -> None:
    assert first.code == 1
    assert "INTERNALERROR" not in first.text


def test_what_passed_is_recorded_and_what_failed_runs_again(first: Report, second: Report) -> None:
    ran, recorded = (
        re.findall(r"examples: (\d+) executed, (\d+) recorded", report.text)[0]
        for report in (first, second)
    )
    assert recorded[0] != "0" and ran[1] == "0"
    assert int(recorded[0]) < int(ran[0])
    assert int(recorded[0]) + int(recorded[1]) == int(ran[0])
    assert second.findings == first.findings
    assert second.passed == first.passed


@on_page(
    """
    <!--pytest.mark.raises(ZeroDivisionError)-->
    ```python
    print("once", 1 / 0)
    ```
    """
)
def test_an_example_that_must_fail_is_recorded_like_any_other(
    root: Path, second: Report, request: pytest.FixtureRequest
) -> None:
    name = request.function.__name__
    assert second.passed[name] == 1
    report = run(root, "-k", name)
    assert "0 executed, 1 recorded" in report.text
