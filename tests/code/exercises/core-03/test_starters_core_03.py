"""What the page of exercises says about the answers of core 03 is so."""

from __future__ import annotations

import gc
import importlib
import sqlite3
import sys
import weakref
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from types import ModuleType

import pytest

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
FOLDER = ROOT / "code/exercises/core-03"


@pytest.fixture(autouse=True)
def forget_modules() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch):
    """Import a module of an answer: answer("e1-static/starter", "static")."""

    def load(place: str, name: str) -> ModuleType:
        monkeypatch.syspath_prepend(FOLDER / place.partition("/")[0] / "starter")
        monkeypatch.syspath_prepend(FOLDER / place)
        sys.modules.pop(name, None)
        return importlib.import_module(name)

    return load


def test_without_get_a_call_works_and_the_function_is_hidden(answer) -> None:
    static = answer("e1-static/wrong/call-alone", "static").static

    class Gauge:
        to_feet = static(lambda cm: cm / 30.48)

    assert Gauge().to_feet(3048) == 100
    assert type(Gauge.to_feet) is static


def test_a_dollar_lets_a_line_break_through(answer) -> None:
    regex = answer("e2-regex-field/wrong/dollar-at-the-end", "regex_field").Regex

    class Gauge:
        code = regex(r"[A-Z]{2}-\d{4}", example="FR-0042")

    gauge = Gauge()
    gauge.code = "FR-0042\n"
    assert gauge.code.endswith("\n")


def test_the_starter_shows_one_level_for_all_readings(answer) -> None:
    reading = answer("e3-shared-state/starter", "bounded").Reading
    low, high = reading(-40), reading(690)
    assert (low.cm, high.cm) == (690, 690)
    assert low == high
    assert low != "690"


def test_an_id_is_used_again(answer) -> None:
    bounded = answer("e3-shared-state/wrong/keyed-by-id", "bounded").Bounded

    class Forecast:
        low = bounded(-500, 1500)

    inherited = 0
    for _ in range(50):
        forecast = Forecast()
        inherited += hasattr(forecast, "low")
        forecast.low = 10
        del forecast
    assert inherited


def test_the_other_name_serves_a_class_with_slots(answer) -> None:
    bounded = answer("e3-shared-state/alternative", "bounded").Bounded

    class Slotted:
        __slots__ = ("_low",)
        low = bounded(-500, 1500)

    slotted = Slotted()
    slotted.low = 10
    assert slotted.low == 10


def test_tee_holds_more_than_the_window_shows(answer) -> None:
    class Level:
        pass

    def alive(place: str) -> int:
        windowed = answer(f"e6-windowed/{place}", "windowed").windowed
        born: list[weakref.ref[Level]] = []

        def levels() -> Iterator[Level]:
            for _ in range(40):
                level = Level()
                born.append(weakref.ref(level))
                yield level
                del level

        windows = windowed(levels(), 2)
        list(islice(windows, 30, 31))
        gc.collect()
        return sum(level() is not None for level in born)

    assert alive("solution") <= 3
    assert alive("alternative") > 20


def test_the_starter_of_the_formats_cannot_be_abstract(answer) -> None:
    from abc import ABC

    base = answer("e7-without-metaclass/starter", "formats").Format
    with pytest.raises(TypeError, match="metaclass conflict"):
        type("Streamed", (base, ABC), {})


def test_the_outermost_savepoint_is_a_transaction() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("SAVEPOINT block")
        assert connection.in_transaction
        connection.execute("RELEASE block")
        assert not connection.in_transaction


def statements(answer, place: str) -> int:
    """Count what a hundred readings of two gauges send to reach their gauges."""
    reference = answer(f"e12-reference/{place}", "reference").Reference
    model = importlib.import_module("model").Model
    gauge = type("Gauge", (model,), {}, table="gauge", columns="id port")
    reading = type(
        "Reading",
        (model,),
        {"gauge": reference("Gauge")},
        table="reading",
        columns="id gauge_id",
    )
    assert model.known["Gauge"] is gauge
    with closing(sqlite3.connect(":memory:")) as store:
        store.execute("CREATE TABLE gauge (id INTEGER, port TEXT)")
        store.execute("INSERT INTO gauge VALUES (1, 'Brest'), (2, 'Ōminato')")
        sent: list[str] = []
        store.set_trace_callback(sent.append)
        readings = [reading(store, number, 1 + number % 2) for number in range(100)]
        assert {one.gauge.port for one in readings} == {"Brest", "Ōminato"}
        return len(sent)


def test_a_hundred_readings_of_two_gauges_send_a_hundred_statements_or_two(answer) -> None:
    assert statements(answer, "solution") == 100
    assert statements(answer, "alternative") == 2


def test_the_starter_of_the_live_exercise_keeps_anything(answer) -> None:
    integer = answer("live-integer/starter", "fields").Integer

    class Gauge:
        depth = integer(minimum=0)

    gauge = Gauge()
    gauge.depth = "twelve"
    assert gauge.depth == "twelve"
