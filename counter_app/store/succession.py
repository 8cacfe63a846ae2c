"""Whom this PC was before: installations that ended here; what they had not sent still goes."""

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store import outbox, person_keys, projections
from counter_app.store.pc_tables import former_installations, installation, quarantine
from counter_app.store.statements import Prepared
from counter_app.wire import MAX_BATCH, PushAnswer, WireEvent

RESTORED, RECOVERED, REVOKED, REPLACED, COPIED = "restored", "recovered", "revoked", "replaced", "copied"
_ENDED = Prepared(
    sa.select(former_installations.c.reason).where(
        former_installations.c.installation_id == sa.bindparam("installation")
    )
)
_FORMER = Prepared(
    sa.select(former_installations.c.installation_id)
    .where(former_installations.c.installation_id.not_in(sa.select(installation.c.installation_id)))
    .order_by(former_installations.c.ended_at, former_installations.c.installation_id)
)


def end(conn: sa.Connection, installation_id: str, reason: str, now_ms: int) -> None:
    """Let an installation end here: nothing is added to its log any more. The first reason stands."""
    row = {"installation_id": installation_id, "reason": reason, "ended_at": now_ms}
    conn.execute(insert(former_installations).prefix_with("OR IGNORE"), row)


def ended(conn: sa.Connection, installation_id: str) -> str:
    """Return why an installation ended here, "" for one that goes on."""
    row = _ENDED.first(conn, installation=installation_id)
    return str(row[0]) if row else ""


def take_over(conn: sa.Connection) -> None:
    """Let go of what belongs to the identity before: people's keys were registered for that one, and what
    of its log waits for a person is told at the centre from now on, and comes in the feed. A copy's log is
    handed in whole: which half of it was acknowledged is not known.
    """
    waiting = conn.scalars(sa.delete(quarantine).returning(quarantine.c.event_id)).all()
    projections.tell_again(conn, waiting)
    copied = sa.select(former_installations.c.installation_id).where(former_installations.c.reason == COPIED)
    for one in conn.scalars(copied).all():
        outbox.send_all(conn, one)
    for person_id in person_keys.held(conn):
        person_keys.forget(conn, person_id)


def former(conn: sa.Connection) -> list[str]:
    """Return the installations that this PC was before."""
    return [row[0] for row in _FORMER.rows(conn)]


def unsent(conn: sa.Connection) -> int:
    """Return how many events of former installations the centre has not acknowledged."""
    return sum(outbox.unsent(conn, one)[0] for one in former(conn))


def next_batch(conn: sa.Connection, limit: int = MAX_BATCH) -> list[WireEvent]:
    """Return the next unacknowledged events of one former installation, lowest first, up to `limit`."""
    for one in former(conn):
        if batch := outbox.next_batch(conn, one, limit):
            return batch
    return []


def acknowledge(conn: sa.Connection, former: str, answer: PushAnswer, sent: int) -> bool:
    """Note what the centre holds of a former installation up to the seq `sent`; tell whether that moved.

    It may hold more than this store, which continues an older copy, or the other half of a log that forked.
    """
    before = outbox.state(conn, former)
    upto = min(answer.acknowledged, sent)
    if before.store_epoch in ("", answer.store_epoch):
        upto = max(upto, before.acknowledged)
    outbox.save_state(conn, former, replace(before, acknowledged=upto, store_epoch=answer.store_epoch))
    return upto != before.acknowledged


def send_all(conn: sa.Connection) -> None:
    """Let everything of former installations be sent again."""
    for one in former(conn):
        outbox.send_all(conn, one)


def send_again(conn: sa.Connection, store_epoch: str) -> None:
    """Let everything of former installations be sent again, where the centre is no more what had it."""
    for one in former(conn):
        before = outbox.state(conn, one)
        if store_epoch and before.store_epoch not in ("", store_epoch):
            outbox.save_state(conn, one, replace(before, acknowledged=0, store_epoch=store_epoch))
