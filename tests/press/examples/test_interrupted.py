"""A run that is stopped loses nothing that it proved and spoils nothing that it found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 60  # seconds in which a process must have got somewhere

PAGE = """# Page

```python
print("first")
```

<!--pytest-codeblocks:expected-output-->
```text
old
```

<!--pytest.mark.timeout(600)-->
```python
import os, time
open({there!r}, "w").write(str(os.getpid()))
time.sleep(600)
```

```python
last = 1
```
"""
REPORT = """
from pathlib import Path


def pytest_runtest_logreport(report):
    Path({reported!r}).touch()
"""


pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")


@pytest.fixture
def there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file outside the project in which the example says that it runs, and its process."""
    return tmp_path_factory.mktemp("outside") / "there"


def until(happened: Any) -> None:
    """Wait for something that must come."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def runs(pid: int) -> bool:
    """True if the process is there and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def stop(project: Any, there: Path, number: signal.Signals, *options: str) -> tuple[int, str]:
    """Prove the book; send the signal when the first example is reported and the second runs."""
    reported = there.with_name("reported")
    project.write("conftest.py", REPORT.format(reported=str(reported)))
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "--codeblocks", "--color=no", *options, "book"],
        cwd=project.root,
        env=dict(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A shell starts what it runs in the background with SIGINT ignored, and Python keeps it so.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 -- no threads here
    )
    try:
        until(lambda: there.is_file() and there.read_text(encoding="utf-8") and reported.is_file())
        process.send_signal(number)
        text, _ = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    return process.returncode, text


def test_ctrl_c_keeps_what_was_proven_and_writes_whole_outputs_or_none(
    project: Any, there: Path
) -> None:
    text = PAGE.format(there=str(there))
    (project.root / "book" / "page.md").write_text(text, encoding="utf-8")
    code, said = stop(project, there, signal.SIGINT, "--update-outputs")
    assert code == 2, said
    assert "1 passed" in said
    until(lambda: not runs(int(there.read_text(encoding="utf-8"))))
    assert project.read("book/page.md") in (text, text.replace("old", "first"))
    assert sorted(one.name for one in (project.root / "book").iterdir()) == ["index.md", "page.md"]
    mended = text.replace("old", "first").replace("sleep(600)", "sleep(0)")
    (project.root / "book" / "page.md").write_text(mended, encoding="utf-8")
    done = project.pytest("-q")
    assert done.code == 0, done.text
    assert "2 executed, 1 recorded" in done.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed_takes_its_examples_along_and_the_next_is_whole(
    project: Any, there: Path, number: signal.Signals
) -> None:
    text = PAGE.format(there=str(there))
    (project.root / "book" / "page.md").write_text(text, encoding="utf-8")
    code, said = stop(project, there, number, "--update-outputs")
    assert code == -number, said
    until(lambda: not runs(int(there.read_text(encoding="utf-8"))))
    assert project.read("book/page.md") == text
    mended = text.replace("old", "first").replace("sleep(600)", "sleep(0)")
    (project.root / "book" / "page.md").write_text(mended, encoding="utf-8")
    done = project.pytest("-q")
    assert done.code == 0, done.text
