from category import Category


def test_the_callers_list_is_not_shared() -> None:
    words = ["café"]
    cafes = Category("Cafés", words)
    cafes.learn("espresso")
    assert words == ["café"]
    words.append("tea")
    assert not cafes.matches("Tea House")


def test_words_may_come_from_a_generator() -> None:
    cafes = Category("Cafés", (word for word in ("café", "espresso")))
    assert cafes.matches("Espresso Bar")
    assert cafes.matches("Café Müller")


def test_the_class_itself_learns_nothing() -> None:
    Category("Cafés").learn("café")
    assert "café" not in getattr(Category, "keywords", [])
