from drafts import Draft, lint
from hypothesis import given
from hypothesis import strategies as st
from parlance.domain.errors import DeclarationError
from parlance.kernel.prompts import Wording


def faults(text: str, *, trusted: str = "", data: str = "") -> list[str]:
    draft = Draft(text, tuple(trusted.split()), tuple(data.split()))
    return lint(type("Desk", (), {"greet": draft}))


def test_holes_are_those_of_a_template() -> None:
    assert faults("Dear ${name}ly $name's", data="name") == []
    assert faults("$$name and $$$name", data="name") == []
    assert faults("$$name", data="name") == ["greet: not used: name"]
    assert faults("$namely", data="name") == [
        "greet: not declared: namely",
        "greet: not used: name",
    ]


def test_a_dollar_that_stands_alone_is_all_that_is_said() -> None:
    for text in ("$20 for $name", "${name", "${a name}", "at the end $"):
        assert faults(text, data="mood") == ["greet: a $ stands alone"]


def test_all_faults_of_a_draft_are_said() -> None:
    found = faults("$b $a", trusted="mood day", data="mood")
    assert found == [
        "greet: trusted and data: mood",
        "greet: not declared: a, b",
        "greet: not used: day, mood",
    ]


def test_what_comes_from_outside_is_data() -> None:
    draft = Draft("$page $day", trusted=("day",), data=("page",))
    desk = type("Desk", (), {"greet": draft})
    assert lint(desk, ["page", "mail"]) == []
    assert lint(desk, {"day", "page"}) == [
        "greet: trusted, from outside: day"
    ]


def test_a_draft_may_have_every_fault() -> None:
    draft = Draft("$b $page", ("page", "day"), ("day",))
    desk = type("Desk", (), {"greet": draft})
    assert lint(desk, ["page", "day"]) == [
        "greet: trusted and data: day",
        "greet: trusted, from outside: day, page",
        "greet: not declared: b",
        "greet: not used: day",
    ]


class Base:
    greet = Draft("Hello $name.")
    close = Draft("Bye $name.")
    remind = Draft("$loan is late.")


class Branch(Base):
    close = Draft("Bye.")
    remind = None


def test_an_inherited_draft_is_read_too() -> None:
    assert "greet: not declared: name" in lint(Branch)


def test_what_a_subclass_replaces_is_not_read() -> None:
    assert lint(Branch) == ["greet: not declared: name"]
    assert len(lint(Base)) == 3


NAMES = st.lists(st.sampled_from(["a", "b", "ab"]), max_size=3)
PIECES = ["$", "$$", "$a", "${b}", "a", "b", "{", "}", " "]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(TEXTS, NAMES, NAMES)
def test_without_a_fault_it_is_a_wording(
    text: str, trusted: list[str], data: list[str]
) -> None:
    clean = not faults(text, trusted=" ".join(trusted), data=" ".join(data))
    try:
        Wording(text, frozenset(trusted), frozenset(data))
    except DeclarationError:
        assert not clean
    else:
        assert clean
