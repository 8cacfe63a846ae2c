"""What the centre could not judge when it came and can now: facts that an earlier version could not read,
leaves of a book that a restored database had lost. Run by `counter-central init` and `restored`.
"""

import itertools
from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import Connection, Engine, Row, and_, delete, select

from counter_app.central import court
from counter_app.central.briefing import books_of
from counter_app.central.centre import Caller
from counter_app.central.tables import events, installations, personal, positions, quarantine
from counter_app.domain import facts
from counter_app.domain.book_events import DossierCaptured, LeafVoided
from counter_app.domain.events import Event, Personal
from counter_app.domain.kinds import Fact
from counter_app.domain.paper_book import Book
from counter_app.errors import Refused
from counter_app.wire import MAX_BATCH, WireEvent

# Facts of a later counter: kept and fed from the first, not counted until they could be read.
_ALL = 2**62  # every position: these were stored long ago
LATER = ("unknown_kind", "unknown_version", "unknown_field")
BOOKLESS = ("leaf_foreign",)
_Ripe = Callable[[Fact], bool]


def rejudge(engine: Engine, now: int) -> int:
    """Judge, as owner, what waits only because it could not be judged and can be now; return how many.

    Its mark of then goes, and what is found now stands instead. All else stays as it was judged.
    """
    count = 0
    with engine.begin() as connection:
        for office_id in connection.execute(select(positions.c.office_id)).scalars().all():
            connection.execute(
                select(positions.c.last).where(positions.c.office_id == office_id).with_for_update()
            )
            has_book = partial(_has_book, books_of(connection, office_id))
            for marks, ripe in ((LATER, _readable), (BOOKLESS, has_book)):
                count += _rejudge(connection, office_id, marks, ripe, now)
    return count


def _rejudge(connection: Connection, office_id: str, marks: tuple[str, ...], ripe: _Ripe, now: int) -> int:
    count = 0
    for rows in _waiting(connection, office_id, marks):
        links = [link for link in map(_link, rows) if _is_ripe(link, ripe)]
        count += len(links)
        for _source, group in itertools.groupby(links, key=lambda link: link.event.installation_id):
            _sit(connection, office_id, list(group), marks, now)
    return count


def _waiting(
    connection: Connection, office_id: str, marks: tuple[str, ...]
) -> Iterator[list[Row[tuple[object, ...]]]]:
    """Yield the events with such a mark in the order they came, as many at once as one push may carry."""
    beside = and_(
        personal.c.office_id == events.c.office_id,
        personal.c.event_id == events.c.event_id,
        personal.c.digest == events.c.personal_digest,
    )
    marked = select(quarantine.c.event_id).where(
        quarantine.c.office_id == office_id, quarantine.c.code.in_(marks)
    )
    asked = (
        select(events, personal.c.salt, personal.c.text)
        .outerjoin(personal, beside)
        .where(events.c.office_id == office_id, events.c.event_id.in_(marked))
        .order_by(events.c.position)
        .limit(MAX_BATCH)
    )
    after = 0
    while rows := connection.execute(asked.where(events.c.position > after)).all():
        after = rows[-1].position
        yield list(rows)


def _sit(
    connection: Connection, office_id: str, links: list[WireEvent], marks: tuple[str, ...], now: int
) -> None:
    first = links[0].event
    key = select(installations.c.public_key).where(
        installations.c.office_id == office_id, installations.c.installation_id == first.installation_id
    )
    connection.execute(
        delete(quarantine).where(
            quarantine.c.office_id == office_id,
            quarantine.c.code.in_(marks),
            quarantine.c.event_id.in_([link.event.event_id for link in links]),
        )
    )
    caller = Caller(office_id, first.installation_id, connection.execute(key).scalar_one())
    court.sit(connection, caller, links, now, _ALL)


def _is_ripe(link: WireEvent, ripe: _Ripe) -> bool:
    try:
        return ripe(facts.join(link.event, link.personal))
    except Refused:
        return False


def _readable(_fact: Fact) -> bool:
    return True


def _has_book(books: tuple[Book, ...], fact: Fact) -> bool:
    """Tell whether a leaf is of the book that it names, so that it is not found foreign again."""
    if isinstance(fact, DossierCaptured):
        book_id, code = fact.lane, fact.code
    elif isinstance(fact, LeafVoided):
        book_id, code = fact.book, fact.leaf
    else:
        return False
    return any(book.book_id == book_id and book.holds(code) for book in books)


def _link(row: Row[tuple[object, ...]]) -> WireEvent:
    event = Event(*(getattr(row, name) for name in Event.__slots__))
    return WireEvent(event, Personal(row.salt, row.text) if row.salt is not None else None)
