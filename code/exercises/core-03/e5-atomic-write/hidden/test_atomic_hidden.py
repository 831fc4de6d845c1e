import stat
from pathlib import Path

import pytest
from atomic import atomic_write

OLD = "Brest;2024-02-29;312\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "levels.csv"
    path.write_text(OLD, encoding="utf-8")
    return path


def test_ctrl_c_leaves_the_old_file_and_nothing_else(table: Path) -> None:
    with pytest.raises(KeyboardInterrupt), atomic_write(table) as file:
        file.write("half a li")
        raise KeyboardInterrupt
    assert table.read_text(encoding="utf-8") == OLD
    assert list(table.parent.iterdir()) == [table]


def test_an_error_makes_no_file_that_was_not_there(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError),
        atomic_write(tmp_path / "new.csv") as file,
    ):
        file.write("half a li")
        raise ValueError
    assert list(tmp_path.iterdir()) == []


def test_two_writers_do_not_mix(table: Path) -> None:
    with atomic_write(table) as slow:
        slow.write("slow\n" * 3)
        with atomic_write(table) as fast:
            fast.write("fast\n")
        assert table.read_text(encoding="utf-8") == "fast\n"
        slow.write("slow\n")
    assert table.read_text(encoding="utf-8") == "slow\n" * 4
    assert list(table.parent.iterdir()) == [table]


def test_the_permissions_of_the_old_file_stay(table: Path) -> None:
    table.chmod(0o664)
    with atomic_write(table) as file:
        file.write("new\n")
    assert stat.S_IMODE(table.stat().st_mode) == 0o664


def test_the_unfinished_file_stands_in_the_same_folder(table: Path) -> None:
    with atomic_write(table) as file:
        file.write("new\n")
        assert len(list(table.parent.iterdir())) == 2
