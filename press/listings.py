"""One example and what it printed are one thing on the page: wrap them together.

The rooms that read examples leave classes on literal blocks (``example``, ``output``, ``raises``,
``not-run``, ``fragment``). Here every example and the outputs right after it get one container of
class ``listing``, which a style sheet can draw as one panel and to which a reader can link.
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterator
from typing import cast

from docutils import nodes

SHOWN = frozenset({"example", "fragment", "not-run"})
STATES = ("raises", "not-run", "fragment")


def _block(node: nodes.Node) -> nodes.literal_block | None:
    """Return the literal block that ``node`` is, or holds below a caption."""
    if isinstance(node, nodes.literal_block):
        return node
    if isinstance(node, nodes.container) and node.get("literal_block"):
        return next(iter(node.findall(nodes.literal_block)), None)
    return None


def _invisible(node: nodes.Node) -> bool:
    if isinstance(node, nodes.raw):
        return node.astext().lstrip().startswith("<!--")
    return isinstance(node, nodes.Invisible)


def _runs(parent: nodes.Element) -> Iterator[tuple[int, int]]:
    """Yield start and end (exclusive) of each example with its outputs in ``parent``."""
    children = parent.children
    index = 0
    while index < len(children):
        block = _block(children[index])
        if block is None or not SHOWN & set(block["classes"]):
            index += 1
            continue
        end = after = index + 1
        while after < len(children):
            following = _block(children[after])
            if following is not None and "output" in following["classes"]:
                end = after + 1
            elif not _invisible(children[after]):
                break
            after += 1
        yield index, end
        index = end


def _anchor(member: nodes.Node) -> str:
    block = _block(member)
    for node in (member, block):
        if isinstance(node, nodes.Element) and node["ids"]:
            return str(node["ids"][0])
    return ""


def group_listings(document: nodes.document, link: bool) -> None:
    """Wrap every example of ``document`` and its outputs in a container of class ``listing``.

    With ``link``, a named example without a caption gets a link to itself (a caption brings one).
    """
    parents = {
        id(node.parent): node.parent
        for node in document.findall(nodes.literal_block)
        if SHOWN & set(node["classes"])
    }
    holders = {id(p): p for p in (_holder(parent) for parent in parents.values())}
    for parent in holders.values():
        for start, end in reversed(list(_runs(parent))):
            members = parent.children[start:end]
            states = [
                state
                for state in STATES
                if any(state in block["classes"] for block in map(_block, members) if block)
            ]
            listing = nodes.container("", classes=["listing", *states])
            anchor = _anchor(members[0])
            if link and anchor and isinstance(members[0], nodes.literal_block):
                listing += nodes.raw(
                    "",
                    f'<a class="listing-link" href="#{anchor}" title="Link to this example">#</a>',
                    format="html",
                )
            parent[start:end] = [listing]
            listing.extend(members)


def _holder(parent: nodes.Element) -> nodes.Element:
    """Return the element in which outputs follow: beyond the wrapper that a caption needs."""
    if isinstance(parent, nodes.container) and parent.get("literal_block"):
        return cast(nodes.Element, parent.parent)
    return parent


def executed(document: nodes.document) -> Counter[str]:
    """Count the examples on the page that were run, by the name of the Python; "" is this one.

    One that is shown twice counts once. Steps of a chain share the record of their chain and are
    examples of their own.
    """
    found = {
        (node["example"], node.astext()): str(node.get("ran_on", ""))
        for node in document.findall(nodes.literal_block)
        if node.get("example") and "not-run" not in node["classes"]
    }
    return Counter(found.values())


def executed_sentence(document: nodes.document) -> str:
    """Return "23 examples executed on Python 3.11" for a page, or nothing where none was.

    Those that state a newer Python are counted apart: "…, 2 on Python 3.14 (WebAssembly)".
    """
    counts = executed(document)
    own = "Python " + ".".join(platform.python_version_tuple()[:2])
    if not counts:
        return ""
    first, *rest = sorted(counts, key=lambda python: (python != "", python))
    said = f"{counts[first]} example{'s' * (counts[first] != 1)} executed on {first or own}"
    return said + "".join(f", {counts[python]} on {python}" for python in rest)
