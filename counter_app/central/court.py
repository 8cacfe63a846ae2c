"""The court's papers: brings stored facts before `judge` and writes down what it finds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, exists, func, or_, select

from counter_app import typed_facts
from counter_app.central import bulk, lanes, stored
from counter_app.central.book_docket import BookDocket
from counter_app.central.briefing import grants_of
from counter_app.central.centre import Caller
from counter_app.central.judge import Jurisdiction, judge, public
from counter_app.central.people_tables import people
from counter_app.central.promises import Shelf
from counter_app.central.staff_docket import Docket
from counter_app.central.tables import dossiers, events, offices, quarantine
from counter_app.domain.dossier import local_day
from counter_app.domain.events import Event
from counter_app.domain.history import fold
from counter_app.domain.kinds import RECEPTIONS, WITHOUT_DOSSIER, Fact
from counter_app.domain.staff import proof
from counter_app.errors import Refused
from counter_app.wire import WireEvent

# Told before the reception (by `proof.EARLY` absence, request or yes) was known: it counts from then on,
# though its row stays. A forked history lies apart, and its mark says nothing of an event with the same id.
EARLY = "unknown_dossier"
_HARMLESS = frozenset((EARLY, *proof.EARLY, "log_forked"))


MARKS = select(quarantine.c.code).where(
    quarantine.c.office_id == events.c.office_id, quarantine.c.event_id == events.c.event_id
)
# Of the events of what has begun here: nothing but that stands against them.
COUNTED = ~exists(MARKS.where(quarantine.c.code.not_in(_HARMLESS)))
# Of any event: what came before its reception counts where that has come.
_begun = select(dossiers.c.code).where(
    dossiers.c.office_id == events.c.office_id, dossiers.c.code == events.c.subject
)
COUNTS = COUNTED & or_(~exists(MARKS.where(quarantine.c.code == EARLY)), exists(_begun))
# Of a mark: what came before its reception, which has come since.
OVER = and_(quarantine.c.code == EARLY, exists(_begun))
# What was told of a dossier, each event with the codes of its marks, in stored order.
History = Sequence[tuple[Event, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The facts that hold by event_id, the dossiers they tell of, and what does not hold with its code."""

    told: dict[str, Fact] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    doubtful: list[tuple[Event, str]] = field(default_factory=list)


class Sitting:
    """Facts before the court, in their order. What they are judged by is read at once, in the beginning."""

    def __init__(self, connection: Connection, caller: Caller, links: list[WireEvent], now: int) -> None:
        """Read it; whether the facts are stored by now makes no difference."""
        self._connection, self._caller, self._links, self._now = connection, caller, links, now
        where = _jurisdiction(connection, caller, now)
        self._where, self._shelf = where, Shelf(connection, caller, where.agency_id)
        self._shelf.prepare(links)
        grounds = where.grants, where.people, where.today
        self._docket = Docket(connection, caller, *grounds, links, COUNTED)
        self._leaves = BookDocket(connection, caller, where, links, COUNTED)
        subjects = {link.event.subject for link in links}
        self._known = bulk.there(connection, dossiers.c.code, caller.office_id, subjects)

    def judge(self) -> Verdict:
        """Say of each fact whether it holds; nothing is asked of the database."""
        found, known = Verdict(), self._known
        for link in self._links:
            try:
                fact = judge(link, known, self._where)
                self._shelf.check(link)
                self._docket.check(link)
                self._leaves.check(link, known)
            except Refused as refused:
                found.doubtful.append((link.event, refused.code))
                continue
            found.told[link.event.event_id] = fact
            if not isinstance(fact, WITHOUT_DOSSIER):
                found.changed.add(link.event.subject)
                known.add(link.event.subject)
        found.doubtful.extend(self._docket.doubtful)
        return found

    def conclude(self, verdict: Verdict, before: int) -> bool:
        """Project the stored facts that hold, quarantine the others with the reason's code; tell if any.

        A reception calls in what other PCs had told of it before; so does an absence or a request. `before`
        is the office's last position before these: what was stored up to it is read, they came since.
        """
        connection, caller = self._connection, self._caller
        quarantine_all(connection, caller, verdict.doubtful, self._now)
        codes = {event.event_id: frozenset((code,)) for event, code in verdict.doubtful}
        history = [*_stored(connection, caller, verdict.changed, before)]
        there = {event.event_id for event, _codes in history}
        new = [link.event for link in self._links if link.event.subject in verdict.changed]
        history += [(one, codes.get(one.event_id, frozenset())) for one in new if one.event_id not in there]
        received = {event.subject for event in new if event.kind in RECEPTIONS}
        early = list(_doubtful_early(history, received, self._shelf))
        quarantine_all(connection, caller, early, self._now)
        lost = {event.event_id for event, _code in early}
        counted = [event for event, marks in history if marks <= _HARMLESS and event.event_id not in lost]
        _project(connection, caller, counted, verdict.told)
        return bool(verdict.doubtful or early)


