from abc import ABC, abstractmethod

import pytest
from formats import Format


class Csv(Format, suffix="csv"):
    """Registered."""


class Text(Format):
    """A base for formats of text, and none itself."""


class Html(Text, suffix="html"):
    """Registered below a base that is not."""


def test_a_format_is_found_by_its_suffix() -> None:
    assert Format.for_suffix("csv") is Csv
    assert Format.for_suffix("html") is Html
    assert Csv.suffix == "csv"


def test_a_suffix_that_nobody_has_is_a_lookup_error() -> None:
    with pytest.raises(LookupError, match="docx"):
        Format.for_suffix("docx")


def test_a_class_without_a_suffix_is_no_format_of_its_own() -> None:
    assert Text.suffix is None


def test_a_suffix_cannot_be_taken_twice() -> None:
    with pytest.raises(ValueError, match="csv: SecondCsv and Csv"):

        class SecondCsv(Format, suffix="csv"):
            pass

    assert Format.for_suffix("csv") is Csv


def test_a_format_is_a_class_like_any_other() -> None:
    assert type(Format) is type
    assert type(Csv) is type


def test_a_format_can_be_abstract() -> None:
    class Streamed(Format, ABC):
        @abstractmethod
        def write(self) -> None: ...

    with pytest.raises(TypeError, match="abstract"):
        Streamed()
