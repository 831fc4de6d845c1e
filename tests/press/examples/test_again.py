"""Something that an example depends on changes, and that example runs again; no other does.

The examples really ran: what they depend on is what the runner saw them read.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from press.examples import fences
from press.examples.ledger import Ledger
from press.examples.model import Page
from press.examples.runner import Runner

PAGE = """# Page

Prose.

{{#imports caption="money.py"}}
```python
import sys
sys.path.append({code!r})
import wallet.purse
```

{{#opens}}
```python
from pathlib import Path
print(len(Path({data!r}).read_text().splitlines()))
```

{{#starts}}
```bash
cat {data} > /dev/null
```

<!--pytest.mark.raises(ZeroDivisionError)-->
{{#breaks}}
```python
1 / 0
```

{{#alone}}
```python
x = 1
```

<!--pytest-codeblocks:cont-->
```python
y = x
```
"""
ALL = {"imports", "opens", "starts", "breaks", "alone"}


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project whose page was proven a minute after its files were written."""
    root = tmp_path_factory.mktemp("proven")
    files = {
        "requirements.txt": "nothing==1\n",
        "code/core/wallet/__init__.py": "",
        "code/core/wallet/purse.py": "from wallet import coin\n",
        "code/core/wallet/coin.py": "cents = 1\n",
        "book/rates.csv": "EUR,1\nUSD,2\n",
        "book/page.md": PAGE.format(code=f"{root}/code/core", data=f"{root}/book/rates.csv"),
        "README.md": "Nothing.\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    runner, ledger = Runner(root, workers=1), Ledger(root)
    for chain in read(root).chains:
        result = runner.run(chain)
        result.started = time.time() + 1
        assert ledger.store(chain, result)
    ledger.summarize([])
    runner.close()
    yield root


@pytest.fixture
def root(proven: Path, tmp_path: Path) -> Iterator[Path]:
    """The project, as it was when it was proven, before and after the test."""
    for name in ("requirements.txt", "code", "book"):
        keep(proven / name, tmp_path / name)
    yield proven
    for name in ("requirements.txt", "code", "book"):
        keep(tmp_path / name, proven / name)


def keep(source: Path, target: Path) -> None:
    """Copy a file or a folder, in the place of what is there."""
    if source.is_file():
        shutil.copy2(source, target)
        return
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def read(root: Path) -> Page:
    """Read the page."""
    page = fences.read_page(root / "book" / "page.md", root)
    assert not page.faults
    return page


def stale(root: Path) -> set[str]:
    """Return the names of the examples that must run again."""
    ledger = Ledger(root)
    return {chain.steps[0].name for chain in read(root).chains if ledger.find(chain) is None}


def change(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Replace text in a file of the project."""

    def act(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        assert old in text
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return act


@pytest.mark.parametrize(
    "act",
    [
        change("book/page.md", "Prose.", "Other prose.\n\nAnd more of it."),
        change("book/page.md", "money.py", "purse.py"),
        change("book/page.md", "{#alone}", '{#alone caption="alone.py"}'),
        change("book/page.md", "{#opens}", "<!--pytest.mark.timeout(20)-->\n{#opens}"),
        lambda root: (root / "README.md").write_text("Something.\n", encoding="utf-8"),
        lambda root: (root / "book" / "rates.csv").touch(),
    ],
    ids=["prose", "caption", "new caption", "time limit", "other file", "only touched"],
)
def test_what_no_example_depends_on_runs_nothing_again(
    root: Path, act: Callable[[Path], None]
) -> None:
    act(root)
    assert stale(root) == set()


@pytest.mark.parametrize(
    ("act", "again"),
    [
        (change("book/page.md", "x = 1", "x = 2"), {"alone"}),
        (change("book/page.md", "y = x", "y = x + 1"), {"alone"}),
        (change("book/page.md", "<!--pytest-codeblocks:cont-->", "Apart:"), {"alone", ""}),
        (change("book/page.md", "cat", "cat -u"), {"starts"}),
        (change("book/page.md", "1 / 0", "2 / 0"), {"breaks"}),
        (change("code/core/wallet/purse.py", "coin", "coin  # changed"), {"imports", "starts"}),
        (change("code/core/wallet/coin.py", "1", "2"), {"imports", "starts"}),
        (change("code/core/wallet/__init__.py", "", "x = 1\n"), {"imports", "starts"}),
        (change("book/rates.csv", "USD", "GBP"), {"opens"}),
        (lambda root: (root / "book" / "rates.csv").unlink(), {"opens"}),
        (change("requirements.txt", "1", "2"), ALL),
    ],
    ids=[
        *("code", "a later step", "a chain cut in two", "a command", "code that must fail"),
        *("imported", "imported by it", "its package", "opened", "gone", "lock"),
    ],
)
def test_only_what_depends_on_a_change_runs_again(
    root: Path, act: Callable[[Path], None], again: set[str]
) -> None:
    act(root)
    assert stale(root) == again


def test_a_change_that_is_taken_back_runs_nothing_again(root: Path) -> None:
    change("requirements.txt", "1", "2")(root)
    change("book/rates.csv", "USD", "GBP")(root)
    assert stale(root) == ALL
    change("requirements.txt", "2", "1")(root)
    change("book/rates.csv", "GBP", "USD")(root)
    assert stale(root) == set()
