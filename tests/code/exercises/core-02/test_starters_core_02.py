"""What the page of exercises says about the starters of core 02 is so."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

ROOT = next(path for path in Path(__file__).parents if (path / "conf.py").exists())
FOLDER = ROOT / "code/exercises/core-02"
LENT = date(2028, 2, 1)

Load = Callable[[str, str], ModuleType]


@pytest.fixture
def starter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Import a module of a starter, and forget it and its neighbors afterwards."""
    before = set(sys.modules)

    def load(slug: str, name: str) -> ModuleType:
        monkeypatch.syspath_prepend(FOLDER / slug / "starter")
        return importlib.import_module(name)

    yield load
    for name in set(sys.modules) - before:
        del sys.modules[name]


def test_anybody_jumps_the_queue(starter: Load) -> None:
    queue = starter("e2-hold-queue", "holds").HoldQueue("Krabat", ["P-0412"])
    queue.place("P-0412")
    queue.waiting.insert(0, "P-0666")
    assert len(queue) == 3
    assert queue.serve() == "P-0666"


def test_two_kinds_of_loan_break_a_promise(starter: Load) -> None:
    loans = starter("e3-broken-promise", "loans")
    shown = loans.ExhibitionLoan("P-0412", LENT)
    shown.renew(LENT)
    with pytest.raises(PermissionError):
        shown.renew(LENT)
    early, late = (loans.InterlibraryLoan("P-0412", LENT) for _ in range(2))
    due = early.due
    early.renew(LENT)
    assert early.due == due
    late.renew(due)
    assert late.due == due + timedelta(days=28)


def test_the_supplied_suite_asks_for_a_loan(starter: Load) -> None:
    with pytest.raises(NotImplementedError):
        starter("e3-broken-promise", "contract").LoanContract().make()


def test_a_changed_card_is_another_card_without_its_debt(starter: Load) -> None:
    cards = starter("e4-card-for-life", "cards")
    assert len(set(cards.KINDS.values())) == 9
    child = cards.ChildCard("c-17")
    child.borrow("Momo")
    adult = cards.changed(child, "adult", "good")
    adult.give_back("Momo", days_late=2)
    assert (adult.owes, child.titles, child.owes) == (40, (), 0)
    assert cards.changed(adult, "senior", "blocked").owes == 0
    with pytest.raises(cards.Refused, match="c-17: 1 titles out"):
        blocked = cards.changed(child, "child", "blocked")
        blocked.borrow("Momo")
        blocked.borrow("Krabat")


def test_the_letters_need_the_clock_of_a_branch(
    starter: Load,
) -> None:
    reminders = starter("e6-clock", "reminders")
    clock = reminders.BranchClock("Europe/Berlin")
    yesterday = clock.now().date() - timedelta(days=1)
    (line,) = reminders.letters([("P-0412", yesterday)], clock)
    assert line.startswith("P-0412: ")
    assert clock.today() >= yesterday
    assert clock.is_open() in (True, False)


def test_the_old_fees_list_lines_of_nothing(starter: Load) -> None:
    house = starter("e8-late-fees", "house")
    late = starter("e8-late-fees", "late").LateReturn
    assert house.bill(late("book", "adult", LENT, date(2028, 2, 6), 900)) == [("10 a day", 50)]
    assert house.bill(late("film", "adult", LENT, date(2028, 2, 21), 900)) == [
        ("50 a day", 1000),
        ("cap", -100),
    ]
    assert house.bill(late("book", "child", LENT, LENT, 900)) == [
        ("10 a day", 0),
        ("grace", 0),
        ("child", 0),
    ]


def test_the_gateway_does_not_fit_the_base_class(
    starter: Load,
) -> None:
    notices = starter("e10-three-seams", "notices")
    gateway = starter("e10-three-seams", "vendor").SmsGateway()

    class TenADay(notices.Fee):  # type: ignore[misc,name-defined]
        def cents(self, days: int) -> int:
            return 10 * days

    with pytest.raises(TypeError, match="is no Sender"):
        notices.notify([("P-0412", 3)], TenADay(), gateway, notices.PlainNotice())

    class Printer(notices.Sender):  # type: ignore[misc,name-defined]
        def send(self, to: str, text: str) -> None:
            gateway.send(to, text)

    assert notices.notify([("P-0412", 3)], TenADay(), Printer(), notices.PlainNotice()) == 30
    assert gateway.sent == [("P-0412", "Card P-0412:\n3 days late, 0.30 to pay")]


def test_the_trolley_asks_a_license_for_its_shelf(
    starter: Load,
) -> None:
    media = starter("live-elicense", "media")
    with pytest.raises(NotImplementedError, match="stands nowhere"):
        media.trolley([media.ELicense("Krabat", seats=2, loans_left=3)])
    item = media.ELicense("Krabat", seats=2, loans_left=1)
    item.lend("P-0412")
    for call in (lambda: item.give_back("P-0077"), lambda: item.lend("P-0077")):
        with pytest.raises(ValueError, match="Krabat"):
            call()
    item.give_back("P-0412")
    assert not item.can_lend()
