from dataclasses import dataclass

import pytest
from formats import Format


class Mixin:
    """Takes a keyword of its own."""

    def __init_subclass__(cls, *, title: str = "untitled", **kwargs) -> None:
        super().__init_subclass__(**kwargs)
        cls.title = title


def test_a_subclass_of_a_format_does_not_take_its_suffix() -> None:
    class Ini(Format, suffix="ini"):
        pass

    class IniWithComments(Ini):
        pass

    assert Format.for_suffix("ini") is Ini
    assert IniWithComments.suffix == "ini"


def test_other_bases_get_their_keywords() -> None:
    class Titled(Format, Mixin, suffix="txt", title="Tides"):
        pass

    assert (Titled.title, Titled.suffix) == ("Tides", "txt")
    assert Format.for_suffix("txt") is Titled


def test_a_keyword_that_nobody_knows_is_refused() -> None:
    with pytest.raises(TypeError):

        class Foreign(Format, kind="txt"):
            pass


def test_a_dataclass_with_slots_is_found_as_itself() -> None:
    @dataclass(slots=True)
    class Json(Format, suffix="json"):
        indent: int = 2

    assert Format.for_suffix("json") is Json
    assert Format.for_suffix("json")(4).indent == 4


def test_a_class_that_was_refused_is_not_found_later() -> None:
    class Xml(Format, suffix="xml"):
        pass

    with pytest.raises(ValueError) as problem:

        class OtherXml(Format, suffix="xml"):
            pass

    assert Format.for_suffix("xml") is Xml
    assert problem


def test_a_class_of_the_same_name_elsewhere_is_another_class() -> None:
    class Toml(Format, suffix="toml"):
        pass

    def elsewhere() -> None:
        class Toml(Format, suffix="toml"):
            pass

    with pytest.raises(ValueError, match="toml: Toml and Toml"):
        elsewhere()
    assert Format.for_suffix("toml") is Toml


def test_the_empty_suffix_is_a_suffix() -> None:
    @dataclass(slots=True)
    class Plain(Format, suffix=""):
        width: int = 72

    assert Format.for_suffix("") is Plain
