"""One outcome for whatever a server does."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from linkwatch import (
    Blocked,
    Broken,
    Checker,
    Limits,
    Link,
    Ok,
    Outcome,
    Reason,
    Redirected,
    TimedOut,
    Url,
    client,
    parse_url,
)
from linkwatch.checker import checking
from linkwatch.client import Login, Response, ResponseError
from linkwatch.testing import Site, moved, on_loop, page, run_virtual


def link(url: str) -> Link:
    return Link(Url(url), found_on="test")


@on_loop
async def test_a_page_is_ok_with_the_milliseconds_of_our_clock() -> None:
    clock = iter((10.0, 10.25))
    async with Site({"/": page("hello")}) as site:
        asked = link(site.url("/"))
        checker = Checker(clock=lambda: next(clock))
        assert await checker.check(asked) == Ok(asked, 200, 250)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("204 No Content", Ok),
        ("404 Not Found", Broken),
        ("410 Gone", Broken),
        ("500 Oops", Broken),
        ("304 Not Modified", Broken),
        ("301 No Location", Broken),
    ],
)
@on_loop
async def test_a_status_decides(status: str, expected: type[Outcome]) -> None:
    async with Site({"/": page("", status)}) as site:
        outcome = await Checker().check(link(site.url("/")))
    assert isinstance(outcome, expected)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("401 Unauthorized", Reason.LOGIN),
        ("403 Forbidden", Reason.FORBIDDEN),
        ("429 Too Many Requests", Reason.TOO_MANY_REQUESTS),
    ],
)
@on_loop
async def test_a_refusal_says_nothing_about_the_link(status: str, reason: Reason) -> None:
    async with Site({"/": page("", status)}) as site:
        asked = link(site.url("/"))
        assert await Checker().check(asked) == Blocked(asked, reason)


@on_loop
async def test_redirects_are_followed_to_the_last() -> None:
    answers = {"/a": moved("/b"), "/b": moved("/c#part"), "/c": page("here")}
    async with Site(answers) as site:
        asked = link(site.url("/a"))
        expected = Redirected(asked, site.url("/c"), permanent=True)
        assert await Checker().check(asked) == expected


@on_loop
async def test_one_temporary_hop_makes_the_whole_way_temporary() -> None:
    answers = {"/a": moved("/b"), "/b": moved("/c", "302 Found"), "/c": page("here")}
    async with Site(answers) as site:
        outcome = await Checker().check(link(site.url("/a")))
    assert isinstance(outcome, Redirected)
    assert not outcome.permanent


@on_loop
async def test_a_redirect_to_nowhere_is_broken() -> None:
    async with Site({"/a": moved("/gone")}) as site:
        asked = link(site.url("/a"))
        assert await Checker().check(asked) == Broken(asked, "status 404")


@on_loop
async def test_a_circle_of_redirects_ends() -> None:
    async with Site({"/a": moved("/b"), "/b": moved("/a")}) as site:
        asked = link(site.url("/a"))
        assert await Checker().check(asked) == Broken(asked, "more than 5 redirects")
        assert site.asked.total() == 6


@on_loop
async def test_as_many_redirects_as_are_allowed_are_followed() -> None:
    hops = {f"/{n}": moved(f"/{n + 1}") for n in range(5)}
    async with Site({**hops, "/5": page("there")}) as site:
        outcome = await Checker().check(link(site.url("/0")))
        assert isinstance(outcome, Redirected)
        assert outcome.target == site.url("/5")


@on_loop
async def test_a_redirect_to_another_scheme_is_broken() -> None:
    async with Site({"/a": moved("ftp://example.org/")}) as site:
        outcome = await Checker().check(link(site.url("/a")))
    assert isinstance(outcome, Broken)
    assert "no http or https" in outcome.problem


@on_loop
async def test_a_denied_host_is_never_asked() -> None:
    async with Site({"/": page("")}) as site:
        asked = link(site.url("/"))
        outcome = await Checker(denied={"127.0.0.1"}).check(asked)
        assert outcome == Blocked(asked, Reason.DENIED_HOST)
        assert site.asked.total() == 0


@on_loop
@pytest.mark.parametrize("host", ["tracker.example", "Tracker.example.", "tracker.example:8080"])
async def test_a_redirect_to_a_denied_host_is_not_followed(host: str) -> None:
    async with Site({"/a": moved(f"http://{host}/")}) as site:
        outcome = await Checker(denied={"tracker.example"}).check(link(site.url("/a")))
    assert isinstance(outcome, Blocked)


@on_loop
async def test_nobody_listening_is_broken() -> None:
    with socket.socket() as bound:  # holds the port, listens on nothing
        bound.bind(("127.0.0.1", 0))
        outcome = await Checker().check(link(f"http://127.0.0.1:{bound.getsockname()[1]}/"))
    assert isinstance(outcome, Broken)


@on_loop
async def test_no_http_is_broken() -> None:
    async with Site({"/": b"220 mail.example ESMTP\r\n\r\n"}) as site:
        outcome = await Checker().check(link(site.url("/")))
    assert isinstance(outcome, Broken)
    assert outcome.problem.startswith("not HTTP")


@on_loop
async def test_a_server_that_never_answers_times_out() -> None:
    async with Site(held={"/": asyncio.Event()}) as site:
        asked = link(site.url("/"))
        outcome = await Checker(Limits(timeout=0.05)).check(asked)
    assert outcome == TimedOut(asked, 0.05)


@on_loop
async def test_a_redirect_does_not_carry_the_token_to_another_site() -> None:
    async with Site({"/t": page("")}) as tracker:
        answers = {"/a": moved(tracker.url("/t")), "/b": moved("/c"), "/c": page("")}
        async with Site(answers) as members:
            login = Login("not-for-the-log", frozenset({members.url("/")}))
            checker = Checker(get=partial(client.get, login=login))
            for path in ("/a", "/b"):
                outcome = await checker.check(link(members.url(path)))
                assert isinstance(outcome, Redirected)
        assert ["Bearer" in head for head in members.heads] == [True] * 3
        assert ["Bearer" in head for head in tracker.heads] == [False]


@asynccontextmanager
async def three_seconds(_url: Url) -> AsyncIterator[Response]:
    """Stand in for a slow server, on a virtual clock."""
    await asyncio.sleep(3)
    yield Response(200, {}, asyncio.StreamReader())


def test_waiting_for_our_own_place_is_not_the_servers_fault() -> None:
    async def main() -> list[Outcome]:
        checker = Checker(Limits(timeout=5, per_host=1), get=three_seconds)
        links = [link(f"http://example.org/{n}") for n in range(4)]
        return await asyncio.gather(*map(checker.check, links))

    assert [type(one) for one in run_virtual(main())] == [Ok] * 4


def test_hosts_do_not_wait_for_each_other() -> None:
    async def main() -> float:
        checker = Checker(Limits(per_host=1), get=three_seconds)
        urls = ["http://a.example/", "http://b.example/1", "http://b.example/2"]
        await asyncio.gather(*(checker.check(link(url)) for url in urls))
        return asyncio.get_running_loop().time()

    assert run_virtual(main()) == 6


@on_loop
async def test_a_host_is_asked_by_so_many_at_a_time() -> None:
    go = asyncio.Event()
    paths = [f"/{n}" for n in range(7)]
    async with Site(dict.fromkeys(paths, page("")), dict.fromkeys(paths, go)) as site:
        checker = Checker(Limits(per_host=3))
        async with asyncio.TaskGroup() as group:
            for path in paths:
                group.create_task(checker.check(link(site.url(path))))
            await site.until_open(3)
            go.set()
        assert site.asked.total() == 7
        assert site.peak == 3


def test_our_own_bugs_are_not_broken_links() -> None:
    @asynccontextmanager
    async def buggy(_url: Url) -> AsyncIterator[Response]:
        raise KeyError("status")
        yield

    async def main() -> None:
        await Checker(get=buggy).check(link("http://example.org/"))

    with pytest.raises(KeyError):
        run_virtual(main())


def test_a_cancelled_check_is_cancelled_and_frees_its_place() -> None:
    async def main() -> tuple[bool, Outcome]:
        checker = Checker(Limits(per_host=1), get=three_seconds)
        first = asyncio.create_task(checker.check(link("http://example.org/1")))
        await asyncio.sleep(1)
        first.cancel()
        outcome = await checker.check(link("http://example.org/2"))
        return first.cancelled(), outcome

    cancelled, outcome = run_virtual(main())
    assert cancelled
    assert isinstance(outcome, Ok)


def test_each_task_logs_the_address_it_is_checking() -> None:
    seen = dict[str, str]()

    @asynccontextmanager
    async def spy(url: Url) -> AsyncIterator[Response]:
        await asyncio.sleep(1)  # the other task runs in between
        seen[url] = checking.get()
        yield Response(200, {}, asyncio.StreamReader())

    async def main() -> str:
        links = [link("http://a.example/"), link("http://b.example/")]
        async with asyncio.TaskGroup() as group:
            for one in links:
                group.create_task(Checker(get=spy).check(one))
        return checking.get()

    assert run_virtual(main()) == "-"
    assert seen == {url: url for url in ("http://a.example/", "http://b.example/")}


@on_loop
async def test_reading_a_page_gives_its_text_within_the_limit() -> None:
    async with Site({"/": page("hello")}) as site:
        assert await Checker(Limits(max_bytes=4)).read(site.url("/")) == "hell"


@on_loop
async def test_reading_a_missing_page_raises() -> None:
    async with Site() as site:
        with pytest.raises(ResponseError, match="status 404"):
            await Checker().read(parse_url(site.url("/")))
