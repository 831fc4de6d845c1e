import inspect

from static import static


def spring_tide(moon: str) -> bool:
    """Say whether this moon makes a spring tide."""
    return moon in {"new", "full"}


class Almanac:
    is_spring = static(spring_tide)
    longest = static(max)


def test_on_the_class_you_get_the_function_itself() -> None:
    assert Almanac.is_spring is spring_tide
    assert inspect.isfunction(Almanac.is_spring)


def test_on_an_instance_you_get_the_function_itself() -> None:
    assert Almanac().is_spring is spring_tide


def test_an_attribute_of_the_instance_hides_it() -> None:
    almanac = Almanac()
    almanac.is_spring = lambda moon: moon == "blue"
    assert almanac.is_spring("blue")
    assert not Almanac().is_spring("blue")


def test_what_is_wrapped_may_be_any_callable() -> None:
    assert Almanac().longest("Brest", "Ōminato") == "Ōminato"


def test_the_wrapper_has_the_name_and_the_docstring() -> None:
    wrapper = vars(Almanac)["is_spring"]
    assert wrapper.__name__ == "spring_tide"
    assert wrapper.__doc__ == "Say whether this moon makes a spring tide."
