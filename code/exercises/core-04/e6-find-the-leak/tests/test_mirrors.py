import asyncio

import pytest
from mirrors import first_answer
from virtual import now, run

SECONDS = {"near": 1.0, "far": 5.0, "dead": 0.5}


async def fetch(mirror: str) -> str:
    await asyncio.sleep(SECONDS[mirror])
    if mirror == "dead":
        raise ConnectionError("dead does not answer")
    return f"feed from {mirror}"


def test_the_first_answer_is_given_without_waiting_for_the_rest() -> None:
    async def main() -> tuple[str, float]:
        return await first_answer(["far", "near"], fetch), now()

    assert run(main()) == ("feed from near", 1.0)


def test_a_mirror_that_fails_has_not_answered() -> None:
    async def main() -> tuple[str, float]:
        return await first_answer(["dead", "near"], fetch), now()

    assert run(main()) == ("feed from near", 1.0)


def test_nothing_is_left_running() -> None:
    async def main() -> int:
        await first_answer(["far", "near", "dead"], fetch)
        return len(asyncio.all_tasks())

    assert run(main()) == 1  # main itself


def test_when_all_fail_all_errors_are_told() -> None:
    with pytest.raises(ExceptionGroup) as caught:
        run(first_answer(["dead", "dead"], fetch))
    assert [type(error) for error in caught.value.exceptions] == [
        ConnectionError,
        ConnectionError,
    ]
