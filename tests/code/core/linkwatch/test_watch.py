"""A whole run against one site."""

from __future__ import annotations

import asyncio

from linkwatch import Broken, Checker, Feed, Limits, Ok, Outcome, Page, Target, watch
from linkwatch.testing import Site, on_loop, page
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
        links = discover([Page(site.url("/1")), Page(site.url("/2"))], Checker())
        await anext(links)
        assert site.asked == {"/1": 1}
        await links.aclose()


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
