"""Each chain runs alone, as a script would, and nothing it does goes unseen."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from press.examples import fences
from press.examples.runner import Runner

Prove = Callable[[str], list[str]]
Printed = Callable[[str], str]


def example(code: str, *, above: str = "") -> str:
    return f"{above}\n```python\n{code}```\n" if above else f"```python\n{code}```\n"


# -- A real __main__ ---------------------------------------------------------------
def test_the_main_guard_runs(printed: Printed) -> None:
    assert printed('if __name__ == "__main__":\n    print("main")\n') == "main\n"


def test_pickle_type_hints_and_getsource_work(printed: Printed) -> None:
    text = printed(
        """
        import inspect
        import pickle
        import typing


        class Money:
            cents: "Money"

            def double(self): ...


        print(type(pickle.loads(pickle.dumps(Money()))).__name__)
        print(typing.get_type_hints(Money)["cents"].__name__)
        print(inspect.getsource(Money.double).strip())
        print(inspect.getsource(Money).splitlines()[0])
        """
    )
    assert text == "Money\nMoney\ndef double(self): ...\nclass Money:\n"


def test_dataclasses_with_postponed_annotations_work_across_steps(prove: Prove) -> None:
    found = prove(
        """
        ```python
        from __future__ import annotations
        from dataclasses import dataclass
        ```
        <!--pytest-codeblocks:cont-->
        ```python
        @dataclass
        class Node:
            following: Node | None = None

        print(Node())
        ```
        ~~~text
        Node(following=None)
        ~~~
        """
    )
    assert found == []


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_process_pools_work(printed: Printed, method: str) -> None:
    text = printed(
        f"""
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        def double(number):
            return 2 * number

        if __name__ == "__main__":
            context = multiprocessing.get_context("{method}")
            with ProcessPoolExecutor(1, mp_context=context) as pool:
                print(list(pool.map(double, [1, 2])))
        """
    )
    assert text == "[2, 4]\n"


def test_a_syntax_error_in_one_step_hides_the_others_from_nothing(prove: Prove) -> None:
    found = prove(
        """
        ```python
        import inspect

        class First: ...
        ```
        <!--pytest-codeblocks:cont-->
        <!--pytest.mark.raises(SyntaxError)-->
        ```python
        def g(:
            pass
        ```
        <!--pytest-codeblocks:cont-->
        ```python
        class Last: ...

        print(inspect.getsource(First), inspect.getsource(Last), sep="")
        ```
        ~~~text
        class First: ...
        class Last: ...
        ~~~
        """
    )
    assert found == []


# -- Isolation -----------------------------------------------------------------------
def test_nothing_leaks_from_one_chain_to_the_next(prove: Prove) -> None:
    found = prove(
        """
        ```python
        import builtins, logging, os, sys, warnings
        x = 1
        builtins.leak = 1
        os.environ["LEAK"] = "1"
        sys.modules["leak"] = sys
        logging.disable()
        warnings.simplefilter("ignore")
        open("leak.txt", "w").close()
        os.mkdir("down")
        os.chdir("down")
        ```

        ```python
        import logging, os, sys, warnings
        print("x" in globals(), hasattr(__builtins__, "leak"), "LEAK" in os.environ)
        print("leak" in sys.modules, logging.root.manager.disable, os.listdir())
        ```
        ~~~text
        False False False
        False 0 []
        ~~~
        """
    )
    assert found == []


def test_a_chain_has_an_empty_folder_a_fixed_hash_seed_and_utc(printed: Printed) -> None:
    code = """
        import os, sys, tempfile, time
        from pathlib import Path
        print(os.listdir(), sys.flags.hash_randomization, os.environ["TZ"], time.tzname[0])
        print(Path(tempfile.gettempdir()) == Path.home() == Path.cwd().parent)
        print({"PYTEST_CURRENT_TEST", "VIRTUAL_ENV"} & os.environ.keys())
        print(hash("hash"))
        """
    first = printed(code)
    assert first.startswith("[] 0 UTC UTC\nTrue\nset()\n")
    assert printed(code) == first


def test_the_press_is_not_in_the_examples_way(printed: Printed) -> None:
    text = printed(
        """
        import sys
        print([path for path in sys.path if "press/examples" in path])
        print([name for name in sys.modules if name.partition(".")[0] == "press"])
        """
    )
    assert text == "[]\n[]\n"


def test_standard_input_is_empty(prove: Prove) -> None:
    assert "EOFError" in prove(example("input()\n"))[0]


def test_folders_of_this_machine_stay_out_of_the_output(printed: Printed) -> None:
    text = printed(
        """
        import json, os, traceback
        print(os.getcwd(), os.path.abspath("a.txt"), __file__)
        print(json.__file__)
        try:
            1 / 0
        except ZeroDivisionError:
            traceback.print_exc()
        """
    )
    lines = text.splitlines()
    assert lines[0] == ". a.txt example.py"
    assert lines[1].startswith("/usr/lib/python3")
    assert '  File "example.py", line 5, in <module>' in lines


# -- Output --------------------------------------------------------------------------
def test_output_is_captured_where_it_is_written(prove: Prove) -> None:
    found = prove(
        """
        ```python
        import atexit, logging, os, subprocess, sys
        atexit.register(print, "at exit")
        print("print")
        print("error", file=sys.stderr)
        logging.warning("log")
        subprocess.run(["echo", "process"], check=True)
        os.write(1, b"descriptor\\n")
        ```
        ~~~text
        print
        error
        WARNING:root:log
        process
        descriptor
        ~~~
        <!--pytest-codeblocks:cont-->
        ```python
        class Last:
            def __del__(self):
                print("deleted")

        last = Last()
        ```
        ~~~text
        at exit
        deleted
        ~~~
        """
    )
    assert found == []


def test_endless_output_is_stopped(prove: Prove) -> None:
    assert "printed more than 4 MB" in prove(example("while True:\n    print('x' * 1000)\n"))[0]


# -- Ways to end -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("raise SystemExit(0)\n", "SystemExit: 0 ends the example"),
        ("import sys\nsys.exit()\n", "SystemExit ends the example"),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt"),
        ("import asyncio\nraise asyncio.CancelledError\n", "CancelledError"),
        ("import os\nos._exit(0)\n", "ended the process itself (exit 0)"),
        ("import os\nos._exit(3)\n", "ended the process itself (exit 3)"),
        ("import os\nos.kill(os.getpid(), 9)\n", "(signal SIGKILL)"),
        ("import os\nos.execv('/bin/true', ['true'])\n", "ended the process itself"),
        ("import atexit, os\natexit.register(os._exit, 0)\n", "ended the process itself"),
    ],
)
def test_an_example_that_ends_itself_fails_and_the_next_still_runs(
    prove: Prove, code: str, what: str
) -> None:
    found = prove(example(code) + "\n" + example("x = 1\n"))
    assert len(found) == 1
    assert what in found[0]


def test_an_example_that_kills_what_runs_it_fails_and_the_next_still_runs(prove: Prove) -> None:
    found = prove(
        example("import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\n")
        + "\n"
        + example("print(1 / 0)\n")
    )
    assert found[0].startswith("page.md:1: killed the process that runs it; leave other")
    assert found[1].startswith("page.md:7: ZeroDivisionError")


def test_an_example_may_remove_its_folder_and_the_next_has_one(prove: Prove) -> None:
    found = prove(
        example("import os, shutil\nshutil.rmtree(os.getcwd())\n")
        + "\n"
        + example("import os\nassert os.listdir(os.getcwd()) == []\n")
    )
    assert found == []


def test_steps_after_the_one_that_failed_say_so(prove: Prove) -> None:
    found = prove(
        """
        ```python
        {}["k"]
        ```
        <!--pytest-codeblocks:cont-->
        ```python
        x = 1
        ```
        """
    )
    assert found[0].startswith("page.md:2: KeyError: 'k'")
    assert found[1] == "page.md:5: not reached: page.md:2: KeyError: 'k'"


def test_an_endless_loop_is_stopped_at_its_line(prove: Prove) -> None:
    mark = "<!--pytest.mark.timeout(0.5)-->"
    found = prove(example("n = 0\n\nwhile True:\n    n += 1\n", above=mark))
    assert "still running after 0.5 s" in found[0]
    assert found[0].startswith(("page.md:5: ", "page.md:6: "))


def test_a_step_that_waits_for_ever_is_stopped_at_its_line(prove: Prove) -> None:
    mark = "<!--pytest.mark.timeout(0.5)-->"
    found = prove(
        example(
            "import threading\nthreading.Lock()\nlock = threading.Lock()\n"
            "lock.acquire()\nlock.acquire()\n",
            above=mark,
        )
    )
    assert found[0].startswith("page.md:7: still running after 0.5 s")


def test_a_process_forked_by_the_example_does_not_report_for_it(printed: Printed) -> None:
    text = printed(
        """
        import os
        pid = os.fork()
        if pid:
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """
    )
    assert text == "0\n"


# -- What is left behind, and what Python would only print ---------------------------------
@pytest.mark.parametrize(
    ("code", "what"),
    [
        (
            "import threading, time\n"
            "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n",
            "left the thread Thread-1 (sleep) running",
        ),
        (
            "import threading\nthread = threading.Thread(target=lambda: 1 / 0)\n"
            "thread.start()\nthread.join()\n",
            "error in thread Thread-1 (<lambda>): ZeroDivisionError",
        ),
        (
            "import asyncio\n\nasync def main():\n    asyncio.create_task(asyncio.sleep(60))\n\n"
            "asyncio.run(main())\n",
            "left the task sleep running",
        ),
        (
            "import asyncio\nloop = asyncio.new_event_loop()\n"
            "task = loop.create_task(asyncio.sleep(60))\n",
            "left the task sleep pending",
        ),
        (
            "import asyncio\n\nasync def fail():\n    raise KeyError('k')\n\n"
            "async def main():\n    task = asyncio.create_task(fail())\n"
            "    await asyncio.sleep(0)\n    await asyncio.sleep(0)\n\nasyncio.run(main())\n",
            "Task exception was never retrieved: KeyError: 'k'",
        ),
        ("async def f(): ...\nf()\n", "coroutine 'f' was never awaited; await it"),
        ("async def f(): ...\nkept = f()\n", "coroutine 'f' was never awaited; await it"),
        (
            "class Bad:\n    def __del__(self):\n        1 / 0\n\nbad = Bad()\ndel bad\n",
            "error ignored by Python in Bad.__del__: ZeroDivisionError",
        ),
        (
            "import subprocess\nsubprocess.Popen(['sleep', '60'])\n",
            "left a process running",
        ),
        (
            "import subprocess\n"
            "subprocess.run('sleep 60 >/dev/null 2>&1 &', shell=True, check=True)\n",
            "left a process running",
        ),
    ],
)
def test_what_is_left_behind_or_only_printed_fails_the_example(
    prove: Prove, code: str, what: str
) -> None:
    found = prove(example(code))
    assert len(found) == 1
    assert what in found[0]


def test_a_handler_of_the_examples_own_is_respected(prove: Prove) -> None:
    code = (
        "import threading\nthreading.excepthook = lambda args: print(args.exc_value)\n"
        "thread = threading.Thread(target=lambda: 1 / 0)\nthread.start()\nthread.join()\n"
    )
    assert prove(example(code)) == []


def test_a_library_that_imports_asyncio_is_watched_too(prove: Prove) -> None:
    code = (
        "aio = __import__('asyncio')\n\nasync def main():\n"
        "    aio.create_task(aio.sleep(60))\n\naio.run(main())\n"
    )
    assert "left the task sleep running" in prove(example(code))[0]


# -- Network and files -----------------------------------------------------------------
@pytest.mark.parametrize(
    "code",
    [
        "import socket\nsocket.create_connection(('192.0.2.1', 80), timeout=1)\n",
        "import urllib.request\nurllib.request.urlopen('http://example.org')\n",
        "import socket\ntry:\n    socket.getaddrinfo('example.org', 80)\n"
        "except OSError:\n    pass\n",
        "import socket\nwith socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:\n"
        "    udp.sendto(b'x', ('192.0.2.1', 53))\n",
    ],
)
def test_the_network_is_refused_even_if_the_example_does_not_mind(prove: Prove, code: str) -> None:
    assert "the network" in prove(example(code))[0]


def test_a_program_that_the_example_starts_has_no_network_either(
    printed: Printed, runner: Runner
) -> None:
    text = printed(
        """
        import subprocess
        done = subprocess.run(["cat", "/proc/net/dev"], capture_output=True, text=True, check=True)
        print([line.split(":")[0].strip() for line in done.stdout.splitlines() if ":" in line])
        """
    )
    if not runner.isolated:
        pytest.skip("this system does not let a process have a network of its own")
    assert text == "['lo']\n"


def test_loopback_works(printed: Printed) -> None:
    text = printed(
        """
        import socket, threading

        def serve():
            client, _ = server.accept()
            with client:
                client.sendall(b"hello")

        with socket.create_server(("localhost", 0)) as server:
            thread = threading.Thread(target=serve)
            thread.start()
            with socket.create_connection(server.getsockname()[:2]) as connection:
                print(connection.recv(10).decode())
            thread.join()
        """
    )
    assert text == "hello\n"


def test_an_example_does_not_write_into_the_project(prove: Prove, runner: Runner) -> None:
    file = runner.root.resolve() / "code" / "core" / "purse" / "money.py"
    found = prove(example(f"open({str(file)!r}, 'a')\n"))
    assert "an example may not write into the project" in found[0]
    assert file.read_text(encoding="utf-8") == "cents = 1\n"


# -- What a chain depends on --------------------------------------------------------------
def _touched(runner: Runner, text: str) -> dict[str, str]:
    result = runner.run(fences.parse(text).chains[0])
    assert not result.steps[-1].problems
    return result.touched


def test_files_that_are_opened_or_imported_are_noted(runner: Runner) -> None:
    folder = runner.root.resolve() / "code" / "core"
    assert _touched(runner, example(f"open({str(folder / 'purse/money.py')!r}).close()\n")) == {
        "code/core/purse/money.py": "file"
    }
    imported = f"import sys\nsys.path.append({str(folder)!r})\nimport purse.money\n"
    assert "code/core/purse/money.py" in _touched(runner, example(imported))
    listed = f"import os\nos.listdir({str(folder)!r})\n"
    assert _touched(runner, example(listed)) == {"code/core": "folder"}


def test_files_that_a_process_of_the_example_reads_are_noted(runner: Runner) -> None:
    file = runner.root.resolve() / "code" / "core" / "purse" / "money.py"
    code = f"import subprocess, sys\nsubprocess.run([sys.executable, {str(file)!r}], check=True)\n"
    assert _touched(runner, example(code)) == {"code/core/purse/money.py": "file"}


def test_a_program_nobody_can_watch_is_noted(runner: Runner) -> None:
    code = "import subprocess\nsubprocess.run(['cat', '/dev/null'], check=True)\n"
    assert runner.run(fences.parse(example(code)).chains[0]).opaque
    assert runner.run(fences.parse("```bash\ntrue\n```\n").chains[0]).opaque


# -- Shells -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("false\necho ok\n", 2),
        ("echo a\nfalse | true\necho ok\n", 3),
        ("exit 3\n", None),
        ("echo $nothing\n", None),
        ("no-such-command\n", 2),
    ],
)
def test_a_shell_fence_that_hides_a_failure_fails(
    prove: Prove, code: str, line: int | None
) -> None:
    found = prove(f"```bash\n{code}```\n")
    assert len(found) == 1
    assert "the shell ended with exit" in found[0]
    if line is not None:
        assert found[0].startswith(f"page.md:{line}: ")


def test_a_shell_fence_that_leaves_a_process_fails(prove: Prove) -> None:
    assert "left a process running" in prove("```sh\nsleep 60 &\n```\n")[0]


def test_a_shell_fence_that_hangs_is_stopped(prove: Prove) -> None:
    found = prove("<!--pytest.mark.timeout(0.5)-->\n```bash\nsleep 60\n```\n")
    assert "still running after 0.5 s" in found[0]


def test_the_output_of_a_shell_fence_is_compared(prove: Prove) -> None:
    comment = "<!--pytest-codeblocks:expected-output-->"
    text = f"```bash\necho out\necho err >&2\n```\n{comment}\n```text\nout\nerr\n```\n"
    assert prove(text) == []
    assert "+err" in prove(text.replace("\nerr\n", "\n"))[0]


# -- The runner itself --------------------------------------------------------------------
def test_closing_the_runner_ends_everything_and_leaves_no_folder(tmp_path: Path) -> None:
    runner = Runner(tmp_path, workers=1)
    runner.submit(fences.parse(example("while True: pass\n")).chains[0])
    runner._feed()
    folders = [slot.base for zygote in runner._zygotes.values() for slot in zygote.slots]
    assert folders
    runner.close()
    assert not any(Path(folder).exists() for folder in folders)


KILLED = """
import sys
from pathlib import Path
from press.examples import fences
from press.examples.runner import Runner

runner = Runner(Path(sys.argv[1]), workers=1)
loop = "```python\\nwhile True: pass\\n```\\n"
runner.submit(fences.parse(loop).chains[0])
runner._feed()
(slot,) = [slot for zygote in runner._zygotes.values() for slot in zygote.slots]
while not slot.job.pid:
    runner._listen()
print(slot.base, slot.job.pid, flush=True)
runner.result(1)
"""


def test_a_runner_that_is_killed_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    with process.stdout as said:
        folder, _, pid = said.readline().strip().rpartition(" ")
        process.kill()
        process.wait()
    assert Path(folder).name.startswith("press-")
    deadline = time.monotonic() + 60
    while Path(folder).exists() or Path(f"/proc/{pid}").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
