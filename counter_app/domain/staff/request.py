"""One substitution from the question to its end, as its facts tell it in whatever order they came."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import day_of
from counter_app.domain.staff.absence import cut, without
from counter_app.domain.staff_events import (
    Ending,
    Span,
    SubstituteAnswered,
    SubstituteAsked,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)


class RequestState(StrEnum):
    """Where a request stands; `to_confirm` is active without an approval."""

    ASKED = "asked"
    DECLINED = "declined"
    ACCEPTED = "accepted"
    APPROVED = "approved"
    REFUSED = "refused"
    TO_CONFIRM = "to_confirm"
    ACTIVE = "active"
    ENDED = "ended"
    EXPIRED = "expired"


OPEN = frozenset(
    (
        RequestState.ASKED,
        RequestState.ACCEPTED,
        RequestState.APPROVED,
        RequestState.TO_CONFIRM,
        RequestState.ACTIVE,
    )
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its answers. Minutes UTC; None for what has not happened; `ended` may be to come.

    `sat` are the minutes in which he sat down, in order: a time that recurs is sat down for each time.
    `dropped` are the minutes of ends that concern only the span they lie in. Where two PCs answered without
    knowing of each other, a no wins, the earliest beginning and end count.
    """

    request: str
    asked_event: str
    asked_by: str
    asked: SubstituteAsked
    accepted: bool | None = None
    approved: bool | None = None
    decided_by: str = ""
    decided_at: int | None = None
    ground: str = ""
    sat: tuple[int, ...] = ()
    ended: int | None = None
    why: Ending | None = None
    declined: int | None = None
    dropped: tuple[int, ...] = ()

    @property
    def began(self) -> int | None:
        """The minute in which the substitute first sat down."""
        return self.sat[0] if self.sat else None

    @property
    def last(self) -> int:
        """The minute at which the time asked for is over."""
        return max((span.end for span in self.asked.spans), default=self.asked.at)

    @property
    def stop(self) -> int | None:
        """The minute from which it does not hold any more: ended, refused or declined.

        Never before it began: who sat down without knowing of any has given back what he took.
        """
        refused = self.decided_at if self.approved is False else None
        declined = self.declined if self.accepted is False else None
        stops = [minute for minute in (self.ended, refused, declined) if minute is not None]
        return max(min(stops), self.began or 0) if stops else None

    @property
    def unconfirmed(self) -> bool:
        """Tell whether somebody sat down on whom nobody has decided: also when it is over, until one does."""
        return self.began is not None and self.approved is None and self.accepted is not False

    @property
    def spans(self) -> tuple[Span, ...]:
        """The minutes asked for that still hold."""
        return without(cut(self.asked.spans, self.stop), self.dropped)

    @property
    def held(self) -> tuple[tuple[int, Span], ...]:
        """The spans that he has sat down for, each with the first minute in which he did."""
        found: dict[Span, int] = {}
        spans = self.spans
        for minute in self.sat:
            span = _next(spans, minute)
            if span is not None and day_of(span.begin) <= day_of(minute):
                found.setdefault(span, minute)
        return tuple((minute, span) for span, minute in found.items())

    def due(self, minute: int) -> Span | None:
        """Return for which time he may sit down in a minute and has not: one that runs or begins that day."""
        span = _next(self.spans, minute)
        if span is None or day_of(span.begin) > day_of(minute) or self.seated(minute):
            return None
        return span

    def seated(self, minute: int) -> bool:
        """Tell whether he has sat down for the time that runs in a minute or comes next."""
        span = _next(self.spans, minute)
        return any(held == span for _sat, held in self.held)

    def since(self, minute: int) -> int | None:
        """Return since when the substitute has the counter that he has in that minute, None without one."""
        return next(
            (sat for sat, span in self.held if max(sat, span.begin) <= minute < span.end),
            None,
        )

    def active(self, minute: int) -> bool:
        """Tell whether the substitute has the counter in that minute."""
        return self.since(minute) is not None

    def state(self, now: int) -> RequestState:
        """Return where it stands in the minute `now`."""
        if self.accepted is False:
            return RequestState.DECLINED
        if self.approved is False:
            return RequestState.REFUSED
        over = now >= self.last or (self.ended is not None and self.ended <= now)
        if self.began is None:
            return RequestState.EXPIRED if over else self._waiting()
        if over:
            return RequestState.ENDED
        if not self.approved:
            return RequestState.TO_CONFIRM
        return RequestState.ACTIVE if self.seated(now) else RequestState.APPROVED

    def _waiting(self) -> RequestState:
        if self.approved:
            return RequestState.APPROVED
        return RequestState.ACCEPTED if self.accepted else RequestState.ASKED


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as the log tells it, before anybody has asked whether its approval holds."""

    event_id: str
    installation_id: str
    actor_id: str
    happened_at: int
    fact: SubstitutionDecided


def fold(links: Iterable[tuple[Event, Fact]]) -> Request | None:
    """Return the request that these facts tell of, None without the question.

    Only the substitute can say yes or no and, once he has answered, sit down: else it is not heard.
    """
    told = sorted(links, key=lambda link: (link[0].happened_at, link[0].event_id))
    found = [
        Request(fact.request, event.event_id, event.actor_id, fact)
        for event, fact in told
        if isinstance(fact, SubstituteAsked) and fact.spans
    ]
    if not found:
        return None
    request = found[0]
    for event, fact in told:
        request = _after(request, event, fact)
    return request if request.accepted is not None else replace(request, sat=())


def decided(request: Request, decisions: Iterable[Decision]) -> Request:
    """Return a request with these decisions, in whatever order they came; a no wins."""
    for one in sorted(decisions, key=lambda one: (one.happened_at, one.event_id)):
        request = _decided(request, one.actor_id, one.fact)
    return request


def _after(request: Request, event: Event, fact: Fact) -> Request:
    his = event.actor_id == request.asked.substitute
    match fact:
        case SubstituteAnswered() if his:
            return _answered(request, fact)
        case SubstitutionDecided():
            return _decided(request, event.actor_id, fact)
        case SubstitutionBegan() if his:
            return replace(request, sat=tuple(sorted({*request.sat, fact.at})))
        case SubstitutionEnded() if not fact.further:
            return replace(request, dropped=tuple(sorted({*request.dropped, fact.stop})))
        case SubstitutionEnded() if request.ended is None or fact.stop < request.ended:
            return replace(request, ended=fact.stop, why=fact.why)
    return request


def _next(spans: tuple[Span, ...], minute: int) -> Span | None:
    """Return the span that has a minute in it, else the next one."""
    return next((span for span in spans if minute < span.end), None)


def _answered(request: Request, fact: SubstituteAnswered) -> Request:
    if fact.accepted:
        return replace(request, accepted=request.accepted is not False)
    declined = fact.at if request.declined is None else min(fact.at, request.declined)
    return replace(request, accepted=False, declined=declined)


def _decided(request: Request, approver: str, fact: SubstitutionDecided) -> Request:
    if request.approved is False or fact.approved is request.approved:
        return request
    return replace(
        request, approved=fact.approved, decided_by=approver, decided_at=fact.at, ground=fact.ground
    )
