"""Tests for any function that splits cents by weights. Add yours."""

from __future__ import annotations

from splits import Split


def test_three_friends_share_nine_euros(split: Split) -> None:
    assert split(900, [1, 1, 1]) == [300, 300, 300]
