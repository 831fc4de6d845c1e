"""The whole project: modules, the pages around them, and the press that makes editions of it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from bench.writing.module import Module, beliefs, write_module
from bench.writing.programs import write, write_program
from bench.writing.words import TERMS, Writer

MODULES = 25
_COPIED = ("conf.py", "pyproject.toml", "requirements.txt", "Makefile", "press", "theme")

_FRONT = """# A Book to Measure

{text}

{terms}

```{{toctree}}
:caption: The course
:maxdepth: 1

roadmap
progress
```

```{{toctree}}
:caption: The modules
:maxdepth: 2
:titlesonly:
:glob:

core/*/index
ai/*/index
```

```{{toctree}}
:caption: Reference
:maxdepth: 1

question-bank
mock-interview
glossary
examples
checked
```
"""
_ROADMAP = """# Roadmap

{text}

::::{{path}} Beginner
:modules: core-01
:weeks: 6–8

{text}
::::

## Core

```{{roadmap}} core
```

```{{prerequisites}} core
:by: phase
:caption: Each phase waits for the one before.
```

## AI

```{{roadmap}} ai
```

```{{prerequisites}} ai
:by: phase
:caption: Each phase waits for the one before here too.
```

## Where to go with a question

```{{needs}}
```

## Skills

```{{skills}}
```
"""
_PROGRESS = """# Progress

:::{{progress}}
{text}
:::

## Week by week

```{{weeks}} core
```

```{{weeks}} ai
```

## What you can explain and build

```{{outcomes}} core
```

```{{outcomes}} ai
```

- {{tick}}`own` {text}
"""
_BANK = """# Question bank

{text}

## L3

```{{question-bank}} L3
```

## L4

```{{question-bank}} L4
```

## L5

```{{question-bank}} L5
```

## L6

```{{question-bank}} L6
```

## By topic

```{{question-bank}} topics
```

## By module

```{{question-bank}} modules
```
"""
_MOCK = """# Mock interview

{text}

```{{mock-interview}}
The drawing needs a script. Choose your questions from the {{doc}}`question-bank`.
```
"""
_EXAMPLES = """# Examples by name

{text}

```{{example-index}}
```
"""
_CHECKED = """# How this book is checked

{text}

{{stated}}`examples` examples with {{stated}}`lines` lines stand in {{stated}}`modules` modules and
{{stated}}`pages` pages. Each ran on CPython {{stated}}`python`; {{stated}}`executed` blocks in all.
"""
_DECKS = """# Slide decks

{text}

```{{decks}}
```
"""


def modules_of(size: float) -> list[Module]:
    """Give the modules of a book of ``size``: 1 is 25 of them, and two is the least."""
    count = max(2, round(MODULES * size))
    core = count // 2
    counts = {"core": core, "ai": count - core}
    found: list[Module] = []
    for track, of in counts.items():
        for number in range(1, of + 1):
            found.append(Module(track, number, of, len(found) + 1))
    return found


def write_project(root: Path, size: float, source: Path) -> None:
    """Write the book below ``root``, with the press, the look and the settings of ``source``."""
    for name in _COPIED:
        if (source / name).is_dir():
            shutil.copytree(source / name, root / name)
        else:
            shutil.copy2(source / name, root / name)
    modules = modules_of(size)
    for module in modules:
        write_program(root, module.program)
    for track in ("core", "ai"):
        sys.path.insert(0, str(root / "code" / track))  # examples are run as they are written
    try:
        for module in modules:
            write_module(root, module)
    finally:
        del sys.path[:2]
        for module in modules:
            for name in (module.program.name, f"{module.program.name}.core"):
                sys.modules.pop(name, None)
    _write_pages(root, modules)


def _write_pages(root: Path, modules: list[Module]) -> None:
    book = root / "book"
    for name, text in (
        ("index", _FRONT),
        ("roadmap", _ROADMAP),
        ("progress", _PROGRESS),
        ("question-bank", _BANK),
        ("mock-interview", _MOCK),
        ("examples", _EXAMPLES),
        ("checked", _CHECKED),
    ):
        said = Writer(name).paragraph()
        terms = f"The words of this book are {', '.join(TERMS)}."
        write(book / f"{name}.md", text.format(text=said, terms=terms))
    writer = Writer("glossary")
    entries = "\n".join(f"{term}\n  {writer.sentence()}\n" for term in TERMS)
    write(book / "glossary.md", f"# Glossary\n\n```{{glossary}}\n{entries}```\n")
    write(book / "misconceptions.yml", "".join(beliefs(module) for module in modules))
    write(book / "curriculum.yml", "[]\n")
    write(root / "slides" / "index.md", _DECKS.format(text=Writer("slides").sentence()))
