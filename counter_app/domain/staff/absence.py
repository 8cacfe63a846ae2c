"""One absence as its facts tell it, in whatever order they came."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.domain.people import Grant, Role, roles_on
from counter_app.domain.staff_events import AbsenceEnded, AbsenceLogged, AbsenceReason, Span
from counter_app.errors import Refused


@dataclass(frozen=True, slots=True)
class Absence:
    """Who is away when. `spans` as logged; `back` the minute of an early return, None while it stands.

    `dropped` are the minutes of returns that end only the span they lie in; `veiled` that why is not for who
    looks.
    """

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
    dropped: tuple[int, ...] = ()
    veiled: bool = False

    @property
    def lacking(self) -> bool:
        """Tell whether its reason is not here: another one than the lawful always has its words."""
        return not self.veiled and self.reason is AbsenceReason.OTHER and not self.text

    @property
    def standing(self) -> tuple[Span, ...]:
        """The spans up to an early return; none left means that it was called off."""
        return without(cut(self.spans, self.back), self.dropped)

    def away(self, minute: int) -> bool:
        """Tell whether the person is away in that minute."""
        return any(span.begin <= minute < span.end for span in self.standing)


def cut(spans: Iterable[Span], end: int | None) -> tuple[Span, ...]:
    """Return the parts of spans before the minute `end`, all of them where it is None."""
    if end is None:
        return tuple(spans)
    return tuple(Span(span.begin, min(span.end, end)) for span in spans if span.begin < end)


def without(spans: Iterable[Span], minutes: Collection[int]) -> tuple[Span, ...]:
    """Return spans, each that has one of the minutes in it only up to that minute."""
    found = [
        Span(span.begin, min((at for at in minutes if span.begin <= at < span.end), default=span.end))
        for span in spans
    ]
    return tuple(span for span in found if span.begin < span.end)


def overlap(one: Iterable[Span], other: Iterable[Span]) -> bool:
    """Tell whether two sets of spans have a minute in common."""
    others = tuple(other)
    return any(a.begin < b.end and b.begin < a.end for a in one for b in others)


def speaks_for(grants: Iterable[Grant], actor: str, person: str, day: str) -> bool:
    """Tell whether somebody's word counts for a person on `day` (YYYY-MM-DD).

    His own, that of who heads the desk; for who heads it an approver's too: somebody must be able to say
    that he is ill.
    """
    held = tuple(grants)
    roles = roles_on(held, actor, day)
    heads = Role.SUPERVISOR in roles_on(held, person, day)
    return actor == person or Role.SUPERVISOR in roles or (heads and Role.APPROVER in roles)


def check_back(back: int, now: int, text: str, *, own: bool) -> None:
    """Refuse a return into what is past: for oneself always, for another without its reason.

    `now` is the minute in which it is said. Raises Refused: back_past, text_missing.
    """
    if back >= now:
        return
    if own:
        raise Refused("back_past", "back")
    if not text.strip():
        raise Refused("text_missing", "text")


def check_reason(reason: AbsenceReason, text: str) -> None:
    """Refuse another reason than the lawful ones without its words. Raises Refused: text_missing."""
    if reason is AbsenceReason.OTHER and not text.strip():
        raise Refused("text_missing", "text")


def fold(links: Iterable[tuple[Event, Fact]]) -> Absence | None:
    """Return the absence that these facts tell of, None without its beginning; the earliest return counts."""
    logged: list[tuple[Event, AbsenceLogged]] = []
    backs: list[int] = []
    dropped: set[int] = set()
    for event, fact in links:
        if isinstance(fact, AbsenceLogged):
            logged.append((event, fact))
        elif isinstance(fact, AbsenceEnded):
            if fact.further:
                backs.append(fact.back)
            else:
                dropped.add(fact.back)
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
        dropped=tuple(sorted(dropped)),
    )
