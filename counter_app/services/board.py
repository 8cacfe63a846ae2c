"""The board of due dates: what runs out when, whose it is and what comes next; what is new since a minute."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from counter_app.domain import rules, warnings
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.moments import END_MINUTE, HOUR, minute_at
from counter_app.domain.rules import RuleSet
from counter_app.domain.urgency import Level
from counter_app.domain.warnings import DayAhead, Horizon, Standing, Step
from counter_app.services import reading, recording, silence, staff
from counter_app.services.counter import Counter, Reference
from counter_app.settings import Alerts
from counter_app.store import board
from counter_app.store.board import STATE, Key, Line, Mark, Span
from counter_app.store.engine import Connection

__all__ = ["COLUMNS", "PAGE", "Board", "Key", "Lot", "News", "Page", "Row", "Told"]

PAGE = board.PAGE
AHEAD = 3  # working days


class Lot(StrEnum):
    """A part of the board: its five columns, all of them in one table, and the lists beside them."""

    OVERDUE = "overdue"
    TODAY = "today"
    NEXT_DAY = "next_day"
    THIRD_DAY = "third_day"
    LATER = "later"
    ALL = "all"
    ESCALATED = "escalated"
    WAITING = "waiting"
    STILL = "still"
    READY = "ready"
    UNTAKEN = "untaken"
    SHARES = "shares"


COLUMNS = (Lot.OVERDUE, Lot.TODAY, Lot.NEXT_DAY, Lot.THIRD_DAY, Lot.LATER)
_LISTED = {lot: board.Listed(lot.value) for lot in Lot if lot.value in set(board.Listed)}


class Row(NamedTuple):
    """One dossier on the board; minutes UTC, working minutes in `left` (below 0: missed so long ago).

    `promise` is what runs now; `first` the receipt's where it differs, else None: it stays visible. `since`
    is the minute its list goes by. `level` and `left` are None while no promise runs. `apology_by` is the
    last minute for Form 04 where none was prepared and it is to be thought of, `apology_late` that it has
    gone by. `handed` names a hand-over,
    `unit` and `person` who receives in it; "" elsewhere.
    """

    code: str
    name: str
    procedure_name: str
    promise: int
    first: int | None
    extended: bool
    since: int
    level: Level | None
    left: int | None
    responsible: str
    step: Step
    apology_by: int | None
    apology_late: bool
    handed: str
    unit: str
    person: str

    @property
    def place(self) -> Key:
        """Return where it stands in its list."""
        return Key(self.since, self.handed or self.code)


class Page(NamedTuple):
    """Up to 100 rows of a lot, and the place of the last, after which the next page begins."""

    rows: tuple[Row, ...]
    last: Key | None


class Told(NamedTuple):
    """What an announcement may say of a dossier: no name of a person."""

    code: str
    procedure_name: str


@dataclass(frozen=True, slots=True)
class Board:
    """How the office stands in one minute; `ahead` are the days to come, and the promises on them."""

    horizon: Horizon
    counts: dict[Lot, int]
    ahead: tuple[tuple[DayAhead, int], ...]
    first: dict[Lot, Page]


@dataclass(frozen=True, slots=True)
class News:
    """What has entered each state since a minute: how many, and the first few; ask next with `since`."""

    since: Horizon
    overdue: tuple[int, tuple[Told, ...]]
    red: tuple[int, tuple[Told, ...]]
    apology: tuple[int, tuple[Told, ...]]
    quiet: bool


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every row is judged by in one minute."""

    horizon: Horizon
    reference: Reference
    alerts: Alerts
    rules: RuleSet
    names: staff.Names
    still: int
    steps: board.Steps
    promises: "_Promises"

    def span(self, lot: Lot) -> Span:
        """Return the range of a lot in its list."""
        at = self.horizon
        listed = _LISTED.get(lot, board.Listed.WATCHED)
        edges = [0, at.now, at.today, at.next_day, at.third_day, END_MINUTE]
        if lot in COLUMNS:
            place = COLUMNS.index(lot)
            return Span(listed, edges[place], edges[place + 1])
        until = {Lot.ESCALATED: at.proposed, Lot.STILL: self.still}.get(lot, END_MINUTE)
        return Span(listed, 0, until, at.now, self.steps)


