"""What the two other registries do, and why the program uses neither."""

from __future__ import annotations

import sys
from abc import ABC
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from parlance.domain.errors import DeclarationError
from parlance.domain.tools import Risk
from parlance.kernel.registries import DeskMeta, RegisteredTool


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What a global registry costs each test: somebody has to empty it."""
    yield
    RegisteredTool.registered.clear()


def test_a_subclass_is_registered_by_its_statement() -> None:
    class FindTool(RegisteredTool, risk=Risk.READ):
        pass

    assert RegisteredTool.registered == {"FindTool": FindTool}
    assert FindTool.risk is Risk.READ


def test_a_subclass_without_a_risk_does_not_come_to_be() -> None:
    with pytest.raises(TypeError, match="risk"):

        class FindTool(RegisteredTool):
            pass

    assert RegisteredTool.registered == {}


def test_a_second_class_of_the_name_is_refused() -> None:
    class FindTool(RegisteredTool, risk=Risk.READ):
        pass

    kept = FindTool
    with pytest.raises(DeclarationError, match="two tools are called FindTool"):

        class FindTool(RegisteredTool, risk=Risk.READ):  # type: ignore[no-redef]
            pass

    assert RegisteredTool.registered == {"FindTool": kept}


def test_slots_register_a_dataclass_twice() -> None:
    """`slots=True` makes a second class, and the first has the name already."""

    @dataclass(frozen=True)
    class FindTool(RegisteredTool, risk=Risk.READ):
        limit: int = 5

    with pytest.raises(TypeError, match="risk"):  # the keyword is not said again

        @dataclass(frozen=True, slots=True)
        class LoanStatus(RegisteredTool, risk=Risk.READ):
            limit: int = 5

    assert RegisteredTool.registered["LoanStatus"].__dict__.get("__slots__") is None


def test_an_import_is_a_registration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (
        "from parlance.domain.tools import Risk\n"
        "from parlance.kernel.registries import RegisteredTool\n"
        "class WaiveFee(RegisteredTool, risk=Risk.MONEY): ...\n"
    )
    (tmp_path / "tools_of_staff.py").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert "WaiveFee" not in RegisteredTool.registered
    __import__("tools_of_staff")
    assert "WaiveFee" in RegisteredTool.registered
    RegisteredTool.registered.clear()
    __import__("tools_of_staff")  # the second import runs nothing
    assert "WaiveFee" not in RegisteredTool.registered
    del sys.modules["tools_of_staff"]


def test_a_metaclass_refuses_a_second_method_of_a_name_before_there_is_a_class() -> None:
    with pytest.raises(DeclarationError, match="two tools are called find_tool"):

        class Desk(metaclass=DeskMeta):
            def find_tool(self) -> str:
                return "by name"

            def find_tool(self) -> str:  # type: ignore[no-redef]  # noqa: F811
                return "by kind"

    assert "Desk" not in locals()


def test_it_knows_the_tools_of_its_body() -> None:
    class Desk(metaclass=DeskMeta):
        hours = "9 to 5"

        def find_tool(self) -> None: ...
        def _shelf(self) -> None: ...
        def loan_status(self) -> None: ...

    assert Desk.tools == ("find_tool", "loan_status")


def test_a_property_may_still_be_given_its_setter() -> None:
    class Desk(metaclass=DeskMeta):
        _open = False

        @property
        def open(self) -> bool:
            return self._open

        @open.setter
        def open(self, value: bool) -> None:
            self._open = value

    desk = Desk()
    desk.open = True
    assert desk.open
    assert Desk.tools == ()


def test_two_metaclasses_do_not_mix() -> None:
    with pytest.raises(TypeError, match="metaclass conflict"):

        class Desk(ABC, metaclass=DeskMeta):
            pass
