"""The bases, written down, and the rule that orders them."""

from __future__ import annotations

BASES: dict[str, list[str]] = {
    "object": [],
    "Item": ["object"],
    "Book": ["Item"],
    "LargePrint": ["Book"],
    "Printed": ["Item"],
    "Recorded": ["Item"],
    "BookWithDisc": ["Printed", "Recorded"],
    "Reservable": ["object"],
    "Magazine": ["Printed", "Reservable"],
    "Desk": ["object"],
    "Returns": ["Desk"],
    "Loans": ["Desk"],
    "Morning": ["Returns", "Loans"],
    "Evening": ["Loans"],
    "Saturday": ["Morning", "Evening"],
    "Counter": ["Desk", "Returns"],
}


def order(name: str) -> list[str] | None:
    """Merge the orders of the bases; None if they contradict each other."""
    lines = [list(order(base) or []) for base in BASES[name]]
    lines.append(list(BASES[name]))
    found = [name]
    while lines := [line for line in lines if line]:
        behind = {later for line in lines for later in line[1:]}
        heads = (line[0] for line in lines if line[0] not in behind)
        if (first := next(heads, None)) is None:
            return None
        found.append(first)
        lines = [[n for n in line if n != first] for line in lines]
    return found


def after(name: str, start: str) -> str:
    """The class behind ``start`` in the order of ``name``."""
    line = order(name) or []
    return line[line.index(start) + 1]


ORDERS: dict[str, list[str] | None] = {
    "chain": order("LargePrint"),
    "diamond": order("BookWithDisc"),
    "two_roots": order("Magazine"),
    "week": order("Saturday"),
    "counter": order("Counter"),
}

NEXT: dict[tuple[str, str], str] = {
    ("Printed", "Printed"): after("Printed", "Printed"),
    ("BookWithDisc", "Printed"): after("BookWithDisc", "Printed"),
    ("Magazine", "Item"): after("Magazine", "Item"),
    ("Morning", "Returns"): after("Morning", "Returns"),
    ("Saturday", "Returns"): after("Saturday", "Returns"),
}
