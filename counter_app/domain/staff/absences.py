"""Judgements on being away: logged by oneself or the desk's head, and the early return."""

import re

from counter_app.domain.kinds import StaffFact
from counter_app.domain.life.case import MAX_TEXT, check_text
from counter_app.domain.moments import DAY, check_minute, day_of, minute_at
from counter_app.domain.staff.absence import Absence, cut, overlap
from counter_app.domain.staff.availability import check_speaks_for, handed, heads
from counter_app.domain.staff.commands import EndAbsence, LogAbsence
from counter_app.domain.staff.request import OPEN, Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import (
    AbsenceEnded,
    AbsenceLogged,
    AbsenceReason,
    Ending,
    Span,
    SubstitutionEnded,
)
from counter_app.errors import Refused

MAX_SPANS = 60
AHEAD = 366 * DAY
MAX_SHEET = 60
_DIGEST = re.compile(r"[0-9a-f]{64}")

Said = list[tuple[str, StaffFact]]


def log_absence(command: LogAbsence, roster: Roster) -> Said:
    """Put on record that a person is away; what is not planned may have begun earlier the same day.

    Raises Refused: unknown_person, absence_not_yours, those of `check_spans`, span_past, already_absent,
    text_missing (another reason), too_long, bad_characters, bad_scan.
    """
    person = roster.person(command.person)
    check_speaks_for(roster, command.actor_id, person.person_id)
    spans = check_spans(command.spans, roster.now)
    if spans[0].begin < (roster.now if command.planned else _midnight(roster)):
        raise Refused("span_past", "spans")
    if any(one.person == person.person_id and overlap(one.standing, spans) for one in roster.absences):
        raise Refused("already_absent", "spans")
    other = command.reason is AbsenceReason.OTHER
    text = check_text(command.text, "text", MAX_TEXT, required=other)
    if command.document and not _DIGEST.fullmatch(command.document):
        raise Refused("bad_scan", "document")
    fact = AbsenceLogged(
        absence=command.event_id,
        person=person.person_id,
        at=roster.now,
        spans=spans,
        planned=command.planned,
        document=command.document,
        reason=command.reason,
        text=text,
    )
    return [(fact.absence, fact)]


def end_absence(command: EndAbsence, roster: Roster) -> Said:
    """Record an early return, and end what it leaves without an object: its requests.

    Whoever is back already gets his counter back at once; one who comes back later keeps his substitute
    until then. Only the desk's head may put another's return on a day before today.
    Raises Refused: unknown_absence, absence_not_yours, absence_over, bad_moment, back_late, back_past.
    """
    absence = roster.absence(command.absence)
    check_speaks_for(roster, command.actor_id, absence.person)
    if not absence.standing:
        raise Refused("absence_over", None)
    back = check_minute(command.back, "back")
    if back >= absence.standing[-1].end:
        raise Refused("back_late", "back")
    of_another = command.actor_id != absence.person and heads(roster, command.actor_id)
    if back < _midnight(roster) and not of_another:
        raise Refused("back_past", "back")
    text = check_text(command.text, "text", MAX_TEXT)
    ended = AbsenceEnded(absence.absence, roster.now, back, text)
    return [(absence.absence, ended), *_released(command, absence, roster)]


def check_spans(spans: tuple[Span, ...], now: int) -> tuple[Span, ...]:
    """Return spans that are in order, apart and at most a year ahead.

    Raises Refused: spans_missing, too_many_spans, bad_moment, bad_span, spans_overlap, span_far.
    """
    if not spans:
        raise Refused("spans_missing", "spans")
    if len(spans) > MAX_SPANS:
        raise Refused("too_many_spans", "spans", limit=MAX_SPANS)
    last = None
    for span in spans:
        if check_minute(span.begin, "spans") >= check_minute(span.end, "spans"):
            raise Refused("bad_span", "spans")
        if last is not None and span.begin < last:
            raise Refused("spans_overlap", "spans")
        last = span.end
    if spans[-1].end > now + AHEAD:
        raise Refused("span_far", "spans")
    return tuple(spans)


def _released(command: EndAbsence, absence: Absence, roster: Roster) -> Said:
    sheet = check_text(command.sheet, "sheet", MAX_SHEET)
    said: Said = []
    for one in roster.requests:
        if one.asked.absence != absence.absence or one.state(roster.now) not in OPEN:
            continue
        why = _needless(one, command.back, roster.now)
        if why is not None:
            count = handed(roster, one) if one.began is not None else 0
            said.append((one.request, SubstitutionEnded(one.request, roster.now, why, count, sheet)))
    return said


def _needless(request: Request, back: int, now: int) -> Ending | None:
    if request.began is not None:
        return Ending.RETURNED if back <= now else None
    return None if cut(request.spans, back) and back > now else Ending.NOT_NEEDED


def _midnight(roster: Roster) -> int:
    return minute_at(day_of(roster.now), 0)
