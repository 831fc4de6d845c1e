"""Wrong: one bill and equal weights, for which many wrong splits are right.

Fails: test_a_wrong_split_is_noticed
"""

from __future__ import annotations

from splits import Split


def test_the_shares_of_a_bill_add_up(split: Split) -> None:
    shares = split(100, [1, 1, 1])
    assert len(shares) == 3
    assert sum(shares) == 100
