import pytest

from counter_app.errors import Damaged
from counter_app.store import log, outbox
from counter_app.store.engine import Connection, Store
from counter_app.store.statements import driver
from counter_app.wire import Quarantined
from tests.store.samples import HERE, OTHER_STAMP, STAMP, reception


@pytest.fixture
def busy(store: Store) -> Store:
    """Six events of this PC and two of another."""
    with store.write() as conn:
        log.append(conn, reception(1) + reception(2) + reception(3), STAMP)
        log.append(conn, reception(501), OTHER_STAMP)
    return store


def test_the_outbox_is_what_the_centre_has_not_acknowledged(busy: Store) -> None:
    with busy.write() as conn:
        assert [item.event.seq for item in outbox.next_batch(conn, HERE)] == [1, 2, 3, 4, 5, 6]
        assert outbox.unsent(conn, HERE) == (6, STAMP.happened_at)
        outbox.acknowledge(conn, HERE, 4, [], "epoch-1")
        batch = outbox.next_batch(conn, HERE, limit=1)
        assert [(item.event.seq, item.personal is not None) for item in batch] == [(5, True)]
        assert outbox.unsent(conn, HERE) == (2, STAMP.happened_at)
        outbox.acknowledge(conn, HERE, 6, [], "epoch-1")
        assert outbox.next_batch(conn, HERE) == []
        assert outbox.unsent(conn, HERE) == (0, None)


def test_a_batch_fits_one_request(busy: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_BYTES", 4000)
    with busy.read() as conn:
        sizes = len(outbox.next_batch(conn, HERE))
    assert 1 <= sizes < 6


def test_an_old_answer_takes_nothing_back(busy: Store) -> None:
    with busy.write() as conn:
        outbox.acknowledge(conn, HERE, 4, [], "epoch-1")
        assert outbox.acknowledge(conn, HERE, 2, [], "epoch-1").acknowledged == 4


def test_a_restored_centre_is_sent_what_it_lost(busy: Store) -> None:
    with busy.write() as conn:
        outbox.acknowledge(conn, HERE, 6, [], "epoch-1")
        outbox.advance_feed(conn, HERE, 80, "epoch-1")
        after = outbox.acknowledge(conn, HERE, 2, [], "epoch-2")
        assert (after.acknowledged, after.feed_cursor, after.store_epoch) == (2, 80, "epoch-1")
        after = outbox.advance_feed(conn, HERE, 30, "epoch-2", b"mark", begins=20)
        assert (after.acknowledged, after.feed_cursor, after.store_epoch) == (2, 30, "epoch-2")
        assert after.feed_mark == b"mark"


def test_what_the_centre_no_longer_holds_is_unsent_again(busy: Store) -> None:
    with busy.write() as conn:
        outbox.acknowledge(conn, HERE, 6, [], "epoch-1")
        assert outbox.hear_standing(conn, HERE, 6, 5) is False
        assert outbox.state(conn, HERE).archived == 5
        assert outbox.hear_standing(conn, HERE, 4, 5) is True
        assert outbox.unsent(conn, HERE) == (2, STAMP.happened_at)
        assert outbox.state(conn, HERE).archived == 4
        outbox.quarantine_events(
            conn, [Quarantined(log.read_events(conn, HERE, 0, 1)[0].event_id, 1, "log_forked")]
        )
        assert outbox.hear_standing(conn, HERE, 99, 0) is False


def test_a_feed_of_a_restored_centre_is_read_from_the_start(busy: Store) -> None:
    with busy.write() as conn:
        outbox.acknowledge(conn, HERE, 6, [], "epoch-1")
        outbox.advance_feed(conn, HERE, 80, "epoch-1")
        after = outbox.advance_feed(conn, HERE, 81, "epoch-2")
        assert (after.acknowledged, after.feed_cursor, after.store_epoch) == (0, 0, "epoch-2")
        assert outbox.advance_feed(conn, HERE, 40, "epoch-2").feed_cursor == 40


def test_a_centre_that_holds_more_than_we_do_wakes_us(busy: Store) -> None:
    with pytest.raises(Damaged, match="old_copy"), busy.write() as conn:
        outbox.acknowledge(conn, HERE, 7, [], "epoch-1")


def test_what_waits_for_a_person_is_kept(busy: Store) -> None:
    told = [Quarantined("e-2", 2, "lane_wrong"), Quarantined("e-1", 1, "unknown_actor")]
    with busy.write() as conn:
        outbox.acknowledge(conn, HERE, 4, told, "epoch-1")
        outbox.acknowledge(conn, HERE, 4, told[:1], "epoch-1")
        assert outbox.in_quarantine(conn) == [told[1], told[0]]


def test_contact_is_remembered(busy: Store) -> None:
    with busy.write() as conn:
        assert outbox.state(conn, HERE) == outbox.SyncState()
        outbox.unreachable(conn, HERE, 5)
        outbox.unreachable(conn, HERE, 9)
        assert outbox.state(conn, HERE).unreachable_since == 5
        outbox.contact(conn, HERE, 11)
        after = outbox.state(conn, HERE)
        assert (after.last_contact_ms, after.unreachable_since) == (11, None)
        outbox.unreachable(conn, HERE, 12)
        after = outbox.state(conn, HERE)
        assert (after.last_contact_ms, after.unreachable_since) == (11, 12)


def test_the_last_contact_is_kept_to_the_minute(busy: Store) -> None:
    with busy.write() as conn:
        for now, kept in ((11, 11), (60_010, 11), (60_011, 60_011), (60_000, 60_000)):
            outbox.contact(conn, HERE, now)
            assert outbox.state(conn, HERE).last_contact_ms == kept


def test_looking_for_a_fork_costs_the_same_however_long_the_log(store: Store) -> None:
    costs = []
    for first in (1, 101):
        with store.write() as conn:
            for serial in range(first, first + 20):
                log.append(conn, reception(serial), STAMP)
            costs.append(_steps(conn))
    assert costs[0] == costs[1]


def _steps(conn: Connection) -> int:
    """Count what SQLite does to answer."""
    outbox.is_forked(conn, HERE)  # prepared and its pages read
    done: list[int] = []
    driver(conn).set_progress_handler(lambda: done.append(1), 1)
    outbox.is_forked(conn, HERE)
    driver(conn).set_progress_handler(None, 1)
    return len(done)
