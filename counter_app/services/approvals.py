"""Whether approvals hold by the roles and keys that the centre has told: no PC's word for one is enough."""

from collections.abc import Iterable, Iterator, Sequence
from weakref import WeakKeyDictionary

from counter_app import seal
from counter_app.domain import recomputation
from counter_app.domain.dossier import local_day
from counter_app.domain.people import PersonKey
from counter_app.domain.recomputation import Difference
from counter_app.domain.staff import proof, request
from counter_app.domain.staff.proof import Register
from counter_app.domain.staff.request import Decision, Request
from counter_app.domain.staff_events import SubstitutionDecided
from counter_app.services import recording
from counter_app.services.counter import Counter
from counter_app.store import person_keys, projections
from counter_app.store.engine import Connection
from counter_app.store.staff import Told


def register(conn: Connection, counter: Counter) -> Register:
    """Return what the newest briefing has on the office's people, and the keys made here since.

    Raises Refused: not_enrolled.
    """
    briefing = counter.reference(conn).briefing
    told = briefing.person_keys
    known = {key.public_key for key in told}
    here = counter.installation.installation_id
    made = person_keys.held(conn).items()
    new = (PersonKey(person_id, here, public, 0) for person_id, public in made if public not in known)
    today = local_day(recording.minute_of(counter.clock.now()))
    return Register(briefing.office.office_id, briefing.grants, (*told, *new), seal.verify, today)


def decided(conn: Connection, counter: Counter, told: Iterable[Told]) -> tuple[Request, ...]:
    """Return requests with the decisions that hold; one that does not is as if nobody had made it."""
    listed = list(told)
    if not any(decisions for _request, decisions in listed):
        return tuple(asked for asked, _decisions in listed)
    current = register(conn, counter)
    known = _KNOWN.get(counter)
    if known is None or known[0] != current:
        _KNOWN[counter] = known = (current, {})
    return tuple(_with(asked, decisions, *known) for asked, decisions in listed)


def doubts(conn: Connection, counter: Counter, subjects: Sequence[str]) -> Iterator[Difference]:
    """Yield approval_fails (stored: the code of why) for each decision of the log that does not hold.

    `subjects` are the requests that were decided on.
    """
    current = register(conn, counter)
    for subject in subjects:
        links = list(projections.history(conn, [subject]))
        asked = request.fold(links)
        events = {event.event_id: event for event, _fact in links}
        told = [
            proof.decision_of(event, fact) for event, fact in links if isinstance(fact, SubstitutionDecided)
        ]
        for one, code in proof.judged(told, asked, current) if asked else ():
            if code:
                yield recomputation.of(events[one.event_id], "approval_fails", code)


_Held = dict[Told, tuple[Decision, ...]]
# A signature is verified once for each register: a roster has hundreds of them.
_KNOWN: WeakKeyDictionary[Counter, tuple[Register, _Held]] = WeakKeyDictionary()


def _with(asked: Request, decisions: tuple[Decision, ...], current: Register, held: _Held) -> Request:
    if not decisions:
        return asked
    key = (asked, decisions)
    if key not in held:
        held[key] = proof.believed(decisions, asked, current)
    return request.decided(asked, held[key])
