"""Work on an exercise: ``make exercise N=core-01-e3``, or ``python -m press.exercise core-01-e3``.

Copies the starter and the visible tests into ``practice/core-01-e3`` and runs the tests there; run
it again after each change. A file you have edited is never overwritten, a test is always fresh.
Once the visible tests pass, the hidden ones run too: they test the trap.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from press.exercise_files import ExerciseFiles, all_exercises, find_exercise
from press.layout import Layout

PRACTICE = "practice"
LONGEST = 60.0  # seconds
_SUGGESTED = 4
_SUMMARY = "short test summary info"
# What Hypothesis says to a machine that tests, where each run draws other cases. Here none does.
_REPRODUCE = re.compile(r"^(?:(?:E +)?\n)?(?:E +)?You can reproduce this test case by .*\n?", re.M)


@dataclass(frozen=True)
class Outcome:
    """What the tests of an exercise said, by name of the test function.

    ``broken`` holds what went wrong before a test could run: an import that fails, no tests.
    """

    passed: frozenset[str]
    failed: frozenset[str]
    broken: str
    text: str

    @property
    def right(self) -> bool:
        """True when tests ran and none failed."""
        return bool(self.passed) and not self.failed and not self.broken


def lay_out(files: ExerciseFiles, work: Path) -> None:
    """Fill the folder ``work``: what is missing of the starter, and fresh tests."""
    work.mkdir(parents=True, exist_ok=True)
    for source in sorted(files.starter.glob("*.py")):
        if not (work / source.name).exists():
            shutil.copyfile(source, work / source.name)
    for source in sorted(files.tests.glob("*.py")):
        shutil.copyfile(source, work / source.name)


def run_tests(work: Path, tests: Iterable[Path], *options: str) -> Outcome:
    """Run test files against the code in ``work``, in a process of their own."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(work), os.environ.get("PYTHONPATH")])),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        # Hypothesis then draws the same cases every time and sets no deadline.
        "CI": "1",
    }
    with tempfile.TemporaryDirectory() as scratch:
        report = Path(scratch, "report.xml")
        command = [sys.executable, "-m", "pytest", "-c", os.devnull, f"--rootdir={work}"]
        command += ["-q", "--no-header", "-p", "no:cacheprovider", f"--junit-xml={report}"]
        command += [*options, *map(str, tests)]
        try:
            done = subprocess.run(
                command,
                cwd=work,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=LONGEST,
            )
        except subprocess.TimeoutExpired:
            late = f"the tests did not end within {LONGEST} s: look for a loop without an end"
            return Outcome(frozenset(), frozenset(), late, late)
        text = done.stdout + done.stderr
        if not report.exists():
            return Outcome(frozenset(), frozenset(), text.strip() or "pytest did not run", text)
        return _outcome(ElementTree.parse(report), text)


def _outcome(report: ElementTree.ElementTree[ElementTree.Element], text: str) -> Outcome:
    passed, failed, broken = set(), set(), ""
    for case in report.iter("testcase"):
        name = str(case.get("name")).partition("[")[0]
        if case.find("error") is not None:
            broken = text.strip()
        elif case.find("failure") is not None:
            failed.add(name)
        elif case.find("skipped") is None:
            passed.add(name)
    return Outcome(frozenset(passed - failed), frozenset(failed), broken, text)


def practise(files: ExerciseFiles, work: Path) -> bool:
    """Lay out the work folder, run the tests and tell how it went; True when all pass."""
    lay_out(files, work)
    print(f"{files.id}: your files are in {work}")
    work = work.resolve()  # pytest runs in there, where a relative path leads elsewhere
    seen = run_tests(work, sorted(work.glob("test_*.py")))
    print(_for_a_reader(seen.text))
    if not seen.right:
        print("Edit the files there, then run this again.")
        return False
    hidden = run_tests(work, sorted(files.hidden.glob("test_*.py")))
    if not hidden.right:
        print(_for_a_reader(hidden.text))
        print("The visible tests pass; a hidden one found the trap. Read the task once more.")
        return False
    print("All tests pass, the hidden ones too. Compare with the solution in the book.")
    return True


def _for_a_reader(text: str) -> str:
    """Shorten what pytest printed: in the list of failures at its end, a line for each."""
    found, title, summary = _REPRODUCE.sub("", text).partition(_SUMMARY)
    first, *others = summary.strip().splitlines() or [""]
    kept = [line for line in others[:-1] if line.startswith(("FAILED ", "ERROR "))]
    return "\n".join([f"{found}{title} {first}".rstrip(), *kept, *others[-1:]]).strip()


def find_root(start: Path) -> Path:
    """Find the book at or above ``start``, else the one this press was installed from."""
    candidates = (start, *start.parents, Path(__file__).resolve().parents[1])
    found = (path for path in candidates if (path / "code" / "exercises").is_dir())
    return next(found, start)


def _suggestion(wanted: str, layout: Layout) -> str:
    """Say which exercises may have been meant: by an id alike, by number, or by folder's name."""
    known = {files.id: files.folder.name for files in all_exercises(layout.code)}
    if not known:
        return f"there are none below {layout.code}"
    word = wanted.lower().strip()
    close = [name for name, folder in known.items() if word in (folder, folder.partition("-")[2])]
    close += [name for name in known if name.endswith(f"-{word}")]
    close += difflib.get_close_matches(word, known, n=3, cutoff=0.75)
    close = list(dict.fromkeys(close))[:_SUGGESTED]
    if close:
        return f"did you mean {' or '.join(close)}?"
    modules = sorted({name.rpartition("-")[0] for name in known if "-live-" not in name})
    return f"those of {', '.join(modules)} are listed by make exercise"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 when all tests pass, 1 when one fails, 2 for a wrong question."""
    parser = argparse.ArgumentParser(prog="python -m press.exercise", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("exercise", nargs="?", help="its id, as in core-01-e3; none lists all")
    parser.add_argument("--into", type=Path, help=f"folder to work in ({PRACTICE}/<id>)")
    options = parser.parse_args(argv)
    layout = Layout(find_root(Path.cwd()))
    ids = [files.id for files in all_exercises(layout.code)]
    if options.exercise is None:
        print("\n".join(ids))
        return 0
    files = find_exercise(layout.code, options.exercise)
    if files is None:
        print(
            f"no exercise {options.exercise!r}: {_suggestion(options.exercise, layout)}",
            file=sys.stderr,
        )
        return 2
    return 0 if practise(files, options.into or layout.root / PRACTICE / files.id) else 1


if __name__ == "__main__":
    raise SystemExit(main())
