import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from atomic import atomic_write

OLD = "Brest;2024-02-29;312\n"
NEW = "Brest;2024-03-01;298\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "levels.csv"
    path.write_text(OLD, encoding="utf-8")
    return path


def test_after_the_block_the_file_has_the_new_content(table: Path) -> None:
    with atomic_write(table) as file:
        file.write(NEW)
        file.write("Ōminato;;0\n")
    assert table.read_text(encoding="utf-8") == NEW + "Ōminato;;0\n"
    assert list(table.parent.iterdir()) == [table]


def test_a_file_that_was_not_there_is_made(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "new.csv") as file:
        file.write(NEW)
    assert (tmp_path / "new.csv").read_text(encoding="utf-8") == NEW


def test_readers_see_the_old_content_until_the_end(table: Path) -> None:
    with atomic_write(table) as file:
        file.write(NEW)
        file.flush()
        assert table.read_text(encoding="utf-8") == OLD


def test_an_error_leaves_the_old_file_and_nothing_else(
    table: Path,
) -> None:
    problem = ValueError("no level in line 2")
    with pytest.raises(ValueError) as caught, atomic_write(table) as file:
        file.write(NEW)
        raise problem
    assert caught.value is problem
    assert table.read_text(encoding="utf-8") == OLD
    assert list(table.parent.iterdir()) == [table]


def test_a_process_that_dies_in_the_middle_leaves_the_old_file(
    table: Path,
) -> None:
    program = """
import os, signal, sys
from pathlib import Path
from atomic import atomic_write

with atomic_write(Path(sys.argv[1])) as file:
    file.write("Brest;2024-03-")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    path = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, "-c", program, str(table)],
        env={**os.environ, "PYTHONPATH": path},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert table.read_text(encoding="utf-8") == OLD
