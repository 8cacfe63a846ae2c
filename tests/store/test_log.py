import pytest
import sqlalchemy as sa

from counter_app import seal
from counter_app.domain import chain, facts
from counter_app.domain.commands import Applicant
from counter_app.domain.events import Event
from counter_app.errors import Refused
from counter_app.store import log, queries
from counter_app.store.engine import Store
from counter_app.wire import MAX_EVENT, WireEvent
from tests.store.samples import (
    ELSEWHERE,
    HERE,
    OTHER_STAMP,
    SIGNER,
    STAMP,
    asked,
    code_of,
    printed,
    reception,
)


def fed(store: Store, events: list[Event]) -> list[WireEvent]:
    """Give events of a log as the feed brings them."""
    with store.read() as conn:
        return [WireEvent(event, log.personal_of(conn, event.event_id)) for event in events]


def test_appended_links_form_a_signed_chain(store: Store) -> None:
    with store.write() as conn:
        log.append(conn, reception(1), STAMP)
        log.append(conn, [printed(1), asked()], STAMP)
    with store.read() as conn:
        read = log.read_events(conn, HERE, 0, 100)
        head = log.head(conn, HERE)
    links = list(chain.check(read, (0, chain.GENESIS), SIGNER.public, seal.verify))
    assert [event.seq for event, _hash in links] == [1, 2, 3, 4]
    assert head == (4, links[-1][1])


def test_reading_goes_on_after_a_seq(store: Store) -> None:
    with store.write() as conn:
        log.append(conn, reception(1) + reception(2), STAMP)
        assert [event.seq for event in log.read_events(conn, HERE, 1, 2)] == [2, 3]
        assert log.read_events(conn, ELSEWHERE, 0, 10) == []
        assert log.installations(conn) == [HERE]


def test_the_fact_comes_back_whole(store: Store) -> None:
    entries = reception(7)
    with store.write() as conn:
        log.append(conn, entries, STAMP)
    with store.read() as conn:
        event = log.find(conn, entries[0][0])
        assert event is not None
        data = log.personal_of(conn, event.event_id)
    assert data is not None
    assert facts.join(event, data) == entries[0][2]
    assert chain.personal_digest(data) == event.personal_digest
    assert "Nguyễn" not in event.body


def test_unknown_ids_are_not_found(store: Store) -> None:
    with store.read() as conn:
        assert log.find(conn, "nobody") is None
        assert log.personal_of(conn, "nobody") is None
        assert log.head(conn, HERE) == (0, chain.GENESIS)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET body = '{}'",
        "DELETE FROM events",
        "INSERT OR REPLACE INTO events SELECT * FROM events",
        "UPDATE personal SET text = '{}'",
    ],
)
def test_the_log_refuses_to_be_changed(store: Store, statement: str) -> None:
    with store.write() as conn:
        log.append(conn, reception(1), STAMP)
    with pytest.raises(sa.exc.IntegrityError), store.write() as conn:
        conn.exec_driver_sql(statement)
    with store.read() as conn:
        assert len(log.read_events(conn, HERE, 0, 10)) == 2


def test_nothing_is_left_of_a_transaction_that_fails(store: Store) -> None:
    def fail_after_append() -> None:
        with store.write() as conn:
            log.append(conn, reception(1), STAMP)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_append()
    with store.read() as conn:
        assert log.head(conn, HERE)[0] == 0
        assert queries.today(conn, "2026-11-19") == []


def test_a_code_is_never_received_twice(store: Store) -> None:
    with store.write() as conn:
        log.append(conn, reception(1), STAMP)
    with pytest.raises(Refused, match="code_taken"), store.write() as conn:
        log.append(conn, reception(1), STAMP)
    with store.read() as conn:
        assert log.head(conn, HERE)[0] == 2


def test_a_fact_about_no_dossier_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="unknown_dossier"), store.write() as conn:
        log.append(conn, [printed(9)], STAMP)


def test_an_event_too_large_for_the_centre_is_refused_here(store: Store) -> None:
    with pytest.raises(Refused, match="event_too_large"), store.write() as conn:
        log.append(conn, reception(1, applicant=Applicant("a" * (MAX_EVENT + 1))), STAMP)


def test_fed_events_are_stored_once_and_shown(store: Store, other_store: Store) -> None:
    with other_store.write() as conn:
        events = log.append(conn, [*reception(501, "lane-2"), printed(501)], OTHER_STAMP)
    brought = fed(other_store, events)
    for _again in range(2):
        with store.write() as conn:
            assert log.append_foreign(conn, brought) == []
    with store.read() as conn:
        assert log.read_events(conn, ELSEWHERE, 0, 10) == events
        shown = queries.dossier(conn, code_of(501))
        assert shown is not None
        assert (shown.name, shown.fee_amount, shown.copies_printed) == ("Nguyễn Văn Thử", 30_000, 1)


def test_facts_fed_before_their_reception_are_not_lost(store: Store, other_store: Store) -> None:
    with other_store.write() as conn:
        events = log.append(conn, [*reception(501, "lane-2"), printed(501)], OTHER_STAMP)
    first, *rest = fed(other_store, events)
    with store.write() as conn:
        log.append_foreign(conn, rest)
        assert queries.dossier(conn, code_of(501)) is None
        log.append_foreign(conn, [first])
        shown = queries.dossier(conn, code_of(501))
    assert shown is not None
    assert (shown.fee_amount, shown.copies_printed) == (30_000, 1)


def test_a_place_held_by_another_event_is_left_out_and_told(store: Store, other_store: Store) -> None:
    with other_store.write() as conn:
        events = log.append(conn, reception(501, "lane-2"), OTHER_STAMP)
    with store.write() as conn:
        log.append(conn, reception(502, "lane-2"), OTHER_STAMP)
        assert log.append_foreign(conn, fed(other_store, events)) == [event.event_id for event in events]
        assert queries.dossier(conn, code_of(501)) is None


def test_purging_erases_the_person_and_keeps_the_chain(store: Store) -> None:
    entries = reception(1)
    with store.write() as conn:
        log.append(conn, entries, STAMP)
        log.purge(conn, [event_id for event_id, _subject, _fact in entries])
        shown = queries.dossier(conn, code_of(1))
        assert shown is not None
        assert (shown.name, shown.person_key, shown.fee_amount) == ("", "", 30_000)
        assert log.personal_of(conn, entries[0][0]) is None
        read = log.read_events(conn, HERE, 0, 10)
    assert len(list(chain.check(read, (0, chain.GENESIS), SIGNER.public, seal.verify))) == 2
