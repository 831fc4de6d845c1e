"""The client's end of the zygote: processes that run one job at a time in a folder of their own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from press.examples.job import Job, pack
from press.examples.model import Chain

_HERE = Path(__file__).parent
# Small parts of the standard library that examples import all the time: every zygote has them.
_LIGHT = (
    *("abc", "collections.abc", "contextlib", "copy", "dataclasses", "datetime", "decimal"),
    *("enum", "functools", "inspect", "itertools", "math", "operator", "pathlib", "re", "string"),
    *("textwrap", "types", "typing", "warnings"),
)
_LIBRARY = Path(os.__file__).parent
_PLACES = (
    (f"{sysconfig.get_paths()['purelib']}/", f"/usr/lib/{_LIBRARY.name}/site-packages/"),
    (f"{_LIBRARY}/", f"/usr/lib/{_LIBRARY.name}/"),
)


class Zygote:
    """An interpreter that has imported ``preload`` and makes slots."""

    def __init__(self, root: Path, preload: tuple[str, ...], python: str) -> None:
        self.root = root.resolve()
        self.slots: list[Slot] = []
        self._socket, theirs = socket.socketpair()
        settings = {
            "root": str(self.root),
            "apart": apart(self.root),
            "preload": [*_LIGHT, *preload],
            "shell": shutil.which("bash") or "/bin/sh",
        }
        self._process = subprocess.Popen(
            [python, "-P", "-s", str(_HERE / "zygote.py"), json.dumps(settings)],
            stdin=theirs.fileno(),
            env=environment(),
            start_new_session=True,
            cwd="/",
        )
        theirs.close()

    def free_slot(self) -> Slot:
        """Return a slot without a job, a new one if all have one."""
        for slot in self.slots:
            if slot.job is None and not slot.dead:
                return slot
        slot = Slot(self.root)
        socket.send_fds(self._socket, [slot.base.encode()], slot.hand_over())
        slot.close_theirs()
        self.slots.append(slot)
        return slot

    def close(self) -> None:
        """End the zygote, its slots and whatever they run."""
        self._socket.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for slot in self.slots:
            slot.close()


class Slot:
    """A place for one job at a time: a folder, a file for output, a pipe each way."""

    def __init__(self, root: Path) -> None:
        self.base = os.path.realpath(tempfile.mkdtemp(prefix="press-", dir=_fast_folder()))
        self.job: Job | None = None
        self.isolated = True
        self.dead = False  # the process has gone, and no job can be started
        self._root = root
        self._here = f"{self.base}/here"
        Path(self._here).mkdir()
        if hasattr(os, "memfd_create"):
            self.output = os.memfd_create("output")
        else:
            self.output = os.open(f"{self.base}/output", os.O_RDWR | os.O_CREAT)
            Path(self.base, "output").unlink()
        self._jobs_read, self._jobs = os.pipe()
        self.report, self._report_write = os.pipe()
        self._rest = b""

    def hand_over(self) -> list[int]:
        """Return the file descriptors that the slot's process needs."""
        return [self._jobs_read, self._report_write, self.output]

    def close_theirs(self) -> None:
        """Close what only the process needs."""
        os.close(self._jobs_read)
        os.close(self._report_write)

    def start(self, number: int, chain: Chain) -> None:
        """Run ``chain`` here. The slot must be free."""
        self.job = Job(number, chain, self.output)
        data = memoryview(pack(chain))
        while data:
            data = data[os.write(self._jobs, data) :]

    def read(self) -> bool:
        """Take in what the child reports; True if the job is over.

        Raises ``RuntimeError`` if the slot's process has died and no example can have killed it.
        """
        data = os.read(self.report, 1 << 16)
        if not data:
            self.dead = True
            if self.job is None or not self.job.pid:
                said = os.pread(self.output, 4000, 0).decode("utf-8", "replace")
                raise RuntimeError(f"the process that runs examples has died\n{said}")
            self.job.lose()
            return True
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line.startswith(b"hello "):
                self.isolated = line.endswith(b"1")
            elif self.job is not None:
                self.job.line(line)
        return self.job is not None and self.job.over

    def finish(self) -> tuple[list[tuple[int, str]], dict[str, str]]:
        """Free the slot.

        Returns the output of each step that was reached, and the project files and folders that
        Python processes read which the example had started.
        """
        assert self.job is not None, "nothing runs here"
        outputs = [(step, self._neutral(text)) for step, text in self.job.split_output()]
        os.ftruncate(self.output, 0)
        os.lseek(self.output, 0, os.SEEK_SET)
        left = {*os.listdir(self.base)} - {"here", "example.py"}  # noqa: PTH208
        traced = self._traced() if "trace" in left else {}
        if not Path(self._here).is_dir():
            self.retire()  # its process stands in a folder that is gone
        elif left or os.listdir(self._here):  # noqa: PTH208 - asked after every example
            self._clean()
        self.job = None
        return outputs, traced

    def _traced(self) -> dict[str, str]:
        lines = Path(self.base, "trace").read_text(encoding="utf-8").splitlines()
        pairs = (line.split("\t", 1) for line in lines if "\t" in line)
        return {path: kind for kind, path in pairs}

    def _clean(self) -> None:
        """Remove what the example has left in its folder; the folder itself stays."""
        for folder in (self.base, self._here):
            for entry in os.scandir(folder):
                if entry.path == self._here:
                    continue
                if entry.is_dir(follow_symlinks=False):
                    shutil.rmtree(entry.path, ignore_errors=True)
                else:
                    Path(entry.path).unlink(missing_ok=True)

    def _neutral(self, text: str) -> str:
        """Take folders that differ from run to run and between machines out of an output."""
        if "/" not in text:
            return text
        own = ((f"{self._here}/", ""), (self._here, "."), (f"{self.base}/", ""))
        for place, short in (*own, *_PLACES, (f"{self._root}/", "")):
            text = text.replace(place, short)
        return text

    def retire(self) -> None:
        """Let the process end, and take no more jobs."""
        self.dead = True
        os.close(self._jobs)
        self._jobs = -1

    def close(self) -> None:
        """Close and remove everything."""
        for handle in (self._jobs, self.report, self.output):
            if handle >= 0:
                os.close(handle)
        shutil.rmtree(self.base, ignore_errors=True)


def _fast_folder() -> str | None:
    """Return a folder in memory if there is one that behaves like any other, else ``None``."""
    folder = "/dev/shm"
    if not os.access(folder, os.W_OK | os.X_OK):
        return None
    status = os.statvfs(folder)
    roomy = status.f_bavail * status.f_frsize > 32 << 20
    return folder if roomy and not status.f_flag & getattr(os, "ST_NOEXEC", 0) else None


def environment() -> dict[str, str]:
    """Return the small environment in which examples run."""
    folders = [str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]
    return {
        "PATH": os.pathsep.join(folders),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "PYTHONPATH": str(_HERE / "trace"),
        "TZ": "UTC",
        "COLUMNS": "78",
        "NO_COLOR": "1",
    }


def apart(root: Path) -> list[str]:
    """Return the folders of the project that examples read without depending on them."""
    folders = [root / "build", root / ".git", Path(sys.prefix).absolute(), _HERE / "trace"]
    return [str(folder) for folder in folders]
