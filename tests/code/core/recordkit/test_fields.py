from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from recordkit import Choice, Field, FieldError, Integer, Moment, Real, Text


class Probe:
    """A class of its own, without Model: fields need none."""

    level = Integer(at_least=-100, at_most=1500)
    depth = Real()
    river = Text(longest=8)
    quality = Choice("raw", "checked")
    taken_at = Moment()


def test_two_records_keep_their_own_values() -> None:
    first, second = Probe(), Probe()
    first.level, second.level = 1, 2
    assert (first.level, second.level) == (1, 2)


def test_a_field_read_on_the_class_is_the_field() -> None:
    assert isinstance(Probe.level, Integer)
    assert Probe.level.name == "level"


def test_a_field_that_was_never_set_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"Probe\.level is not set"):
        _ = Probe().level


def test_a_field_is_asked_before_the_instance_dict() -> None:
    probe = Probe()
    vars(probe)["level"] = "forged"
    probe.level = 3
    assert vars(probe) == {"level": 3}


def test_a_refused_value_leaves_the_old_one() -> None:
    probe = Probe()
    probe.level = 3
    with pytest.raises(FieldError, match=r"Probe\.level: not in -100 to 1500, got 1501"):
        probe.level = 1501
    assert probe.level == 3


@pytest.mark.parametrize("value", [-100, 0, 1500])
def test_bounds_include_their_ends(value: int) -> None:
    probe = Probe()
    probe.level = value
    assert probe.level == value


@pytest.mark.parametrize("value", ["231", 2.0, True, None, math.nan])
def test_an_integer_refuses_what_is_none(value: object) -> None:
    with pytest.raises(FieldError, match="not a whole number"):
        setattr(Probe(), "level", value)  # noqa: B010 (the wrong type is the point)


@given(st.integers(-100, 1500))
def test_every_integer_within_bounds_is_stored_unchanged(value: int) -> None:
    probe = Probe()
    probe.level = value
    assert probe.level == value


def test_a_real_takes_an_int_and_gives_a_float() -> None:
    probe = Probe()
    probe.depth = 2
    assert isinstance(probe.depth, float)


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("2", "not a number"),
        (True, "not a number"),
        (math.nan, "finite"),
        (math.inf, "finite"),
        (10**400, "finite"),
    ],
)
def test_a_real_refuses_what_has_no_place_on_the_line(value: object, rule: str) -> None:
    with pytest.raises(FieldError, match=rule):
        setattr(Probe(), "depth", value)  # noqa: B010


def test_bounds_hold_for_reals() -> None:
    field = Real(at_least=0)
    with pytest.raises(ValueError, match="not in 0 to inf"):
        field.check(-0.1)


def test_text_loses_its_outer_blanks_before_it_is_measured() -> None:
    probe = Probe()
    probe.river = "  Rhône   "
    assert probe.river == "Rhône"


def test_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(FieldError, match="longer than 8"):
        Probe().river = "Zschopau-Süd"


def test_text_refuses_bytes() -> None:
    with pytest.raises(FieldError, match="not text"):
        setattr(Probe(), "river", b"Main")  # noqa: B010


def test_a_choice_lists_what_it_takes() -> None:
    with pytest.raises(FieldError, match="not one of raw, checked"):
        Probe().quality = "guessed"


def test_a_moment_is_kept_in_utc() -> None:
    probe = Probe()
    probe.taken_at = datetime(2024, 2, 29, 1, tzinfo=timezone(timedelta(hours=2)))
    assert probe.taken_at == datetime(2024, 2, 28, 23, tzinfo=UTC)
    assert probe.taken_at.tzinfo is UTC


@pytest.mark.parametrize("value", [datetime(2024, 2, 29), "2024-02-29"])
def test_a_moment_without_zone_is_refused(value: object) -> None:
    with pytest.raises(FieldError, match="time zone"):
        setattr(Probe(), "taken_at", value)  # noqa: B010


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("count", 2**63, "Wide.count: not in 64 bits, got 9223372036854775808"),
        ("count", 10**5000, "Wide.count: not in 64 bits, got int, too long to show"),
        ("level", -(10**5000), "Probe.level: not in -100 to 1500, got int, too long to show"),
        ("depth", 10**5000, "Probe.depth: not finite, got int, too long to show"),
        ("river", "Elbe\ud800", "Probe.river: not text that UTF-8 can hold, got 'Elbe\\ud800'"),
        (
            "taken_at",
            datetime.max.replace(tzinfo=timezone(timedelta(hours=-1))),
            "Probe.taken_at: not in the years 1 to 9999 of UTC",
        ),
    ],
    ids=["64 bits", "huge", "huge and bounded", "huge and real", "half a pair", "year 10000"],
)
def test_what_no_column_can_hold_is_refused_by_its_field(
    field: str, value: object, message: str
) -> None:
    class Wide:
        count = Integer()

    record = Wide() if field == "count" else Probe()
    with pytest.raises(FieldError) as caught:
        setattr(record, field, value)
    assert str(caught.value).startswith(message)


def test_a_condition_names_its_field() -> None:
    with pytest.raises(FieldError, match=r"level: not a whole number, got '98'"):
        _ = Probe.level >= "98"  # type: ignore[operator]


def test_a_zone_that_knows_no_offset_is_no_zone() -> None:
    class Unknown(tzinfo):
        def utcoffset(self, _moment: datetime | None) -> None:
            return None

    with pytest.raises(FieldError, match="time zone"):
        Probe().taken_at = datetime(2024, 2, 29, tzinfo=Unknown())


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_the_text_of_moments_sorts_as_the_moments_do(one: datetime, other: datetime) -> None:
    field = Moment()
    assert (field.to_column(one) < field.to_column(other)) == (one < other)
    assert field.from_column(field.to_column(one)) == one


def test_one_field_under_two_names_is_refused() -> None:
    shared: Field[str] = Text()
    # Python 3.11 wraps the TypeError of __set_name__ in a RuntimeError.
    with pytest.raises((RuntimeError, TypeError)) as caught:
        type("Twice", (), {"river": shared, "basin": shared})
    assert "is the field 'river' already" in str(caught.value.__cause__ or caught.value)


def test_comparing_a_field_gives_sql_and_arguments() -> None:
    condition = (Probe.level >= 200) & (Probe.level < 300) & Probe.river.equals(" Main ")
    assert condition.sql == "level >= ? AND level < ? AND river = ?"
    assert condition.arguments == (200, 300, "Main")


def test_all_four_comparisons_have_their_sign() -> None:
    field = Probe.level
    signs = [c.sql.split()[1] for c in (field < 1, field <= 1, field > 1, field >= 1)]
    assert signs == ["<", "<=", ">", ">="]


def test_a_condition_checks_its_value_as_the_field_would() -> None:
    with pytest.raises(ValueError, match="not in -100 to 1500"):
        _ = Probe.level > 9000


def test_a_chain_of_comparisons_is_refused_and_not_halved() -> None:
    with pytest.raises(TypeError, match="neither true nor false"):
        _ = 200 <= Probe.level < 300  # type: ignore[operator]


def test_a_condition_does_not_combine_with_a_bool() -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        _ = (Probe.level > 1) & True  # type: ignore[operator]


def test_a_condition_shows_itself() -> None:
    assert repr(Probe.level > 1) == "Condition('level > ?', (1,))"


def test_fields_can_be_in_a_set() -> None:
    assert len({Probe.level, Probe.level, Probe.depth}) == 2
