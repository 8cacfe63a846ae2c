"""What a PC was before: nothing is added to it, what it had not sent goes, again where the centre lost it."""

import pytest

from counter_app.store import installation, log, outbox, succession
from counter_app.store.engine import Connection, Store
from counter_app.store.installation import Installation
from counter_app.wire import PushAnswer, Quarantined
from tests.store.samples import HERE, STAMP, reception

NEXT = "pc-9"


def enrolled(installation_id: str) -> Installation:
    return Installation(installation_id, "00004", "http://127.0.0.1:9", bytes(32), "", 1)


def answer(upto: int, epoch: str = "e1") -> PushAnswer:
    return PushAnswer(upto, [Quarantined("x", 1, "in_review")], epoch, 1)


def seqs(conn: Connection) -> list[int]:
    return [item.event.seq for item in succession.next_batch(conn)]


@pytest.fixture
def followed(store: Store) -> Store:
    """Four events of a former installation, two of them acknowledged; another is in force."""
    with store.write() as conn:
        installation.install(conn, enrolled(HERE))
        log.append(conn, reception(1) + reception(2), STAMP)
        outbox.acknowledge(conn, HERE, 2, [], "e1")
        succession.end(conn, HERE, succession.RESTORED, 5)
        assert succession.unsent(conn) == 0  # it is in force still: the outbox's own
        installation.install(conn, enrolled(NEXT))
    return store


def test_what_it_had_not_sent_goes_and_no_more(followed: Store) -> None:
    with followed.write() as conn:
        assert (succession.unsent(conn), seqs(conn)) == (2, [3, 4])
        assert succession.acknowledge(conn, HERE, answer(3), 3)
        assert seqs(conn) == [4]
        assert not succession.acknowledge(conn, HERE, answer(1), 3)  # an old answer takes nothing back
        assert succession.acknowledge(conn, HERE, answer(900), 4)  # the centre has more of it than this copy
        assert (succession.unsent(conn), seqs(conn)) == (0, [])
        assert outbox.in_quarantine(conn) == []


def test_a_centre_that_lost_it_is_sent_it_again(followed: Store) -> None:
    with followed.write() as conn:
        succession.acknowledge(conn, HERE, answer(4), 4)
        for epoch in ("", "e1"):
            succession.send_again(conn, epoch)
            assert seqs(conn) == []
        succession.send_again(conn, "e2")
        assert seqs(conn) == [1, 2, 3, 4]
        succession.acknowledge(conn, HERE, answer(4, "e2"), 4)
        succession.send_again(conn, "e2")
        assert seqs(conn) == []


def test_the_first_reason_stands(followed: Store) -> None:
    with followed.write() as conn:
        succession.end(conn, HERE, succession.REVOKED, 9)
        assert succession.ended(conn, HERE) == succession.RESTORED
        assert succession.ended(conn, NEXT) == ""
