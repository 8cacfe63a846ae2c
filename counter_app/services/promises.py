"""What was promised of one dossier, in order: the first promise, each later one, the extension beside."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain import deadline
from counter_app.domain.catalog import AfterWait, Limit
from counter_app.domain.dossier import Lateness
from counter_app.domain.events import DossierReceived
from counter_app.domain.kinds import Fact
from counter_app.domain.ordering import ordered
from counter_app.domain.promise_events import (
    ApologyPrepared,
    ApologySigned,
    PaymentSettled,
    ProcedureCorrected,
    SupplementAsked,
    SupplementCompleted,
)
from counter_app.domain.shares import next_part
from counter_app.domain.step_events import HandedOver, TakenOver
from counter_app.domain.urgency import Urgency, urgency
from counter_app.services.life import DossierFile


class Ground(StrEnum):
    """What a promise rests on."""

    RECEIPT = "receipt"
    RESTART = "restart"
    PAUSE = "pause"
    PAYMENT = "payment"
    CORRECTION = "correction"
    EXTENSION = "extension"
    APOLOGY = "apology"


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise, made at `made` for `due` (minutes UTC). `stands` marks the one that holds now.

    An extension takes no promise's place: lateness is judged by the last promise without it. APOLOGY is a
    Form 04 signed too late to extend: it names a day, which binds nobody and never stands.
    `paper` is the number of the signed Form 04.
    """

    ground: Ground
    made: int
    due: int
    stands: bool
    paper: str = ""


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """One hand-over, both sides; `taken` is None and `receiver` "" until the receiver's is recorded."""

    at: int
    from_unit: str
    to_unit: str
    giver: str
    taken: int | None
    receiver: str
    share_due: int | None


@dataclass(frozen=True, slots=True)
class NextShare:
    """The unit to which a joint procedure's papers go next, its part of the limit, and until when that is."""

    unit: str
    limit: Limit
    due: int | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a dossier stands now: its promises, the time left (None while nothing runs), its lateness."""

    promises: tuple[Promised, ...]
    urgency: Urgency | None
    lateness: Lateness
    responsible: str
    handovers: tuple[HandOverLine, ...]


def outlook(file: DossierFile) -> Outlook:
    """Return how the dossier of a file stands in the file's minute."""
    case, watched = file.case, file.dossier.watched
    left = None
    if watched is not None:
        left = urgency(case.now, watched, case.around.calendar, case.around.rules)
    lateness = file.dossier.lateness(case.now)
    return Outlook(promises(file), left, lateness, responsible(file), handovers(file))


def promises(file: DossierFile) -> tuple[Promised, ...]:
    """Return all promises in the order they were made; nothing ever leaves this list."""
    made: list[tuple[Ground, int, int, str]] = []
    after, latest = AfterWait.RESTART, 0
    for _event, fact in file.history:
        if isinstance(fact, SupplementAsked):
            after = fact.after
        elif isinstance(fact, ApologyPrepared):
            latest = fact.latest
        elif isinstance(fact, ApologySigned):
            ground = Ground.EXTENSION if fact.at <= latest else Ground.APOLOGY
            made.append((ground, fact.at, fact.new_due, fact.number))
        elif (one := _promise(fact, after)) is not None:
            made.append(one)
    slips = (Ground.EXTENSION, Ground.APOLOGY)
    last = max((at for at, one in enumerate(made) if one[0] not in slips), default=0)
    # A slip written too late extends nothing; one in time may outlast a promise made after it.
    extended = file.dossier.extension
    found = []
    for at, (ground, when, due, paper) in enumerate(made):
        moved = ground is Ground.EXTENSION and due == extended
        found.append(Promised(ground, when, due, moved if extended is not None else at == last, paper))
    return tuple(found)


def responsible(file: DossierFile) -> str:
    """Return who has the dossier now: the unit's receiver, else who took it in or stands in for him.

    By name; an officer who is no longer listed by the id. The board's rows say the same (`services/board`).
    """
    holder, name = file.dossier.holder, ""
    for _event, fact in ordered(file.history):
        if isinstance(fact, TakenOver) and fact.unit == holder:
            name = fact.receiver
    if holder and name:
        return name
    people, officer = file.case.around.people, file.officer or file.dossier.actor_id
    return next((each.name for each in people if each.person_id == officer), officer)


def handovers(file: DossierFile) -> tuple[HandOverLine, ...]:
    """Return the hand-overs in order, each with both sides."""
    taken = {fact.handed: fact for _event, fact in file.history if isinstance(fact, TakenOver)}
    found = []
    for event, fact in file.history:
        if isinstance(fact, HandedOver):
            other = taken.get(event.event_id)
            found.append(
                HandOverLine(
                    at=fact.at,
                    from_unit=fact.from_unit,
                    to_unit=fact.to_unit,
                    giver=fact.giver,
                    taken=other.at if other else None,
                    receiver=other.receiver if other else "",
                    share_due=fact.share_due,
                )
            )
    return tuple(found)


def next_share(file: DossierFile) -> NextShare | None:
    """Return whose turn it is in a joint procedure, None for all others and after the last unit.

    The limit counts from now; `due` is None where the promise leaves no room for it any more.
    """
    case = file.case
    part = next_part(case.parts, case.units)
    if part is None:
        return None
    due = deadline.due_at(part.limit, case.now, case.around.calendar, case.around.rules)
    return NextShare(part.unit, part.limit, due if due <= case.dossier.promised else None)


def _promise(fact: Fact, after: AfterWait) -> tuple[Ground, int, int, str] | None:
    match fact:
        case DossierReceived():
            return Ground.RECEIPT, fact.received, fact.due, ""
        case SupplementCompleted():
            ground = Ground.RESTART if after is AfterWait.RESTART else Ground.PAUSE
            return ground, fact.at, fact.promise.at, ""
        case PaymentSettled():
            return Ground.PAYMENT, fact.at, fact.promise.at, ""
        case ProcedureCorrected():
            return Ground.CORRECTION, fact.at, fact.promise.at, ""
        case _:
            return None
