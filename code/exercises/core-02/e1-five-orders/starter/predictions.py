"""What you expect of the five families, before anything is run."""

from __future__ import annotations

# The names of the classes in the order of the MRO, `object` last.
# None where Python refuses to build the last class.
ORDERS: dict[str, list[str] | None] = {
    "chain": ["LargePrint", "Book", "Item", "object"],
    "diamond": [],
    "two_roots": [],
    "week": [],
    "counter": [],
}

# In an object of the first class, a method of the second one says super():
# the name of the class in which the lookup begins.
NEXT: dict[tuple[str, str], str] = {
    ("Printed", "Printed"): "Item",
    ("BookWithDisc", "Printed"): "",
    ("Magazine", "Item"): "",
    ("Morning", "Returns"): "",
    ("Saturday", "Returns"): "",
}
