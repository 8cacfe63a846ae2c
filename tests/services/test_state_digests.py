"""Once a day counter and centre compare what they have folded: what differs is told anew from the log."""

import dataclasses
import datetime

import pytest

from counter_app import wire
from counter_app.domain import state_digest
from counter_app.domain.life import commands
from counter_app.errors import Refused
from counter_app.services import pc_health, recomputation, sync, sync_state
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from counter_app.store import outbox, projection_state
from counter_app.wire_digests import DigestsAnswer, DigestsRequest
from tests.pcs import Office, codes, receive, with_the_key
from tests.services.papers_life import act


def stands(counter: Counter) -> projection_state.ProjectionState:
    with counter.store.read() as conn:
        return projection_state.load(conn)


def a_day_later(counter: Counter) -> None:
    """Let the last comparison be a day old."""
    with counter.store.write() as conn:
        stands = projection_state.load(conn)
        projection_state.save(conn, dataclasses.replace(stands, compared_ms=1))


def damage(office: Office, name: str, statement: str) -> None:
    with with_the_key(office.root / name) as connection:
        connection.execute(statement)


@pytest.fixture
def pcs(office: Office) -> list[Counter]:
    """Two PCs that have heard each other's dossiers."""
    found = [office.open("one"), office.open("two")]
    for counter in found:
        code, *_others = receive(counter, "A", "B")
        act(counter, commands.RecordArrival, code)
    for counter in (*found, *found):
        sync.exchange(counter)
    return found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossiers SET due = due + 1440",
        "DELETE FROM dossiers WHERE code = (SELECT min(code) FROM dossiers)",
        "UPDATE dossiers SET code = 'H26.14-261122-8999' WHERE code = (SELECT max(code) FROM dossiers)",
    ],
)
def test_a_damaged_row_is_told_anew_from_the_log(office: Office, pcs: list[Counter], statement: str) -> None:
    one, two = pcs
    held = codes(one)
    damage(office, "one", statement)
    for counter in pcs:
        a_day_later(counter)
        assert sync.exchange(counter).problem == ""
    assert codes(one) == codes(two) == held
    assert (stands(one).rebuilds, stands(two).rebuilds) == (1, 0)
    assert stands(one).compared_ms > 1
    assert recomputation.recompute(one).differences == ()
    assert verify_log(one).faults == ()
    a_day_later(one)
    sync.exchange(one)
    assert stands(one).rebuilds == 1


def test_a_new_pc_claims_no_comparison_before_it_made_one(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")
    sync.settle(counter, sync.contact(counter, sync.outgoing(counter)))  # sends: nothing was compared by that
    assert (stands(counter).compared_ms, pc_health.look(counter).compared) == (0, None)
    assert sync.exchange(counter).problem == ""
    assert stands(counter).compared_ms > 0


def test_what_the_log_itself_tells_otherwise_is_told(office: Office, pcs: list[Counter]) -> None:
    """The centre's list was damaged: nothing here can mend that, and once is enough to try each day."""
    with office.living.owner.begin() as connection:
        connection.exec_driver_sql("UPDATE dossiers SET due = due + 1")
    a_day_later(pcs[0])
    assert sync.exchange(pcs[0]).problem == "state_differs"
    assert sync.exchange(pcs[0]).problem == "state_differs"
    assert stands(pcs[0]).rebuilds == 1
    datetime.date.fromisoformat(stands(pcs[0]).differing)


def test_what_the_centre_does_not_count_is_left_apart(office: Office, pcs: list[Counter]) -> None:
    one = pcs[0]
    with office.living.owner.begin() as connection:
        connection.exec_driver_sql("UPDATE lanes SET last = first")  # all but the first code are foreign now
    receive(one, "C", "D")
    assert sync.exchange(one).quarantined != ()
    a_day_later(one)
    assert sync.exchange(one).problem == ""
    assert stands(one).rebuilds == 0


def test_nothing_is_compared_while_one_knows_more(office: Office, pcs: list[Counter]) -> None:
    one, two = pcs
    with one.store.read() as conn:
        after = outbox.state(conn, one.installation.installation_id).feed_cursor
    question = DigestsRequest(after, "2026-01-01", state_digest.shape())
    assert one.centre.digests(question).position == after
    receive(two, "C")
    sync.exchange(two)
    assert one.centre.digests(question).position == -1
    assert one.centre.digests(DigestsRequest(after + 1, "2026-01-01", "another version")).position == -1
    a_day_later(one)
    assert sync.exchange(one).problem == ""  # hears the new one, then compares
    assert (stands(one).rebuilds, stands(one).compared_ms > 1) == (0, True)


def test_an_older_centre_knows_no_digests(pcs: list[Counter], monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(question: DigestsRequest) -> DigestsAnswer:
        raise Refused("no_such_path")

    a_day_later(pcs[0])
    monkeypatch.setattr(pcs[0].centre, "digests", unknown)
    assert sync.exchange(pcs[0]).problem == ""
    with pcs[0].store.read() as conn:
        assert sync_state.question(conn, pcs[0]) is not None


def test_what_was_read_by_a_person_waits_no_more(office: Office, pcs: list[Counter]) -> None:
    one = pcs[0]
    with one.store.write() as conn:
        event = outbox.next_batch(conn, one.installation.installation_id)
        assert event == []
        known = conn.exec_driver_sql("SELECT event_id, seq FROM events WHERE seq = 1 LIMIT 1").one()
        outbox.quarantine_events(conn, [wire.Quarantined(known[0], known[1], "unknown_kind")])
    assert len(sync.state(one).quarantined) == 1
    a_day_later(one)
    assert sync.exchange(one).quarantined == ()
