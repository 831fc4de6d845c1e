import asyncio

from pacer import Pacer
from virtual import now, run


async def starts(pacer: Pacer, hosts: list[str]) -> list[tuple[str, float]]:
    """Ask for a turn in a task for each host; give who started when."""
    begun: list[tuple[str, float]] = []

    async def ask(host: str) -> None:
        await pacer.turn(host)
        begun.append((host, now()))

    async with asyncio.TaskGroup() as group:
        for host in hosts:
            group.create_task(ask(host))
    return begun


def test_the_first_caller_does_not_wait_and_the_next_one_does() -> None:
    async def main() -> list[float]:
        pacer = Pacer(2.0)
        await pacer.turn("example.org")
        first = now()
        await pacer.turn("example.org")
        return [first, now()]

    assert run(main()) == [0.0, 2.0]


def test_tasks_that_ask_at_once_are_spaced_out() -> None:
    begun = run(starts(Pacer(2.0), ["example.org"] * 4))
    assert [when for _, when in begun] == [0.0, 2.0, 4.0, 6.0]


def test_hosts_do_not_wait_for_each_other() -> None:
    hosts = ["example.org", "example.org", "café.example"]
    begun = run(starts(Pacer(2.0), hosts))
    assert sorted(begun) == [
        ("café.example", 0.0),
        ("example.org", 0.0),
        ("example.org", 2.0),
    ]
