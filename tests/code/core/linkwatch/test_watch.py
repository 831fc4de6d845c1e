"""A whole run against one site."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from linkwatch import (
    Blocked,
    Broken,
    Checker,
    Feed,
    Limits,
    Ok,
    Outcome,
    Page,
    Target,
    parse_url,
    watch,
)
from linkwatch.client import Response
from linkwatch.testing import Site, on_loop, page, run_virtual
from linkwatch.urls import Url
from linkwatch.watch import discover

HOME = page('<a href="/a">A</a><a href="/b">B</a><a href="/">home</a>')
NEWS = page("<rss><item><link>/a</link></item><item><link>/c</link></item></rss>")


def by_path(outcomes: list[Outcome], site: Site) -> dict[str, type[Outcome]]:
    return {one.link.url.removeprefix(site.base): type(one) for one in outcomes}


@on_loop
async def test_targets_and_their_links_are_checked_once() -> None:
    answers = {"/": HOME, "/news": NEWS, "/a": page(""), "/c": page("")}
    async with Site(answers) as site:
        outcomes = list[Outcome]()
        targets: list[Target] = [Page(site.url("/")), Feed(site.url("/news"))]
        await watch(targets, Checker(), outcomes.append)
        found = by_path(outcomes, site)
        assert found == {"/": Ok, "/a": Ok, "/b": Broken, "/news": Ok, "/c": Ok}
        assert site.asked == {"/": 2, "/news": 2, "/a": 1, "/b": 1, "/c": 1}


@on_loop
async def test_a_target_that_cannot_be_read_is_an_outcome_and_stops_nothing() -> None:
    async with Site({"/": HOME}) as site:
        outcomes = list[Outcome]()
        targets = [Page(site.url("/gone")), Page(site.url("/"))]
        await watch(targets, Checker(), outcomes.append)
        assert by_path(outcomes, site) == {"/gone": Broken, "/": Ok, "/a": Broken, "/b": Broken}


@on_loop
async def test_nothing_to_watch_is_no_error() -> None:
    outcomes = list[Outcome]()
    await watch([], Checker(), outcomes.append)
    assert outcomes == []


@on_loop
async def test_a_page_is_read_when_there_is_room_for_its_links() -> None:
    async with Site({"/1": HOME, "/2": HOME}) as site:
        targets = [Page(site.url("/1")), Page(site.url("/2"))]
        links = discover(targets, Checker(Limits(workers=1)))
        await anext(links)
        assert site.asked == {}
        await anext(links)
        assert site.asked == {"/1": 1}
        await links.aclose()


@on_loop
async def test_a_denied_target_is_reported_and_never_asked() -> None:
    async with Site({"/": HOME}) as site:
        outcomes = list[Outcome]()
        checker = Checker(denied={"127.0.0.1"})
        await watch([Page(site.url("/"))], checker, outcomes.append)
        assert by_path(outcomes, site) == {"/": Blocked}
        assert site.asked == {}


class Net:
    """Says nothing for an hour, unless the host is `good.example`."""

    def __init__(self) -> None:
        self.open = self.peak = 0

    @asynccontextmanager
    async def get(self, url: Url) -> AsyncIterator[Response]:
        self.open += 1
        self.peak = max(self.peak, self.open)
        try:
            if "good" not in url:
                await asyncio.sleep(3600)
            body = asyncio.StreamReader()
            body.feed_data(b'<a href="/a">A</a>')
            body.feed_eof()
            yield Response(200, {}, body)
        finally:
            self.open -= 1


async def times(*hosts: str) -> dict[str, float]:
    """Give when each outcome was known, on the clock of the loop."""
    loop, known = asyncio.get_running_loop(), dict[str, float]()
    targets = [Page(parse_url(f"http://{host}/")) for host in hosts]
    checker = Checker(get=Net().get)
    await watch(targets, checker, lambda one: known.update({one.link.url: loop.time()}))
    return known


def test_silent_targets_are_read_side_by_side() -> None:
    known = run_virtual(times(*(f"{number}.example" for number in range(50))))
    assert sorted(known.values()) == [10.0] * 20 + [20.0] * 20 + [30.0] * 10


def test_a_silent_target_does_not_hold_up_the_next_one() -> None:
    known = run_virtual(times("dead.example", "good.example"))
    assert known == {
        "http://good.example/": 0.0,
        "http://good.example/a": 0.0,
        "http://dead.example/": 10.0,
    }


def test_no_more_targets_are_read_at_once_than_there_are_workers() -> None:
    async def peak() -> int:
        net = Net()
        targets = [Page(parse_url(f"http://{number}.example/")) for number in range(10)]
        links = discover(targets, Checker(Limits(workers=3), get=net.get))
        assert len([link async for link in links]) == 10
        return net.peak

    assert run_virtual(peak()) == 3


@on_loop
async def test_leaving_early_stops_what_is_being_read() -> None:
    net, before = Net(), asyncio.all_tasks()
    targets = [Page(parse_url(f"http://{number}.example/")) for number in range(3)]
    async with aclosing(discover(targets, Checker(get=net.get))) as links:
        await anext(links)
        await anext(links)
        await asyncio.sleep(0)
        assert net.open == 1
    assert (net.open, asyncio.all_tasks() - before) == (0, set())


@on_loop
async def test_stopping_a_run_keeps_what_it_has_found_and_leaves_no_task() -> None:
    links = '<a href="/a">A</a><a href="/slow">slow</a>'
    answers = {"/": page(links), "/a": page("")}
    async with Site(answers, held={"/slow": asyncio.Event()}) as site:
        outcomes = list[Outcome]()
        checker = Checker(Limits(workers=1))
        before = asyncio.all_tasks()
        run = asyncio.create_task(watch([Page(site.url("/"))], checker, outcomes.append))
        async with site.arrived:
            await site.arrived.wait_for(lambda: site.asked["/slow"] == 1)
        run.cancel()
        await asyncio.wait([run])
        assert by_path(outcomes, site) == {"/": Ok, "/a": Ok}
        ours = {task for task in asyncio.all_tasks() - before if "Site" not in repr(task)}
        assert ours == set()
