"""Commands that prove and explain what this PC holds: the log, its dates, a dossier, a receipt."""

import argparse
from typing import TYPE_CHECKING, Any

from counter_app import bootstrap
from counter_app.cli import EXIT_DAMAGED, seats, tell
from counter_app.texts import _

if TYPE_CHECKING:
    from counter_app.domain.events import DossierReceived
    from counter_app.domain.explanation import Explanation, Step
    from counter_app.domain.promise_events import ApologySigned, Promise
    from counter_app.domain.recomputation import Difference
    from counter_app.services.counter import Counter


def verify(options: argparse.Namespace) -> int:
    """Check every link of the log, with --all also what was reckoned and listed; exit 4 on any fault."""
    from counter_app.services.verification import verify_log
    from counter_app.texts.refusals import sentence

    with bootstrap.open_folder(options.data, write=False) as counter:
        verdict = verify_log(counter)
        value, told, differs = _reckoned(counter) if options.all else ({}, [], False)
    faults = [
        {"code": fault.code, "message": sentence(fault), **{k: str(v) for k, v in fault.values.items()}}
        for fault in verdict.faults
    ]
    value = {"holds": not (faults or differs), "events": verdict.events, "faults": faults, **value}
    whole = _("Nhật ký nguyên vẹn: {events} sự việc.").format(events=verdict.events)
    tell(options, value, "\n".join([*([fault["message"] for fault in faults] or [whole]), *told]))
    return 0 if value["holds"] else EXIT_DAMAGED


def explain(options: argparse.Namespace) -> int:
    """Tell everything behind a dossier's dates; exit 4 when something of it does not hold."""
    from counter_app.services.explanation import explain as service
    from counter_app.texts.explanations import lines

    with seats.read(options) as (counter, reader):
        told = service(counter, reader, options.code)
    tell(options, _explained(told), "\n".join(lines(told)))
    return 0 if told.holds else EXIT_DAMAGED


def verify_receipt(options: argparse.Namespace) -> int:
    """Check a receipt's QR text with the office's public keys."""
    from counter_app.domain.moments import iso_local
    from counter_app.services.verification import verify_receipt as check
    from counter_app.texts.formats import moment

    with bootstrap.open_folder(options.data, write=False) as counter:
        receipt = check(counter, options.text)
    value = {
        "valid": True,
        "code": receipt.code,
        "office": receipt.office,
        "procedure": receipt.procedure,
        "received_at": iso_local(receipt.received),
        "due_at": iso_local(receipt.due),
        "clock": receipt.clock,
    }
    told = _("Phiếu hợp lệ: {code}, nhận {received}, hẹn trả {due}.").format(
        code=receipt.code, received=moment(receipt.received), due=moment(receipt.due)
    )
    tell(options, value, told)
    return 0


def _reckoned(counter: "Counter") -> tuple[dict[str, Any], list[str], bool]:
    """Return what reckoning again adds to the answer, its lines, and whether anything differs."""
    from counter_app.services.recomputation import recompute
    from counter_app.texts import explanations

    found = recompute(counter)
    value = {
        "dossiers": found.dossiers,
        "differing": found.count,
        "differences": [_difference(item) for item in found.differences],
        "not_recomputed": [
            {**_difference(item), "events": count, "message": explanations.not_reckoned(item, count)}
            for item, count in found.apart
        ],
    }
    told = [item["message"] for item in value["differences"]]  # type: ignore[attr-defined]
    if not told:
        told = [_("Tính lại khớp: {dossiers} hồ sơ.").format(dossiers=found.dossiers)]
    elif found.count > len(told):
        told.append(_("Còn {count} chỗ khác nữa.").format(count=found.count - len(told)))
    told += [item["message"] for item in value["not_recomputed"]]  # type: ignore[attr-defined]
    return value, told, found.count > 0


def _difference(found: "Difference") -> dict[str, Any]:
    from counter_app.texts.explanations import difference

    return {
        "code": found.code,
        "dossier": found.dossier,
        "event_id": found.event_id,
        "installation_id": found.installation_id,
        "seq": found.seq,
        "column": found.column or None,
        "stored": _value(found, found.stored),
        "recomputed": _value(found, found.recomputed),
        "message": difference(found),
    }


def _value(found: "Difference", value: int | str) -> int | str | None:
    from counter_app.domain.moments import iso_local

    if value == "":
        return None
    if isinstance(value, int) and found.in_minutes:
        try:
            return iso_local(value)
        except (ValueError, OverflowError):
            return value
    return value


