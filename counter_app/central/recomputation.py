"""What the centre keeps beside its log, held against the log and against what it signed."""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, exists, select

from counter_app.central import gate, granted, keys, stored, withdrawals
from counter_app.central.centre import Caller, Centre
from counter_app.central.court import COUNTED
from counter_app.central.epoch_tables import epochs
from counter_app.central.erasure_tables import erasures
from counter_app.central.judge import public
from counter_app.central.key_tables import installation_keys
from counter_app.central.review_tables import reviews
from counter_app.central.tables import (
    books,
    dossiers,
    events,
    forks,
    installations,
    lanes,
    personal,
    positions,
    quarantine,
)
from counter_app.domain import chain, facts, numbering, paper_book
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import Event
from counter_app.domain.history import fold
from counter_app.domain.key_events import KeyRotated
from counter_app.domain.numbering import Lane
from counter_app.domain.paper_book import Book
from counter_app.errors import Damaged, Refused
from counter_app.seal import verify

# What an edited row can make of a fact: the proof of the log names it.
_UNFIT = (Refused, TypeError, ValueError, AttributeError, OverflowError)
_NEVER_KEPT = "personal_mismatch"


def check(connection: Connection) -> Iterator[Damaged]:
    """Yield feed_disordered, personal_missing, personal_stray and projection_differs, each with its place."""
    yield from _positions(connection)
    yield from _personal(connection)
    yield from _dossiers(connection)


def check_grants(connection: Connection, centre: Centre) -> Iterator[Damaged]:
    """Yield grant_differs for each lane, book and PC that the centre never granted, or has lost."""
    public_key = centre.key.public
    for row in connection.execute(select(lanes)).mappings():
        lane = Lane(**{name: row[name] for name in Lane.__slots__})
        if not verify(public_key, numbering.lane_bytes(lane), lane.signature):
            yield Damaged("grant_differs", grant=lane.lane_id)
    for row in connection.execute(select(books)).mappings():
        book = Book(**{name: row[name] for name in Book.__slots__})
        if not verify(public_key, paper_book.book_bytes(book), book.signature):
            yield Damaged("grant_differs", grant=book.book_id)
    yield from granted.lost(centre, connection)
    yield from withdrawals.missing(centre, connection)
    yield from _never_enrolled(connection, centre)
    yield from _never_followed(connection)


def _never_followed(connection: Connection) -> Iterator[Damaged]:
    """Name whose keys are not what events prove, signed by a key before, or are in force by no log."""
    told, named = defaultdict[str, list[Any]](list), defaultdict[str, list[Event]](list)
    for row in connection.execute(select(installation_keys)):
        told[row.installation_id].append(row)
    counted = select(*stored.COLUMNS).join(
        installations,  # found by its subject, which has an index
        (events.c.office_id == installations.c.office_id)
        & (events.c.subject == installations.c.installation_id)
        & (events.c.installation_id == installations.c.installation_id),
    )
    for row in connection.execute(counted.where(events.c.kind == KeyRotated.KIND)):
        named[row.installation_id].append(Event(*row))
    for source in sorted(told.keys() | named.keys()):
        known = keys.caller(connection, source)
        if known is None or not _follow(known, told[source], named[source]):
            yield Damaged("grant_differs", grant=source)


def _follow(owner: Caller, rows: list[Any], counted: list[Event]) -> bool:
    """Tell whether the rows say of the owner's keys what events do, and have in force what the log tells."""
    try:
        found = {row.public_key: msgspec.json.decode(row.raw, type=Event) for row in rows}
        sound = all(row.office_id == owner.office_id and _proves(found[row.public_key], row) for row in rows)
    except (*_UNFIT, Damaged):
        return False
    known = {owner.public_key}
    for _again in rows:  # a copy's may be numbered below the one whose key it was signed with
        known |= {row.public_key for row in rows if row.follows in known}
    in_force = {found[row.public_key] for row in rows if row.in_force}
    return sound and found.keys() <= known and in_force == set(counted)


def _proves(event: Event, row: Any) -> bool:
    told = (event.installation_id, event.seq, event.happened_at)
    signed = verify(row.follows, chain.signed_bytes(event), event.signature)
    key = chain.onward(event, row.follows, verify)
    return signed and key == row.public_key and told == (row.installation_id, row.seq, row.since)


