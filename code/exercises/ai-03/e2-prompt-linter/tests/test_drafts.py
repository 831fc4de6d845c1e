from drafts import Draft, lint


class Desk:
    greet = Draft("You answer for $house.", trusted=("house",))
    price = Draft("The deposit is $$20, $name.", data=("name",))
    close = Draft("Say goodbye to $name.")
    remind = Draft("$loan is late.", data=("loan", "member"))


class Clean:
    greet = Draft("Hello.")
    hours = 9, 17


def test_each_draft_is_held_against_what_it_declares() -> None:
    assert lint(Desk) == [
        "close: not declared: name",
        "remind: not used: member",
    ]


def test_a_clean_class_gives_nothing() -> None:
    assert lint(Clean) == []


def test_what_a_member_wrote_may_not_be_trusted() -> None:
    class Mailed:
        greet = Draft("You ask: $question", trusted=("question",))

    assert lint(Mailed) == []
    assert lint(Mailed, outside=["question", "page"]) == [
        "greet: trusted, from outside: question"
    ]
