"""One absence as its facts tell it, in whatever order they came."""

from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.domain.staff_events import AbsenceEnded, AbsenceLogged, AbsenceReason, Span


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is away when. `spans` as logged; `back` the minute of an early return, None while it stands."""

    absence: str
    person: str
    logged_by: str
    at: int
    spans: tuple[Span, ...]
    planned: bool
    reason: AbsenceReason
    text: str
    document: str
    back: int | None = None

    @property
    def standing(self) -> tuple[Span, ...]:
        """The spans up to an early return; none left means that it was called off."""
        return cut(self.spans, self.back)

    def away(self, minute: int) -> bool:
        """Tell whether the person is away in that minute."""
        return any(span.begin <= minute < span.end for span in self.standing)


def cut(spans: Iterable[Span], end: int | None) -> tuple[Span, ...]:
    """Return the parts of spans before the minute `end`, all of them where it is None."""
    if end is None:
        return tuple(spans)
    return tuple(Span(span.begin, min(span.end, end)) for span in spans if span.begin < end)


def overlap(one: Iterable[Span], other: Iterable[Span]) -> bool:
    """Tell whether two sets of spans have a minute in common."""
    others = tuple(other)
    return any(a.begin < b.end and b.begin < a.end for a in one for b in others)


def fold(links: Iterable[tuple[Event, Fact]]) -> Absence | None:
    """Return the absence that these facts tell of, None without its beginning; the earliest return counts."""
    logged: list[tuple[Event, AbsenceLogged]] = []
    backs: list[int] = []
    for event, fact in links:
        if isinstance(fact, AbsenceLogged):
            logged.append((event, fact))
        elif isinstance(fact, AbsenceEnded):
            backs.append(fact.back)
    if not logged:
        return None
    event, fact = min(logged, key=lambda link: (link[0].happened_at, link[0].event_id))
    return Absence(
        absence=fact.absence,
        person=fact.person,
        logged_by=event.actor_id,
        at=fact.at,
        spans=fact.spans,
        planned=fact.planned,
        reason=fact.reason,
        text=fact.text,
        document=fact.document,
        back=min(backs, default=None),
    )
