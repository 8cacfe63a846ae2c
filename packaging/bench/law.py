"""Due dates, search and proof, each beside the least work that could give the same answer."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

import house
from figures import Figure, in_turns

from counter_app import seal
from counter_app.domain import catalog, chain, deadline, rules
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.moments import FIRST_DAY, day_of, minute_at
from counter_app.services import desk, verification
from counter_app.services.counter import Counter
from counter_app.store import log

RECEPTIONS = [29_917_560 + 7 * number for number in range(1000)]  # minutes; from 2026-11-19 09:00 at +07:00
LIMIT = Limit(3, LimitUnit.WORKING_DAYS)
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


def _due(calendar: WorkCalendar, rounds: int) -> list[Figure]:
    rule = rules.rules_on("2026-11-19")
    days = [day for day in range(FIRST_DAY, FIRST_DAY + 365 * 40) if calendar.is_working(day)]

    def bare() -> None:
        for received in RECEPTIONS:
            minute_at(days[bisect_right(days, day_of(received)) + 2], 17 * 60)

    def each(reckon: Callable[[Limit, int, WorkCalendar, rules.RuleSet], object]) -> None:
        for received in RECEPTIONS:  # more than the cache of `due` holds
            reckon(LIMIT, received, calendar, rule)

    scale = 1e6 / len(RECEPTIONS)
    alone = in_turns(lambda: each(deadline.due_at), bare, rounds, scale)
    told = in_turns(lambda: each(deadline.due), bare, rounds, scale)
    beside = "one bisect over the working days"
    return [
        Figure("due date alone", "us", *alone, beside=beside),
        Figure("due date with its reasons", "us", *told, beside=beside),
    ]


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
