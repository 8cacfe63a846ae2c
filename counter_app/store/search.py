"""Finding dossiers and those turned away, newest first, a page at a time. Everything here only reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from counter_app.domain.dossier import Dossier, folded, local_day
from counter_app.store import projections
from counter_app.store.tables import dossiers, turned_away

CHUNK = 500  # rows of people turned away folded at a time
MOST_READ = 20_000  # of them, newest first, for one answer


class Shown(StrEnum):
    """Which dossiers a person wants to see."""

    OPEN = "open"
    WAITING = "waiting"
    RESULT = "result"
    CLOSED = "closed"
    ALL = "all"
    TURNED_AWAY = "turned_away"


@dataclass(frozen=True, slots=True)
class Terms:
    """What is looked for: any of these that is given; with none given, everything.

    `code` is whole, `digits` end a code (its hyphens left out), `person` begins a person_key, each of
    `words` (folded) begins a word of the name, `procedures` are codes.
    """

    code: str = ""
    digits: str = ""
    person: str = ""
    words: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the minute and key (code or event_id) of its last row."""

    at: int
    key: str


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Somebody sent away before reception with Form `form` (02 or 03), at a minute UTC."""

    event_id: str
    form: str
    at: int
    name: str
    procedure: str
    procedure_name: str


_LAST_DAY = "9999-12-31"
_AWAY = tuple(
    turned_away.c[name] for name in ("event_id", "form", "at", "name", "procedure", "procedure_name")
)
_OPEN = dossiers.c.closed_day == sa.text("''")
_SHOWN = {
    Shown.OPEN: (_OPEN,),
    Shown.WAITING: (_OPEN, dossiers.c.waiting_since.is_not(None)),
    Shown.RESULT: (_OPEN, dossiers.c.arrived.is_not(None)),
    Shown.CLOSED: (dossiers.c.closed_day != sa.text("''"),),
    Shown.ALL: (),
}
_FEW = (Shown.WAITING, Shown.RESULT)  # each has an index of its own


def received(
    conn: sa.Connection, terms: Terms, shown: Shown, after: Place | None, limit: int
) -> list[Dossier]:
    """Return up to `limit` dossiers by reception, newest first, that come after a page's end.

    Whose personal data was purged is found by a code only. Read along `dossiers_day`: only each day's rows
    are sorted, and reading ends with the page.
    """
    found = dossiers.c
    query = sa.select(*projections.DOSSIER_COLUMNS).where(*_SHOWN[shown], *_matching(terms))
    if not (terms.code or terms.digits):
        query = query.where(found.name != sa.text("''"))
    if shown not in _FEW:
        # Holds for every row: it tells SQLite to walk along the days instead of sorting all rows.
        query = query.where(found.day <= _LAST_DAY)
    if after is not None:
        query = query.where(
            sa.tuple_(found.day, found.received, found.code)
            < sa.tuple_(sa.literal(local_day(after.at)), sa.literal(after.at), sa.literal(after.key)),
        )
    newest = (found.day.desc(), found.received.desc(), found.code.desc())
    rows = conn.execute(query.order_by(*newest).limit(limit)).mappings()
    return [projections.read_dossier(row) for row in rows]


def sent_away(conn: sa.Connection, terms: Terms, after: Place | None, limit: int) -> list[TurnedAway]:
    """Return up to `limit` people turned away, newest first, after a page's end.

    Their names are folded here: they are few, and no index could serve words inside a name.
    """
    if (terms.code or terms.digits) and not terms.person:
        return []  # they were given no code
    found: list[TurnedAway] = []
    for key, row in _read_away(conn, after):
        if _holds(terms, key, row):
            found.append(row)
            if len(found) == limit:
                break
    return found


def _matching(terms: Terms) -> list[sa.ColumnElement[bool]]:
    found = dossiers.c
    either: list[sa.ColumnElement[bool]] = []
    if terms.code:
        either.append(found.code == terms.code)
    if terms.digits:
        either.append(sa.func.replace(found.code, "-", "").like(f"%{_plain(terms.digits)}", escape="!"))
    if terms.person:
        # A range, not LIKE: it is served by the index.
        either.append(sa.and_(found.person_key >= terms.person, found.person_key < terms.person + "\uffff"))
    if terms.words:
        spaced = sa.literal(" ") + found.name_folded
        either.append(sa.and_(*(spaced.like(f"% {_plain(word)}%", escape="!") for word in terms.words)))
    if terms.procedures:
        either.append(found.procedure.in_(terms.procedures))
    return [sa.or_(*either)] if either else []


def _read_away(conn: sa.Connection, after: Place | None) -> Iterator[tuple[str, TurnedAway]]:
    table = turned_away.c
    newest = (table.day.desc(), table.at.desc(), table.event_id.desc())
    for _chunk in range(MOST_READ // CHUNK):
        query = sa.select(table.person_key, *_AWAY).where(table.name != sa.text("''"))
        query = query.order_by(*newest).limit(CHUNK)
        if after is not None:
            end = (sa.literal(local_day(after.at)), sa.literal(after.at), sa.literal(after.key))
            query = query.where(
                table.day <= local_day(after.at),
                sa.tuple_(table.day, table.at, table.event_id) < sa.tuple_(*end),
            )
        rows = conn.execute(query).all()
        for row in rows:
            yield row[0], TurnedAway(*row[1:])
        if len(rows) < CHUNK:
            return
        last = TurnedAway(*rows[-1][1:])
        after = Place(last.at, last.event_id)


def _holds(terms: Terms, person_key: str, row: TurnedAway) -> bool:
    if not (terms.person or terms.words or terms.procedures):
        return True
    if terms.person and person_key.startswith(terms.person):
        return True
    name = f" {folded(row.name)}"
    if terms.words and all(f" {word}" in name for word in terms.words):
        return True
    return row.procedure in terms.procedures


def _plain(text: str) -> str:
    """Return `text` as LIKE takes it literally."""
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
