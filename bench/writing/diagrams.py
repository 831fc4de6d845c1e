"""Diagrams of the five kinds that modules have, with words of their own."""

from __future__ import annotations

from bench.writing.words import Writer


def diagram(writer: Writer, number: int) -> str:
    """Give the text of a diagram."""
    a, b, c, d = (f"{writer.thing()} {number + offset}" for offset in range(4))
    does, more = writer.verb(), writer.verb()
    kinds = (
        f"""flowchart LR
  a["{a}"] -- {does} --> b["{b}"]
  b --> c["{c}"]
  a --> d(["{d}"])
  d -- {more} --> c""",
        f"""flowchart TD
  a(["{a}?"]) -- no --> b["{b}"]
  a -- yes --> c(["{c}<br>{more}?"])
  c -- no --> d["{d}"]
  c -- yes --> e["a {writer.thing()} that<br>{does}"]""",
        f"""stateDiagram-v2
  direction LR
  [*] --> open : {does}
  open --> waiting : {a}
  waiting --> open : {more}
  open --> closed : {b}
  closed --> [*]""",
        f"""classDiagram
  class A{number}["{a.title().replace(" ", "")}"] {{
    +{c.split()[0]} int
    +{d.split()[0]}_of() str
  }}
  class B{number}["{b.title().replace(" ", "")}"] {{
    +add() None
  }}
  A{number} <|-- B{number}""",
        f"""sequenceDiagram
  participant A as {a}
  participant B as {b}
  A->>B: {does}
  B-->>A: {c}
  A->>A: {more}""",
    )
    return kinds[number % len(kinds)]


def fence(writer: Writer, number: int, name: str) -> str:
    """Give the fence of a diagram, with alternative text, caption and name."""
    alt = writer.sentence().replace("`", "").replace("*", "")
    return (
        f"```{{mermaid}}\n:alt: {alt} {writer.sentence().replace('`', '').replace('*', '')}\n"
        f":caption: {writer.sentence()}\n:name: {name}\n\n{diagram(writer, number)}\n```\n"
    )
