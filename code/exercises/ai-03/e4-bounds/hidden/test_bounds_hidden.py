from typing import Annotated, Any

from bounds import report, softened
from parlance import ToolSpec
from parlance.kernel.strict import Strict
from pydantic import BaseModel, Field, TypeAdapter


class Period(BaseModel):
    """When."""

    first: Annotated[str, Field(description="Day.", max_length=10)]
    days: Annotated[int, Field(ge=1)]
    hours: Annotated[float | None, Field(gt=0)]


def reserve(
    when: Annotated[Period, Field(description="When.")],
    kinds: Annotated[
        list[Annotated[str, Field(min_length=1)]],
        Field(description="What.", min_length=1, max_length=3),
    ],
) -> str:
    """Reserve tools."""
    return f"{when} {kinds}"


def schema() -> dict[str, Any]:
    return TypeAdapter(reserve).json_schema()


def spec(**properties: Any) -> ToolSpec:
    parameters = {"type": "object", "properties": properties}
    return ToolSpec("tool", "A tool.", parameters)


def unions(*specs: ToolSpec) -> str:
    return report(specs)[-1].split(", ", 1)[1]


def test_what_was_said_stays_in_front() -> None:
    kinds = softened(schema())["properties"]["kinds"]
    assert kinds["description"] == "What. (minItems 1, maxItems 3)"
    assert kinds["items"]["description"] == "(minLength 1)"


def test_bounds_of_a_model_in_the_arguments_are_said() -> None:
    strict = Strict(softened(schema()))
    assert strict.problems == []
    fields = strict.schema["properties"]["when"]["properties"]
    assert fields["first"]["description"] == "Day. (maxLength 10)"
    assert fields["days"]["description"] == "(minimum 1)"
    assert fields["hours"]["anyOf"] == [
        {"type": "number", "description": "(exclusiveMinimum 0)"},
        {"type": "null"},
    ]


def test_a_parameter_may_be_called_like_a_bound() -> None:
    text = {"type": "string", "pattern": 'L-"x"'}
    inner = {"type": "object", "properties": {"minimum": text}}
    found = softened(spec(pattern=text, maximum=inner).parameters)
    said = {"type": "string", "description": r'(pattern "L-\"x\"")'}
    assert "description" not in found
    assert found["properties"]["pattern"] == said
    assert found["properties"]["maximum"]["properties"] == {"minimum": said}


def test_values_are_no_schemas() -> None:
    day = {"const": {"minimum": 1, "items": {"maximum": 2}}}
    assert softened(day) == day
    day = {"type": "object", "default": {"maximum": 1}}
    assert softened(day) == day


def test_zero_is_a_bound() -> None:
    assert softened({"type": "integer", "minimum": 0}) == {
        "type": "integer",
        "description": "(minimum 0)",
    }


def test_bounds_come_in_the_order_of_the_list() -> None:
    found = softened({"maximum": 9, "multipleOf": 3, "minimum": 3})
    assert found == {"description": "(minimum 3, maximum 9, multipleOf 3)"}


def test_the_schema_is_left_as_it_is() -> None:
    given = schema()
    softened(given)
    assert given == schema()


def test_only_unions_are_unions() -> None:
    said = {"type": "string", "description": 'Not "anyOf", nor "type": [].'}
    assert unions(spec(anyOf=said)) == "unions 0 of 16"


def test_unions_are_counted_at_every_depth() -> None:
    number = {"type": ["integer", "null"]}
    either = {"anyOf": [number, {"type": "array", "items": number}]}
    inner = {"type": "object", "properties": {"a": either, "b": number}}
    assert unions(spec(all=inner, many=either)) == "unions 7 of 16"


def test_the_limit_is_one_for_all_tools() -> None:
    number = {"type": ["integer", "null"]}
    ten = spec(**{f"n{n}": number for n in range(10)})
    assert unions(ten) == "unions 10 of 16"
    assert unions(ten, ten) == "unions 20 of 16: too many"


def test_a_tool_costs_its_name_its_words_and_its_schema() -> None:
    said = ToolSpec("hours", "Été ou hiver.", {"type": "object"})
    size = len("hours") + len("Été ou hiver.") + len('{"type":"object"}')
    assert report([said])[0] == f"hours: characters {size}, unions 0"
