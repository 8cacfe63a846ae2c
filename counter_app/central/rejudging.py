"""What the centre could not judge when it came and can now: facts that an earlier version could not read,
leaves of a book, and codes of a lane, that a restored database had lost. Run by `counter-central init` and
`restored`; and what a person names, when the office has been told more since: `doubts rejudge`.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, delete, func, select, update

from counter_app.central import bulk, court, database, deeds, lanes, stored
from counter_app.central.briefing import books_of
from counter_app.central.centre import Caller, Centre
from counter_app.central.deeds import Warrant
from counter_app.central.tables import events, installations, positions, quarantine
from counter_app.domain import facts, numbering
from counter_app.domain.book_events import DossierCaptured, LeafVoided
from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.kinds import Fact
from counter_app.domain.numbering import Lane
from counter_app.domain.paper_book import Book
from counter_app.errors import Refused
from counter_app.wire import MAX_BATCH, WireEvent

# Facts of a later counter: kept and fed from the first, not counted until they could be read.
_ALL = 2**62  # every position: these were stored long ago
LATER = ("unknown_kind", "unknown_version", "unknown_field")
BOOKLESS, LANELESS = ("leaf_foreign",), ("lane_foreign",)
REJUDGED = "doubt_rejudged"
_Ripe = Callable[[Event, Fact], bool]


@dataclass(frozen=True, slots=True)
class Rejudged:
    """An event judged once more: by which codes it did not count `before`, and does not `now`."""

    office_id: str
    event_id: str
    before: list[str]
    now: list[str]


def rejudge(engine: Engine, now: int) -> int:
    """Judge, as owner, what waits only because it could not be judged and can be now; return how many.

    Its mark of then goes, and what is found now stands instead. All else stays as it was judged.
    """
    count = 0
    with engine.begin() as connection:
        for office_id in connection.execute(select(positions.c.office_id)).scalars().all():
            stored.lock(connection, office_id)
            has_book = partial(_has_book, books_of(connection, office_id))
            has_lane = partial(_has_lane, lanes.of_office(connection, office_id))
            for marks, ripe in ((LATER, _readable), (BOOKLESS, has_book), (LANELESS, has_lane)):
                count += _rejudge(connection, office_id, marks, ripe, now)
    return count


def _rejudge(connection: Connection, office_id: str, marks: tuple[str, ...], ripe: _Ripe, now: int) -> int:
    count, marked = 0, quarantine.c.code.in_(marks)
    for rows in _waiting(connection, office_id, marked):
        links = [link for link in map(stored.link, rows) if _is_ripe(link, ripe)]
        count += len(links)
        for _source, group in itertools.groupby(links, key=lambda link: link.event.installation_id):
            _sit(connection, office_id, list(group), marked, now)
    return count


def rejudge_these(centre: Centre, event_ids: Sequence[str], warrant: Warrant) -> list[Rejudged]:
    """Judge, as owner, these events by what the centre knows now: people, roles, lanes, books, calendars.

    What counts is not judged again: nothing is undone. Raises Refused: unknown_event for one that is in no
    log, and then judges none; owner_needed.
    """
    told: list[Rejudged] = []
    with database.owners_only(), centre.engine.begin() as connection:
        for office_id, mine in _by_office(connection, event_ids):
            stored.lock(connection, office_id)
            before = _codes(connection, office_id, mine)
            _judge_these(connection, office_id, [one for one in mine if before[one]], centre.now())
            after = _codes(connection, office_id, mine)
            told += [Rejudged(office_id, one, before[one], after[one]) for one in mine]
            for one in (one for one in mine if before[one]):
                about = one, f"{' '.join(before[one])} > {' '.join(after[one])}".strip()
                deeds.record(centre, connection, office_id, warrant, REJUDGED, about)
    return told


def _by_office(connection: Connection, event_ids: Sequence[str]) -> list[tuple[str, list[str]]]:
    asked = select(events.c.office_id, events.c.event_id).where(bulk.among(events.c.event_id, event_ids))
    found = connection.execute(asked.order_by(events.c.office_id, events.c.position)).all()
    for unknown in set(event_ids).difference(row.event_id for row in found):
        raise Refused("unknown_event", "event", event=unknown[:60])
    groups = itertools.groupby(found, key=lambda row: str(row.office_id))
    return [(office_id, [str(row.event_id) for row in rows]) for office_id, rows in groups]


def _codes(connection: Connection, office_id: str, event_ids: list[str]) -> dict[str, list[str]]:
    """Return by which codes each of these events does not count; none: it counts."""
    asked = (
        select(events.c.event_id, func.array(court.MARKS.scalar_subquery()))
        .where(events.c.office_id == office_id, bulk.among(events.c.event_id, event_ids))
        .where(~court.COUNTS)
    )
    doubted = {row[0]: sorted(row[1]) for row in connection.execute(asked)}
    return {one: doubted.get(one, []) for one in event_ids}


def _judge_these(connection: Connection, office_id: str, event_ids: list[str], now: int) -> None:
    named = and_(bulk.among(quarantine.c.event_id, event_ids), quarantine.c.code != "log_forked")
    stood = connection.execute(select(quarantine).where(quarantine.c.office_id == office_id, named)).all()
    for rows in _waiting(connection, office_id, named):
        links = map(stored.link, rows)
        for _source, group in itertools.groupby(links, key=lambda link: link.event.installation_id):
            _sit(connection, office_id, list(group), named, now)
    for row in stood:  # found once more it is no news, nor does it wait again
        same = (quarantine.c[name] == getattr(row, name) for name in ("office_id", "event_id", "code"))
        connection.execute(update(quarantine).where(*same).values(at=row.at, settled=row.settled))


def _waiting(
    connection: Connection, office_id: str, marked: ColumnElement[bool]
) -> Iterator[list[Row[tuple[object, ...]]]]:
    """Yield the events with such a mark in the order they came, as many at once as one push may carry."""
    ids = select(quarantine.c.event_id).where(quarantine.c.office_id == office_id, marked)
    asked = (
        stored.LINKS.where(events.c.office_id == office_id, events.c.event_id.in_(ids))
        .order_by(events.c.position)
        .limit(MAX_BATCH)
    )
    after = 0
    while rows := connection.execute(asked.where(events.c.position > after)).all():
        after = rows[-1].position
        yield list(rows)


def _sit(
    connection: Connection, office_id: str, links: list[WireEvent], marked: ColumnElement[bool], now: int
) -> None:
    first = links[0].event
    key = select(installations.c.public_key).where(
        installations.c.office_id == office_id, installations.c.installation_id == first.installation_id
    )
    connection.execute(
        delete(quarantine).where(
            quarantine.c.office_id == office_id,
            marked,
            quarantine.c.event_id.in_([link.event.event_id for link in links]),
        )
    )
    caller = Caller(office_id, first.installation_id, connection.execute(key).scalar_one())
    court.sit(connection, caller, links, now, _ALL)


def _is_ripe(link: WireEvent, ripe: _Ripe) -> bool:
    try:
        return ripe(link.event, facts.join(link.event, link.personal))
    except Refused:
        return False


def _readable(_event: Event, _fact: Fact) -> bool:
    return True


def _has_book(books: tuple[Book, ...], _event: Event, fact: Fact) -> bool:
    """Tell whether a leaf is of the book that it names, so that it is not found foreign again."""
    if isinstance(fact, DossierCaptured):
        book_id, code = fact.lane, fact.code
    elif isinstance(fact, LeafVoided):
        book_id, code = fact.book, fact.leaf
    else:
        return False
    return any(book.book_id == book_id and book.holds(code) for book in books)


def _has_lane(known: list[Lane], event: Event, fact: Fact) -> bool:
    """Tell whether a reception's code is of the lane that it names, and that is its PC's."""
    if not isinstance(fact, DossierReceived):
        return False
    named = fact.lane, event.installation_id
    return any(
        (lane.lane_id, lane.installation_id) == named and numbering.gives(lane, fact.code) for lane in known
    )
