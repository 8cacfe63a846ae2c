"""Judgements on being away: logged by oneself or the desk's head, and the early return."""

import re
from dataclasses import replace

from counter_app.domain.kinds import StaffFact
from counter_app.domain.life.case import MAX_TEXT, check_text
from counter_app.domain.moments import DAY, check_minute, day_of, minute_at
from counter_app.domain.staff.absence import Absence, check_back, overlap
from counter_app.domain.staff.availability import check_speaks_for, coming, handed
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
FORGOTTEN = 31 * DAY  # minutes back: a month's sheet can still be put right
MAX_SHEET = 60
_DIGEST = re.compile(r"[0-9a-f]{64}")

Said = list[tuple[str, StaffFact]]


def log_absence(command: LogAbsence, roster: Roster) -> Said:
    """Put on record that a person is away; what is not planned may have begun earlier the same day.

    What was forgotten on an earlier day is another's word, within FORGOTTEN and with the reason.
    Raises Refused: unknown_person, absence_not_yours, those of `check_spans`, span_past, already_absent,
    text_missing (another reason, a day that is over), too_long, bad_characters, bad_scan.
    """
    person = roster.person(command.person)
    check_speaks_for(roster, command.actor_id, person.person_id)
    spans = check_spans(command.spans, roster.now)
    _check_not_past(command, spans[0].begin, roster)
    if any(one.person == person.person_id and overlap(one.standing, spans) for one in roster.absences):
        raise Refused("already_absent", "spans")
    needed = command.reason is AbsenceReason.OTHER or spans[0].begin < _midnight(roster)
    text = check_text(command.text, "text", MAX_TEXT, required=needed)
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
    until then. Nobody puts his own return into the past, another's only with the reason.
    Raises Refused: unknown_absence, absence_not_yours, absence_over, bad_moment, back_late, too_long and
    those of `check_back`.
    """
    absence = roster.absence(command.absence)
    check_speaks_for(roster, command.actor_id, absence.person)
    if not absence.standing:
        raise Refused("absence_over", None)
    back = roster.now if command.back is None else check_minute(command.back, "back")
    left = [span for span in absence.standing if span.end > back]
    if not left:
        raise Refused("back_late", "back")
    text = check_text(command.text, "text", MAX_TEXT)
    check_back(back, roster.now, text, own=command.actor_id == absence.person)
    further = command.further or len(left) == 1
    if not further:
        back = max(back, left[0].begin)
    ended = AbsenceEnded(absence.absence, roster.now, back, text, further)
    return [(absence.absence, ended), *_released(command, ended, roster)]


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


def _check_not_past(command: LogAbsence, begin: int, roster: Roster) -> None:
    if begin >= (roster.now if command.planned else _midnight(roster)):
        return
    own = command.actor_id == command.person
    if command.planned or own or begin < roster.now - FORGOTTEN:
        raise Refused("span_past", "spans")


def _released(command: EndAbsence, said: AbsenceEnded, roster: Roster) -> Said:
    """End what an early return leaves without an object of its absence's requests, in its minute."""
    sheet = check_text(command.sheet, "sheet", MAX_SHEET)
    standing = _after(roster.absence(said.absence), said).standing
    return [
        (one.request, fact)
        for one in roster.requests
        if one.asked.absence == said.absence and one.state(roster.now) in OPEN
        for fact in _ends(one, said, standing, sheet, roster)
    ]


def _ends(
    request: Request, said: AbsenceEnded, standing: tuple[Span, ...], sheet: str, roster: Roster
) -> list[SubstitutionEnded]:
    now = roster.now
    left = coming(request.spans, now)
    lost = [span for span in left if not any(a.begin <= span.begin and span.end <= a.end for a in standing)]
    if not lost:
        return []
    why = Ending.RETURNED if request.began is not None else Ending.NOT_NEEDED
    seated = request.seated(now)
    count = handed(roster, request) if seated else 0
    sheet = sheet if seated else ""  # where nothing goes back there is no list
    if not any(overlap((span,), standing) for span in left):
        return [SubstitutionEnded(request.request, now, why, count, sheet)]
    if said.further:
        return [SubstitutionEnded(request.request, now, why, count, sheet, max(said.back, now))]
    # No list is numbered: the other times stay his, and for each he sits down anew.
    untils = [max(said.back, span.begin) for span in lost]
    return [SubstitutionEnded(request.request, now, why, count, "", until, further=False) for until in untils]


def _after(absence: Absence, said: AbsenceEnded) -> Absence:
    if not said.further:
        return replace(absence, dropped=(*absence.dropped, said.back))
    return replace(absence, back=said.back if absence.back is None else min(absence.back, said.back))


def _midnight(roster: Roster) -> int:
    return minute_at(day_of(roster.now), 0)