def _never_enrolled(connection: Connection, centre: Centre) -> Iterator[Damaged]:
    """Name who is no PC that was ever granted a lane, and not the centre's own in one of its epochs."""
    own = {gate.name(row.office_id, row.epoch) for row in connection.execute(select(epochs))}
    pcs = granted.enrolled(centre)
    known = set()
    for row in connection.execute(select(installations)):
        known.add(row.installation_id)
        is_own = row.installation_id in own and (row.label, row.public_key) == (gate.LABEL, centre.key.public)
        told = (row.office_id, row.installation_id, row.public_key, row.label, row.enrolled_at)
        if not is_own and told not in pcs:
            yield Damaged("grant_differs", grant=row.installation_id)
    for holder in connection.scalars(select(lanes.c.installation_id)):
        if holder not in known:
            yield Damaged("grant_differs", grant=holder)


def _positions(connection: Connection) -> Iterator[Damaged]:
    """Hold the feed's order: no position is left out, and each installation's rise with its numbers."""
    asked = select(events.c.office_id, events.c.position, events.c.installation_id, events.c.seq)
    told = connection.execute(asked.order_by(events.c.office_id, events.c.position))
    last = {row.office_id: row.last for row in connection.execute(select(positions))}
    seen: dict[str, int] = {}
    reached: dict[tuple[str, str], int] = {}
    for row in told:
        source = (row.office_id, row.installation_id)
        wanted = seen.get(row.office_id, 0) + 1
        if row.position != wanted or row.seq <= reached.get(source, row.seq - 1):
            yield Damaged("feed_disordered", position=wanted, installation_id=source[1], seq=row.seq)
        seen[row.office_id] = row.position
        reached[source] = row.seq
    for office_id in last.keys() | seen.keys():
        if seen.get(office_id, 0) != last.get(office_id):  # its end is gone, or how far it reaches
            first = seen.get(office_id, 0) + 1
            yield Damaged("feed_disordered", position=first, office_id=office_id)


def _personal(connection: Connection) -> Iterator[Damaged]:
    """Name what is gone from beside an event that nobody asked to erase, and what lies beside none."""
    gone = exists().where(
        erasures.c.office_id == events.c.office_id,
        erasures.c.subject.in_((events.c.subject, events.c.event_id)),
    )
    never = exists().where(
        quarantine.c.office_id == events.c.office_id,
        quarantine.c.event_id == events.c.event_id,
        quarantine.c.code == _NEVER_KEPT,
    )
    asked = select(events.c.installation_id, events.c.seq).where(
        events.c.personal_digest.is_not(None), ~exists().where(stored.BESIDE), ~gone, ~never
    )
    for row in connection.execute(asked.order_by(events.c.installation_id, events.c.seq)):
        yield Damaged("personal_missing", installation_id=row.installation_id, seq=row.seq)
    apart = select(forks.c.event_id).union(select(reviews.c.event_id))
    stray = ~exists().where(stored.BESIDE), personal.c.event_id.not_in(apart)
    for event_id in connection.scalars(select(personal.c.event_id).where(*stray)):
        yield Damaged("personal_stray", event_id=event_id)


def _dossiers(connection: Connection) -> Iterator[Damaged]:
    """Fold every dossier again and compare each of its columns: two streams in the order of C's letters."""
    kept = select(dossiers).order_by(dossiers.c.office_id.collate("C"), dossiers.c.code.collate("C"))
    stored = connection.execute(kept).mappings()
    row = next(stored, None)
    for key, wanted in _told(connection):
        while row is not None and (row["office_id"], row["code"]) < key:
            yield Damaged("projection_differs", code=row["code"], column="code")
            row = next(stored, None)
        if row is not None and (row["office_id"], row["code"]) == key:
            differing = [name for name, value in wanted.items() if row[name] != value]
            row = next(stored, None)
        else:
            differing = ["code"]
        for name in differing:
            yield Damaged("projection_differs", code=key[1], column=name)
    for left in (row, *stored) if row is not None else ():
        yield Damaged("projection_differs", code=left["code"], column="code")


def _told(connection: Connection) -> Iterator[tuple[tuple[str, str], dict[str, object]]]:
    """Yield the row of each dossier that the log tells, under its office and code."""
    place = (events.c.office_id.collate("C"), events.c.subject.collate("C"), events.c.position)
    asked = select(events.c.office_id, *stored.COLUMNS).where(COUNTED)
    told = connection.execute(asked.order_by(*place))
    for key, rows in itertools.groupby(told, lambda row: (row.office_id, row.subject)):
        state = _folded([Event(*row[1:]) for row in rows])
        if state is not None and state.code == key[1]:
            yield key, public(state)


def _folded(told: list[Event]) -> Dossier | None:
    links = []
    for event in told:
        try:
            links.append((event, facts.join(event, None)))
        except _UNFIT:
            continue
    try:
        return fold(links)
    except _UNFIT:
        return None
