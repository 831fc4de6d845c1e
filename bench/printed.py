"""What the PDF costs: a book of some 1,000 pages, printed cold, again, and after one change.

Run by ``make bench``. The pages are made here, so that a later run on another machine measures the
same work. Each build is a process of its own, as ``make pdf`` starts it; CPU time is that of all
its processes together.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf

MODULES = 25
PAGES = 5
SECTIONS = 6

_CONF = """
project = "A Book to Measure"
author = "Nobody"
extensions = ["myst_parser", "press.pdf", "press.index"]
myst_enable_extensions = ["attrs_block", "colon_fence"]
myst_heading_anchors = 3
numfig = True
highlight_language = "text"
pygments_style = "theme.highlight.Light"
pdf_basename = "book"
pdf_cache = {cache!r}
press_index_modules = ("abc", "functools")
"""

_PROSE = """The entry keeps what was said about it until somebody asks again, and the answer has to
be the same, because a set files its members by their hash and looks only where it points. Whoever
changes `__eq__` has changed `__hash__`, and `functools.partial` keeps what it was given.
"""

_LISTING = """```python
class Entry{n}:
    def __init__(self, payee: str, amount: int) -> None:
        self.payee = payee
        self.amount = amount

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry{n}):
            return NotImplemented
        return (self.payee, self.amount) == (other.payee, other.amount)

    def __hash__(self) -> int:
        return hash((self.payee, self.amount))
```
"""

_TABLE = """| Access | Ratio | Since |
|---|---:|---|
| `entry.payee` | 1.0 | the first module |
| `entry.total` | 2.6 | [the module before]({other}) |
"""

_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="260" height="90" font-family="Noto Sans">'
    '<rect x="5" y="5" width="110" height="40" fill="none" stroke="#0d5f70"/>'
    '<text x="20" y="30">asks {n}</text><path d="M115 25h40" stroke="#0d5f70"/></svg>'
)


def _page(module: int, page: int) -> str:
    other = f"../m{(module + 1) % MODULES:02}/p{page}.md"
    parts = [f"# Page {page} of module {module}\n"]
    for section in range(SECTIONS):
        number = module * 100 + page * 10 + section
        parts += [f"## Section {number}\n", *(_PROSE + "\n" for _ in range(3))]
        parts += [_LISTING.format(n=number), _PROSE, _LISTING.format(n=number + 5000), _PROSE]
        parts.append(_TABLE.format(other=other))
        parts.append(f":::{{figure}} {page}.svg\n:alt: It asks\n\nIt asks {number}.\n:::\n")
        parts += [_PROSE + f"\nSee [there]({other}).[^{section}]\n", f"[^{section}]: A note.\n"]
    return "\n".join(parts)


def write_book(root: Path) -> Path:
    """Write the book to ``root`` and return the page that is going to change."""
    (root / "conf.py").write_text(_CONF.format(cache=str(root / "units")))
    book = root / "book"
    modules = [f"m{module:02}" for module in range(MODULES)]
    book.mkdir()
    listed = "\n".join(f"{name}/index" for name in modules)
    (book / "index.md").write_text(f"# Begin\n\n{_PROSE}\n```{{toctree}}\n{listed}\n```\n")
    for module, name in enumerate(modules):
        folder = book / name
        folder.mkdir()
        below = "\n".join(f"p{page}" for page in range(PAGES))
        text = f"# Module {module}\n\n{_PROSE}\n```{{toctree}}\n{below}\n```\n"
        (folder / "index.md").write_text(text)
        for page in range(PAGES):
            (folder / f"{page}.svg").write_text(_PICTURE.format(n=page))
            (folder / f"p{page}.md").write_text(_page(module, page))
    return book / "m12" / "p2.md"


def _build(root: Path) -> tuple[float, float]:
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "bookpdf", "-D", "html_theme=basic"]
    command += ["-d", str(root / "trees"), "-c", str(root), str(root / "book"), str(root / "out")]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, check=True, env={**os.environ, "SOURCE_DATE_EPOCH": "1767225600"})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - began, spent


def main() -> None:
    """Measure, and print a line for each build."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        page = write_book(root)
        for what in ("cold", "nothing changed", "one word changed", "a page longer"):
            text = page.read_text()
            if what == "one word changed":
                page.write_text(text.replace("somebody asks", "anybody asks", 1))
            elif what == "a page longer":
                page.write_text(text.replace("## Section", f"{_PROSE * 12}\n## Section", 1))
            wall, spent = _build(root)
            with pikepdf.open(root / "out" / "book.pdf") as pdf:
                pages = len(pdf.pages)
            print(f"{what:<18} {pages:5} pages  {wall:6.1f} s wall  {spent:6.1f} s CPU", flush=True)


if __name__ == "__main__":
    main()
