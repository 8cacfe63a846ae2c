"""The register of a year (Form 07) from the centre's own dossiers: a month at a time, a PDF for each."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, select, tuple_

from counter_app.central import briefing, intakes, linked, reference
from counter_app.central.centre import Centre
from counter_app.central.judge import from_public
from counter_app.central.private_file import private_file
from counter_app.central.tables import dossiers
from counter_app.documents import form07, layout
from counter_app.documents.form07 import Form07, Period
from counter_app.documents.layout import FieldLayout
from counter_app.documents.register import Book
from counter_app.domain.dossier import Dossier
from counter_app.domain.moments import FIRST_YEAR, LAST_YEAR, as_date, day_of, from_date, minute_at
from counter_app.domain.people import Office
from counter_app.errors import Refused, Unavailable

PAGE = 500  # dossiers at a time
MINUTE_MS = 60_000
_LAYOUT = reference.RESOURCES.parent / "forms" / "form07.json"


@dataclass(frozen=True, slots=True)
class Written:
    """One month's file: `month` is YYYY-MM."""

    month: str
    dossiers: int
    file: Path


def write_year(centre: Centre, office_id: str, year: int, folder: Path) -> Iterator[Written]:
    """Write the register of each month that took a dossier in, and yield it once it lies in `folder`.

    What is there of an earlier run is replaced. The files hold personal data: only their owner reads them.
    Raises Refused: unknown_office, bad_date, bad_form_layout; Unavailable: folder_not_writable.
    """
    now = centre.now() // MINUTE_MS
    if not FIRST_YEAR <= year <= min(LAST_YEAR, as_date(day_of(now)).year):
        raise Refused("bad_date", "year")
    fields = layout.parse(_LAYOUT.read_text("utf-8"), form07.KEYS)
    with centre.engine.connect() as connection:
        office = briefing.office(connection, office_id)
        for month in range(1, 13):
            first = datetime.date(year, month, 1)
            book = month_book(connection, office_id, first, now)
            if book.rows:
                path = folder / f"so-theo-doi-{office.agency_id}-{first:%Y-%m}.pdf"
                _write(path, _rendered(office, first, book, now, fields))
                yield Written(f"{first:%Y-%m}", len(book.rows), path)


def month_book(connection: Connection, office_id: str, first: datetime.date, now: int) -> Book:
    """Return what an office received in the month that begins on `first`, judged in the minute `now`."""
    book, after = Book(now), ("", "")
    until = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
    while True:
        page = _page(connection, office_id, (first.isoformat(), until.isoformat()), after)
        if page:
            told = list(intakes.of(connection, office_id, page))
            book.enter(page, told, linked.of(connection, office_id, page, told))
        if len(page) < PAGE:
            return book
        after = (page[-1].day, page[-1].code)


def _page(
    connection: Connection, office_id: str, days: tuple[str, str], after: tuple[str, str]
) -> list[Dossier]:
    """Return the next dossiers by day and code, which ASCII orders alike at both ends."""
    place = (dossiers.c.day.collate("C"), dossiers.c.code.collate("C"))
    asked: Select[Any] = (
        select(dossiers)
        .where(
            dossiers.c.office_id == office_id, dossiers.c.day.between(*days), tuple_(*place) > tuple_(*after)
        )
        .order_by(*place)
        .limit(PAGE)
    )
    return [from_public(row._asdict()) for row in connection.execute(asked)]


def _rendered(
    office: Office, first: datetime.date, book: Book, now: int, fields: Sequence[FieldLayout]
) -> bytes:
    """Return a month of the year's book, which is open until the year is over."""
    ended = minute_at(from_date(datetime.date(first.year + 1, 1, 1)), 0) - 1
    form = Form07(
        office=office,
        printed=now,
        period=Period.MONTH,
        covers=minute_at(from_date(first), 0),
        opened=minute_at(from_date(datetime.date(first.year, 1, 1)), 0),
        dossiers=tuple(book.rows),
        totals=book.totals(),
        closed=ended if now > ended else None,
    )
    return form07.render(form, fields)


def _write(path: Path, pdf: bytes) -> None:
    """Put a file whole in its place, closed to others from its first byte."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = type(error).__name__
        raise Unavailable("folder_not_writable", folder=str(path.parent), reason=reason) from error
    with private_file(path) as file:
        file.write(pdf)
