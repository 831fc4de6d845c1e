"""One module of the book: its opener, its pages, quiz, exercises, interview, and its deck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.writing.diagrams import fence
from bench.writing.listings import Listing, Program, listings, run
from bench.writing.programs import OBJECTS, write, write_exercise
from bench.writing.words import Writer

PAGES = 3
SECTIONS = 6  # of a page; each has two examples
NOTED = 3  # one section in so many has a footnote
QUIZZES = 5
EXERCISES = 4
QUESTIONS = 8
SLIDES = 22
SHOWN_LINES = 4  # of an example, on a slide; all of them have something there
EXAMPLES = 100  # numbers kept free for each module
_LEVELS = ("L3", "L4", "L5", "L6")
_PHASES = ("Foundation", "Patterns", "Architecture", "Production", "Real-World")


@dataclass(frozen=True)
class Module:
    """One of ``of`` modules of a track; ``number`` counts in the track, ``place`` in the book."""

    track: str
    number: int
    of: int
    place: int

    @property
    def id(self) -> str:
        """Its id: core-03."""
        return f"{self.track}-{self.number:02}"

    @property
    def writer(self) -> Writer:
        """Somebody who writes its title."""
        return Writer(self.id)

    @property
    def title(self) -> str:
        """Its title."""
        return f"{self.writer.thing().capitalize()} and {self.writer.verb().split()[0]}"

    @property
    def folder(self) -> str:
        """Where its pages are, seen from the source folder."""
        slug = self.title.lower().replace(" ", "-")
        return f"{self.track}/{self.number:02}-{slug}"

    @property
    def program(self) -> Program:
        """The program that it builds."""
        return Program(f"{self.writer.thing()}{self.place}", self.track)

    @property
    def phase(self) -> str:
        """The phase of its track that it belongs to."""
        return _PHASES[(self.number - 1) * len(_PHASES) // self.of]

    def section(self, page: int, section: int) -> str:
        """Give the label of a section."""
        return f"{self.id}-page-{page}-{section}"

    def example(self, number: int) -> int:
        """Give the number in the book of an example of this module."""
        return self.place * EXAMPLES + number


def listing(found: list[Listing], name: str = "", caption: str = "") -> Iterator[str]:
    """Write an example with its outputs."""
    for step, one in enumerate(found):
        if step:
            yield "<!--pytest-codeblocks:cont-->"
        if one.raises:
            yield f"<!--pytest.mark.raises({one.raises})-->"
        if name and not step:
            yield f'{{#{name} caption="{caption}"}}' if caption else f"{{#{name}}}"
        yield f"```python\n{one.code}```"
        last = step == len(found) - 1
        if last and one.output:
            yield f"\n<!--pytest-codeblocks:expected-output-->\n```text\n{one.output}```"
        elif one.output:
            yield f"\n~~~text\n{one.output}~~~"
        yield ""


def front_matter(module: Module) -> str:
    """Write the facts of a module."""
    writer = Writer(f"{module.id}/facts")
    before = f"{module.track}-{module.number - 1:02}" if module.number > 1 else ""
    phase = _PHASES.index(module.phase)
    stars = writer.chance.sample(range(6), 5)
    skills = ", ".join(
        f"{name}: {count}"
        for name, count in zip(
            ("oop", "patterns", "architecture", "testing", "production"), stars, strict=True
        )
    )
    outcomes = "\n".join(
        f"    {kind} {kind}-{number}: say what {writer.verb()} the {writer.thing()}"
        for kind in ("explain", "build")
        for number in range(3)
    )
    return f"""---
module:
  id: {module.id}
  title: {module.title}
  track: {module.track}
  phase: {module.phase}
  weeks: [{3 * phase + 1}, {3 * phase + 3}]
  level: {("Beginner", "Intermediate", "Intermediate", "Advanced", "Expert")[phase]}
  hours: [8, 12]
  requires: [{before}]
  skills: {{{skills}}}
  program: {module.program.name}
  needs:
  - keep a {writer.thing()} apart from its {writer.thing()}
  outcomes:
{outcomes}
  tasks:
    own: Build a {writer.thing()} of your own
