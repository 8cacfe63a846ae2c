"""Who could stand in, best first, and why: trained, free, seldom asked of late, little on the desk."""

from dataclasses import dataclass

from counter_app.domain.moments import DAY
from counter_app.domain.staff.absence import Absence, overlap
from counter_app.domain.staff.availability import coming, days_of, hindrance, load
from counter_app.domain.staff.fields import trained_for
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Ending, Span

LATELY = 90 * DAY  # minutes back in which substitutions count for fairness


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who is able to. `load` counts open dossiers, `lately` substitutions of the last 90 days.

    `why` has codes: trained or untrained, free (has no counter of his own) or has_counter, seldom (nobody
    stood in less often of late), light (nobody has fewer dossiers).
    """

    person_id: str
    trained: bool
    load: int
    lately: int
    why: tuple[str, ...]


def candidates(roster: Roster, absence: Absence, counter: str) -> tuple[Candidate, ...]:
    """Return who may be asked to stand in at `counter` for what is to come of an absence, best first.

    Never the absent person, nobody absent or covering in those minutes or without the officer's role, and
    nobody who was asked for it already.
    """
    spans = coming(absence.standing, roster.now)
    if not spans:
        return ()
    asked = {one.asked.substitute for one in roster.requests if _tried(one, absence, counter, spans)}
    able = [
        one.person_id
        for one in roster.people
        if one.person_id not in asked and not hindrance(roster, one.person_id, absence.person, spans)
    ]
    field = field_of(roster, absence.person, counter, days_of(spans)[0])
    loads = load(roster)
    lately = {one: _lately(roster, one) for one in able}
    least = min(lately.values(), default=0), min((loads.get(one, 0) for one in able), default=0)
    day = days_of(spans)[0]
    found = []
    for one in able:
        trained = trained_for(roster.person(one), field)
        numbers = (lately[one], loads.get(one, 0))
        why = (
            "trained" if trained else "untrained",
            "has_counter" if roster.counter_of(one, day) else "free",
            *(
                code
                for code, mine, low in zip(("seldom", "light"), numbers, least, strict=True)
                if mine == low
            ),
        )
        found.append(Candidate(one, trained, numbers[1], numbers[0], why))
    return tuple(sorted(found, key=_rank))


def _rank(one: Candidate) -> tuple[bool, bool, int, int, str]:
    return not one.trained, "free" not in one.why, one.lately, one.load, one.person_id


def _tried(request: Request, absence: Absence, counter: str, spans: tuple[Span, ...]) -> bool:
    asked = request.asked
    there = (asked.absence, asked.counter) == (absence.absence, counter) and overlap(asked.spans, spans)
    # Who said no, could not go on or was refused is not asked again; who was only called off is.
    over = request.ended is not None and not overlap(request.spans, spans)
    return there and not (over and request.why is not Ending.NOT_ABLE)


def field_of(roster: Roster, absent: str, counter: str, day: str) -> str:
    """Return what a counter does: its own person's field, the absent one's where it is his."""
    if roster.counter_of(absent, day) == counter:
        return roster.person(absent).field
    here = (one.field for one in roster.people if roster.counter_of(one.person_id, day) == counter)
    return next(here, roster.person(absent).field)


def _lately(roster: Roster, person_id: str) -> int:
    since = roster.now - LATELY
    return sum(sat > since for one in roster.requests if one.asked.substitute == person_id for sat in one.sat)
