"""The duty board (Decree 61/2018 Art. 9.7) as values and as paper; the notice that somebody stands in."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from counter_app.documents import duty_board, substitution_notice
from counter_app.documents.duty_board import Duty, OnDuty
from counter_app.documents.substitution_notice import Notice
from counter_app.domain.moments import day_of, minute_at, parse_day
from counter_app.domain.people import Office, find_person
from counter_app.domain.permissions import Page
from counter_app.domain.reception import sessions_on
from counter_app.domain.staff.coverage import Cell, Cover, coverage
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Span
from counter_app.errors import Refused
from counter_app.services import reading, staff
from counter_app.services.counter import Counter
from counter_app.store import photos
from counter_app.store.engine import Connection

__all__ = ("DutyBoard", "OnDuty", "notice", "paper", "today")  # screens may not see documents

_LOOK_AHEAD = 31  # days in which the next reception is looked for
_IN_FORCE = (RequestState.APPROVED, RequestState.TO_CONFIRM, RequestState.ACTIVE)
_Pictures = Mapping[str, bytes]  # by digest
_NUMBER = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class DutyBoard:
    """Who sits where now, one of `people` for each counter and field; between sessions who comes next.

    `day` is YYYY-MM-DD, `sessions` today's hours of reception; `next_open` is when the desk receives again
    once they are over, None before that. Nothing personal is here that Art. 9.7 does not publish.
    """

    office: Office
    day: str
    sessions: tuple[Span, ...]
    next_open: int | None
    people: tuple[OnDuty, ...]


def today(counter: Counter, at: int | None = None) -> DutyBoard:
    """Return the board of this minute, or as it is to stand in the minute `at`: for everybody.

    Raises Refused: not_enrolled.
    """
    with counter.store.read() as conn:
        roster, pictures = _picture(conn, counter)
    roster = roster if at is None else replace(roster, now=at)
    sessions = _sessions(roster, roster.today)
    over = all(span.end <= roster.now for span in sessions)
    people = [_seated(roster, pictures, _now(cells, roster.now)) for cells in _rows(roster)]
    return DutyBoard(
        roster.office, roster.today, sessions, _next_open(roster) if over else None, tuple(people)
    )


def paper(counter: Counter, reader_id: str) -> bytes:
    """Return the board on A4 for the rest of today, with the hours of who sits there for a part of it.

    Raises Refused: not_enrolled, nobody_on_duty (the desk does not receive any more today).
    """
    roster, pictures = _read(counter, reader_id)
    people = [one for cells in _rows(roster) for one in _rest(roster, pictures, cells)]
    if not people:
        raise Refused("nobody_on_duty")
    return duty_board.render(Duty(roster.office, roster.now, tuple(people)))


def notice(counter: Counter, reader_id: str, request_id: str) -> bytes:
    """Return the notice that somebody stands in, on A4; without a word of why.

    Raises Refused: unknown_request, notice_not_in_force (neither approved nor begun, or over), not_enrolled.
    """
    roster, _pictures = _read(counter, reader_id)
    request = roster.request(request_id)
    if request.state(roster.now) not in _IN_FORCE:
        raise Refused("notice_not_in_force", None)
    absent, substitute = roster.person(request.asked.absent), roster.person(request.asked.substitute)
    approver = roster.person(request.decided_by) if request.approved else None
    return substitution_notice.render(
        Notice(
            office=roster.office,
            at=roster.now,
            counter=request.asked.counter,
            absent_name=absent.name,
            substitute_name=substitute.name,
            substitute_title=substitute.title,
            spans=request.spans,
            substitute_field=absent.field,
            approver_name=approver.name if approver else "",
            approver_title=approver.title if approver else "",
            approved=request.decided_at if approver else None,
            ground=request.ground if approver else "",
            prepared_by=roster.person(reader_id).name,
        )
    )


def _read(counter: Counter, reader_id: str) -> tuple[Roster, _Pictures]:
    with reading.opened(counter, reader_id, Page.ROSTER) as conn:
        return _picture(conn, counter)


def _picture(conn: Connection, counter: Counter) -> tuple[Roster, _Pictures]:
    return staff.roster(conn, counter, counter.clock.now()), photos.held(conn)


def _rows(roster: Roster) -> Iterator[list[Cell]]:
    """Yield today's cells of each counter and field, Quầy 2 before Quầy 10."""
    cells = sorted(coverage(roster, roster.today, roster.today), key=_place)
    for _key, row in groupby(cells, key=lambda cell: (cell.counter, cell.field)):
        yield list(row)


def _place(cell: Cell) -> tuple[list[str], str, int]:
    parts = [part.zfill(9) if part.isdigit() else part for part in _NUMBER.split(cell.counter)]
    return parts, cell.field, cell.begin


def _now(cells: list[Cell], now: int) -> Cell:
    """Return the cell that runs, else the next one, else the day's last."""
    return next((cell for cell in cells if cell.end > now), cells[-1])


def _seated(roster: Roster, pictures: _Pictures, cell: Cell, during: Span | None = None) -> OnDuty:
    person_id, absent = _published(roster, cell)
    if not person_id:
        return OnDuty(cell.counter, "", field=cell.field)
    person = find_person(roster.people, person_id)
    instead = find_person(roster.people, absent).name if absent else ""
    photo = pictures.get(person.photo, b"")
    return OnDuty(cell.counter, person.name, person.title, cell.field, person.phone, instead, during, photo)


def _published(roster: Roster, cell: Cell) -> tuple[str, str]:
    """Return who is named at a counter and whose place it is; ("", "") for nobody.

    Who was merely asked is not named, nor whoever has left his counter for another.
    """
    if cell.cover is not Cover.AT_RISK:
        return cell.person, cell.absent if cell.person else ""
    request = roster.request(cell.request)
    seated = request.active(roster.now if cell.begin <= roster.now < cell.end else cell.begin)
    named = (seated or request.approved is True) if cell.absent else not seated
    return (cell.person, cell.absent) if named else ("", "")


def _rest(roster: Roster, pictures: _Pictures, cells: list[Cell]) -> list[OnDuty]:
    """Return who sits at one counter for the rest of the day, each once; nobody only where none comes."""
    left = [cell for cell in cells if cell.end > roster.now] or cells
    found: dict[tuple[str, str], list[Cell]] = {}
    for cell in left:
        found.setdefault(_published(roster, cell), []).append(cell)
    named = {who: held for who, held in found.items() if who[0]} or found
    return [
        _seated(roster, pictures, held[0], None if len(held) == len(cells) else _hours(held))
        for held in named.values()
    ]


def _hours(cells: Iterable[Cell]) -> Span:
    held = list(cells)
    return Span(held[0].begin, held[-1].end)


def _sessions(roster: Roster, day: str) -> tuple[Span, ...]:
    number = parse_day(day)
    saturdays = bool(roster.saturday_fields)
    hours = sessions_on(saturdays, number, roster.calendar, roster.mornings)
    return tuple(Span(minute_at(number, begin), minute_at(number, end)) for begin, end in hours)


def _next_open(roster: Roster) -> int | None:
    first = day_of(roster.now) + 1
    for number in range(first, first + _LOOK_AHEAD):
        hours = sessions_on(bool(roster.saturday_fields), number, roster.calendar, roster.mornings)
        if hours:
            return minute_at(number, hours[0][0])
    return None
