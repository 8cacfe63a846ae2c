"""Whether every counter, field and reception session has an officer, and whether a reserve is ready."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from counter_app.domain.moments import day_iso, day_of, minute_at, parse_day
from counter_app.domain.people import Role
from counter_app.domain.reception import sessions_on
from counter_app.domain.staff import fields
from counter_app.domain.staff.availability import COMMITTED
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff.watch import Watch
from counter_app.errors import Refused

MAX_DAYS = 366


class Cover(StrEnum):
    """How a counter stands. AT_RISK: asked but not approved, not sat down yet, or one person for two."""

    COVERED = "covered"
    SUBSTITUTE = "substitute"
    AT_RISK = "at_risk"
    UNCOVERED = "uncovered"


class Cell(NamedTuple):
    """A session (or the part of one in which nothing changes) of a counter and field. Minutes are UTC.

    `day` is YYYY-MM-DD; `person` who sits there, `absent` whose place it is when that is another, `request`
    the substitution; "" for none. A counter that nobody sits at by himself is uncovered.
    """

    day: str
    counter: str
    field: str
    begin: int
    end: int
    cover: Cover
    person: str
    absent: str
    request: str


class _Row(NamedTuple):
    counter: str
    field: str
    owners: tuple[str, ...]
    saturdays: bool
    stirred: frozenset[int]  # days on which something may differ from "he sits there"
    edges: tuple[int, ...]  # the minutes at which something may change


_Spans = list[tuple[int, int]]
_Standing = tuple[Cover, str, str, str]


def coverage(roster: Roster, first_day: str, last_day: str) -> tuple[Cell, ...]:
    """Return the cells of the days (YYYY-MM-DD, both counted) by day, counter, field and time.

    What is over stands as it was, what is to come as it is planned. Raises Refused: bad_date, span_far.
    """
    first, last = parse_day(first_day, "first_day"), parse_day(last_day, "last_day")
    if last - first >= MAX_DAYS:
        raise Refused("span_far", "last_day")
    table = _Table(roster, first, last)
    cells: list[Cell] = []
    for day in range(first, last + 1):
        table.fill(day, cells)
    return tuple(cells)


def reserve(roster: Roster, day: str) -> tuple[str, ...]:
    """Return the reserve officers who are ready on a day (Decree 61/2018 Art. 12.8): away or bound in none
    of its minutes of reception that are still to come.
    """
    sessions = _received(roster, parse_day(day))
    left = [(max(begin, roster.now), end) for begin, end in sessions if end > roster.now]
    busy: dict[str, _Spans] = {}
    for absence in roster.absences:
        busy.setdefault(absence.person, []).extend((span.begin, span.end) for span in absence.standing)
    for request in roster.requests:
        if request.state(roster.now) in COMMITTED:
            spans = [(span.begin, span.end) for span in request.spans]
            busy.setdefault(request.asked.substitute, []).extend(spans)
    return tuple(
        one.person_id
        for one in roster.people
        if roster.counter_of(one.person_id, day) == ""
        and Role.OFFICER in roster.roles(one.person_id, day)
        and not _meet(busy.get(one.person_id, ()), left)
    )


def receives(roster: Roster, day: int) -> bool:
    """Tell whether anybody receives on a local day, Saturday mornings included."""
    return bool(_received(roster, day))


def _received(roster: Roster, day: int) -> _Spans:
    saturdays = bool(roster.saturday_fields)
    return _minutes(day, sessions_on(saturdays, day, roster.calendar, roster.mornings))


class _Table:
    """The counters' rows, made anew only on days on which a rotation begins."""

    def __init__(self, roster: Roster, first: int, last: int) -> None:
        self._roster = roster
        self._watch = Watch(roster)
        self._days = [day_iso(day) for day in range(first, last + 1)]
        self._first = first
        self._turns = {one.from_day for one in roster.rotations}
        self._rows: list[_Row] = []

    def fill(self, day: int, cells: list[Cell]) -> None:
        """Add a day's cells."""
        iso = self._days[day - self._first]
        if not self._rows or iso in self._turns:
            self._rows = self._rows_on(iso)
        roster = self._roster
        usual = _minutes(day, sessions_on(False, day, roster.calendar))
        saturday = usual or _minutes(day, sessions_on(True, day, roster.calendar, roster.mornings))
        for row in self._rows:
            sessions = saturday if row.saturdays else usual
            if row.owners and day not in row.stirred:
                counter, field, owner = row.counter, row.field, row.owners[0]
                for begin, end in sessions:
                    cells.append(Cell(iso, counter, field, begin, end, Cover.COVERED, owner, "", ""))
            else:
                for begin, end in sessions:
                    cells.extend(self._pieces(row, iso, begin, end))

    def _pieces(self, row: _Row, iso: str, begin: int, end: int) -> Iterator[Cell]:
        edges = row.edges[bisect_right(row.edges, begin) : bisect_left(row.edges, end)]
        since, standing = begin, self._standing(row, iso, begin)
        for edge in edges:
            after = self._standing(row, iso, edge)
            if after != standing:
                yield Cell(iso, row.counter, row.field, since, edge, *standing)
                since, standing = edge, after
        yield Cell(iso, row.counter, row.field, since, end, *standing)

    def _standing(self, row: _Row, iso: str, minute: int) -> _Standing:
        watch, counter = self._watch, row.counter
        here = [one for one in row.owners if watch.receives(one, iso) and not watch.is_away(one, minute)]
        called = {one: watch.elsewhere(one, counter, minute) for one in here}
        for one in here:
            if not called[one]:
                return Cover.COVERED, one, "", ""
        seats = [
            (seat, owner) for owner in row.owners if (seat := watch.stand_in(owner, counter, iso, minute))
        ]
        if seats:
            seat, owner = max(seats)
            return Cover.SUBSTITUTE if seat.firm else Cover.AT_RISK, seat.person, owner, seat.request
        if here:
            return Cover.AT_RISK, here[0], "", called[here[0]]
        return Cover.UNCOVERED, "", row.owners[0] if row.owners else "", ""

    def _rows_on(self, iso: str) -> list[_Row]:
        sitting: dict[tuple[str, str], list[str]] = {}
        for one in self._roster.people:
            counter = self._roster.counter_of(one.person_id, iso)
            if counter:
                sitting.setdefault((counter, one.field), []).append(one.person_id)
        filled = {counter for counter, _field in sitting}
        left = {
            (one.counter, one.field)
            for one in self._roster.people
            if one.counter and one.counter not in filled
        }
        found = {**dict.fromkeys(left, ()), **{key: tuple(sorted(all_)) for key, all_ in sitting.items()}}
        return [self._row(*key, found[key]) for key in sorted(found)]

    def _row(self, counter: str, field: str, owners: tuple[str, ...]) -> _Row:
        saturdays = fields.among(self._roster.saturday_fields, field)
        people = self._concerned(owners)
        spans = [span for one in people for span in self._watch.away.get(one, ())]
        requests = [request for one in people for request in (*self._watch.of[one], *self._watch.by[one])]
        spans += [(span.begin, span.end) for request in requests for span in request.asked.spans]
        edges = {self._roster.now, *(edge for span in spans for edge in span), *_marks(requests)}
        return _Row(counter, field, owners, saturdays, self._stirred(owners), tuple(sorted(edges)))

    def _concerned(self, owners: tuple[str, ...]) -> set[str]:
        """Return the owners, who stands in for them, who stands in for those, and so on."""
        found: set[str] = set()
        waiting = list(owners)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += [request.asked.substitute for request in self._watch.of[one]]
        return found

    def _stirred(self, owners: tuple[str, ...]) -> frozenset[int]:
        """Return the days on which an owner is away, called elsewhere or without his role for a while."""
        watch, first, days = self._watch, self._first, self._days
        stirred: set[int] = set()
        for owner in owners:
            called = (span for request in watch.by[owner] for span in request.asked.spans)
            spans = [*watch.away.get(owner, ()), *((span.begin, span.end) for span in called)]
            for begin, end in spans:
                last = min(day_of(end - 1), first + len(days) - 1)
                stirred.update(range(max(day_of(begin), first), last + 1))
            if not watch.receives_throughout(owner, days[0], days[-1]):
                stirred.update(n for n, iso in enumerate(days, first) if not watch.receives(owner, iso))
        return frozenset(stirred)


def _marks(requests: Iterable[Request]) -> Iterator[int]:
    for one in requests:
        yield from one.sat
        if one.stop is not None:
            yield one.stop
        yield from one.dropped


def _minutes(day: int, sessions: tuple[tuple[int, int], ...]) -> _Spans:
    return [(minute_at(day, start), minute_at(day, end)) for start, end in sessions]


def _meet(one: Iterable[tuple[int, int]], other: _Spans) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)
