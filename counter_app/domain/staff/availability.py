"""Who is free to stand in, who sits at which counter, and whose word counts for whom."""

from collections.abc import Iterable

from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.people import Role
from counter_app.domain.staff.absence import overlap, speaks_for
from counter_app.domain.staff.request import Request, RequestState
from counter_app.domain.staff.roster import Roster, moves
from counter_app.domain.staff_events import Span
from counter_app.errors import Refused

# From a yes on, the substitute counts on it; a bare question binds nobody.
COMMITTED = frozenset(
    (RequestState.ACCEPTED, RequestState.APPROVED, RequestState.TO_CONFIRM, RequestState.ACTIVE)
)


def hindrance(
    roster: Roster, substitute: str, absent: str, spans: tuple[Span, ...], besides: str = ""
) -> str:
    """Return the code of what keeps somebody from standing in during these spans, "" for nothing.

    Codes: substitute_himself, substitute_no_officer, substitute_absent, substitute_covering. `besides` is the
    id of a request of his that does not count.
    """
    if substitute == absent:
        return "substitute_himself"
    if not officer_throughout(roster, substitute, spans):
        return "substitute_no_officer"
    if any(one.person == substitute and overlap(one.standing, spans) for one in roster.absences):
        return "substitute_absent"
    taken = [one for one in committed(roster, spans) if one.asked.substitute == substitute]
    return "substitute_covering" if any(one.request != besides for one in taken) else ""


def committed(roster: Roster, spans: tuple[Span, ...]) -> list[Request]:
    """Return the requests that somebody has said yes to for a part of these spans."""
    return [
        one for one in roster.requests if one.state(roster.now) in COMMITTED and overlap(one.spans, spans)
    ]


def coming(spans: Iterable[Span], now: int) -> tuple[Span, ...]:
    """Return what of the spans is not over yet."""
    return tuple(Span(max(span.begin, now), span.end) for span in spans if span.end > now)


def officer_throughout(roster: Roster, person_id: str, spans: Iterable[Span]) -> bool:
    """Tell whether a person may receive on every day that the spans touch."""
    own = [one for one in roster.grants if one.person_id == person_id and one.role is Role.OFFICER]
    return all(any(one.holds_on(day) for one in own) for day in days_of(spans))


def days_of(spans: Iterable[Span]) -> list[str]:
    """Return the local days (YYYY-MM-DD) that the spans touch, in order."""
    days = {day for span in spans for day in range(day_of(span.begin), day_of(span.end - 1) + 1)}
    return [day_iso(day) for day in sorted(days)]


def sits_at(roster: Roster, person_id: str, counter: str, spans: tuple[Span, ...]) -> bool:
    """Tell whether the counter is a person's during all spans: by himself, or as somebody's substitute."""
    if not counter:
        return False
    days = days_of(spans)
    own = all(roster.counter_of(person_id, day) == counter for day in days) if days else False
    return own or any(
        (one.asked.substitute, one.asked.counter) == (person_id, counter) for one in committed(roster, spans)
    )


def load(roster: Roster) -> dict[str, int]:
    """Return by person how many open dossiers he answers for in this minute, with those of whom he covers."""
    answered: dict[str, int] = {}
    for person_id, count in roster.dossiers.items():
        who = roster.responsible(person_id, roster.now)
        answered[who] = answered.get(who, 0) + count
    return answered


def owners(roster: Roster, request: Request, minute: int) -> list[str]:
    """Return whose dossiers a request moves in a minute: his own, or theirs whom he covers."""
    everybody = dict.fromkeys((*(one.person_id for one in roster.people), *roster.dossiers))
    return [one for one in everybody if moves(roster.requests, request, one, minute, roster.counter_of)]


def handed(roster: Roster, request: Request) -> int:
    """Return how many open dossiers a request moves now."""
    return sum(roster.dossiers.get(one, 0) for one in owners(roster, request, roster.now))


def check_speaks_for(roster: Roster, actor: str, person: str) -> None:
    """Let only those speak for a person whose word counts today. Raises Refused: absence_not_yours."""
    if not speaks_for(roster.grants, actor, person, roster.today):
        raise Refused("absence_not_yours", "person")
