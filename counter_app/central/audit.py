"""The centre proves its own copy: every link, signature, hash and digest, and what lies beside its log."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from counter_app import seal
from counter_app.central import recomputation, stored
from counter_app.central.centre import Centre
from counter_app.central.tables import events, installations
from counter_app.domain import chain
from counter_app.errors import Damaged

MAX_NAMED = 1000  # faults of what lies beside the log, and of grants
_ONE_PICTURE = {"isolation_level": "REPEATABLE READ", "stream_results": True, "yield_per": 500}


@dataclass(frozen=True, slots=True)
class Audit:
    """How many events were read, and the faults: the first of each installation's log that does not hold, and
    all of `recomputation` (what lies beside the log and is not what it tells).
    """

    events: int
    faults: tuple[Damaged, ...]


def verify(engine: Engine, centre: Centre | None = None) -> Audit:
    """Read all of it in one unchanging picture, as a stream; with the `centre` also what it has granted."""
    with engine.connect().execution_options(**_ONE_PICTURE) as connection:
        return examine(connection, centre)


def examine(connection: Connection, centre: Centre | None) -> Audit:
    """Do as `verify`, within a transaction of the caller's."""
    count, faults = _verify_log(connection)
    faults += itertools.islice(recomputation.check(connection), MAX_NAMED)
    if centre is not None:
        faults += itertools.islice(recomputation.check_grants(connection, centre), MAX_NAMED)
    return Audit(count, tuple(faults))


def _verify_log(connection: Connection) -> tuple[int, list[Damaged]]:
    """Read the whole log, one installation after another."""
    keys = {
        (row.office_id, row.installation_id): row.public_key
        for row in connection.execute(select(installations))
    }
    order = events.c.office_id, events.c.installation_id, events.c.seq
    rows = connection.execute(stored.LINKS.order_by(*order))
    count, faults = 0, []
    for source, links in itertools.groupby(rows, lambda row: (row.office_id, row.installation_id)):
        read, fault = _verify_one(source[1], keys.get(source), links)
        count += read
        faults += [fault] if fault else []
    return count, faults


def _verify_one(source: str, key: bytes | None, rows: Iterator[Row[Any]]) -> tuple[int, Damaged | None]:
    """Return how many events were read, and the first fault, which ends this installation's reading."""
    head = (0, chain.GENESIS)
    if key is None:
        return 0, Damaged("key_unknown", installation_id=source, seq=next(rows).seq)
    try:
        for row in rows:
            head, key = _check_row(row, head, key)
    except Damaged as damaged:
        return head[0], damaged
    return head[0], None


def _check_row(row: Row[Any], head: tuple[int, bytes], key: bytes) -> tuple[tuple[int, bytes], bytes]:
    """Return the new head, and the key of what follows.

    Raises Damaged: those of `chain.check` and `chain.check_stored`.
    """
    link = stored.link(row)
    ((event, digest),) = chain.check((link.event,), head, key, seal.verify)
    chain.check_stored(event, digest, row.hash, link.personal)
    return (event.seq, digest), chain.onward(event, key, seal.verify)
