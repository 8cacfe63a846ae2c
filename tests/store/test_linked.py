"""Pairs are told from what stands here: in whatever order it came, they are the same."""

import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain import links
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.links import LINKED_WITHIN, Claim, Claimed, Pair
from counter_app.domain.promise_events import ProcedureCorrected, Promise
from counter_app.domain.step_events import DossierAmended, DossierEnded, Ending, ReceiptVoided
from counter_app.store import comparison, linked, log, projections
from counter_app.store.engine import Store
from counter_app.store.tables import claimants, claimed, dossiers
from counter_app.wire import WireEvent
from tests.conftest import KEY
from tests.store.samples import NINE, OTHER_SIGNER, SIGNER, STAMP, Entry, code_of, entry, received

PEOPLE = (
    Applicant("Trần Văn Mới"),
    Applicant("TRẦN  VĂN MỚI", id_number="001090000001"),
    Applicant("Trần Mới", id_number="001090000001"),
    Applicant("Trần Văn Mới", id_number="001090000002"),
    Applicant(""),  # erased before it was sent: nobody can say whose it was
)
STAMPS = (replace(STAMP, signer=SIGNER), replace(STAMP, installation_id="pc-2", signer=OTHER_SIGNER))
# What is done with a dossier after its reception, and how many hours later.
ACTS = st.tuples(st.sampled_from(("void", "end", "amend", "correct")), st.integers(1, 40 * 24), st.booleans())
DOSSIERS = st.lists(
    st.tuples(st.sampled_from(PEOPLE), st.integers(0, 40 * 24), st.booleans(), st.lists(ACTS, max_size=2)),
    min_size=2,
    max_size=5,
)
Lived = list[tuple[Applicant, int, bool, list[tuple[str, int, bool]]]]


def fact_of(kind: str, code: str, at: int) -> Entry:
    if kind == "void":
        return entry(code, ReceiptVoided(code, at, taken_back=True))
    if kind == "end":
        return entry(code, DossierEnded(code, at, Ending.REFUSED))
    if kind == "amend":
        return entry(code, DossierAmended(code, at, 1, ReturnBy.COUNTER, PEOPLE[0]))
    plain = received(1)
    promise = Promise(at + 480, plain.limit, plain.received, (), plain.reasons, 1, "nd61")
    return entry(code, ProcedureCorrected(code, at, "2.000001", "Khác", "Khác", 1, "", promise))


def made(conn: sa.Connection, lived: Lived) -> list[WireEvent]:
    """Live the dossiers on two PCs; return all that happened, in the order of the clock."""
    steps: list[tuple[int, int, Entry, int]] = []
    for serial, (person, hour, second, acts) in enumerate(lived, start=1):
        at = NINE + 60 * hour
        given = person if person.name else None
        fact = replace(received(serial, at=at), applicant=given)
        steps.append((at, serial, entry(code_of(serial), fact), second))
        steps += [
            (at + 60 * later, serial, fact_of(kind, code_of(serial), at + 60 * later), other)
            for kind, later, other in acts
        ]
    found = []
    for at, _serial, one, where in sorted(steps, key=lambda step: step[:2]):
        stamp = replace(STAMPS[where], happened_at=at * 60_000)
        found += log.append(conn, [one], stamp)
    return [WireEvent(event, log.personal_of(conn, event.event_id)) for event in found]


def expected(conn: sa.Connection) -> set[Pair]:
    """Return the pairs among the dossiers that stand here, as the domain tells them."""
    persons, procedures = defaultdict(set), defaultdict(set)
    for code, name, number in conn.execute(sa.select(claimants)):
        persons[code].add(links.Identity(number, name))
    for code, procedure in conn.execute(sa.select(claimed)):
        procedures[code].add(procedure)
    columns = (
        dossiers.c.code,
        dossiers.c.received,
        dossiers.c.due,
        dossiers.c.ended,
        dossiers.c.closed_day == "",
    )
    rows = [Claim(*row) for row in conn.execute(sa.select(*columns))]
    return links.among(
        Claimed(claim, frozenset(persons[claim.code]), frozenset(procedures[claim.code])) for claim in rows
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOSSIERS, st.data())
def test_any_order_of_arrival_tells_the_same_pairs(lived: Lived, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        there, here = Store(Path(folder, "there.db"), KEY), Store(Path(folder, "here.db"), KEY)
        with there.write() as conn:
            events = made(conn, lived)
            wanted = linked.stored(conn)
            assert wanted == expected(conn)
        order = data.draw(st.permutations(events))
        with here.write() as conn:
            while order:
                size = data.draw(st.integers(1, len(order)))
                log.append_foreign(conn, order[:size])
                log.append_foreign(conn, order[:size])  # fed twice
                order = order[size:]
            assert linked.stored(conn) == linked.told(conn) == wanted
            projections.rebuild(conn)
            assert linked.stored(conn) == wanted
        there.close()
        here.close()


def test_thirty_days_and_the_last_promise(store: Store) -> None:
    lived: Lived = [
        (PEOPLE[0], 0, False, [("void", 1, True)]),
        (PEOPLE[1], 30 * 24 + 1, False, []),
        (PEOPLE[1], 30 * 24 + 2, False, []),
        (PEOPLE[3], 2, True, []),
        (PEOPLE[4], 2, True, []),
    ]
    with store.write() as conn:
        made(conn, lived)
        due = NINE + 480
        assert LINKED_WITHIN == 30 * 24 * 60
        assert linked.stored(conn) == {
            Pair(code_of(2), code_of(1), due),
            Pair(code_of(4), code_of(1), due),
        }


def test_an_altered_link_is_named(store: Store) -> None:
    with store.write() as conn:
        made(conn, [(PEOPLE[0], 0, False, [("void", 1, True)]), (PEOPLE[0], 2, True, [])])
        assert [each for each in comparison.compare(conn) if "linked" in each.column] == []
        conn.exec_driver_sql("DELETE FROM linked")
        for found in (comparison.compare(conn), comparison.compare_one(conn, code_of(2))):
            (named,) = [each for each in found if "linked" in each.column]
            assert (named.code, named.dossier, named.recomputed) == (
                "projection_differs",
                code_of(2),
                code_of(1),
            )


def test_what_is_purged_is_linked_to_nothing(store: Store) -> None:
    with store.write() as conn:
        events = made(conn, [(PEOPLE[0], 0, False, [("void", 1, True)]), (PEOPLE[0], 2, True, [])])
        assert len(linked.stored(conn)) == 1
        log.purge(conn, [events[0].event.event_id])
        assert linked.stored(conn) == linked.told(conn) == set()
