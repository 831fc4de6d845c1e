"""Pages that were parsed before are taken as they are, and only those."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from press.examples import fences
from press.examples.book import Book

TEXT = """# A page

{#one-two}
```python
print(1 + 1)
```

<!--pytest-codeblocks:expected-output-->
```text
2
```

```{fragment} python
:reason: nobody has it
import nothing
```

```py
never
```
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "book").mkdir()
    (tmp_path / "slides").mkdir()
    (tmp_path / "book" / "a.md").write_text(TEXT)
    return tmp_path


def test_a_kept_page_is_equal_to_one_that_is_parsed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "book" / "a.md"
    first = Book(root)
    parsed = first.page(path)
    first.save()
    monkeypatch.setattr(fences, "read_page", lambda *_: pytest.fail("parsed again"))
    kept = Book(root).page(path)
    assert parsed.chains and parsed.faults and parsed.fragments
    assert kept == parsed
    assert kept is not parsed


@pytest.mark.parametrize("change", ["text", "deck", "lock", "damage"])
def test_whatever_a_page_depends_on_has_it_parsed_again(root: Path, change: str) -> None:
    path = root / "book" / "a.md"
    first = Book(root)
    first.page(path)
    first.save()
    kept = root / "build" / ".cache" / "pages.pickle"
    before = kept.read_bytes()
    if change == "text":
        path.write_text(TEXT.replace("1 + 1", "1 + 2"))
    elif change == "deck":
        (root / "slides").rmdir()
        (root / "slides").symlink_to(root / "book")
    elif change == "lock":
        (root / "requirements.txt").write_text("other==1")
    else:
        kept.write_bytes(before[:-20])
    second = Book(root)
    page = second.page(path)
    second.save()
    assert page == fences.read_page(path, root.resolve(), root.resolve() / "slides")
    assert kept.read_bytes() != before or change == "damage"


def test_a_page_that_is_gone_is_not_kept(root: Path) -> None:
    for name in ("a", "b"):
        (root / "book" / f"{name}.md").write_text(TEXT)
    first = Book(root)
    first.page(root / "book" / "a.md")
    first.page(root / "book" / "b.md")
    first.save()
    (root / "book" / "b.md").unlink()
    (root / "book" / "a.md").write_text("# Other\n")
    second = Book(root)
    second.page(root / "book" / "a.md")
    second.save()
    assert set(second._parsed._load().pages) == {"book/a.md"}


def test_the_parser_is_not_loaded_for_pages_that_are_kept(root: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from press.examples.book import Book;"
        f"book = Book(Path({str(root)!r})); book.page(Path({str(root / 'book' / 'a.md')!r}));"
        "book.save(); print('myst_parser' in sys.modules)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["True", "False"]
