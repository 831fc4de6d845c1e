import asyncio
import contextlib

from pacer import Pacer
from virtual import now, run


def test_a_quiet_hour_saves_no_turns_for_later() -> None:
    async def main() -> list[float]:
        pacer = Pacer(2.0)
        begun = []
        await pacer.turn("example.org")
        await asyncio.sleep(3600.0)
        for _ in range(3):
            await pacer.turn("example.org")
            begun.append(now())
        return begun

    assert run(main()) == [3600.0, 3602.0, 3604.0]


def test_a_host_is_the_same_in_capitals() -> None:
    async def main() -> float:
        pacer = Pacer(2.0)
        await pacer.turn("example.org")
        await pacer.turn("Example.ORG")
        return now()

    assert run(main()) == 2.0


def test_time_that_the_caller_spends_counts() -> None:
    async def main() -> float:
        pacer = Pacer(2.0)
        await pacer.turn("example.org")
        await asyncio.sleep(1.5)
        await pacer.turn("example.org")
        return now()

    assert run(main()) == 2.0


def test_a_caller_that_gives_up_does_not_stop_those_behind() -> None:
    async def main() -> float:
        pacer = Pacer(2.0)
        await pacer.turn("example.org")
        gone = asyncio.create_task(pacer.turn("example.org"))
        waits = asyncio.create_task(pacer.turn("example.org"))
        await asyncio.sleep(1.0)
        gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone
        await waits
        return now()

    assert run(main()) in (2.0, 4.0)  # its turn may go unused
