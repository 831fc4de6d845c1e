"""Examples for a newer Python run in WebAssembly where it is at hand, and wait where it is not."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from press import pyodide
from press.examples import fences, wasm
from press.examples.runner import Problem, Runner

Prove = Callable[[str], list[str]]
NEWER = '<!--pytest.mark.python("3.14")-->\n'
COMMENT = "<!--pytest-codeblocks:expected-output-->"
TEMPLATE = "name = 'x'\nprint(t'{name}!'.strings)\n"

in_wasm = pytest.mark.skipif(
    not wasm.wasm_version() or sys.version_info >= (3, 14),
    reason="needs Node.js and Pyodide (type: make pyodide), and a Python before 3.14",
)


def newer(code: str, output: str = "") -> str:
    shown = f"\n{COMMENT}\n```text\n{output}```\n" if output else ""
    return f"{NEWER}```python\n{code}```\n{shown}"


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take Pyodide and newer Pythons away from the processes that a test starts."""
    monkeypatch.setenv("PRESS_PYODIDE", str(tmp_path / "nothing"))
    monkeypatch.setenv("PATH", str(tmp_path))


# -- Without it --------------------------------------------------------------------
@pytest.mark.usefixtures("without")
@pytest.mark.skipif(sys.version_info >= (3, 14), reason="needs a Python before 3.14")
def test_without_it_the_example_waits_and_is_no_error(project: Any) -> None:
    project.write("book/page.md", "# Page\n\n" + newer(TEMPLATE, "('', '!')\n"))
    done = project.pytest()
    assert done.code == 0
    assert "needs Python 3.14" in done.text
    assert "0 executed, 0 recorded, 0 fragments, 1 not run here" in done.text
    assert project.build().code == 0
    html = project.built("book-html/page.html")
    assert "not-run" in html
    assert "Ran on" not in html


@pytest.mark.parametrize(
    ("message", "beyond"),
    [
        ("can't start new thread", True),
        ("[Errno 138] emscripten does not support processes.", True),
        ("No module named 'pytest'", True),
        ("No module named 'resource'", True),
        ("No module named '_interpreters'", True),
        ("module 'signal' has no attribute 'alarm'", True),
        ("WebAssembly has no sockets", True),
        ("No module named 'nothing_at_all'", False),
        ("module 'signal' has no attribute 'alarms'", False),
        ("module 'purse' has no attribute 'alarm'", False),
        ("division by zero", False),
    ],
)
def test_what_webassembly_lacks_is_told_from_a_mistake(message: str, beyond: bool) -> None:
    assert bool(wasm._beyond([Problem("raised", "", message=message)])) is beyond


def command(folder: Path, name: str, body: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def test_what_arrives_must_be_what_was_pinned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command(tmp_path, "npm", 'for last; do :; done; echo other > "$4/$last.tgz"')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(pyodide, "node", lambda: "node")
    with pytest.raises(pyodide.FetchError, match=r"arrived with SHA-256 \w+, not 66b7949e.*do not"):
        pyodide.fetch(tmp_path / "into")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["npm"]


def test_without_npm_or_node_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pyodide, "FOLDER", tmp_path / "into")
    monkeypatch.setattr(pyodide.fetch, "__defaults__", (tmp_path / "into",))
    monkeypatch.setenv("PATH", str(tmp_path))
    for found, wanted in ((None, "Node.js 18 or later is needed"), ("node", "npm is needed")):
        monkeypatch.setattr(pyodide, "node", lambda found=found: found)
        assert pyodide.main() == 1
        said = capsys.readouterr().err
        assert said.startswith(f"pyodide: {wanted}")
        assert said.count("\n") == 1


# -- With it -----------------------------------------------------------------------
@in_wasm
def test_an_example_is_executed_and_its_output_compared(prove: Prove) -> None:
    assert prove(newer(TEMPLATE, "('', '!')\n")) == []
    found = prove(newer(TEMPLATE, "('', '?')\n"))
    assert found[0].startswith("page.md:8: the output shown is not the output printed")


@in_wasm
def test_an_error_is_told_in_the_lines_of_the_page(prove: Prove) -> None:
    found = prove(newer("def f():\n    return {}['k']\n\n\nf()\n"))
    assert found[0].startswith("page.md:4: KeyError: 'k'\n")
    assert 'File "page.md", line 7, in <module>' in found[0]
    assert prove('<!--pytest.mark.raises(KeyError, match="k")-->\n' + newer("{}['k']\n")) == []


