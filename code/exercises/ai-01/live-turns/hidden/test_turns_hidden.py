import pytest
from turns import Talk, TurnError


def test_what_is_handed_in_is_checked_too() -> None:
    with pytest.raises(TurnError):
        Talk([("user", "Ladders?"), ("user", "Hello?")])
    with pytest.raises(TurnError):
        Talk([("assistant", "Two.")])
    with pytest.raises(TurnError):
        Talk([("user", "Ladders?"), ("system", "Be brief.")])


def test_the_list_of_the_caller_stays_theirs() -> None:
    said = [("user", "Ladders?")]
    talk = Talk(said)
    talk.add("assistant", "Two.")
    assert said == [("user", "Ladders?")]
    said.clear()
    assert len(talk) == 2


def test_an_unknown_role_is_refused_and_changes_nothing() -> None:
    talk = Talk()
    with pytest.raises(TurnError):
        talk.add("roles", "Ladders?")
    assert len(talk) == 0
    talk.add("user", "Ladders?")
