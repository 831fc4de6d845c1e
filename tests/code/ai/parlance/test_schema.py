"""What a signature says, and what it does not say, is found when a tool is declared."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from types import ModuleType
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from parlance.domain.errors import DeclarationError
from parlance.kernel.schema import Injected, arguments_of
from pydantic import BaseModel, Field, ValidationError


class Kind(StrEnum):
    DRILL = "drill"
    LADDER = "ladder"


class Period(BaseModel):
    start: date
    end: date | None = None


class Library:
    """No type that pydantic knows."""


Words = Annotated[str, Field(description="Words of its name.")]


def search(
    words: Words,
    kind: Annotated[Kind | None, Field(description="Null: any.")] = None,
    limit: Annotated[int, Field(description="So many at most.")] = 5,
    period: Annotated[Period | None, Field(description="When it is needed.")] = None,
    *,
    library: Injected[Library] = Library(),  # noqa: B008
) -> list[str]:
    """Find tools."""
    return [words]


def refused(function: Callable[..., object], name: str = "search") -> str:
    with pytest.raises(DeclarationError) as caught:
        arguments_of(function, name)
    return str(caught.value)


def test_the_whole_schema() -> None:
    """Golden: a change here is a change of what a model sees."""
    found = arguments_of(search, "search")
    assert found.injected == {"library"}
    assert found.schema == {
        "type": "object",
        "properties": {
            "words": {"description": "Words of its name.", "type": "string"},
            "kind": {
                "anyOf": [{"enum": ["drill", "ladder"], "type": "string"}, {"type": "null"}],
                "description": "Null: any.",
            },
            "limit": {
                "anyOf": [{"type": "integer"}, {"type": "null"}],
                "description": "So many at most. Null means 5.",
            },
            "period": {
                "anyOf": [
                    {
                        "type": "object",
                        "properties": {
                            "start": {"format": "date", "type": "string"},
                            "end": {
                                "anyOf": [{"format": "date", "type": "string"}, {"type": "null"}]
                            },
                        },
                        "required": ["start", "end"],
                        "additionalProperties": False,
                    },
                    {"type": "null"},
                ],
                "description": "When it is needed.",
            },
        },
        "required": ["words", "kind", "limit", "period"],
        "additionalProperties": False,
    }
    assert list(found.schema["properties"]) == ["words", "kind", "limit", "period"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ('{"words": "saw"}', {"words": "saw"}),
        ('{"words": "saw", "kind": null, "limit": null, "period": null}', {"words": "saw"}),
        (
            '{"words": "", "kind": "drill", "limit": 2}',
            {"words": "", "kind": Kind.DRILL, "limit": 2},
        ),
        (
            '{"words": "saw", "period": {"start": "2028-02-29", "end": null}}',
            {"words": "saw", "period": Period(start=date(2028, 2, 29))},
        ),
    ],
)
def test_it_reads_what_its_schema_allows(written: str, read: dict[str, Any]) -> None:
    assert arguments_of(search, "search").read(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "null",
        "[]",
        '["saw"]',
        '{"words": 3}',
        '{"words": null}',
        '{"limit": 3}',
        '{"words": "saw", "limit": "3"}',
        '{"words": "saw", "limit": true}',
        '{"words": "saw", "kind": "Drill"}',
        '{"words": "saw", "library": null}',
        '{"words": "saw", "sort": "name"}',
        '{"words": "saw", "period": {"start": "2027-02-29", "end": null}}',
        '{"words": "saw", "period": {"start": "2028-02-29", "end": null, "hour": 9}}',
    ],
)
def test_it_refuses_what_its_schema_does_not_allow(written: str) -> None:
    with pytest.raises(ValidationError):
        arguments_of(search, "search").read(written)


ARGUMENTS = arguments_of(search, "search")
VALIDATOR = Draft202012Validator(ARGUMENTS.schema)
ABSENT = object()
values = st.sampled_from(["saw", "drill", 3, 2**70, None, True, [], {}, ABSENT])


@given(st.fixed_dictionaries(dict.fromkeys(("words", "kind", "limit", "hour"), values)))
def test_reader_and_schema_agree(drawn: dict[str, Any]) -> None:
    """What the schema allows is read; only what may be left away makes them differ."""
    tried = {name: value for name, value in drawn.items() if value is not ABSENT}
    whole = {"kind": None, "limit": None, "period": None} | tried
    try:
        ARGUMENTS.read(json.dumps(tried))
    except ValidationError:
        assert not VALIDATOR.is_valid(whole)
    else:
        assert VALIDATOR.is_valid(whole)


@given(
    words=st.text(),
    kind=st.none() | st.sampled_from(Kind),
    limit=st.none() | st.integers(),
    period=st.none() | st.builds(Period, start=st.dates(), end=st.none() | st.dates()),
)
def test_what_was_written_by_the_schema_is_read_back(
    words: str, kind: Kind | None, limit: int | None, period: Period | None
) -> None:
    written = {
        "words": words,
        "kind": kind,
        "limit": limit,
        "period": period and period.model_dump(mode="json"),
    }
    assert VALIDATOR.is_valid(written)
    meant = {"words": words, "kind": kind, "limit": limit, "period": period}
    read = ARGUMENTS.read(json.dumps(written))
    assert read == {n: v for n, v in meant.items() if n == "words" or v is not None}


MODULE = '''
from typing import Annotated, TYPE_CHECKING
from pydantic import Field
{imports}

def search(
    words: Annotated[str, Field(description="Words.")],
    kind: Annotated[{kind}, Field(description="Kind.")] = None,
) -> {back}:
    """Find tools."""
    return []
'''
FUTURE = "from __future__ import annotations\n"


def module(*, future: bool, imports: str = "", kind: str = "int | None", back: str = "list") -> Any:
    made = ModuleType("made")
    text = MODULE.format(imports=imports, kind=kind, back=back)
    exec(
        compile((FUTURE if future else "") + text, "made.py", "exec", dont_inherit=True), vars(made)
    )
    return made


def test_annotations_that_are_strings_give_the_same_schema() -> None:
    late, now = module(future=True).search, module(future=False).search
    assert isinstance(late.__annotations__["words"], str)
    assert not isinstance(now.__annotations__["words"], str)
    assert arguments_of(late, "search").schema == arguments_of(now, "search").schema


@pytest.mark.parametrize("where", ["kind", "back"])
def test_a_name_that_only_a_type_checker_sees_is_named(where: str) -> None:
    hidden = "if TYPE_CHECKING:\n    from datetime import date"
    made = module(future=True, imports=hidden, **{where: "date"})
    assert refused(made.search) == (
        "search: date is not there when the program runs:"
        " import it at the top, outside of TYPE_CHECKING"
    )


@pytest.mark.parametrize("hint", ["date.Dat", "int or"])
def test_a_type_that_cannot_be_read_is_told_with_the_tool(hint: str) -> None:
    def search(when: str) -> str:
        """Search."""
        return when

    search.__annotations__["when"] = hint
    assert "search: a type that cannot be read" in refused(search)


def test_a_wrapped_function_is_read_in_its_own_module() -> None:
    made = module(future=True, imports="from datetime import date as day", kind="day | None")

    @functools.wraps(made.search)
    def logged(*args: Any, **kwargs: Any) -> Any:
        return made.search(*args, **kwargs)

    assert arguments_of(logged, "search").schema == arguments_of(made.search, "search").schema


def bare(words, days: int = 7, *rest: Any, **more: Any) -> None:  # type: ignore[no-untyped-def]
    """Find."""


def test_all_that_is_wrong_is_said_at_once() -> None:
    assert refused(bare, "bare") == (
        "bare: words: it has no type; days: nothing is said of it;"
        " *rest: a model gives arguments by name;"
        " **more: a model gives arguments by name"
    )


def test_a_parameter_without_a_name_for_the_model_is_refused() -> None:
    def search(words: Words, /) -> None: ...

    assert "words: a model gives arguments by name" in refused(search)


def test_a_parameter_that_nothing_is_said_of_is_refused() -> None:
    def search(words: Words, limit: Annotated[int, "at most"], floor: int = 0) -> None: ...

    assert refused(search) == ("search: limit: nothing is said of it; floor: nothing is said of it")


def test_null_means_one_thing() -> None:
    def search(
        kind: Annotated[Kind | None, Field(description="Kind.")] = Kind.DRILL,
    ) -> None: ...

    assert refused(search) == "search: kind: null would mean two things"


def test_null_is_none_where_there_is_no_default() -> None:
    def search(kind: Annotated[Kind | None, Field(description="Null: any.")]) -> None: ...

    assert arguments_of(search, "search").read('{"kind": null}') == {"kind": None}
    with pytest.raises(ValidationError):
        arguments_of(search, "search").read("{}")


def test_a_default_is_told_as_the_model_would_write_it() -> None:
    def search(kind: Annotated[Kind, Field(description="Kind.")] = Kind.DRILL) -> None: ...

    found = arguments_of(search, "search")
    assert found.schema["properties"]["kind"]["description"] == 'Kind. Null means "drill".'


def test_what_a_strict_mode_would_not_keep_is_said_with_the_rest() -> None:
    def search(days: Annotated[int, Field(description="Days.", ge=1)], floor: int) -> None: ...

    assert refused(search) == (
        "search: floor: nothing is said of it; days: not every strict mode takes 'minimum'"
    )


def test_a_type_that_no_model_can_write_is_refused() -> None:
    def search(library: Annotated[Library, Field(description="All.")]) -> None: ...

    assert "Unable to generate pydantic-core schema" in refused(search)


def test_a_default_that_no_json_can_hold_is_refused_with_the_rest() -> None:
    odd: Any = object()

    def find(words: Words = odd, more: str = "") -> None: ...

    assert "words: its default is no JSON; more: nothing" in refused(find)


def test_what_json_schema_cannot_say_is_refused() -> None:
    def search(key: Annotated[Callable[[int], int], Field(description="Key.")]) -> None: ...

    assert "Cannot generate a JsonSchema" in refused(search)


def test_what_is_no_function_is_refused() -> None:
    assert "no function" in refused(functools.partial(search, "saw"))


def test_a_method_is_read_without_its_self() -> None:
    class Desk:
        def find(self, words: Words) -> None: ...

    assert list(arguments_of(Desk().find, "find").schema["properties"]) == ["words"]
    assert refused(Desk.find) == "search: self: it has no type"


def test_to_validate_is_not_to_call() -> None:
    called = []

    def search(words: Words) -> None:
        called.append(words)

    arguments_of(search, "search").read('{"words": "saw"}')
    assert called == []