---
"""


def opener(module: Module) -> str:
    """Write the first page of a module."""
    writer = Writer(f"{module.id}/index")
    pages = "\n".join(f"page-{page}" for page in range(1, PAGES + 1))
    parts = [front_matter(module), f"# {module.title}\n", writer.paragraph(3)]
    for number in (1, 2):
        found = listings(writer, module.example(number), module.program)
        parts += ["", *listing(found, f"{module.id}-opens-{number}"), writer.paragraph(3)]
    parts += ["\n## What you will be able to do\n", writer.paragraph(3), "\n```{outcomes}\n```\n"]
    parts += [f"The {{doc}}`exercises` follow this list. {writer.paragraph(3)}\n"]
    parts += [
        f":::{{admonition}} {writer.title()}\n:class: when-not\n\n{writer.paragraph(3)}\n:::\n"
    ]
    parts += [f"```{{toctree}}\n:hidden:\n\n{pages}\nquiz\nexercises\ninterview\n```\n"]
    return "\n".join(parts)


def page(module: Module, number: int) -> str:
    """Write a page of a module."""
    writer = Writer(f"{module.id}/{number}")
    parts = [f"# {writer.title()}\n", writer.paragraph(2), ""]
    for section in range(1, SECTIONS + 1):
        parts += _section(module, writer, number, section)
    parts += [f"[^n{note}]: {writer.sentence()}\n" for note in range(1, SECTIONS + 1, NOTED)]
    return "\n".join(parts)


def _section(module: Module, writer: Writer, page: int, section: int) -> Iterator[str]:
    first = 10 + (page - 1) * 2 * SECTIONS + 2 * section
    label = module.section(page, section)
    yield f"({label})=\n## {writer.title()}\n"
    other = module.section(page % PAGES + 1, writer.chance.randint(1, SECTIONS))
    link = f"As {{ref}}`the {writer.thing()} before <{other}>` {writer.verb()} it, so does this."
    note = f"[^n{section}]" if section % NOTED == 1 else ""
    yield f"{link} {writer.paragraph(2)}{note}\n"
    name = f"{label}-example" if section % 2 else ""
    caption = f"{module.program.name}/{writer.thing()}.py" if section % 4 == 1 else ""
    yield from listing(listings(writer, module.example(first), module.program), name, caption)
    yield writer.sentence() + "\n"
    kind = (section + page) % SECTIONS
    if kind in (0, 2, 4):
        yield fence(writer, module.example(first), f"fig-{label}")
    elif kind == 1:
        rows = (f"| `{writer.code()}` | {writer.verb()} | {writer.thing()} |" for _ in range(5))
        yield "\n".join(["| Name | What it does | To what |", "|---|---|---|", *rows, ""])
    elif kind == 3:
        answer = f":::{{answer}}\n{writer.paragraph(2)}\n:::"
        yield f"::::{{check}}\n{writer.sentence()}\n\n{answer}\n::::\n"
    else:
        title = f"Trap: {writer.title().rstrip('?')}"
        yield f":::{{admonition}} {title}\n:class: trap\n\n{writer.paragraph(2)}\n:::\n"
    shown = OBJECTS[section % len(OBJECTS)].format(Class=module.program.class_name)
    if section % 2:
        file = f"code/{module.track}/{module.program.name}/core.py"
        yield f"{writer.sentence()}\n\n```{{show}} {file}\n:pyobject: {shown}\n```\n"
    elif section == 4:
        yield f"### {writer.title()}\n"
        yield "\n".join(f"- {writer.sentence()}" for _ in range(3)) + "\n"
    yield writer.sentence() + "\n"
    yield from listing(listings(writer, module.example(first + 1), module.program))
    yield writer.sentence() + "\n"


def beliefs(module: Module) -> str:
    """Write what the quiz tests, as an entry of the list of misconceptions each."""
    writer = Writer(f"{module.id}/beliefs")
    return "".join(
        f"- id: {module.id}-belief-{number}\n"
        f"  belief: The {writer.thing()} {writer.verb()} the {writer.thing()}.\n"
        f"  module: {module.id}\n  section: {module.section(1, number)}\n"
        for number in range(1, QUIZZES + 1)
    )


def quiz(module: Module) -> str:
    """Write the quiz of a module."""
    writer = Writer(f"{module.id}/quiz")
    parts = ["# Quiz\n", writer.paragraph(2), ""]
    for number in range(1, QUIZZES + 1):
        n = module.example(70 + number)
        code = f"{writer.thing()} = [{n}, {number}]\nother = [{n}] * {number}\n"
        found = run([f"{code}print(len(other) * 3)\n"])
        parts += [
            f"::::{{quiz}} {module.id}-quiz-{number}",
            f":belief: {module.id}-belief-{number}\n",
        ]
        parts += [writer.sentence() + "\n", *listing(found)]
        parts += [f":::{{because}}\n{writer.paragraph(2)}\n:::\n"]
        for wrong in range(1, 3):
            answer = int(found[0].output) + wrong
            parts.append(f":::{{wrong}}\n```text\n{answer}\n```\n\n{writer.paragraph(2)}\n:::\n")
        parts.append("::::\n")
    return "\n".join(parts)


def exercises(module: Module, root: Path) -> str:
    """Write the exercises of a module, and their files below ``root``."""
    writer = Writer(f"{module.id}/exercises")
    parts = ["# Exercises\n", writer.paragraph(2), ""]
    for number in range(1, EXERCISES + 1):
        name = f"{module.id}-e{number}"
        folder = write_exercise(root, module.id, number, writer.thing())
        parts += [f"::::{{exercise}} {name} {writer.title()}", f":stars: {number % 3 + 1}"]
        parts += [f":goal: {writer.sentence()}\n", writer.paragraph(2), ""]
        parts += [f"```{{show}} {folder}/starter/answer.py\n:pyobject: shared\n```\n"]
        parts += ["*What must hold.*\n", *(f"- {writer.sentence()}" for _ in range(3)), ""]
        parts += [f":::{{hint}}\n{writer.sentence()}\n:::\n" for _ in range(2)]
        parts += [
            f":::{{solution}}\n```{{show}} {folder}/solution/answer.py\n:pyobject: shared\n```\n"
        ]
        parts += [writer.paragraph(2), ":::\n", f":::{{alternative}}\n{writer.paragraph(2)}\n"]
        parts += [*listing(listings(writer, module.example(80 + number))), ":::\n::::\n"]
    return "\n".join(parts)


def interview(module: Module) -> str:
    """Write the interview questions of a module."""
    writer = Writer(f"{module.id}/interview")
    parts = ["# Interview questions\n", writer.paragraph(2), ""]
    each = QUESTIONS // len(_LEVELS)
    for number in range(QUESTIONS):
        level = _LEVELS[number // each]
        if not number % each:
            parts.append(f"## {level}: {writer.title()}\n")
        topic = writer.thing()
        parts += [
            f"::::{{interview}} {module.id}-q{number + 1:02}\n:level: {level}\n:topic: {topic}\n"
        ]
        parts += [writer.sentence() + "\n", ":::{strong}"]
        parts += [*(f"- {writer.sentence()}" for _ in range(3)), ":::\n"]
        parts += [f":::{{weak}}\n{writer.paragraph(2)}\n:::\n"]
        parts += [f":::{{follow-up}}\n*{writer.title()}* {writer.paragraph(2)}\n"]
        if number % 2:
            parts += listing(listings(writer, module.example(90 + number)))
        parts += [":::\n::::\n"]
    return "\n".join(parts)


def deck(module: Module) -> str:
    """Write the deck of a module: what its pages show, named or by file, and what is said to it."""
    writer = Writer(f"{module.id}/deck")
    parts = [f"---\ndeck:\n  minutes: {2 * (SLIDES + 1)}\n---\n", f"# {module.title}\n"]
    parts += [writer.sentence() + "\n", _said(writer, 2)]
    shown = [(page, section) for page in range(1, PAGES + 1) for section in range(1, SECTIONS, 2)]
    for slide in range(1, SLIDES + 1):
        parts.append(f"## {writer.title()}\n")
        page, section = shown[slide % len(shown)]
        if slide % 4 == 0:
            rows = (f"| {writer.thing()} | {writer.verb()} | {writer.thing()} |" for _ in range(4))
            parts.append("\n".join(["| Who | Does | What |", "|---|---|---|", *rows, ""]))
        elif slide % 4 == 1:
            example = f"{module.section(page, section)}-example"
            parts.append(f"```{{show}} {example}\n:lines: 1-{SHOWN_LINES}\n```\n")
        elif slide % 4 == 2:
            file = f"code/{module.track}/{module.program.name}/core.py"
            shown_object = f"{module.program.class_name}.add"
            parts.append(f"```{{show}} {file}\n:pyobject: {shown_object}\n:steps: 1|2-4\n```\n")
        else:
            figure = next(s for s in range(1, SECTIONS + 1) if (s + page) % SECTIONS == 2)
            parts.append(f"```{{diagram}} fig-{module.section(page, figure)}\n```\n")
        parts += [f"{{.fragment}}\n{writer.sentence()}\n", _said(writer, 2 * (slide + 1))]
    return "\n".join(parts)


def _said(writer: Writer, until: int) -> str:
    clock = f"**2 min** (until {until // 60}:{until % 60:02})"
    return f"```{{revealjs-notes}}\n{clock}\n\n{writer.paragraph()}\n\n{writer.paragraph(3)}\n```\n"


def write_module(root: Path, module: Module) -> None:
    """Write program, exercises, pages and deck of a module below ``root``."""
    folder = root / "book" / module.folder
    write(folder / "index.md", opener(module))
    for number in range(1, PAGES + 1):
        write(folder / f"page-{number}.md", page(module, number))
    write(folder / "quiz.md", quiz(module))
    write(folder / "exercises.md", exercises(module, root))
    write(folder / "interview.md", interview(module))
    write(root / "slides" / f"{module.folder}.md", deck(module))
