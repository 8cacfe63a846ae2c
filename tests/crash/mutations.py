"""Faults planted into the app on purpose: a machinery that finds none of them would prove nothing."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from counter_app.domain.events import DossierReceived
from counter_app.services import recording, sync
from counter_app.services.counter import Counter
from counter_app.services.log_head import LogHead
from counter_app.store import log, outbox
from counter_app.store.engine import Store
from tests.crash import promises

SYNCHRONOUS_OFF = "synchronous is off"
TOLD_EARLY = "the receipt is told before the commit"
HEAD_EARLY = "the head is kept before the commit"
ACKNOWLEDGED_EARLY = "events are acknowledged before they are sent"
UNSYNCED_RENAME = "files come into their place unsynced"


def planted(name: str) -> AbstractContextManager[Any]:
    """Plant one fault into this process."""
    if name == SYNCHRONOUS_OFF:
        return patch.object(Store, "_connect", lambda store: store._open("OFF"))
    if name == UNSYNCED_RENAME:
        return patch("os.fsync", lambda _handle: None)
    return PLANTED[name]()


@contextmanager
def _acknowledged_early() -> Iterator[None]:
    real = sync.outgoing

    def outgoing(counter: Counter) -> sync.Outgoing:
        out, own = real(counter), counter.installation.installation_id
        if out.events:
            with counter.store.write() as conn:
                before = outbox.state(conn, own)
                outbox.save_state(conn, own, replace(before, acknowledged=out.events[-1].event.seq))
        return out

    with patch.object(sync, "outgoing", outgoing):
        yield


@contextmanager
def _told_early() -> Iterator[None]:
    real = recording.record

    def record(conn: Any, counter: Counter, command: Any, entries: Any, *others: Any) -> list[str]:
        ids = real(conn, counter, command, entries, *others)
        for event_id, (subject, fact) in zip(ids, entries, strict=True):
            if isinstance(fact, DossierReceived):
                promises.told("receipt", event=event_id, code=subject)
        return ids

    with patch.object(recording, "record", record):
        yield


@contextmanager
def _head_early() -> Iterator[None]:
    real = recording.record

    def record(conn: Any, counter: Counter, *values: Any) -> list[str]:
        ids = real(conn, counter, *values)
        assert isinstance(counter.head, LogHead)
        counter.head._place.save(log.head(conn, counter.installation.installation_id))
        return ids

    with patch.object(recording, "record", record):
        yield


PLANTED = {
    ACKNOWLEDGED_EARLY: _acknowledged_early,
    TOLD_EARLY: _told_early,
    HEAD_EARLY: _head_early,
}
