"""The inspections of the desk with what was done about them, and their minutes on paper."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from counter_app.documents import inspection_minutes
from counter_app.documents.inspection_minutes import Minutes, Part, Participant
from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.domain.people import Person
from counter_app.domain.permissions import Page
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import InspectionFollowedUp, InspectionHeld
from counter_app.errors import Refused
from counter_app.services import reading, staff
from counter_app.services.counter import Counter
from counter_app.services.standing import named
from counter_app.store import staff as store
from counter_app.store import withheld


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What somebody did about an inspection in the minute `at`; `lacking` where its text is not here."""

    at: int
    by: Person
    text: str
    done: bool
    lacking: bool = False


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection, who held it, and what followed, oldest first; `lacking`: its texts are not here."""

    fact: InspectionHeld
    by: Person
    people: tuple[Person, ...]
    followed: tuple[FollowUp, ...] = ()
    lacking: bool = False

    @property
    def open(self) -> bool:
        """Whether it has still to be looked at again."""
        return bool(self.fact.due) and not any(one.done for one in self.followed)

    def overdue(self, day: str) -> bool:
        """Tell whether its day (YYYY-MM-DD) has passed without it being closed."""
        return self.open and self.fact.due < day


@dataclass(frozen=True, slots=True)
class Inspected:
    """The desk's people now, and its inspections: the open ones first by their day, then the newest.

    `lacking` are the events, the newest first, whose texts are not at this PC.
    """

    roster: Roster
    inspections: tuple[Inspection, ...]
    lacking: tuple[str, ...]


def look(counter: Counter, reader_id: str) -> Inspected:
    """Return the inspections to who may read people's records. Raises Refused: as `reading.check`."""
    with reading.opened(counter, reader_id, Page.RECORDS) as conn:
        roster = staff.roster(conn, counter, counter.clock.now())
        links = list(store.inspections(conn))
        ids = [event.event_id for event, _fact in reversed(links)]
        lacking = withheld.lacking(conn, ids)
    found = _told(links, roster.people, lacking)
    waiting = sorted((one for one in found if one.open), key=lambda one: (one.fact.due, one.fact.at))
    over = sorted((one for one in found if not one.open), key=lambda one: -one.fact.at)
    return Inspected(roster, (*waiting, *over), tuple(one for one in ids if one in lacking))


def minutes(counter: Counter, reader_id: str, inspection: str) -> bytes:
    """Return the minutes as PDF, to who may read records.

    Raises Refused: unknown_inspection, minutes_elsewhere (to be fetched), as `look`.
    """
    seen = look(counter, reader_id)
    one = next((one for one in seen.inspections if one.fact.inspection == inspection), None)
    if one is None:
        raise Refused("unknown_inspection", "inspection")
    if one.lacking:
        raise Refused("minutes_elsewhere", "inspection")
    fact, inspected = one.fact, (Participant(each.name, each.title, Part.INSPECTED) for each in one.people)
    paper = Minutes(
        office=seen.roster.office,
        at=fact.at,
        surprise=fact.surprise,
        participants=(Participant(one.by.name, one.by.title, Part.INSPECTS), *inspected),
        strengths=fact.strengths,
        faults=fact.faults,
        recommendations=fact.recommendations,
        footage=fact.footage,
        due=fact.due,
    )
    return inspection_minutes.render(paper)


def _told(
    links: Iterable[tuple[Event, Fact]], people: tuple[Person, ...], lacking: Collection[str]
) -> list[Inspection]:
    held: dict[str, tuple[Event, InspectionHeld]] = {}
    followed: dict[str, list[FollowUp]] = {}
    for event, fact in links:
        if isinstance(fact, InspectionHeld):
            held.setdefault(fact.inspection, (event, fact))
        elif isinstance(fact, InspectionFollowedUp):
            by = named(people, event.actor_id)
            done = FollowUp(fact.at, by, fact.text, fact.done, event.event_id in lacking)
            followed.setdefault(fact.inspection, []).append(done)
    return [
        Inspection(
            fact,
            named(people, event.actor_id),
            tuple(named(people, one) for one in fact.people),
            tuple(followed.get(inspection, ())),
            event.event_id in lacking,
        )
        for inspection, (event, fact) in held.items()
    ]
