from __future__ import annotations

import copy
import pickle
import threading
from collections.abc import Callable

import pytest
from recordkit import Field, Integer, Model, Real, Text, cached, registered, schema
from recordkit.gauges import Reading, Station
from recordkit.strict import StrictMeta, StrictModel

Make = Callable[..., Reading]


class Located(Model):
    place: Field[str] = Text(default="")


def test_fields_are_collected_in_the_order_of_the_body() -> None:
    assert list(Reading.fields) == ["station", "taken_at", "level_cm", "quality"]


def test_the_fields_of_a_base_come_first() -> None:
    class Rain(Located):
        amount_mm: Field[float] = Real()

    assert list(Rain.fields) == ["place", "amount_mm"]


def test_a_subclass_replaces_a_field() -> None:
    class Mobile(Located):
        place: Field[str] = Text(longest=3)

    assert Mobile.fields["place"] is Mobile.place
    assert Located.fields["place"] is Located.place


def test_what_is_no_field_any_more_is_not_collected() -> None:
    class Fixed(Located):
        place = "Würzburg"  # type: ignore[assignment]

    assert list(Fixed.fields) == []
    assert Fixed().place == "Würzburg"


def test_a_base_without_table_is_not_registered() -> None:
    assert Located not in registered().values()


def test_a_table_registers_its_model() -> None:
    assert registered()["readings"] is Reading


def test_a_table_belongs_to_one_model() -> None:
    with pytest.raises(TypeError, match="table 'readings' belongs to Reading"):

        class Again(Model, table="readings"):
            code: Field[str] = Text(key=True)


def test_a_table_needs_a_key() -> None:
    with pytest.raises(TypeError, match="no key field"):

        class Keyless(Model, table="keyless"):
            code: Field[str] = Text()


def test_a_table_name_is_no_place_for_sql() -> None:
    with pytest.raises(TypeError, match="not the name of a table"):

        class Injected(Model, table="a; DROP TABLE readings"):
            code: Field[str] = Text(key=True)


def test_a_name_that_model_uses_is_reserved() -> None:
    with pytest.raises(TypeError, match="'table' is reserved"):
        type("Furniture", (Model,), {"table": Text()})


def test_a_name_that_the_cache_could_use_is_reserved() -> None:
    with pytest.raises(TypeError, match="'_lock' is reserved"):
        type("Broken", (Model,), {"_lock": Integer()})


def test_an_unknown_class_keyword_is_refused() -> None:
    with pytest.raises(TypeError, match="takes no keyword arguments"):
        type("Misspelled", (Model,), {}, tabel="readings")  # type: ignore[call-overload]


def test_a_missing_and_an_unknown_value_are_both_named() -> None:
    with pytest.raises(TypeError, match=r"Station: no zero_m, what is zero\?"):
        Station(code="DE-001", river="Main", zero=1)  # type: ignore[call-arg]


def test_a_default_is_filled_in(reading: Make) -> None:
    assert reading().quality == "raw"


def test_a_record_shows_its_fields() -> None:
    station = Station(code="FR-07", river="Rhône", zero_m=0)
    assert repr(station) == "Station(code='FR-07', river='Rhône', zero_m=0.0)"


def test_a_record_that_is_not_whole_shows_itself_all_the_same() -> None:
    assert repr(Station.__new__(Station)) == "Station()"


def test_a_row_and_back(reading: Make) -> None:
    record = reading(level_cm=0)
    again = Reading.from_row(record.to_row())
    assert again.to_row() == record.to_row()


def test_a_row_with_a_column_too_many_is_refused(reading: Make) -> None:
    with pytest.raises(ValueError, match="zip"):
        Reading.from_row((*reading().to_row(), "surplus"))


def test_the_flow_is_computed_once_and_again_after_a_change(reading: Make) -> None:
    record = reading(level_cm=80)
    assert record.flow == 2.4
    vars(record)["flow"] = -1.0  # as if computed: the next read takes it
    assert record.flow == -1.0
    record.level_cm = 180
    assert record.flow == 7.8


def test_a_level_below_the_curve_flows_zero(reading: Make) -> None:
    assert reading(level_cm=-100).flow == 0.0


