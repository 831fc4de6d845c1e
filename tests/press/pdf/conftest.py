"""A small book, printed once, and the means to print others."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from sphinx.cmd.build import build_main
from sphinx.util.docutils import docutils_namespace

CONF = """
project = "A Small Book"
press_subtitle = "With two modules"
author = "A. Author"
project_copyright = "2026, A. Author"
release = "1.0"
language = "en"
extensions = ["myst_parser", "press.pdf", "press.index"]
press_index_modules = ("abc",)
press_index_boxes = {"trap": "traps"}
myst_enable_extensions = ["attrs_block", "colon_fence"]
myst_heading_anchors = 3
numfig = True
highlight_language = "text"
html_theme = "furo"
pygments_style = "theme.highlight.Light"
pdf_basename = "small"
pdf_jobs = 1


def setup(app):
    app.add_config_value("press_subtitle", "", "")
"""

FILLER = (
    "The entry keeps what was said about it until somebody asks again, and the answer has to be "
    "the same, because a set files its members by their hash and looks only where it points. "
) * 4
LONG_LISTING = "\n".join(f"line_{number} = {number}" for number in range(30))
DOT = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20" font-family="Noto Sans">'
    '<text x="2" y="14">asks the class</text></svg>'
)

PAGES = {
    "index.md": f"""# Before you read

{FILLER}

```{{toctree}}
one/index
two/index
last
```
""",
    "one/index.md": f"""(module-one)=
# The first module

{FILLER}

```{{toctree}}
lookup
equality
```
""",
    "one/lookup.md": f"""# Lookup

Something comes first.[^first] Then {{numref}}`fig-lookup`, then [](equality.md).

[^first]: The note at the foot, with [a link](#deep) and
    a second line.

:::{{figure}} lookup.svg
:name: fig-lookup
:alt: The instance asks its class

The instance asks its class.
:::

{FILLER * 6}

(deep)=
## Deep in the chapter

See [](module-one) and [](#tables).

```python
{LONG_LISTING}
```

```python
message = "{"a line that is longer than the page is wide " * 3}"
```

{FILLER * 4}

## Tables

| Access | Ratio |
|---|---:|
| `entry.payee` | 1.0 |
| `entry.total` | 2.6 |

{FILLER * 3}
""",
    "one/equality.md": f"""# Equality

{FILLER * 8}

## Two numbers: `__eq__`

```{{index}} single: equality; of numbers
```

Back to [](lookup.md), read in 12–14 weeks.[^again] The manual has [a page](https://docs.example.org/a/b.html).
See [it again](https://docs.example.org/a/b.html) and <https://example.org/c>.

:::{{admonition}} Trap: a set that forgets
:class: trap

`KeyError` here, `KeyError` there.
:::

[^again]: Another note.
""",
    "two/index.md": f"""# The second module

{FILLER}

```{{toctree}}
copies
```
""",
    "two/copies.md": f"""# Copies

As in [](#fig-lookup) and [](../one/lookup.md#deep). {FILLER}
""",
    "last.md": "# The last page\n\nA [link that leaves](https://example.org/).\n",
}


@dataclass
class Project:
    """A book project in a folder; ``run`` prints it."""

    root: Path
    log: str = ""
    code: int = 0
    made: list[str] = field(default_factory=list)

    @property
    def pdf(self) -> Path:
        return self.root / "out" / "small.pdf"

    def write(self, pages: Mapping[str, str]) -> None:
        for name, text in pages.items():
            path = self.root / "book" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        path = self.root / "book" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *options: str) -> Project:
        """Print; keep what was said and which units were set."""
        arguments = ["-W", "--keep-going", "--no-color", "-b", "bookpdf", *options]
        arguments += ["-d", str(self.root / "trees"), "-c", str(self.root)]
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), docutils_namespace():
            self.code = build_main([*arguments, str(self.root / "book"), str(self.root / "out")])
        self.log = out.getvalue() + err.getvalue()
        self.made = [
            line.rpartition("] ")[2]
            for line in out.getvalue().splitlines()
            if line.startswith(("setting pages... [", "fitting page numbers... ["))
        ]
        return self


def make_project(root: Path, pages: Mapping[str, str], cache: Path) -> Project:
    project = Project(root)
    project.write({**pages, "one/lookup.svg": DOT})
    (root / "conf.py").write_text(f"{CONF}\n\npdf_cache = {str(cache)!r}\n", encoding="utf-8")
    return project


@pytest.fixture(scope="session", autouse=True)
def fixed_time() -> Iterator[None]:
    """Let no book depend on the day it is printed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        yield


@pytest.fixture(scope="session")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache that all projects share: a first build then costs no layout."""
    return tmp_path_factory.mktemp("units")


@pytest.fixture
def project(tmp_path: Path, units: Path) -> Callable[..., Project]:
    """Make a project of given pages; without any, of the small book."""

    def make(pages: Mapping[str, str] = PAGES, folder: str = "p") -> Project:
        return make_project(tmp_path / folder, pages, units)

    return make


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory, units: Path) -> Project:
    """The small book, printed once; tests only look at it."""
    made = make_project(tmp_path_factory.mktemp("small"), PAGES, units).run()
    assert made.code == 0, made.log
    return made


@pytest.fixture(scope="session")
def pdf(printed: Project) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(printed.pdf) as opened:
        yield opened


@pytest.fixture(scope="session")
def text(printed: Project) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(printed.pdf)
    yield document
    document.close()
