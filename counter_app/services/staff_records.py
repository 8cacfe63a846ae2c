"""What is on record of one person in one month: dossiers, absences, substitutions, measures, inspections."""

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from counter_app.documents import month_sheet
from counter_app.documents.month_sheet import Away, LateDossier, Measure, MonthSheet
from counter_app.documents.register import judged
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.dossier import MISSES, Dossier
from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import day_iso, day_of, minute_at, parse_day
from counter_app.domain.people import Person, Role, find_person, roles_on
from counter_app.domain.permissions import READS, Page
from counter_app.domain.promise_events import LatenessExplained
from counter_app.domain.staff.absence import Absence, cut
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Span, StandingRecorded
from counter_app.errors import Refused
from counter_app.services import approvals, reading, recording, staff
from counter_app.services.counter import Counter
from counter_app.services.reports import Kept
from counter_app.store import projections, registers, withheld
from counter_app.store import staff as store
from counter_app.store.engine import Connection

MOST_LATE = 500  # late dossiers named one by one
_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
_YEAR_END = 12


@dataclass(frozen=True, slots=True)
class StoodIn:
    """One substitution in the month: who sat for `other` (or was sat for by him), and for how long.

    `unconfirmed` while no approver has decided on it.
    """

    request: str
    other: str
    counter: str
    spans: tuple[Span, ...]
    minutes: int
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """One person's month (YYYY-MM), as it stands in the minute `now`.

    `received` counts the dossiers he took in. `kept` judges what was received in the month and is his: a late
    one is his who answered for it in the last minute of its promise, any other the receiver's. `explained`
    counts the late ones that are explained; `late` names them.
    `given` is where he stood in, `taken` where another stood in for him; `noted` are presence checks,
    inspections with what was done about them, measures and rotations, oldest first. `lacking` are the events
    of these and of absences whose personal data is not at this PC.
    """

    person: Person
    month: str
    now: int
    received: int
    kept: Kept
    explained: int
    late: tuple[LateDossier, ...]
    absences: tuple[Away, ...]
    given: tuple[StoodIn, ...]
    taken: tuple[StoodIn, ...]
    noted: tuple[tuple[Event, Fact], ...]
    lacking: frozenset[str] = frozenset()

    @property
    def in_time(self) -> int:
        """How many came by the last promise, the one that lateness is judged by."""
        return self.kept.on_time + self.kept.late_by_first

    @property
    def missed(self) -> int:
        """How many missed it, extended or not."""
        return self.kept.late + self.kept.within_extension


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month with its paper; `names` are the office's people by id."""

    record: MonthRecord
    names: Mapping[str, str]
    pdf: bytes


def readable(counter: Counter, reader_id: str) -> tuple[Person, ...]:
    """Return whose records a person may read: everybody's, or only his own. Raises Refused: as `month`."""
    with counter.store.read() as conn:
        people = counter.reference(conn).briefing.people
        roles = reading.check(conn, counter, reader_id, Page.OWN_RECORDS)
    if roles & READS[Page.RECORDS]:
        return people
    return (find_person(people, reader_id),)


def month(counter: Counter, reader_id: str, person_id: str, of_month: str) -> MonthRecord:
    """Return a person's month (YYYY-MM) to himself, or to who may read others' records.

    Raises Refused: not_permitted, not_signed_in, unknown_person, bad_date, not_enrolled.
    """
    first, last = days_of(of_month)
    begin, end = minute_at(parse_day(first), 0), minute_at(parse_day(last) + 1, 0)
    now = recording.minute_of(counter.clock.now())
    page = Page.OWN_RECORDS if reader_id == person_id else Page.RECORDS
    with reading.opened(counter, reader_id, page) as conn:
        reference = counter.reference(conn)
        since = begin + store.BACK
        everybody = store.absences(conn, since)
        absent = [one for one in everybody if one.person == person_id]
        requests = approvals.decided(conn, counter, store.requests(conn, since))
        noted = tuple(store.records(conn, person_id, begin, end))
        lacking = withheld.lacking(conn, [event.event_id for event, _fact in noted])
        roster = replace(staff.roster(conn, counter, counter.clock.now()), requests=requests)
        received, kept, missed = _dossiers(conn, roster, person_id, (first, last))
        late = _named(conn, missed)
    whole, so_far = Span(begin, end), Span(begin, min(end, now))
    sat = [(one, _sat(one, everybody)) for one in requests if one.began is not None]
    return MonthRecord(
        person=find_person(reference.briefing.people, person_id),
        month=of_month,
        now=now,
        received=received,
        kept=kept,
        explained=sum(one.explained is not None for one in missed),
        late=late,
        absences=_away(absent, whole, reference.calendar),
        given=_stood_in(sat, "substitute", person_id, so_far, reference.calendar),
        taken=_stood_in(sat, "absent", person_id, so_far, reference.calendar),
        noted=noted,
        lacking=lacking | {one.absence for one in absent if one.lacking and _within(one.standing, whole)},
    )