def _explained(told: "Explanation") -> dict[str, Any]:
    from counter_app.domain.limits import limit_text
    from counter_app.domain.moments import iso_local
    from counter_app.texts.clocks import clock
    from counter_app.texts.explanations import ground

    fact, event = told.fact, told.reception.event
    printed = [
        {"document": paper.document, "copy": paper.copy, "at": _at(step), "event_id": step.event.event_id}
        for step, paper in told.printed()
    ]
    return {
        "holds": told.holds,
        "code": told.code,
        "procedure": fact.procedure,
        "channel": fact.channel.value,
        "received_at": iso_local(fact.received),
        "received_by": event.actor_id,
        "received_event": event.event_id,
        "clock": event.clock,
        "clock_meaning": clock(event.clock),
        "limit": limit_text(fact.limit),
        "due_at": iso_local(fact.due),
        "reasons": [ground(step) for step in fact.reasons],
        "rules": fact.rules,
        "calendar": {"version": fact.calendar, "editions_held": told.editions.get(fact.calendar, 0)},
        "catalogue": fact.catalogue,
        "promises": [_promise(step, promise, told) for step, promise in told.promises()],
        "extensions": [_extension(step, slip) for step, slip in told.extensions()],
        "printed": printed,
        **_leaf(fact),
        "purged_at": iso_local(told.purged.at // 60_000) if told.purged else None,
        "erased": bool(told.purged and told.purged.erased),
        "events": [_step(step) for step in told.steps],
        "differences": [_difference(item) for item in told.differences],
    }


def _leaf(fact: "DossierReceived") -> dict[str, Any]:
    """Tell what is written on a paper book's leaf apart from when it was entered; nothing for others."""
    from counter_app.domain.book_events import DossierCaptured
    from counter_app.domain.moments import iso_local

    if not isinstance(fact, DossierCaptured):
        return {}
    entered = {"captured_at": iso_local(fact.captured), "lawful_due_at": iso_local(fact.reckoned)}
    return entered | {"book": fact.lane, "confirmed_by": fact.confirmed_by, "scan": fact.scan}


def _extension(step: "Step", slip: "ApologySigned") -> dict[str, Any]:
    from counter_app.domain.moments import iso_local

    return {
        "event_id": step.event.event_id,
        "prepared": slip.prepared,
        "new_due_at": iso_local(slip.new_due),
        "number": slip.number,
        "signer": slip.signer,
        "signed_on": slip.signed_on,
        "at": _at(step),
    }


def _promise(step: "Step", promise: "Promise", told: "Explanation") -> dict[str, Any]:
    from counter_app.domain.limits import limit_text
    from counter_app.domain.moments import iso_local
    from counter_app.texts.explanations import ground

    event = step.event
    return {
        "event_id": event.event_id,
        "kind": event.kind,
        "at": _at(step),
        "actor_id": event.actor_id,
        "clock": event.clock,
        "limit": limit_text(promise.limit),
        "due_at": iso_local(promise.at),
        "waits": [
            {"began": iso_local(w.began), "ended": iso_local(w.ended), "after": w.after, "cause": w.cause}
            for w in promise.waits
        ],
        "reasons": [ground(reason) for reason in promise.reasons],
        "rules": promise.rules,
        "calendar": {
            "version": promise.calendar,
            "editions_held": told.editions.get(promise.calendar, 0),
        },
    }


def _step(step: "Step") -> dict[str, Any]:
    from counter_app.texts.clocks import clock
    from counter_app.texts.refusals import sentence
    from counter_app.texts.steps import detail

    event = step.event
    return {
        "event_id": event.event_id,
        "installation_id": event.installation_id,
        "seq": event.seq,
        "kind": event.kind,
        "at": _at(step),
        "clock": event.clock,
        "clock_meaning": clock(event.clock),
        "actor_id": event.actor_id,
        "actor": step.actor or None,
        "detail": detail(step.fact) or None,
        "acknowledged": step.acknowledged,
        "proved": step.fault is None,
        "fault": {"code": step.fault.code, "message": sentence(step.fault)} if step.fault else None,
    }


def _at(step: "Step") -> str | None:
    from counter_app.domain.moments import iso_local
    from counter_app.domain.recomputation import MINUTE_MS

    try:
        return iso_local(step.event.happened_at // MINUTE_MS)
    except (TypeError, ValueError, OverflowError):  # edited into no moment at all
        return None


_ALL = (("--all",), {"action": "store_true", "help": "reckon every due date again, compare the lists"})
_CODE = (("code",), {"help": "the dossier's code"})
_TEXT = (("text",), {"help": "the QR"})
COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("verify", "prove that this PC's log is unchanged", verify, (_ALL,)),
    ("explain", "tell what stands behind a dossier's dates", explain, (_CODE, seats.READER)),
    ("verify-receipt", "prove a receipt by its QR text", verify_receipt, (_TEXT,)),
)
