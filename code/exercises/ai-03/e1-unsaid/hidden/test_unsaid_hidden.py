from typing import Annotated, Any

from parlance import ToolSpec
from parlance.domain.tools import Risk
from parlance.kernel.tools import declare
from pydantic import BaseModel, Field
from unsaid import unsaid


class Place(BaseModel):
    """Where it is."""

    street: str
    number: Annotated[int, Field(description="Of the house.")]


class Stop(BaseModel):
    place: Place
    floor: Annotated[int | None, Field(description="Null: ground.")] = None
    other: Place | None = None


def deliver(
    stops: Annotated[list[Stop], Field(description="In order.")],
    back: Annotated[Place | None, Field(description="Where to.")],
    notes: Annotated[list[str], Field(description="For the driver.")],
) -> str:
    """Bring tools to members."""
    return f"{stops} {back} {notes}"


def found(**properties: Any) -> list[str]:
    parameters = {"type": "object", "properties": properties}
    return unsaid(ToolSpec("reserve", "Reserve a tool.", parameters))


def test_it_goes_into_lists_and_unions() -> None:
    paths = unsaid(declare(deliver, risk=Risk.WRITE).spec)
    assert "stops[].place.street" in paths
    assert "back.street" in paths


def test_the_paths_come_in_the_order_of_the_schema() -> None:
    assert unsaid(declare(deliver, risk=Risk.WRITE).spec) == [
        "stops[].place.street",
        "stops[].other",
        "stops[].other.street",
        "back.street",
    ]


def test_a_description_of_an_option_is_not_one_of_the_property() -> None:
    option = {"type": "integer", "description": "Days."}
    assert found(days={"anyOf": [option, {"type": "null"}]}) == ["days"]
    assert found(days={"type": "array", "items": option}) == ["days"]


def test_blanks_say_nothing() -> None:
    assert found(days={"type": "integer", "description": " \n"}) == ["days"]
    assert found(days={"type": "integer", "description": ""}) == ["days"]


def test_a_parameter_may_be_called_like_a_word_of_json_schema() -> None:
    text = {"type": "string", "description": "What is noted."}
    inner = {"type": "object", "description": "All of it."}
    inner["properties"] = {"items": text, "description": text}
    assert found(properties=inner, description=text, anyOf=text) == []
    inner["properties"] = {"description": {"type": "string"}, "items": text}
    assert found(properties=inner) == ["properties.description"]


def test_lists_in_lists() -> None:
    row = {"type": "object", "properties": {"x": {"type": "integer"}}}
    grid = {"type": "array", "items": {"type": "array", "items": row}}
    assert found(grid=grid | {"description": "All."}) == ["grid[][].x"]


def test_a_path_is_given_once() -> None:
    row = {"type": "object", "properties": {"x": {"type": "integer"}}}
    either = {"anyOf": [row, row], "description": "One or the other."}
    assert found(place=either) == ["place.x"]
