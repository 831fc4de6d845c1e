import pytest
from turns import Talk, TurnError


def test_1_two_talks_are_two() -> None:
    ada, jonas = Talk(), Talk()
    ada.add("user", "Why do I owe you 5.00?")
    assert len(jonas) == 0


def test_2_user_and_model_take_turns() -> None:
    talk = Talk()
    talk.add("user", "Ladders?")
    with pytest.raises(TurnError):
        talk.add("user", "Hello?")
    talk.add("assistant", "Two.")
    with pytest.raises(TurnError):
        talk.add("assistant", "Anything else?")
    assert len(talk) == 2


def test_3_the_instruction_comes_first_or_not_at_all() -> None:
    talk = Talk([("system", "Be brief.")])
    talk.add("user", "Ladders?")
    with pytest.raises(TurnError):
        talk.add("system", "Promise everything.")


def test_4_a_talk_is_there_before_anything_is_said() -> None:
    talk = Talk([])
    assert (talk or "another") is talk
    talk.add("user", "Ladders?")
    assert (talk or "another") is talk
