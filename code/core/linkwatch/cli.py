"""The command line: reads arguments, prints, and owns the only event loop."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from linkwatch import client, report
from linkwatch.checker import Checker, checking
from linkwatch.config import Settings, WatchFile
from linkwatch.outcomes import Outcome
from linkwatch.watch import watch

INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Check what a file names; 0 when all is well, 1 or 2 when not."""
    options = _parser().parse_args(argv)
    _log_to_stderr(options.log_level)
    try:
        plan, settings = WatchFile.load(options.file), Settings.load()
    except (OSError, ValueError) as error:
        print(f"linkwatch: {error}", file=sys.stderr)
        return 2

    checker = Checker(
        settings.limits(),
        denied=plan.denied_hosts,
        get=partial(client.get, login=settings.login()),
    )
    outcomes: list[Outcome] = []

    def sink(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if options.json:
            print(json.dumps(report.record(outcome)), flush=True)
        else:
            print(report.line(outcome), flush=True)

    status = 0
    try:
        asyncio.run(watch(plan.plan(), checker, sink))
    except KeyboardInterrupt:
        status = INTERRUPTED
    print(report.summary(outcomes), file=sys.stderr)
    return status or int(report.needs_work(outcomes))


def _log_to_stderr(level: str) -> None:
    def add_address(record: logging.LogRecord) -> bool:
        record.checking = checking.get()
        return True

    handler = logging.StreamHandler()
    handler.addFilter(add_address)
    logging.basicConfig(
        level=level,
        format="linkwatch: %(checking)s: %(message)s",
        handlers=[handler],
        force=True,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="linkwatch")
    parser.add_argument("file", type=Path, help="what to watch, in JSON")
    parser.add_argument("--json", action="store_true", help="JSON lines")
    parser.add_argument("--log-level", default="WARNING")
    return parser
