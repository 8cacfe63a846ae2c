"""Knows an old copy of the store when it wakes up in one: the log's end is kept outside the store too.

What is kept may lag behind the log and is never ahead of it: only committed events are kept, by a thread
of its own, so that no reception waits for a keyring.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from counter_app.errors import CounterError, Damaged
from counter_app.host import log_head as places
from counter_app.host.log_head import Head, HeadPlace
from counter_app.host.secrets import ReadSecrets, Secrets
from counter_app.services import identity
from counter_app.store import log
from counter_app.store.engine import Connection, Store

GATHER = 2.0  # seconds between the first new event and the keeping of all there are by then
PATIENCE = 5.0  # seconds that closing waits for a keyring

_journal = logging.getLogger(__name__)


class KnownHead:
    """The end of one installation's log as it was kept, for who does not hold the folder: he keeps none."""

    def __init__(self, load: Callable[[], Head | None], installation_id: str) -> None:
        """Take up what was kept. Raises Unavailable: keyring_failed."""
        self._own = installation_id
        self._lost: Damaged | None = None
        self._kept: Head | None = None
        try:
            self._kept = load()
        except Damaged as damaged:
            self._lost = damaged

    def fault(self, conn: Connection) -> Damaged | None:
        """Return log_rolled_back where the log lacks the event that was kept as its last; None else."""
        kept = self._kept
        if self._lost or kept is None or log.hash_at(conn, self._own, kept[0]) == kept[1]:
            return self._lost
        return Damaged("log_rolled_back", seq=kept[0], here=log.head(conn, self._own)[0])

    def changed(self) -> None:
        """Stop who writes an event without holding the folder, before it is committed."""
        raise AssertionError("an event is written only by who holds the folder")

    def close(self) -> None:
        """Let go of nothing."""


class LogHead(KnownHead):
    """The same for the folder's holder, who keeps it."""

    def __init__(self, place: HeadPlace, store: Store, installation_id: str) -> None:
        """Take up what was kept. Raises Unavailable: keyring_failed."""
        super().__init__(place.load, installation_id)
        self._place, self._store = place, store
        self._thread: threading.Thread | None = None
        self._changed, self._ending = threading.Event(), threading.Event()
        self._told = ""

    def changed(self) -> None:
        """Keep the log's end soon, as it is committed by then."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="log-head", daemon=True)
            self._thread.start()
        self._changed.set()

    def close(self) -> None:
        """Keep the log's end now; returns then, or after PATIENCE."""
        self._ending.set()
        self.changed()
        if self._thread is not None:
            self._thread.join(PATIENCE)

    def _work(self) -> None:
        while self._changed.wait():
            ending = self._ending.wait(GATHER)
            self._changed.clear()
            try:
                self._keep()
                self._told = ""
            except CounterError as error:
                self._tell(error)
            if ending:
                return

    def _keep(self) -> None:
        with self._store.read() as conn:
            if self.fault(conn):
                return
            seq, digest = log.head(conn, self._own)
        # SQLite takes any type in any column; what is no number and hash is told by `verify`.
        if isinstance(seq, int) and isinstance(digest, bytes) and seq > 0 and (seq, digest) != self._kept:
            self._place.save((seq, digest))
            self._kept = (seq, digest)

    def _tell(self, error: CounterError) -> None:
        """Write a lasting failure once."""
        if error.code != self._told:
            _journal.warning("log head not kept: %s %s", error.code, error.values.get("reason", ""))
            self._told = error.code


def of(folder: Path, secrets: Secrets | ReadSecrets, store: Store, installation_id: str) -> KnownHead:
    """Return the log's end as its folder keeps it; whoever can only read the secrets cannot keep it."""
    if not isinstance(secrets, ReadSecrets):
        return LogHead(places.head_place(folder, secrets), store, installation_id)
    other = identity.waits(secrets, installation_id)  # what is kept is the end of the former's log
    return KnownHead(lambda: None if other else places.known(folder, secrets), installation_id)
