"""The next batch is read and packed while the one before it is on its way: no time passes between both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Thread

import msgspec

from counter_app import packing
from counter_app.errors import CounterError
from counter_app.services import sync_retry
from counter_app.store import log, outbox
from counter_app.store.engine import Connection, Store
from counter_app.store.outbox import SyncState
from counter_app.wire import PushRequest, WireEvent


@dataclass(frozen=True, slots=True)
class Batch:
    """Events of one push, lowest first, with its body as it travels: b"" where nobody has packed it yet."""

    events: Sequence[WireEvent]
    body: bytes = b""


NOTHING = Batch(())


class Ahead:
    """Prepares what follows a batch, for the case that all of it is acknowledged and nothing else is said."""

    def __init__(self, store: Store, installation_id: str, known: SyncState, sent: int) -> None:
        """Begin, in its own thread. The batch under way ends with seq `sent`; so things stood: `known`."""
        self._store, self._own = store, installation_id
        self._known = replace(known, acknowledged=sent, at_once=sync_retry.at_once(known.at_once))
        self._batch, self._last = NOTHING, sent
        self._thread = Thread(target=self._prepare, daemon=True)
        self._thread.start()

    def fits(self, known: SyncState, last: int) -> Batch:
        """Return the batch if it is the very one that would be read now, else NOTHING: it is thrown away.

        So stand things now: `known`, and the log ends with seq `last`. What the feed brought since may be an
        erasure; and of a short batch more may have been written.
        """
        self.end()
        expected = self._known
        same = (
            known.acknowledged == expected.acknowledged
            and known.at_once == expected.at_once
            and known.store_epoch == expected.store_epoch
            and known.feed_cursor == expected.feed_cursor
        )
        if not same or not self._batch.events:
            return NOTHING
        ends = self._batch.events[-1].event.seq
        return self._batch if ends < self._last or ends == last else NOTHING

    def end(self) -> None:
        """Wait until the store is not read any more."""
        self._thread.join()

    def _prepare(self) -> None:
        try:
            with self._store.read() as conn:
                self._last = log.head(conn, self._own)[0]
                events = outbox.next_batch(conn, self._own, known=self._known)
        except CounterError:
            return  # whoever reads it next is told
        if events:
            self._batch = Batch(events, packing.packed(msgspec.json.encode(PushRequest(events))))


def next_batch(conn: Connection, installation_id: str, known: SyncState, before: Ahead | None) -> Batch:
    """Return what the next push says, prepared `before` or read now; empty where nothing waits."""
    ready = before.fits(known, log.head(conn, installation_id)[0]) if before else NOTHING
    return ready if ready.events else Batch(outbox.next_batch(conn, installation_id, known=known))
