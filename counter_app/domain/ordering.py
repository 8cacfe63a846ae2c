"""One order for the facts of several PCs about one subject, whatever the order in which they came."""

import heapq
from collections.abc import Iterable, Iterator, Sequence

from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.kinds import Fact
from counter_app.domain.promise_events import (
    ApologySigned,
    PaymentAsked,
    PaymentSettled,
    SupplementAsked,
    SupplementCompleted,
)
from counter_app.domain.step_events import TakenOver
from counter_app.domain.waits import WaitFor

Link = tuple[Event, Fact]
Asked = SupplementAsked | PaymentAsked


def ordered(links: Iterable[Link]) -> list[Link]:
    """Return one subject's facts in the order in which every PC and the centre tell them.

    Each PC's stay in the order of its own log, and none comes before what it names: the reception (the first
    that was stored) with what was recorded in that same moment, the hand-over, the slip, the wait that it
    ended. What is left free goes by the counters' clocks: two PCs that acted without knowing of each other
    have no better order, and need the same one.
    """
    stored = list(links)
    if len({event.installation_id for event, _fact in stored}) <= 1:
        return sorted(stored, key=lambda link: _number(link[0].seq))
    first = next((link[0] for link in stored if isinstance(link[1], DossierReceived)), None)
    found = sorted(stored, key=lambda link: (*_after(first, link[0]), *_moment(link[0])))
    return [found[place] for place in _topological(_causes(found))]


def open_wait(links: Sequence[Link]) -> Asked | None:
    """Return what the citizen must still do first: the first wait of ordered facts that no promise ended."""
    received = _received(links)
    waiting: list[Asked] = []
    for _event, fact in links:
        if isinstance(fact, SupplementAsked | PaymentAsked):
            waiting.append(fact)
        elif isinstance(fact, SupplementCompleted | PaymentSettled):
            ended = {(wait.began, wait.cause) for wait in fact.promise.waits}
            waiting = [asked for asked in waiting if _wait_of(asked, received) not in ended]
    return waiting[0] if waiting else None


def _after(first: Event | None, event: Event) -> tuple[bool, bool]:
    """Tell whether an event is not the reception, nor of its moment: a fee is charged before it is paid."""
    if first is None or event is first:
        return False, False
    same = (event.installation_id, event.happened_at) == (first.installation_id, first.happened_at)
    return True, not same


def _moment(event: Event) -> tuple[int, str, int]:
    return _number(event.happened_at), event.installation_id, _number(event.seq)


def _number(value: object) -> int:
    """Return a number, 0 for what somebody with the key has made of one: the proof tells that apart."""
    return value if isinstance(value, int) else 0


def _received(links: Sequence[Link]) -> int:
    return next((fact.received for _event, fact in links if isinstance(fact, DossierReceived)), 0)


def _wait_of(asked: Asked, received: int) -> tuple[int, WaitFor]:
    """Return by what a promise names this wait: another PC's clock may have been ahead at reception."""
    cause = WaitFor.SUPPLEMENT if isinstance(asked, SupplementAsked) else WaitFor.PAYMENT
    return max(asked.at, received), cause


def _causes(links: Sequence[Link]) -> list[set[int]]:
    """Return for each fact the places of those that it comes after: its PC's last one, and what it names."""
    received = _received(links)
    by_id = {event.event_id: place for place, (event, _fact) in enumerate(links)}
    begun: dict[tuple[int, WaitFor], int] = {}
    for place, (_event, fact) in enumerate(links):
        if isinstance(fact, SupplementAsked | PaymentAsked):
            begun.setdefault(_wait_of(fact, received), place)
    causes: list[set[int]] = [set() for _link in links]
    last: dict[str, int] = {}
    for place in sorted(range(len(links)), key=lambda place: _number(links[place][0].seq)):
        event, fact = links[place]
        named = [last.get(event.installation_id)]
        last[event.installation_id] = place
        if isinstance(fact, TakenOver):
            named.append(by_id.get(fact.handed))
        elif isinstance(fact, ApologySigned):
            named.append(by_id.get(fact.prepared))
        elif isinstance(fact, SupplementCompleted | PaymentSettled):
            named += [begun.get((wait.began, wait.cause)) for wait in fact.promise.waits]
        causes[place] = {cause for cause in named if cause is not None and cause != place}
    return causes


def _topological(causes: Sequence[set[int]]) -> Iterator[int]:
    """Yield all places, each after its causes, else the lowest first; a circle is cut at its lowest."""
    effects: list[list[int]] = [[] for _place in causes]
    for place, before in enumerate(causes):
        for cause in before:
            effects[cause].append(place)
    owed = [len(before) for before in causes]
    free = [place for place, count in enumerate(owed) if not count]
    left = dict.fromkeys(range(len(causes)))
    while left:
        place = heapq.heappop(free) if free else next(iter(left))
        if place not in left:
            continue
        del left[place]
        yield place
        for effect in effects[place]:
            owed[effect] -= 1
            if not owed[effect]:
                heapq.heappush(free, effect)
