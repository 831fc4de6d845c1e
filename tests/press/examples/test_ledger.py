"""A record holds as long as what it depends on, and no longer."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from press.examples import fences, ledger
from press.examples.journal import Journal
from press.examples.ledger import Counts, Ledger
from press.examples.model import Chain
from press.examples.runner import ChainResult, Problem, StepResult

CODE = "```python\nimport tally\nprint(1)\n```\n"


def chain_of(text: str = CODE) -> Chain:
    return fences.parse(text).chains[0]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("a==1\n", encoding="utf-8")
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "tally.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "book").mkdir()
    long_ago = time.time() - 60
    os.utime(tmp_path / "code" / "tally.py", (long_ago, long_ago))
    return tmp_path


def record(root: Path, chain: Chain, **rest: object) -> bool:
    result = ChainResult([StepResult("1\n")], **{"started": time.time(), **rest})  # type: ignore[arg-type]
    return Ledger(root).store(chain, result)


def test_a_record_comes_back_as_it_was(root: Path) -> None:
    problem = Problem(
        "raised", "", ("KeyError",), "'k'", "KeyError: 'k'", "…", (("f", 1, "g", ""),)
    )
    result = ChainResult([StepResult("1\n", [problem])], started=time.time())
    assert Ledger(root).store(chain_of(), result)
    found = Ledger(root).find(chain_of())
    assert found is not None
    assert found.steps == result.steps


def test_no_record_is_found_for_other_code(root: Path) -> None:
    record(root, chain_of())
    assert Ledger(root).find(chain_of(CODE.replace("1", "2"))) is None


@pytest.mark.parametrize(
    "text",
    [
        "# Moved\n\nProse.\n\n" + CODE,
        '{#name caption="tally.py"}\n' + CODE,
        "<!--pytest.mark.timeout(30)-->\n" + CODE,
        CODE + "\n<!--pytest-codeblocks:expected-output-->\n```text\n1\n```\n",
        "- item\n\n  " + CODE.replace("\n", "\n  "),
    ],
)
def test_prose_names_captions_limits_and_outputs_run_nothing_again(root: Path, text: str) -> None:
    record(root, chain_of())
    assert Ledger(root).find(chain_of(text)) is not None


def test_a_change_of_the_lock_makes_a_record_stale(root: Path) -> None:
    record(root, chain_of())
    (root / "requirements.txt").write_text("a==2\n", encoding="utf-8")
    assert Ledger(root).find(chain_of()) is None


def test_another_python_makes_a_record_stale(root: Path) -> None:
    record(root, chain_of())
    assert Ledger(root, python="3.99.0").find(chain_of()) is None


def test_a_change_of_the_runner_makes_a_record_stale(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(root, chain_of())
    monkeypatch.setattr(ledger, "_runner_digest", lambda: "another")
    assert Ledger(root).find(chain_of()) is None


def test_every_file_that_decides_how_examples_run_is_part_of_the_key() -> None:
    folder = Path(ledger.__file__).parent
    stages = {"child", "job", "runner", "sandbox", "slots", "trouble", "zygote"}
    assert {f"{name}.py" for name in stages} <= set(ledger._RUNNER)
    assert all((folder / name).is_file() for name in ledger._RUNNER)


def test_a_change_of_a_file_it_read_makes_a_record_stale(root: Path) -> None:
    record(root, chain_of(), touched={"code/tally.py": "file"})
    assert Ledger(root).find(chain_of()) is not None
    (root / "code" / "other.py").write_text("y = 1\n", encoding="utf-8")
    assert Ledger(root).find(chain_of()) is not None
    (root / "code" / "tally.py").write_text("x = 2\n", encoding="utf-8")
    assert Ledger(root).find(chain_of()) is None
    (root / "code" / "tally.py").unlink()
    assert Ledger(root).find(chain_of()) is None


def test_a_file_that_was_missing_and_is_there_now_makes_a_record_stale(root: Path) -> None:
    record(root, chain_of(), touched={"code/later.py": "file"})
    assert Ledger(root).find(chain_of()) is not None
    (root / "code" / "later.py").write_text("", encoding="utf-8")
    assert Ledger(root).find(chain_of()) is None


def test_a_new_file_in_a_folder_it_listed_makes_a_record_stale(root: Path) -> None:
    record(root, chain_of(), touched={"code": "folder"})
    (root / "code" / "tally.py").write_text("x = 2\n", encoding="utf-8")
    assert Ledger(root).find(chain_of()) is not None
    (root / "code" / "other.py").write_text("", encoding="utf-8")
    assert Ledger(root).find(chain_of()) is None


def test_what_lies_in_a_cache_folder_makes_no_record_stale(root: Path) -> None:
    """An example that copies a package lists its caches, too; each run of another fills them."""
    cache = root / "code" / "__pycache__"
    record(root, chain_of(), touched={"code/__pycache__": "folder"})
    assert Ledger(root).find(chain_of()) is not None
    cache.mkdir()
    assert Ledger(root).find(chain_of()) is not None
    (cache / "tally.cpython-311.pyc").touch()
    assert Ledger(root).find(chain_of()) is not None


def test_a_chain_that_started_a_program_depends_on_all_of_code(root: Path) -> None:
    record(root, chain_of(), opaque=True)
    assert Ledger(root).find(chain_of()) is not None
    (root / "code" / "tally.py").write_text("x = 2\n", encoding="utf-8")
    assert Ledger(root).find(chain_of()) is None


def test_a_file_that_changed_while_the_chain_ran_is_not_recorded(root: Path) -> None:
    before = time.time() - 30
    (root / "code" / "tally.py").write_text("x = 2\n", encoding="utf-8")
    assert not record(root, chain_of(), touched={"code/tally.py": "file"}, started=before)
    assert Ledger(root).find(chain_of()) is None


# -- The journal -------------------------------------------------------------------
def test_half_a_line_is_skipped_and_the_next_record_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "ledger" / "records"
    first = Journal(path)
    first.append("a", "{}")
    first.flush()
    path.write_text(path.read_text(encoding="utf-8") + 'b {"st', encoding="utf-8")
    second = Journal(path)
    assert second.lines() == {"a": "{}"}
    second.append("c", "{}")
    second.flush()
    assert Journal(path).lines() == {"a": "{}", "c": "{}"}


def test_a_line_written_by_another_process_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "records"
    one, other = Journal(path), Journal(path)
    assert one.lines() == {}
    other.append("a", "{}")
    other.flush()
    assert one.lines() == {"a": "{}"}


def test_old_lines_are_dropped_when_they_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("press.examples.journal._KEEP", 3)
    journal = Journal(tmp_path / "records")
    for number in range(30):
        journal.append(f"key{number % 5}", f'{{"n": {number}}}')
    journal.compact()
    kept = Journal(tmp_path / "records").lines()
    assert kept == {f"key{number % 5}": f'{{"n": {number}}}' for number in (27, 28, 29)}


# -- Counts ------------------------------------------------------------------------
PAGE = """# Page

