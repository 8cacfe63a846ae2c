"""What is done about the people of the desk: each act judged on the whole roster, and durable."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from counter_app.domain.dossier import local_day
from counter_app.domain.kinds import StaffFact
from counter_app.domain.people import Person
from counter_app.domain.staff import roster as rosters
from counter_app.domain.staff.approval import check_approval
from counter_app.domain.staff.commands import (
    BeginSubstitution,
    DecideSubstitution,
    EndAbsence,
    EndSubstitution,
    StaffCommand,
)
from counter_app.domain.staff.fields import among
from counter_app.domain.staff.judge import answer_of, judge
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff.substitutions import Approver
from counter_app.domain.staff_events import (
    AbsenceLogged,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)
from counter_app.errors import Refused
from counter_app.host.clock import Moment
from counter_app.services import approvals, day, recording
from counter_app.services.counter import Counter, Reference
from counter_app.store import outbox, scans, unprinted_lists
from counter_app.store import staff as store
from counter_app.store.engine import Connection
from counter_app.store.staff import Told
from counter_app.store.unprinted_lists import UnprintedList

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class StaffActed:
    """What an act has put on record: the command's id and the facts, none when it was answered before."""

    event_id: str
    facts: tuple[StaffFact, ...]


def act(counter: Counter, command: StaffCommand, approver: Approver | None = None) -> StaffActed:
    """Do something about the desk's people, durable on return; the same event_id again changes nothing.

    `approver` is the open key of who decides, his seat's at this PC where it is left out. Lists of what
    changes hands are numbered here. Raises Refused: those of the command's judgement and of
    `recording.record`, unknown_person, unknown_scan, bad_event_id, event_id_taken; Unavailable: disk_full and
    the store's others; Damaged: log_forked, log_rolled_back. Nothing is written then.
    """
    with counter.store.write() as conn:
        done = recording.known(conn, command.event_id, answer_of(command))
        recording.check_writable(conn, counter)
        now = counter.clock.now()
        around = roster(conn, counter, now)
        around.person(command.actor_id)
        if done:
            return StaffActed(command.event_id, ())
        said = judge(_numbered(conn, counter, command), around, approver or _seat(counter, command))
        for _subject, fact in said:
            _check(conn, counter, command, fact, around)
        recording.record(conn, counter, command, said, now)
        _note_lists(conn, [fact for _subject, fact in said], around)
    counter.clock.happened(now)
    return StaffActed(command.event_id, tuple(fact for _subject, fact in said))


def roster(conn: Connection, counter: Counter, now: Moment) -> Roster:
    """Return the office's people in the minute of `now`, absences and requests of 13 months and ahead.

    Raises Refused: not_enrolled.
    """
    reference, minute = counter.reference(conn), recording.minute_of(now)
    briefing = reference.briefing
    here = counter.installation
    heard = outbox.state(conn, here.installation_id).last_contact_ms
    return Roster(
        now=minute,
        calendar=reference.calendar,
        office=briefing.office,
        people=briefing.people,
        grants=briefing.grants,
        keys=approvals.register(conn, counter).keys,
        absences=store.absences(conn, minute),
        requests=approvals.decided(conn, counter, store.requests(conn, minute)),
        rotations=store.rotations(conn),
        contact=(here.enrolled_at if heard is None else heard) // MINUTE_MS,
        dossiers=store.own_dossiers(conn),
        saturday_fields=_saturday_fields(reference, minute),
        inspections=store.open_inspections(conn),
    )


def _saturday_fields(reference: Reference, minute: int) -> tuple[str, ...]:
    """Return the catalogue's fields with reception on Saturday mornings that somebody here does."""
    listed = reference.catalogue(local_day(minute)).procedures
    received = {each.field for each in listed if each.saturday_morning}
    done = {person.field for person in reference.briefing.people}
    return tuple(sorted(one for one in received if any(among((one,), field) for field in done)))


def answering(conn: Connection, counter: Counter, minute: int) -> dict[str, str]:
    """Return by absent person who answers in a minute for what he received; all others do so themselves."""
    return _answering(conn, counter, store.seated(conn, minute), minute)


class Names:
    """Whose name stands beside what a person received, asked for every page of a list."""

    def __init__(self, people: Iterable[Person], minute: int) -> None:
        """Take the office's people and the minute that is asked about."""
        self._names = {person.person_id: person.name for person in people}
        self._minute = minute
        self._seated: list[Told] = []
        self._now = self._names

    def now(self, conn: Connection, counter: Counter) -> Mapping[str, str]:
        """Return the name by person_id; made anew only when somebody has sat down or stood up."""
        seated = store.seated(conn, self._minute)
        if seated != self._seated:
            self._seated = seated
            instead = _answering(conn, counter, seated, self._minute)
            self._now = self._names | {absent: self._names.get(one, one) for absent, one in instead.items()}
        return self._now


def _answering(conn: Connection, counter: Counter, seated: list[Told], minute: int) -> dict[str, str]:
    if not seated:
        return {}
    active = approvals.decided(conn, counter, seated)
    people, rotations = counter.reference(conn).briefing.people, store.rotations(conn)
    counter_of = functools.partial(rosters.counter_of, people, rotations)
    absent = {one.asked.absent for one in active}
    return {one: rosters.responsible(active, one, minute, counter_of) for one in absent}


def _seat(counter: Counter, command: StaffCommand) -> Approver | None:
    seat = counter.seats.get(command.actor_id) if isinstance(command, DecideSubstitution) else None
    return seat.key if seat else None


def _numbered(conn: Connection, counter: Counter, command: StaffCommand) -> StaffCommand:
    """Number the list of what changes hands, where nobody has."""
    if isinstance(command, BeginSubstitution | EndSubstitution | EndAbsence) and not command.sheet:
        return replace(command, sheet=day.sheet_number(conn, counter))
    return command


def _note_lists(conn: Connection, facts: Iterable[StaffFact], around: Roster) -> None:
    """Keep in mind which lists of what changes hands are to be printed at this PC, and when.

    Nobody ends a time that runs out: the list of what goes back then is kept in mind with the first.
    """
    now = around.now
    for fact in facts:
        if isinstance(fact, SubstitutionBegan):
            unprinted_lists.keep(conn, UnprintedList(fact.sheet, fact.request, fact.at, False), now)
            if (span := around.request(fact.request).due(now)) is not None:
                number = back_number(fact.sheet)
                unprinted_lists.keep(conn, UnprintedList(number, fact.request, span.end, True), now)
        elif isinstance(fact, SubstitutionEnded) and fact.sheet:
            unprinted_lists.call_off(conn, fact.request, now)
            unprinted_lists.keep(conn, UnprintedList(fact.sheet, fact.request, fact.stop, True), now)


def back_number(sheet: str) -> str:
    """Return the number of the list by which goes back what a list handed over, where nobody ended it."""
    return f"{sheet}-V"


def _check(
    conn: Connection, counter: Counter, command: StaffCommand, fact: StaffFact, around: Roster
) -> None:
    """Put nothing on record that another PC would not believe, or that nobody can look at."""
    if isinstance(fact, AbsenceLogged) and fact.document:
        if not scans.held(conn, fact.absence, fact.document):
            raise Refused("unknown_scan", "document")
    elif isinstance(fact, SubstitutionDecided):
        current = approvals.register(conn, counter)
        here = counter.installation.installation_id
        mine = [key for key in current.keys if key.installation_id == here]
        request: Request = around.request(fact.request)
        check_approval(current.office_id, command.actor_id, request, fact, mine, current.verify)
