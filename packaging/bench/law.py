"""Due dates, search and proof, each beside the least work that could give the same answer."""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import partial
from itertools import accumulate
from pathlib import Path

import house
from figures import Figure, in_turns

from counter_app import seal
from counter_app.domain import catalog, chain, deadline, rules
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.moments import DAY, FIRST_DAY, OFFSET, minute_at
from counter_app.services import desk, verification
from counter_app.services.counter import Counter
from counter_app.store import log

RECEPTIONS = [29_917_560 + 7 * number for number in range(1000)]  # minutes; from 2026-11-19 09:00 at +07:00
DAYS, HOURS = Limit(3, LimitUnit.WORKING_DAYS), Limit(8, LimitUnit.WORKING_HOURS)
QUERIES = ("khai sinh", "dang ky ket hon", "1.001193", "dat dai", "chung thuc", "k")


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Measure on the calendar, the catalogue and the log of a counter in `folder`; a value is one item."""
    counter = house.furnish(folder)
    with counter.store.read() as conn:
        calendar = counter.reference(conn).calendar
    figures = [*_due(calendar, rounds), _search(desk.opening(counter).catalogue, rounds)]
    counter.close()
    return figures


def verify(counter: Counter, rounds: int) -> Figure:
    """Prove the whole log, beside its signatures and digests alone."""
    with counter.store.read() as conn:
        events = log.read_events(conn, house.INSTALLATION, 0, 100_000)
    signed = [(chain.signed_bytes(event), event.signature) for event in events]

    def bare() -> None:
        for data, signature in signed:
            seal.verify(counter.signer.public, data, signature)
            hashlib.sha256(data + signature).digest()

    ours, floor = in_turns(lambda: verification.verify_log(counter), bare, rounds, 1e6 / len(events))
    return Figure(
        "prove one event of the log", "us", ours, floor, beside="its Ed25519 signature and digest alone"
    )


class Bare:
    """The least that gives the same minutes: ready tables of days and sessions, two bisects, a few sums."""

    def __init__(self, calendar: WorkCalendar) -> None:
        days = [day for day in range(FIRST_DAY, FIRST_DAY + 365 * 100) if calendar.is_working(day)]
        spans = [(minute_at(day, a), b - a) for day in days for a, b in calendar.sessions(day)]
        self.days, self.closings = days, [calendar.closing(day) for day in days]
        self.starts = [start for start, _ in spans]
        self.worked = list(accumulate((length for _, length in spans), initial=0))

    def in_days(self, amount: int, received: int) -> int:
        return self.closings[bisect_right(self.days, (received + OFFSET) // DAY) + amount - 1]

    def in_hours(self, amount: int, received: int) -> int:
        index = bisect_right(self.starts, received)
        ran = min(self.worked[index - 1] + received - self.starts[index - 1], self.worked[index])
        total = ran + amount * 60
        index = bisect_left(self.worked, total) - 1
        return self.starts[index] + total - self.worked[index]


def _due(calendar: WorkCalendar, rounds: int) -> list[Figure]:
    rule, bare = rules.rules_on("2026-11-19"), Bare(calendar)
    scale = 1e6 / len(RECEPTIONS)

    def each(reckon: Callable[[Limit, int, WorkCalendar, rules.RuleSet], object], limit: Limit) -> None:
        for received in RECEPTIONS:  # more than the cache of `due` holds
            reckon(limit, received, calendar, rule)

    def least(reckon: Callable[[int, int], int], limit: Limit) -> None:
        for received in RECEPTIONS:
            reckon(limit.amount, received)

    figures = []
    for limit, floor, words in (
        (DAYS, bare.in_days, "working days"),
        (HOURS, bare.in_hours, "working hours"),
    ):
        rows = [(limit, at) for at in RECEPTIONS]
        _same(deadline.due_many(rows, calendar, rule), [floor(limit.amount, at) for at in RECEPTIONS])
        lone, with_reasons = partial(each, deadline.due_at, limit), partial(each, deadline.due, limit)
        few = partial(least, floor, limit)
        alone, told = in_turns(lone, few, rounds * 5, scale), in_turns(with_reasons, few, rounds, scale)
        beside = "the bare table and its bisects"
        figures += [
            Figure(f"due date in {words}, alone", "us", *alone, target=2.0, beside=beside),
            Figure(f"due date in {words}, with reasons", "us", *told, target=100.0, of="ours", beside=beside),
        ]
    return [*figures, _many(calendar, rule, bare, rounds)]


def _same(ours: list[int], floor: list[int]) -> None:
    if ours != floor:
        raise RuntimeError("the floor gives other minutes")


def _many(calendar: WorkCalendar, rule: rules.RuleSet, bare: Bare, rounds: int) -> Figure:
    rows = [((DAYS, HOURS)[n % 2], RECEPTIONS[n % 1000] + n) for n in range(100_000)]

    def least() -> list[int]:
        hours = LimitUnit.WORKING_HOURS
        return [
            bare.in_hours(limit.amount, at) if limit.unit is hours else bare.in_days(limit.amount, at)
            for limit, at in rows
        ]

    _same(deadline.due_many(rows, calendar, rule), least())
    taken = in_turns(lambda: deadline.due_many(rows, calendar, rule), least, rounds)
    return Figure(
        "due dates of 100,000 dossiers", "ms", *taken, target=2.0, beside="the bare table and its bisects"
    )


def _search(catalogue: catalog.Catalogue, rounds: int) -> Figure:
    names = [catalog.fold(f"{one.code} {one.name} {one.field}") for one in catalogue.procedures]

    def bare() -> None:
        for query in QUERIES:
            sorted(name for name in names if query in name)

    def ours() -> None:
        for query in QUERIES:
            catalog.search(catalogue, query)

    taken = in_turns(ours, bare, rounds * 10, 1e6 / len(QUERIES))
    return Figure("search the catalogue", "us", *taken, beside="a scan of ready folded names")
