"""The command, run as its users run it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from linkwatch.cli import main
from linkwatch.testing import Site, on_loop, page


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def watch_file(folder: Path, url: str, **more: object) -> str:
    path = folder / "watch.json"
    path.write_text(json.dumps({"targets": [{"kind": "page", "url": url}], **more}))
    return str(path)


async def run(*arguments: str) -> int:
    """Run main with an event loop of its own, beside the one that serves the site."""
    return await asyncio.to_thread(main, arguments)


@on_loop
async def test_all_good_is_zero(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Site({"/": page("")}) as site:
        assert await run(watch_file(tmp_path, site.url("/"))) == 0
    assert capsys.readouterr() == (f"ok      {site.base}/\n", "1 ok\n")


@on_loop
async def test_a_broken_link_is_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with Site({"/": page('<a href="/a">A</a>')}) as site:
        assert await run(watch_file(tmp_path, site.url("/")), "--json") == 1
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert sorted(one["verdict"] for one in records) == ["broken", "ok"]


@on_loop
async def test_the_settings_and_the_deny_list_reach_the_checker(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Site({"/t": page("")}) as tracker:
        body = f'<a href="http://ads.example/x"><a href="{tracker.url("/t")}">'
        async with Site({"/": page(body)}) as site:
            monkeypatch.setenv("LINKWATCH_TOKEN", "not-for-the-log")
            monkeypatch.setenv("LINKWATCH_TOKEN_SITES", json.dumps([site.base]))
            file = watch_file(tmp_path, site.url("/"), denied_hosts=["ads.example"])
            assert await run(file) == 0
            assert all("Bearer not-for-the-log" in head for head in site.heads)
        assert tracker.asked == {"/t": 1}
        assert "not-for-the-log" not in tracker.heads[0]
    assert "host is on the deny list" in capsys.readouterr().out


@on_loop
async def test_the_log_names_the_address_of_each_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Site({"/": page("")}) as site:
        await run(watch_file(tmp_path, site.url("/")), "--log-level", "DEBUG")
    assert f"linkwatch: {site.base}/: Ok\n" in capsys.readouterr().err


def test_a_token_for_nobody_is_two_and_a_message_without_the_token(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINKWATCH_TOKEN", "not-for-the-log")
    assert main([watch_file(tmp_path, "http://127.0.0.1:9/")]) == 2
    told = capsys.readouterr()
    assert "token_sites" in told.err
    assert "not-for-the-log" not in told.out + told.err


@pytest.mark.parametrize("text", [None, "{", "{}"])
def test_a_file_that_cannot_be_used_is_two_and_a_message(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "watch.json"
    if text is not None:
        path.write_text(text)
    assert main([str(path)]) == 2
    assert capsys.readouterr().err.startswith("linkwatch: ")


@on_loop
async def test_ctrl_c_prints_what_is_known_and_ends(tmp_path: Path) -> None:
    answers = {"/": page('<a href="/slow">slow</a>')}
    async with Site(answers, held={"/slow": asyncio.Event()}) as site:
        script = (
            "import signal, sys\n"
            # A shell that starts jobs in the background makes them ignore Ctrl-C.
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "from linkwatch.cli import main\n"
            "sys.exit(main(sys.argv[1:]))\n"
        )
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", script, watch_file(tmp_path, site.url("/"))),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=os.environ | {"LINKWATCH_WORKERS": "1"},
        )
        async with site.arrived:
            await site.arrived.wait_for(lambda: site.asked["/slow"] == 1)
        process.send_signal(signal.SIGINT)
        out, err = await process.communicate()
    assert process.returncode == 130
    assert out.decode() == f"ok      {site.base}/\n"
    assert err.decode() == "1 ok\n"
