from category import Category


def test_a_category_matches_what_it_learned() -> None:
    cafes = Category("Cafés")
    cafes.learn("CAFÉ")
    assert cafes.matches("Café Müller")
    assert not cafes.matches("Stadtwerke")


def test_two_categories_learn_independently() -> None:
    cafes = Category("Cafés")
    power = Category("Electricity")
    cafes.learn("café")
    power.learn("stadtwerke")
    assert not power.matches("Café Müller")
    assert not cafes.matches("Stadtwerke")


def test_words_given_at_the_start_belong_to_one_category() -> None:
    Category("Cafés", ["café", "Kaffee"])
    assert not Category("Electricity").matches("Kaffeerösterei Nord")


def test_words_given_at_the_start_match_in_any_case() -> None:
    assert Category("Cafés", ["KAFFEE"]).matches("kaffeerösterei nord")
