"""Who sits at a counter in one minute: the judgement under every cell of the coverage."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from counter_app.domain.people import Role
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster

_DESK = (Role.OFFICER, Role.SUPERVISOR)  # who may receive at a counter of his own


class Seat(NamedTuple):
    """A stand-in: who sits there by which request, `firm` when it is approved and nothing speaks against."""

    firm: bool
    since: int
    request: str
    person: str


class Watch:
    """The roster's absences and requests by person, for many questions about single minutes."""

    def __init__(self, roster: Roster) -> None:
        """Sort everything by whom it concerns."""
        self._now = roster.now
        self.away: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.of: dict[str, list[Request]] = defaultdict(list)  # by the absent person
        self.by: dict[str, list[Request]] = defaultdict(list)  # by the substitute
        self._spans: dict[str, list[tuple[int, int]]] = {}  # by request: what still holds of it
        self._held: dict[str, list[tuple[int, int, int]]] = {}  # since when he sat, from and up to when
        self._grants: dict[str, list[tuple[Role, str, str]]] = defaultdict(list)
        for absence in roster.absences:
            self.away[absence.person] += [(span.begin, span.end) for span in absence.standing]
        for request in roster.requests:
            asked, spans, held = request.asked, request.spans, request.held
            self.of[asked.absent].append(request)
            self.by[asked.substitute].append(request)
            self._spans[request.request] = [(span.begin, span.end) for span in spans]
            self._held[request.request] = [(sat, max(sat, span.begin), span.end) for sat, span in held]
        for grant in roster.grants:
            if grant.role in _DESK:
                self._grants[grant.person_id].append((grant.role, grant.first_day, grant.last_day))

    def receives(self, person_id: str, day: str, *, officer: bool = False) -> bool:
        """Tell whether a person may receive on a day (YYYY-MM-DD); a substitute must be an `officer`."""
        return any(
            first <= day and (not last or day <= last) and (role is Role.OFFICER or not officer)
            for role, first, last in self._grants.get(person_id, ())
        )

    def receives_throughout(self, person_id: str, first: str, last: str) -> bool:
        """Tell whether one grant lets a person receive on all days from `first` to `last` (YYYY-MM-DD)."""
        return any(
            begin <= first and (not end or last <= end) for _, begin, end in self._grants.get(person_id, ())
        )

    def is_away(self, person_id: str, minute: int) -> bool:
        """Tell whether a person is absent in a minute."""
        return any(begin <= minute < end for begin, end in self.away.get(person_id, ()))

    def elsewhere(self, person_id: str, counter: str, minute: int) -> str:
        """Return the request by which a person sits, or surely will, at another counter; "" for none."""
        seated = (
            one.request
            for one in self.by.get(person_id, ())
            if one.asked.counter != counter and self._seated(one, minute)
        )
        return min(seated, default="")

    def stand_in(self, absent: str, counter: str, day: str, minute: int) -> Seat | None:
        """Return who sits at the counter for the absent person, the surest and newest where several do."""
        return max(self._seats(absent, counter, day, minute, {absent}), default=None)

    def _seats(self, absent: str, counter: str, day: str, minute: int, seen: set[str]) -> Iterator[Seat]:
        for one in self.of.get(absent, ()):
            firm = self._firm(one, minute) if one.asked.counter == counter else None
            who = one.asked.substitute
            if firm is None or who in seen:
                continue
            if self.is_away(who, minute) or not self.receives(who, day, officer=True):
                yield from self._seats(who, counter, day, minute, seen | {who})
            else:
                alone = not self.elsewhere(who, counter, minute)
                yield Seat(firm and alone, self._since(one, minute) or 0, one.request, who)

    def _firm(self, request: Request, minute: int) -> bool | None:
        """Tell whether a request surely fills the minute, None where it does not at all.

        A minute that is over was filled only by who had sat down. From the begin of a span on, an approval
        alone fills nothing surely either: somebody must sit down, each time anew.
        """
        if self._since(request, minute) is not None:
            return bool(request.approved)
        if request.accepted is False or request.approved is False or minute < self._now:
            return None
        for begin, end in self._spans[request.request]:
            if begin <= minute < end:
                return bool(request.approved) and begin > self._now
        return None

    def _seated(self, request: Request, minute: int) -> bool:
        return self._since(request, minute) is not None or self._firm(request, minute) is True

    def _since(self, request: Request, minute: int) -> int | None:
        """Return as `Request.since`."""
        for sat, begin, end in self._held[request.request]:
            if begin <= minute < end:
                return sat
        return None