def sheet(counter: Counter, reader_id: str, person_id: str, of_month: str) -> Sheet:
    """Return a person's month with its sheet as PDF. Raises as `month`."""
    record = month(counter, reader_id, person_id, of_month)
    first = minute_at(parse_day(days_of(of_month)[0]), 0)
    with reading.opened(counter, reader_id, Page.OWN_RECORDS) as conn:
        briefing = counter.reference(conn).briefing
        roster = staff.roster(conn, counter, counter.clock.now())
    names = {one.person_id: one.name for one in briefing.people}
    person, day = record.person, day_iso(day_of(record.now))
    heads = [
        one for one in briefing.people if Role.SUPERVISOR in roles_on(briefing.grants, one.person_id, day)
    ]
    head = next((one for one in heads if one.person_id != person_id), None)
    paper = MonthSheet(
        office=briefing.office,
        at=record.now,
        month=first,
        name=person.name,
        title=person.title,
        counter=roster.counter_of(person.person_id, min(day, days_of(of_month)[1])),
        received=record.received,
        on_time=record.in_time,
        late=record.missed,
        late_dossiers=record.late,
        absences=record.absences,
        substitutions=tuple(_on_paper(record, names)),
        measures=tuple(
            Measure(
                fact.what, fact.decision, fact.day, None if event.event_id in record.lacking else fact.text
            )
            for event, fact in record.noted
            if isinstance(fact, StandingRecorded)
        ),
        head_name=head.name if head else "",
    )
    return Sheet(record, names, month_sheet.render(paper))


def _on_paper(record: MonthRecord, names: Mapping[str, str]) -> Iterator[month_sheet.StoodIn]:
    for given, stood in ((True, record.given), (False, record.taken)):
        for one in stood:
            for span in one.spans:
                yield month_sheet.StoodIn(
                    given, names.get(one.other, one.other), one.counter, span, one.unconfirmed
                )


def days_of(of_month: str) -> tuple[str, str]:
    """Return the first and the last day (YYYY-MM-DD) of YYYY-MM. Raises Refused: bad_date."""
    if not _MONTH.fullmatch(of_month):
        raise Refused("bad_date", "month")
    first = f"{of_month}-01"
    parse_day(first, "month")
    year, number = int(of_month[:4]), int(of_month[5:])
    after = datetime.date(year + number // _YEAR_END, number % _YEAR_END + 1, 1)
    return first, (after - datetime.timedelta(days=1)).isoformat()


def _dossiers(
    conn: Connection, roster: Roster, person_id: str, days: tuple[str, str]
) -> tuple[int, Kept, list[Dossier]]:
    """Return how many he took in on these days, how what was his stands, and what he missed of it."""
    received, kept, missed = 0, Kept(), list[Dossier]()
    began = [one.asked for one in roster.requests if one.began is not None]
    others = {one.absent for one in began} if any(one.substitute == person_id for one in began) else set()
    for dossier in registers.received_by(conn, {person_id, *others}, *days):
        own, late = dossier.actor_id == person_id, judged(dossier, roster.now)
        received += own
        his = own
        if late in MISSES:  # he who could have kept it to the end
            his = roster.responsible(dossier.actor_id, dossier.due - 1) == person_id
        if not his:
            continue
        kept.add(late.value if late else "")
        if late in MISSES:
            kept.still_open += dossier.arrived is None and dossier.ended is None
            missed.append(dossier)
    return received, kept, missed


def _named(conn: Connection, missed: Sequence[Dossier]) -> tuple[LateDossier, ...]:
    said = _explanations(conn, [one.code for one in missed])
    return tuple(
        LateDossier(one.code, one.procedure_name, one.first_due, one.due, one.arrived, said.get(one.code, ""))
        for one in missed[:MOST_LATE]
    )


def _explanations(conn: Connection, codes: Sequence[str]) -> dict[str, str]:
    """Return the officer's last explanation by code; another unit's own is no officer's."""
    found: dict[str, str] = {}
    for start in range(0, len(codes), projections.CHUNK):
        chunk = codes[start : start + projections.CHUNK]
        for event, fact in projections.history(conn, chunk, (LatenessExplained.KIND,)):
            if isinstance(fact, LatenessExplained) and not fact.unit:
                found[event.subject] = fact.text
    return found


def _away(absent: Iterable[Absence], whole: Span, calendar: WorkCalendar) -> tuple[Away, ...]:
    found = []
    for one in absent:
        if spans := _within(one.standing, whole):
            reason = None if one.lacking else one.reason
            found.append(Away(reason, spans, _worked(spans, calendar)))
    return tuple(sorted(found, key=lambda away: away.spans[0].begin))


def _stood_in(
    requests: Iterable[tuple[Request, tuple[Span, ...]]],
    side: str,
    person_id: str,
    whole: Span,
    calendar: WorkCalendar,
) -> tuple[StoodIn, ...]:
    found = []
    for one, sat in requests:
        if getattr(one.asked, side) != person_id:
            continue
        if spans := _within(sat, whole):
            other = one.asked.absent if side == "substitute" else one.asked.substitute
            worked = _worked(spans, calendar)
            found.append(StoodIn(one.request, other, one.asked.counter, spans, worked, one.unconfirmed))
    return tuple(sorted(found, key=lambda one: (one.spans[0].begin, one.request)))


def _sat(request: Request, absences: Iterable[Absence]) -> tuple[Span, ...]:
    """Return the times of a substitution from when he sat down on, without its substitute's own absences."""
    held = ((max(sat, span.begin), span.end) for sat, span in request.held)
    left = tuple(Span(begin, end) for begin, end in held)
    for one in absences:
        if one.person == request.asked.substitute:
            for away in one.standing:
                left = tuple(part for span in left for part in _besides(span, away))
    return left


def _besides(span: Span, away: Span) -> Iterator[Span]:
    """Yield what of a span lies before and after another."""
    for begin, end in ((span.begin, min(span.end, away.begin)), (max(span.begin, away.end), span.end)):
        if begin < end:
            yield Span(begin, end)


def _within(spans: tuple[Span, ...], whole: Span) -> tuple[Span, ...]:
    """Return the parts of spans that lie in another one."""
    return tuple(
        Span(max(one.begin, whole.begin), one.end) for one in cut(spans, whole.end) if one.end > whole.begin
    )


def _worked(spans: Iterable[Span], calendar: WorkCalendar) -> int:
    return sum(calendar.worked(one.end) - calendar.worked(one.begin) for one in spans)
