import pytest
from described import DescribedImage

LADDER = "https://harbourside.example/4.jpg"


def test_two_that_say_the_same_are_one() -> None:
    one = DescribedImage(LADDER, "a crack in the left rail")
    assert one == DescribedImage(LADDER, "a crack in the left rail")
    assert {one: 1}[DescribedImage(LADDER, "a crack in the left rail")] == 1


def test_it_does_not_change() -> None:
    image = DescribedImage(LADDER, "a crack")
    with pytest.raises(AttributeError):
        image.description = "no crack"


@pytest.mark.parametrize(
    "url", ["", "4.jpg", "http://harbourside.example/4.jpg"]
)
def test_an_image_is_at_https(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        DescribedImage(url, "a crack")


def test_an_image_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="description"):
        DescribedImage(LADDER, "")