@in_wasm
def test_a_chain_shares_its_names_and_has_an_output_for_each_step(prove: Prove) -> None:
    page = newer("a = 1\nprint(a)\n") + "\n~~~text\n1\n~~~\n\n<!--pytest-codeblocks:cont-->\n"
    assert prove(page + f"```python\nprint(a + 1)\n```\n\n{COMMENT}\n```text\n2\n```\n") == []


@in_wasm
@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("import os\nos._exit(0)\n", "ended the process itself"),
        ("import sys\nsys.exit(0)\n", "SystemExit: 0 ends the example"),
        ("async def f(): ...\nf()\n", "coroutine 'f' was never awaited"),
        ("class A:\n    def __del__(self):\n        1 / 0\nA()\n", "ZeroDivisionError"),
        (
            "import socket\nsocket.getaddrinfo('example.org', 80)\n",
            "the network is refused: example.org",
        ),
    ],
)
def test_it_is_judged_like_any_other(prove: Prove, code: str, what: str) -> None:
    found = prove(newer(code))
    assert len(found) == 1
    assert what in found[0]


@in_wasm
def test_tasks_and_timers_of_asyncio_work(prove: Prove) -> None:
    code = (
        "import asyncio\n\n\nasync def one():\n    await asyncio.sleep(0.01)\n    return 1\n\n\n"
        "async def main():\n    async with asyncio.TaskGroup() as group:\n"
        "        tasks = [group.create_task(one()) for _ in range(2)]\n"
        "    print(sum(task.result() for task in tasks))\n\n\nasyncio.run(main())\n"
    )
    assert prove(newer(code, "2\n")) == []
    left = "import asyncio\nasync def main():\n    asyncio.create_task(asyncio.sleep(9))\n"
    found = prove(newer(left + "asyncio.run(main())\n"))
    assert "left the task sleep running" in found[0]


@in_wasm
@pytest.mark.parametrize(
    "code",
    [
        "import socket\nsocket.create_server(('127.0.0.1', 0))\n",
        "import socket\nsocket.socketpair()\n",
        "import subprocess\nsubprocess.run(['ls'])\n",
        "import os\nos.fork()\n",
        "import concurrent.interpreters\n",
        "import asyncio\nasyncio.run(asyncio.to_thread(str, 1))\n",
        "import pytest\n",
    ],
)
def test_what_it_does_not_have_is_no_fault_of_the_example(runner: Runner, code: str) -> None:
    chain = fences.parse(newer(code)).chains[0]
    assert runner.run(chain).beyond


@in_wasm
def test_an_endless_loop_is_stopped(prove: Prove, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wasm, "_START", 8.0)
    found = prove("<!--pytest.mark.timeout(0.1)-->\n" + newer("while True:\n    pass\n"))
    assert found[0].startswith("page.md:3: still running after 0.1 s")


@in_wasm
def test_a_damaged_file_is_one_line_and_is_fetched_anew(
    prove: Prove, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    damaged = tmp_path / "pyodide"
    shutil.copytree(wasm.FOLDER, damaged)
    assert pyodide.fetch(damaged).endswith("is there")
    (damaged / "pyodide.asm.wasm").write_bytes(b"\0asm")
    monkeypatch.setattr(wasm, "FOLDER", damaged)
    found = prove(newer(TEMPLATE))
    assert found[0].startswith("page.md:2: Pyodide does not run (")
    assert found[0].splitlines()[0].endswith("); make pyodide mends it")
    command(tmp_path, "npm", "echo no network >&2; exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pyodide.FetchError, match="npm pack failed: no network"):
        pyodide.fetch(damaged)


@in_wasm
def test_pages_say_where_it_ran_and_what_cannot_run_there_waits(project: Any) -> None:
    thread = "import threading\nthreading.Thread(target=print).start()\n"
    text = "# Page\n\n```python\nprint(1)\n```\n\n" + newer(TEMPLATE, "('', '!')\n")
    project.write("book/page.md", f"{text}\nText.\n\n{newer(thread)}")
    for executed, recorded in ((2, 0), (0, 2)):
        done = project.pytest()
        assert done.code == 0, done.text
        assert f"{executed} executed, {recorded} recorded, 0 fragments, 1 not run" in done.text
        assert "Python 3.14 (WebAssembly) lacks what it asks for: can't start new" in done.text
    done = project.build()
    assert done.code == 0, done.text
    html = project.built("book-html/page.html")
    assert html.count("Ran on Python 3.14 (WebAssembly)") == 1
    assert html.index("'!'") < html.index("Ran on") < html.index("threading")
    assert html.count("not-run") == 1
    summary = project.read("build/ledger/summary.json")
    assert '"Python 3.14 (WebAssembly)": 1' in summary