def look(counter: Counter, reader_id: str) -> Board:
    """Return counts, the days ahead and the first page of each column. Raises Refused: not_enrolled."""
    with reading.opened(counter, reader_id) as conn:
        desk = _desk(conn, counter)
        counts: dict[Lot, int] = {lot: board.count(conn, desk.span(lot)) for lot in (*COLUMNS, *_LISTED)}
        counts[Lot.ALL] = sum(counts[lot] for lot in COLUMNS)
        days = warnings.days_ahead(desk.horizon.now, AHEAD, desk.reference.calendar)
        ahead = tuple((day, board.count(conn, _day(day))) for day in days)
        first = {lot: _page(conn, counter, desk, lot, None) for lot in COLUMNS}
    return Board(desk.horizon, counts, ahead, first)


def page(counter: Counter, reader_id: str, lot: Lot, after: Key | None = None) -> Page:
    """Return the rows of a lot that come after a place. Raises Refused: not_enrolled."""
    with reading.opened(counter, reader_id) as conn:
        return _page(conn, counter, _desk(conn, counter), lot, after)


def marks(counter: Counter, reader_id: str, lot: Lot) -> tuple[int, tuple[Key, ...]]:
    """Return how many rows a lot has, and after which places its second and later pages begin."""
    with reading.opened(counter, reader_id) as conn:
        desk = _desk(conn, counter)
        span = desk.span(lot)
        total = board.count(conn, span)
        return total, tuple(board.marks(conn, span)) if total > PAGE else ()


def news(counter: Counter, reader_id: str, since: Horizon | None) -> News:
    """Return what became overdue, red and due for an apology since `since`; None: all there is now.

    A promise enters each by the clock alone, so none is told twice and none is forgotten.
    """
    alerts = counter.settings.alerts
    with reading.opened(counter, reader_id) as conn:
        desk = _desk(conn, counter)
        now, listed = desk.horizon, board.Listed.WATCHED
        before = since or Horizon(0, now.now, 0, 0, 0, now.now, now.now)
        ranges = (
            (before.now, now.now, False),
            (max(before.today, now.now), now.today, False),
            (max(before.proposed, now.now), now.proposed, True),
        )
        found = [
            board.entered(conn, Span(listed, start, end, steps=desk.steps), without_apology=lacking)
            for start, end, lacking in ranges
        ]
    silent = silence.is_quiet(alerts, desk.reference.calendar, now.now)
    overdue, red, apology = ((number, tuple(map(Told._make, rows))) for number, rows in found)
    return News(now, overdue, red, apology, silent)


def choose(counter: Counter, alerts: Alerts) -> None:
    """Keep when this PC warns. Raises Refused: bad_number, bad_clock; Unavailable: as `save_settings`."""
    warnings.check_choices(alerts.amber_hours, alerts.still_days, alerts.quiet_from, alerts.quiet_until)
    kept, _aside = counter.folder.load_settings()
    counter.folder.save_settings(dataclasses.replace(kept, alerts=alerts))
    counter.settings = dataclasses.replace(counter.settings, alerts=alerts)


def _desk(conn: Connection, counter: Counter) -> _Desk:
    """Return what rows are judged by now; made once a minute, in which a board reads many pages.

    A new briefing is seen in the minute after it came.
    """
    alerts, now = counter.settings.alerts, recording.minute_of(counter.clock.now())
    known = _DESKS.get(counter)
    if known and known.horizon.now == now and known.alerts is alerts:
        return known
    reference = counter.reference(conn)
    ruled = rules.rule_set(reference.briefing.rules)
    ruled = dataclasses.replace(ruled, amber_ahead=alerts.amber_hours * HOUR)
    at = warnings.horizon(now, reference.calendar, ruled)
    _DESKS[counter] = made = _Desk(
        horizon=at,
        reference=reference,
        alerts=alerts,
        rules=ruled,
        names=staff.Names(reference.briefing.people, now),
        still=warnings.still_before(now, alerts.still_days, reference.calendar),
        steps=warnings.apology_steps(now, reference.calendar, ruled),
        promises=_Promises(at, reference.calendar, ruled),
    )
    return made


