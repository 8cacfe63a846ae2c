"""What a supervisor looks at, once it is done: what ends, changes, links or stops, and moves a promise."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from counter_app.domain.events import Event
from counter_app.domain.history import fold
from counter_app.domain.kinds import Fact
from counter_app.domain.promise_events import (
    PaymentAsked,
    PaymentSettled,
    ProcedureCorrected,
    SupplementAsked,
)
from counter_app.domain.step_events import DossierAmended, DossierEnded, DossierLinked, ReceiptVoided
from counter_app.services.counter import MINUTE_MS
from counter_app.store import day as store
from counter_app.store import linked, log, projections, queries
from counter_app.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing a supervisor looks at; `at`, `due` and `earlier_due` are minutes UTC.

    `what` is voided, refused, stopped, withdrawn, amended, linked, supplement, payment (a fee or tax of
    `amount` VND stopped the limit), settled (paid, and the promise moved) or corrected (another procedure).
    `text` is the reason or ground as recorded, `by` who did it, `allowed_by` who allowed a further
    supplement.

    One that ended without a result has the promise that it had in `due`. A linked dossier has both promises:
    its own `due`, and `earlier_due` of `earlier`. What moved a promise has the one before it in `earlier_due`
    and the one after it in `due`, which are the same at a stop.
    """

    what: str
    code: str
    name: str
    at: int
    by: str
    text: str = ""
    allowed_by: str = ""
    due: int | None = None
    earlier: str = ""
    earlier_due: int | None = None
    amount: int = 0


def remarks(conn: Connection, since: int, names: dict[str, str]) -> list[Remark]:
    """Return what came after a position, newest first; a pair once, whoever told of it.

    `names` are the office's people by id.
    """
    shown = [_remark(conn, *link, names) for link in store.remarkable(conn, since)]
    found = [one for one in shown if one.what != "settled" or one.due != one.earlier_due]
    found += _links(conn, since, names)
    told: dict[object, Remark] = {}
    for one in sorted(found, key=lambda remark: -remark.at):
        told.setdefault((one.code, one.earlier) if one.earlier else len(told), one)
    return list(told.values())


def _links(conn: Connection, since: int, names: dict[str, str]) -> Iterator[Remark]:
    """Yield the pairs that no act here or elsewhere has put on record: their halves came from two PCs."""
    pairs = list(linked.since(conn, since, store.MOST))
    history = projections.history(conn, [pair.code for _id, pair in pairs], [DossierLinked.KIND])
    known = {(fact.code, fact.earlier) for _event, fact in history if isinstance(fact, DossierLinked)}
    for event_id, pair in pairs:
        event = log.find(conn, event_id)
        if event is not None and (pair.code, pair.earlier) not in known:
            fact = DossierLinked(pair.code, event.happened_at // MINUTE_MS, pair.earlier, pair.earlier_due)
            yield _remark(conn, replace(event, subject=pair.code), fact, names)


def _remark(conn: Connection, event: Event, fact: Fact, names: dict[str, str]) -> Remark:
    dossier, by = queries.dossier(conn, event.subject), names.get(event.actor_id, event.actor_id)
    name = dossier.name if dossier else ""
    plain = Remark("voided", event.subject, name, event.happened_at // MINUTE_MS, by)
    match fact:
        case ReceiptVoided():
            return replace(plain, text=fact.reason)
        case DossierEnded():
            told = " · ".join(part for part in (fact.reason, fact.legal_ground, fact.request) if part)
            return replace(plain, what=fact.how.value, text=told, due=dossier.promised if dossier else None)
        case DossierAmended():
            return replace(plain, what="amended", text=fact.ground)
        case SupplementAsked():
            allowed = names.get(fact.allowed_by, fact.allowed_by)
            return replace(plain, what="supplement", text=fact.allowed_ground, allowed_by=allowed)
        case DossierLinked():
            linked = replace(plain, what="linked", earlier=fact.earlier, earlier_due=fact.earlier_due)
            return replace(linked, due=dossier.due if dossier else None)
    return _moved(conn, event, fact, plain)


def _moved(conn: Connection, event: Event, fact: Fact, plain: Remark) -> Remark:
    """Return what one officer's act made of a promise, with both."""
    before, after = _promises(conn, event)
    both = replace(plain, earlier_due=before, due=after)
    match fact:
        case PaymentAsked():
            return replace(both, what="payment", text=fact.ground, amount=fact.amount)
        case PaymentSettled():
            return replace(both, what="settled", text=fact.evidence)
        case ProcedureCorrected():
            return replace(both, what="corrected", text=fact.ground or fact.apology)
    raise TypeError(type(fact).__name__)


def _promises(conn: Connection, event: Event) -> tuple[int | None, int | None]:
    """Return the promise that stood before an event, and the one after it: told as every PC tells them."""
    history = list(projections.history(conn, [event.subject]))
    place = next(at for at, (told, _fact) in enumerate(history) if told.event_id == event.event_id)
    before, after = fold(history[:place]), fold(history[: place + 1])
    return before.due if before else None, after.due if after else None
