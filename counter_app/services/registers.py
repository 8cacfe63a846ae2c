"""The register book (Form 07) of a day or a month, as the law has it kept."""

import datetime
from dataclasses import dataclass

from counter_app.documents import form07, layout, wording
from counter_app.documents.form07 import Form07, Period, Registered, Totals
from counter_app.documents.register import Book
from counter_app.domain.moments import from_date, minute_at, parse_day
from counter_app.errors import Refused
from counter_app.services import reading, recording
from counter_app.services.counter import Counter
from counter_app.store import linked, registers

MAX_ROWS = 20_000  # of a register: a ward's month many times over


@dataclass(frozen=True, slots=True)
class Register:
    """The register of the days `first` to `last` (YYYY-MM-DD), its rows in the order of their codes."""

    first: str
    last: str
    rows: tuple[Registered, ...]
    totals: Totals
    pdf: bytes


def register(counter: Counter, reader_id: str, first: str, last: str) -> Register:
    """Return the register of one day, or of one whole month (received in it). Days are YYYY-MM-DD.

    Raises Refused: bad_date, bad_period, register_too_large, bad_form_layout.
    """
    period = _period(first, last)
    fields = layout.parse(counter.folder.form_layout("form07.json"), form07.KEYS)
    now = recording.minute_of(counter.clock.now())
    with reading.opened(counter, reader_id) as conn:
        office = counter.reference(conn).briefing.office
        if registers.count(conn, first, last) > MAX_ROWS:
            raise Refused("register_too_large", "last", limit=MAX_ROWS)
        book = Book(now)
        for page in registers.received(conn, first, last):
            codes = [dossier.code for dossier in page]
            book.enter(page, registers.intakes(conn, codes), linked.of(conn, codes))
    totals = book.totals()
    covers = minute_at(parse_day(first), 0)
    opened = minute_at(from_date(datetime.date(int(first[:4]), 1, 1)), 0)
    form = Form07(office, now, period, covers, opened, tuple(book.rows), totals)
    return Register(first, last, form.dossiers, totals, form07.render(form, fields))


def span(first: str, last: str) -> tuple[int, int]:
    """Return the first minute of a period and the one after it. Raises Refused: bad_date, bad_period."""
    start, end = parse_day(first, "first"), parse_day(last, "last")
    if end < start:
        raise Refused("bad_period", "last")
    return minute_at(start, 0), minute_at(end + 1, 0)


def said_period(first: str, last: str) -> str:
    """Say a period on paper: Từ ngày 01/11/2026 đến ngày 30/11/2026."""
    since, until = span(first, last)
    return f"Từ ngày {wording.day(since)} đến ngày {wording.day(until - 1)}"


def _period(first: str, last: str) -> Period:
    span(first, last)
    if first == last:
        return Period.DAY
    day = datetime.date.fromisoformat(last)
    whole = first == f"{last[:8]}01" and (day + datetime.timedelta(days=1)).day == 1
    if not whole:
        raise Refused("bad_period", "last")
    return Period.MONTH