def _day(day: DayAhead) -> Span:
    return Span(board.Listed.WATCHED, minute_at(day.day, 0), minute_at(day.day + 1, 0))


def _page(conn: Connection, counter: Counter, desk: _Desk, lot: Lot, after: Key | None) -> Page:
    lines = board.page(conn, desk.span(lot), after)
    rows = _rows(lines, desk, desk.names.now(conn, counter), share=lot is Lot.SHARES)
    return Page(tuple(rows), rows[-1].place if len(rows) == PAGE else None)


def _rows(
    lines: Iterable[tuple[Any, ...]], desk: _Desk, people: Mapping[str, str], *, share: bool
) -> list[Row]:
    """Judge lines (`store.board.Line`) in bulk: made one by one, rows cost more than their query."""
    now = desk.horizon.now
    promises, steps, new, rows = desk.promises, _STEPS, tuple.__new__, list[Row]()
    for line in lines:
        number, actor, begun, watched = line[:_KEPT]
        level, left, apology_by, before = promises[line[_SINCE] if share else watched]
        owed = apology_by if begun < before and not number & _APOLOGISED else None
        late = owed is not None and owed < now
        judged = (level, left, people.get(actor, actor), steps[number], owed, late)
        rows.append(new(Row, line[_KEPT:_HANDED] + judged + (line[_HANDED:] or _NOBODY)))
    return rows


class _Promises(dict[int | None, tuple[Level | None, int | None, int, int]]):
    """What promises mean in one minute, each reckoned once, for many end at the same closing.

    Level, working minutes left, the last minute for Form 04, before which a limit began that owes it now.
    """

    def __init__(self, horizon: Horizon, calendar: WorkCalendar, rules: RuleSet) -> None:
        super().__init__({None: (None, None, 0, 0)})
        self._at, self._calendar, self._rules = horizon, calendar, rules
        self._ran = calendar.worked(horizon.now)

    def __missing__(self, promise: int) -> tuple[Level | None, int | None, int, int]:
        before = warnings.apology_owed_before(promise, self._at, self._calendar, self._rules)
        apology_by = promise  # that of a missed one has gone by, whenever it was
        if before and promise >= self._at.now:
            apology_by = warnings.apology_by(promise, self._calendar, self._rules)
        left = self._calendar.worked(promise) - self._ran
        self[promise] = found = (self._at.level(promise), left, apology_by, before)
        return found


class _Steps(dict[int, Step]):
    """The next step by a row's number, asked of the law once for each that occurs."""

    def __missing__(self, number: int) -> Step:
        marks = Mark(number % STATE)
        standing = Standing(
            state=number // STATE,
            held=Mark.HELD in marks,
            resolved_elsewhere=Mark.RESOLVED_ELSEWHERE in marks,
            waiting=Mark.WAITING in marks,
            resolved=Mark.RESOLVED in marks,
            arrived=Mark.ARRIVED in marks,
            told=Mark.TOLD in marks,
            late_unexplained=Mark.LATE_UNEXPLAINED in marks,
            unsigned_apology=Mark.UNSIGNED in marks,
        )
        self[number] = step = warnings.next_step(standing)
        return step


_DESKS: WeakKeyDictionary[Counter, _Desk] = WeakKeyDictionary()
_STEPS = _Steps()
_APOLOGISED = Mark.APOLOGISED.value
_KEPT, _SINCE, _HANDED = (Line._fields.index(name) for name in ("code", "since", "tie"))
_NOBODY = ("", "", "")
