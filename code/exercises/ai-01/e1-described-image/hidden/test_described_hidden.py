from dataclasses import replace

import pytest
from described import DescribedImage

LADDER = "https://harbourside.example/4.jpg"


@pytest.mark.parametrize("words", [" ", "\n\t", "\u00a0"])
def test_blanks_describe_nothing(words: str) -> None:
    with pytest.raises(ValueError, match="description"):
        DescribedImage(LADDER, words)


def test_words_are_kept_without_the_blanks_around_them() -> None:
    assert DescribedImage(LADDER, "  a crack\n").description == "a crack"
    assert DescribedImage(LADDER, " a crack") == DescribedImage(
        LADDER, "a crack"
    )


def test_a_changed_copy_is_checked() -> None:
    image = DescribedImage(LADDER, "a crack")
    assert replace(image, description=" a dent ").description == "a dent"
    with pytest.raises(ValueError, match="https"):
        replace(image, url="file:///etc/passwd")


def test_it_has_no_room_for_a_misspelled_name() -> None:
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(
            DescribedImage(LADDER, "a crack"), "descripton", ""
        )