{#one}
```python
import tally  # hide
print(1)
```

<!--
```python
hidden = 1
```
-->
<!--pytest-codeblocks:cont-->
```python
print(hidden)
```

```{fragment} python
:reason: cannot
x
```

<!--pytest.mark.python("3.99")-->
```python
type A = int
```
"""


def test_visible_examples_and_lines_are_counted(root: Path) -> None:
    (root / "book" / "page.md").write_text(PAGE, encoding="utf-8")
    python = Ledger(root).python
    assert Ledger(root).for_page("page") == Counts(3, 0, 0, 1, 1, python)
    first, second, _ = fences.parse(PAGE).chains
    record(root, first)
    record(root, second)
    expected = Counts(examples=3, executed=2, lines=2, fragments=1, not_run=1, python=python)
    assert Ledger(root).for_page("page") == expected
    assert Ledger(root).for_page("book/page.md") == expected
    assert Ledger(root).counts() == expected


def test_the_summary_is_used_while_the_page_is_as_it_was(root: Path) -> None:
    page = root / "book" / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    records = Ledger(root)
    records.summarize([fences.parse(PAGE, "book/page.md")])
    record(root, fences.parse(PAGE).chains[0])
    assert Ledger(root).for_page("page").executed == 0
    page.write_text(PAGE + "\nMore.\n", encoding="utf-8")
    assert Ledger(root).for_page("page").executed == 1
    page.unlink()
    assert Ledger(root).for_page("page").examples == 0
