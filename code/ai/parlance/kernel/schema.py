"""From a function's signature to what a model is told of its arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from typing import (
    Annotated,
    Any,
    TypeVar,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)

from pydantic import Field, TypeAdapter
from pydantic.errors import PydanticUserError
from pydantic.fields import FieldInfo
from pydantic_core import PydanticSerializationError, to_json

from parlance.domain.errors import DeclarationError
from parlance.kernel.strict import Strict

T = TypeVar("T")


class _Mark:
    """The type of the one mark for parameters that no model fills."""


INJECTED = _Mark()
Injected = Annotated[T, INJECTED]

_BY_NAME = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a function takes: `schema` from the model, the rest `injected`."""

    schema: dict[str, Any]
    adapter: TypeAdapter[dict[str, Any]]
    injected: frozenset[str]

    def read(self, text: str) -> dict[str, Any]:
        """Read what a model wrote, or raise pydantic's ValidationError.

        Strictly: "5" is no number, and what is not declared is not taken. A
        null where the function has a default leaves the argument away.
        """
        return self.adapter.validate_json(text, strict=True, extra="forbid")


def arguments_of(function: Callable[..., object], name: str) -> Arguments:
    """Read a signature, or raise DeclarationError with all its faults."""
    hints = _hints(function, name)
    shown: list[Parameter] = []
    injected: set[str] = set()
    problems: list[str] = []
    for parameter in signature(function).parameters.values():
        hint = hints.get(parameter.name)
        if parameter.kind not in _BY_NAME:
            plain = parameter.replace(annotation=Parameter.empty)
            problems.append(f"{plain}: a model gives arguments by name")
        elif hint is None:
            problems.append(f"{parameter.name}: it has no type")
        elif INJECTED in get_args(hint)[1:]:
            injected.add(parameter.name)
        else:
            problems += _problems(parameter, hint)
            try:
                shown.append(_shown(parameter, hint))
            except PydanticSerializationError:
                problems.append(f"{parameter.name}: its default is no JSON")
    try:
        adapter = _adapter(shown)
        strict = Strict(adapter.json_schema())
    except PydanticUserError as error:
        said = str(error).partition("\n")[0]
        raise DeclarationError(f"{name}: {said}") from error
    if problems + strict.problems:
        said = "; ".join(problems + strict.problems)
        raise DeclarationError(f"{name}: {said}")
    return Arguments(strict.schema, adapter, frozenset(injected))


def _hints(function: Callable[..., object], name: str) -> dict[str, Any]:
    try:
        return get_type_hints(function, include_extras=True)
    except NameError as error:
        raise DeclarationError(
            f"{name}: {error.name} is not there when the program runs:"
            " import it at the top, outside of TYPE_CHECKING"
        ) from error
    except TypeError as error:
        raise DeclarationError(f"{name}: no function: {error}") from error
    except (AttributeError, SyntaxError) as error:
        raise DeclarationError(
            f"{name}: a type that cannot be read: {error}"
        ) from error


def _split(hint: Any) -> tuple[Any, tuple[Any, ...], str]:
    """Give the type, what is noted beside it, and what is said of it."""
    base, *notes = (
        get_args(hint) if get_origin(hint) is Annotated else (hint,)
    )
    said = [n.description for n in notes if isinstance(n, FieldInfo)]
    return base, tuple(notes), next(filter(None, reversed(said)), "")


def _problems(parameter: Parameter, hint: Any) -> list[str]:
    base, _, said = _split(hint)
    found = []
    if not said:
        found.append(f"{parameter.name}: nothing is said of it")
    plain = parameter.default is Parameter.empty or parameter.default is None
    if not plain and type(None) in get_args(base):
        found.append(f"{parameter.name}: null would mean two things")
    return found


def _shown(parameter: Parameter, hint: Any) -> Parameter:
    """Make it a keyword; one with a default may be null, and means that."""
    default = parameter.default
    if default is not Parameter.empty:
        base, notes, said = _split(hint)
        if default is not None:
            said += f" Null means {to_json(default).decode()}."
        hint = Annotated[(base | None, *notes, Field(description=said))]
        default = None
    return Parameter(
        parameter.name,
        Parameter.KEYWORD_ONLY,
        default=default,
        annotation=hint,
    )


def _adapter(shown: list[Parameter]) -> TypeAdapter[dict[str, Any]]:
    """Let pydantic read a function with this signature, which gives its own
    arguments back: the tool itself is not called by validating.
    """
    optional = {p.name for p in shown if p.default is None}

    def arguments(**given: Any) -> dict[str, Any]:
        return {
            name: value
            for name, value in given.items()
            if value is not None or name not in optional
        }

    vars(arguments)["__signature__"] = Signature(shown)
    arguments.__annotations__ = {p.name: p.annotation for p in shown}
    return TypeAdapter(cast(Any, arguments))