def sit(connection: Connection, caller: Caller, links: list[WireEvent], now: int, before: int) -> None:
    """Judge facts that are stored already, as `Sitting` does."""
    sitting = Sitting(connection, caller, links, now)
    sitting.conclude(sitting.judge(), before)


def quarantine_all(
    connection: Connection, caller: Caller, doubtful: Iterable[tuple[Event, str]], now: int
) -> None:
    """Mark stored events as not counted until a person has read the code beside each."""
    rows = [
        {
            "office_id": caller.office_id,
            "event_id": event.event_id,
            "code": code,
            "seq": event.seq,
            "at": now,
        }
        for event, code in doubtful
    ]
    bulk.put_new(connection, quarantine, rows)


def _jurisdiction(connection: Connection, caller: Caller, now: int) -> Jurisdiction:
    named = select(people.c.person_id).where(people.c.office_id == offices.c.office_id)
    asked = select(offices.c.agency_id, func.array(named.scalar_subquery()))
    agency, persons = connection.execute(asked.where(offices.c.office_id == caller.office_id)).one()
    granted = lanes.of(connection, caller.office_id, caller.installation_id)
    return Jurisdiction(
        agency,
        {lane.lane_id: lane for lane in granted},
        frozenset(persons),
        grants_of(connection, caller.office_id),
        local_day(now // 60_000),
    )


def _doubtful_early(history: History, received: set[str], shelf: Shelf) -> Iterator[tuple[Event, str]]:
    """Yield facts that came before these receptions and do not hold although the dossier is known now."""
    for event, codes in history:
        if EARLY in codes and event.subject in received:
            try:
                shelf.check(WireEvent(event))
            except Refused as refused:
                yield event, refused.code


def _project(
    connection: Connection, caller: Caller, counted: Iterable[Event], told: Mapping[str, Fact]
) -> None:
    """Tell dossiers anew from all that counts of them: facts of several PCs have no one order.

    `told` has what was read already, by event_id.
    """
    histories: defaultdict[str, list[tuple[Event, Fact]]] = defaultdict(list)
    for event in counted:
        fact = told.get(event.event_id) or typed_facts.join(event, None)
        histories[event.subject].append((event, fact))
    states = (fold(history) for history in histories.values())
    rows = [{"office_id": caller.office_id} | public(state) for state in states if state is not None]
    bulk.put_over(connection, dossiers, rows)


def _stored(connection: Connection, caller: Caller, codes: set[str], before: int) -> History:
    """Return what was stored of these dossiers up to a position, in the order it came."""
    if not codes:
        return []
    asked = (
        select(*stored.COLUMNS, func.array(MARKS.scalar_subquery()))
        .where(
            events.c.office_id == caller.office_id,
            bulk.among(events.c.subject, codes),
            events.c.position <= before,
        )
        .order_by(events.c.position)
    )
    return [(Event(*row[:-1]), frozenset(row[-1])) for row in connection.execute(asked)]
