from __future__ import annotations

import ast
import inspect

import notices
import pytest
from notices import Notice, PlainNotice, notify
from vendor import SmsGateway

LATE = [("P-0412", 3), ("P-0077", 12)]


def ten_a_day(days: int) -> int:
    return 10 * days


def bases() -> list[str]:
    tree = ast.parse(inspect.getsource(notices))
    classes = (n for n in ast.walk(tree) if isinstance(n, ast.ClassDef))
    return sorted(ast.unparse(base) for cls in classes for base in cls.bases)


def test_the_fee_is_a_function() -> None:
    assert notify(LATE, ten_a_day, SmsGateway(), PlainNotice()) == 150
    assert notify(LATE, lambda days: 500, SmsGateway(), PlainNotice()) == 1000


def test_the_gateway_sends_as_it_is() -> None:
    gateway = SmsGateway()
    notify(LATE, ten_a_day, gateway, PlainNotice())
    assert gateway.sent == [
        ("P-0412", "Card P-0412:\n3 days late, 0.30 to pay"),
        ("P-0077", "Card P-0077:\n12 days late, 1.20 to pay"),
    ]


def test_a_notice_without_a_greeting_is_never_made() -> None:
    class Silent(Notice):
        """Has forgotten its greeting."""

    with pytest.raises(TypeError, match="greeting"):
        Silent()  # type: ignore[abstract]


def test_one_abc_and_one_protocol_are_left() -> None:
    assert bases() == ["ABC", "Notice", "Protocol"]
