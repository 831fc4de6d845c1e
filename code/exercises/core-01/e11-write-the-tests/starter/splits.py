"""One split that keeps its promises and four that do not. Leave this file as it is."""

from __future__ import annotations

from collections.abc import Callable

Split = Callable[[int, list[int]], list[int]]


def largest_remainder(cents: int, weights: list[int]) -> list[int]:
    """Give each the floor, and what is left to the largest remainders."""
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError(f"cannot share by weights {weights}")
    parts = [divmod(cents * weight, whole) for weight in weights]
    shares = [floor for floor, _ in parts]
    order = sorted(range(len(parts)), key=lambda i: -parts[i][1])
    for i in order[: cents - sum(shares)]:
        shares[i] += 1
    return shares


def drops_the_rest(cents: int, weights: list[int]) -> list[int]:
    """Wrong: the floors, and nobody gets what is left."""
    largest_remainder(cents, weights)
    return [cents * weight // sum(weights) for weight in weights]


def rounds_each_share(cents: int, weights: list[int]) -> list[int]:
    """Wrong: each share is rounded by itself."""
    largest_remainder(cents, weights)
    return [round(cents * weight / sum(weights)) for weight in weights]


def rest_to_the_first(cents: int, weights: list[int]) -> list[int]:
    """Wrong: the first gets all that is left, whatever its weight."""
    shares = drops_the_rest(cents, weights)
    shares[0] += cents - sum(shares)
    return shares


def forgets_debts(cents: int, weights: list[int]) -> list[int]:
    """Wrong: a debt is split as if it were money to give away."""
    return largest_remainder(abs(cents), weights)


WRONG: list[Split] = [
    drops_the_rest,
    rounds_each_share,
    rest_to_the_first,
    forgets_debts,
]
