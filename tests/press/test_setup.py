"""press/setup.sh: what a machine lacks is named in one line, with the command that brings it."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

SETUP = Path(__file__).parents[2] / "press/setup.sh"
HAS_PANGO = 'case "$*" in *pango*) echo new pango 0; exit;; esac;'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A project folder and a ``bin`` with stand-ins for the commands of another machine."""
    (tmp_path / "press").mkdir()
    shutil.copy(SETUP, tmp_path / "press/setup.sh")
    (tmp_path / "bin").mkdir()
    for tool in ("sh", "dirname", "cat", "rm"):
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    lacks = """case "$*" in *libatomic*) exit 1;; *pango*) echo new none 0; exit;; esac"""
    command(tmp_path, "python3", f'{lacks}; exec {sys.executable} "$@"')
    command(tmp_path, "id", "echo 1000")
    command(tmp_path, "uname", "echo Linux")
    return tmp_path


def command(machine: Path, name: str, body: str) -> None:
    file = machine / "bin" / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)


def run(machine: Path, what: str = "build") -> tuple[int, str]:
    done = subprocess.run(
        ["/bin/sh", "press/setup.sh", what],
        cwd=machine,
        env={"PATH": str(machine / "bin")}
        | {k: os.environ[k] for k in ("HOME",) if k in os.environ},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def test_an_old_python_is_refused(machine: Path) -> None:
    command(machine, "python3", 'case "$*" in -V) echo Python 3.9.2;; *) exit 1;; esac')
    code, said = run(machine)
    assert code == 1
    assert said == (
        "setup: python3 is Python 3.9.2, and 3.11 or later is needed: "
        "make PYTHON=/path/to/python3.11\n"
    )


def test_python_says_all_that_is_asked_in_one_start(machine: Path) -> None:
    command(machine, "python3", f'echo >> starts; exec {sys.executable} "$@"')
    for name in ("requirements.txt", "pyproject.toml"):
        (machine / name).touch()
    whole = hashlib.sha256(sys.version.encode()).hexdigest()
    (machine / ".venv/bin").mkdir(parents=True)
    (machine / ".venv/bin/python").symlink_to(sys.executable)
    (machine / ".venv/.installed").write_text(whole)
    assert run(machine) == (0, "")
    assert (machine / "starts").read_text() == "\n"


def test_a_missing_pango_is_named_with_the_debian_command(machine: Path) -> None:
    command(machine, "apt-get", "exit 99")
    code, said = run(machine)
    assert code == 1
    assert said == (
        "setup: system packages are missing. Type:  sudo apt-get install"
        " libpango-1.0-0 libpangoft2-1.0-0   and then make again.\n"
    )


def test_a_missing_pango_is_named_with_the_homebrew_command(machine: Path) -> None:
    command(machine, "brew", "exit 99")
    code, said = run(machine)
    assert code == 1
    assert (
        said
        == "setup: system packages are missing. Type:  brew install pango   and then make again.\n"
    )


def test_root_on_debian_gets_the_packages_installed(machine: Path) -> None:
    command(machine, "id", "echo 0")
    command(machine, "apt-get", 'echo "apt $*" >&2; [ "$1" = update ] || exit 7')
    code, said = run(machine, "test")
    assert code == 7  # the stand-in stops here; what it was asked for is what matters
    assert "libpango-1.0-0 libpangoft2-1.0-0 chromium libatomic1 default-jre-headless" in said


def test_only_a_check_asks_for_npm(machine: Path) -> None:
    command(machine, "apt-get", "exit 99")
    _, said = run(machine, "check")
    assert "default-jre-headless nodejs npm   and then" in said
    assert "npm" not in run(machine, "test")[1]


def wheel(folder: Path, name: str, version: str, *requires: str) -> Path:
    """Make a wheel that holds nothing but what it is and needs."""
    info = f"{name}-{version}.dist-info"
    needs = "".join(f"Requires-Dist: {line}\n" for line in requires)
    made = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: x\n{needs}",
        )
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", "")
    return made


def test_a_release_newer_than_the_lock_changes_nothing(machine: Path) -> None:
    """A package that asks for an extra of a locked one made pip look at the newest release."""
    wheels = machine / "wheels"
    wheels.mkdir()
    locked = [wheel(wheels, "user", "1", "used[x]>=1"), wheel(wheels, "used", "1")]
    wheel(wheels, "used", "2")
    lock = ""
    for made in locked:
        digest = hashlib.sha256(made.read_bytes()).hexdigest()
        lock += f"{made.name.split('-')[0]}==1 --hash=sha256:{digest}\n"
    (machine / "requirements.txt").write_text(lock)
    (machine / "pyproject.toml").write_text("")
    command(machine, "python3", f'{HAS_PANGO} exec {sys.executable} "$@"')
    (machine / ".venv/bin").mkdir(parents=True)
    pip = f'PIP_DRY_RUN=1 PIP_NO_INDEX=1 PIP_FIND_LINKS={wheels} exec {sys.executable} "$@"'
    command(machine, "../.venv/bin/python", f'case "$*" in *" -e "*) ;; *) {pip};; esac')
    assert run(machine) == (0, "setup: installing the locked packages into .venv\n")


def test_half_a_repository_is_told_so(machine: Path) -> None:
    command(machine, "python3", f'{HAS_PANGO} exec {sys.executable} "$@"')
    assert run(machine) == (1, "setup: requirements.txt is missing: get the whole repository\n")


def test_a_moved_folder_does_not_run_the_programs_of_the_old_one(machine: Path) -> None:
    for name in ("requirements.txt", "pyproject.toml"):
        (machine / name).write_text("")
    made = 'mkdir -p .venv/bin; printf "#!/bin/sh\\n" >.venv/bin/python; chmod +x .venv/bin/python'
    (machine / "bin/mkdir").symlink_to(str(shutil.which("mkdir")))
    (machine / "bin/chmod").symlink_to(str(shutil.which("chmod")))
    venv = f'case "$*" in "-m venv"*) {made}; exit;; esac'
    command(machine, "python3", f'{HAS_PANGO} {venv}; exec {sys.executable} "$@"')
    assert run(machine)[0] == 0
    assert run(machine) == (0, "")
    moved = machine.rename(machine.with_name("moved"))
    code, said = run(moved)
    assert code == 0
    assert said.startswith("setup: this folder was moved or copied, so .venv is made anew\n")
    assert run(moved) == (0, "")
