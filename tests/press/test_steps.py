"""Steps run in processes of their own, side by side where they may; a failure ends the build."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from press import steps
from press.__main__ import _to_do
from press.layout import Layout

pytestmark = pytest.mark.skipif(not steps.FORKS, reason="no forks here: each step is a command")


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setenv("PRESS_PROGRESS", "")


def run(folder: Path, groups: list[list[str]], fails: str = "") -> tuple[int, list[str]]:
    """Run steps that note when they begin and end; one ends with the code 3."""
    log = folder / "log"
    log.write_text("", encoding="utf-8")

    def note(what: str) -> None:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{what}\n")

    def act(name: str) -> int:
        note(f"{name} begins")
        time.sleep(0.3)
        note(f"{name} ends")
        return 3 if name == fails else 0

    code = steps.Steps(act, lambda: note("loaded")).run(groups)
    return code, log.read_text(encoding="utf-8").splitlines()


def test_steps_of_a_group_run_side_by_side_and_groups_wait(tmp_path: Path, two_cores: None) -> None:
    code, said = run(tmp_path, [["a"], ["b", "c", "d"], ["e"]])
    assert code == 0
    assert said.count("loaded") == 1
    assert said.index("loaded") < said.index("a ends")
    said.remove("loaded")
    assert said[:2] == ["a begins", "a ends"]
    assert {*said[2:4]} == {"b begins", "c begins"}  # two cores
    assert said[-2:] == ["e begins", "e ends"]
    assert said.index("d begins") > min(said.index("b ends"), said.index("c ends"))


def test_nothing_is_begun_after_a_failure(tmp_path: Path, two_cores: None) -> None:
    code, said = run(tmp_path, [["a", "b", "c"], ["d"]], fails="a")
    assert code == 3
    assert "b ends" in said  # it was running
    assert not {"d begins"} & {*said}
    code, said = run(tmp_path, [["a"], ["b"]], fails="a")
    assert (code, said[-1]) == (3, "a ends")


def test_what_a_step_took_is_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESS_STEPS", str(tmp_path / "steps"))
    run(tmp_path, [["a"], ["b"]])
    told = [json.loads(line) for line in (tmp_path / "steps").read_text().splitlines()]
    assert [one["step"] for one in told] == ["a", "b"]
    assert all(one["wall"] >= 0.3 and one["peak"] > 1 for one in told)


def test_a_step_that_breaks_is_a_failure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def act(name: str) -> int:
        if name == "says":
            raise SystemExit("said why")
        raise ValueError(name)

    assert steps.Steps(act, lambda: None).run([["says"]]) == 1
    assert capfd.readouterr().err == "said why\n"
    assert steps.Steps(act, lambda: None).run([["breaks"]]) == 1
    assert "ValueError: breaks" in capfd.readouterr().err


def test_ctrl_c_is_said_once_and_leaves_no_process(tmp_path: Path) -> None:
    script = f"""
import os, sys, time
from pathlib import Path
import press.__main__ as main
from press.steps import Steps
def act(name):
    Path({str(tmp_path)!r}, name).write_text(str(os.getpid()))
    for _ in range(600):
        time.sleep(0.1)  # a signal that comes just before a sleep does not shorten that one
    return 0
main._attempt = lambda *_: Steps(act, lambda: None).run([["a"], ["b"]])
sys.exit(main.main(["all"]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", script], stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    while not (tmp_path / "a").is_file() or not (tmp_path / "a").read_text():
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130, said
    assert said.count("interrupted") == 1
    assert not (tmp_path / "b").exists()
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "a").read_text()), 0)


def test_the_website_is_made_before_the_other_editions(tmp_path: Path) -> None:
    groups = _to_do(Layout(tmp_path), "", ["all"])
    assert groups[:2] == [["prove"], ["web"]]
    assert {*groups[2]} == {"epub", "pdf", "slides", "anki"}
    assert groups[3:] == [["landing"], ["summary"]]
    assert _to_do(Layout(tmp_path), "", ["prove", "epub"]) == [["prove"], ["epub"]]