def test_a_cached_attribute_on_the_class_is_itself() -> None:
    assert isinstance(Reading.flow, cached)
    assert "rating curve" in (Reading.flow.__doc__ or "")


def test_threads_that_ask_together_compute_once() -> None:
    calls: list[int] = []
    together = threading.Barrier(4)

    class Slow:
        @cached
        def curve(self) -> int:
            calls.append(1)
            return len(calls)

    slow = Slow()
    results: list[int] = []

    def ask() -> None:
        together.wait(5)
        results.append(slow.curve)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert calls == [1]
    assert results == [1, 1, 1, 1]


def test_a_second_reader_waits_for_the_first_and_takes_its_value() -> None:
    computing, go_on = threading.Event(), threading.Event()
    calls: list[int] = []

    class Slow:
        @cached
        def curve(self) -> int:
            calls.append(1)
            computing.set()
            go_on.wait(5)
            return len(calls)

    slow = Slow()
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(slow.curve)) for _ in range(2)]
    threads[0].start()
    assert computing.wait(5)
    threads[1].start()
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert (calls, results) == ([1], [1, 1])


def test_another_record_does_not_wait() -> None:
    class Linked:
        peer: Linked

        @cached
        def depth(self) -> int:
            if not hasattr(self, "peer"):
                return 0
            found: list[int] = []
            thread = threading.Thread(target=lambda: found.append(self.peer.depth))
            thread.start()
            thread.join(5)
            return found[0] + 1

    upper, lower = Linked(), Linked()
    upper.peer = lower
    assert upper.depth == 1


@pytest.mark.parametrize(
    "duplicate",
    [copy.copy, copy.deepcopy, lambda r: pickle.loads(pickle.dumps(r))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_a_copy_takes_the_fields_and_leaves_lock_and_cache(
    reading: Make, duplicate: Callable[[Reading], Reading]
) -> None:
    record = reading(level_cm=80)
    assert record.flow == 2.4
    twin = duplicate(record)
    assert vars(twin).keys() == Reading.fields.keys()
    assert twin.flow == 2.4


def test_the_schema_names_types_and_key() -> None:
    assert schema(Station).splitlines()[1:] == [
        "  code TEXT NOT NULL,",
        "  river TEXT NOT NULL,",
        "  zero_m REAL NOT NULL,",
        "  PRIMARY KEY (code)",
        ")",
    ]


def test_a_base_has_no_schema() -> None:
    with pytest.raises(TypeError, match="Located has no table"):
        schema(Located)


def test_a_strict_body_refuses_a_field_bound_twice() -> None:
    with pytest.raises(TypeError, match="field 'level' is bound twice"):

        class Twice(StrictModel):
            level: Field[int] = Integer()
            level: Field[str] = Text()  # type: ignore[no-redef]


def test_a_strict_body_may_rebind_what_is_no_field() -> None:
    class Counted(StrictModel):
        version = 1
        version = 2

    assert Counted.version == 2


def test_a_plain_model_takes_the_second_field_without_a_word() -> None:
    class Twice(Model):
        level: Field[int] = Integer()
        level: Field[str] = Text()  # type: ignore[no-redef]

    assert isinstance(Twice.level, Text)


def test_a_strict_field_cannot_be_overwritten_on_the_class() -> None:
    class Guarded(StrictModel):
        level: Field[int] = Integer()

    with pytest.raises(AttributeError, match="set it on a record"):
        Guarded.level = 5  # type: ignore[assignment]
    Guarded.note = "not a field"  # type: ignore[attr-defined]
    assert Guarded(level=5).level == 5


def test_a_strict_field_is_guarded_in_subclasses_and_against_del() -> None:
    class Guarded(StrictModel):
        level: Field[int] = Integer()

    class Below(Guarded):
        note = "not a field"

    with pytest.raises(AttributeError, match=r"Below\.level is a field"):
        Below.level = 5  # type: ignore[assignment]
    with pytest.raises(AttributeError, match=r"Guarded\.level is a field"):
        del Guarded.level
    del Below.note
    assert isinstance(Below.level, Integer)


def test_the_metaclass_gives_the_class_a_length() -> None:
    class Guarded(StrictModel):
        level: Field[int] = Integer()
        river: Field[str] = Text()

    assert len(Guarded) == 2
    assert len(StrictMeta("Bare", (), {})) == 0
