"""Receipts (Form 01) from the log; a file only until printed."""

from pathlib import Path

from counter_app.documents import form01, wording
from counter_app.domain import receipt_text
from counter_app.domain.catalog import AfterWait
from counter_app.domain.dossier import RECEIPT, Dossier
from counter_app.domain.events import DossierReceived, Event, FeeCharged
from counter_app.domain.promise_events import PaymentSettled, ProcedureCorrected, SupplementCompleted
from counter_app.domain.receipt_text import ReceiptText
from counter_app.domain.step_events import DossierAmended
from counter_app.errors import Refused
from counter_app.seal import key_id
from counter_app.services import reading
from counter_app.services.counter import Counter
from counter_app.services.standing import Promised, Standing, standing
from counter_app.store import queries
from counter_app.store.engine import Connection

AGAIN: dict[type[Promised], str] = {
    SupplementCompleted: "Hẹn lại sau khi bổ sung hồ sơ",
    PaymentSettled: "Hẹn lại sau khi nộp đủ tiền",
    ProcedureCorrected: "Hẹn lại do sửa thủ tục",
}


def receipt_pdf(counter: Counter, reader_id: str, code: str) -> bytes:
    """Return Form 01 of a dossier as PDF; from the second print on it is marked as a copy.

    Raises Refused: unknown_dossier, not_own_receipt (only the PC that received signs its receipt).
    """
    with reading.opened(counter, reader_id) as conn:
        dossier = _own_dossier(conn, counter, code)
        form = _form01(conn, counter, dossier)
    return form01.render(form, counter.settings.paper)


def keep_receipt(counter: Counter, reader_id: str, code: str) -> Path:
    """Write Form 01 into the receipt folder and return where. Raises as `receipt_pdf`."""
    with reading.opened(counter, reader_id) as conn:
        dossier = _own_dossier(conn, counter, code)
        form = _form01(conn, counter, dossier)
    return counter.folder.keep_receipt(dossier.day, code, form01.render(form, counter.settings.paper))


def receipt_qr(counter: Counter, reader_id: str, code: str) -> str:
    """Return the signed text of a receipt's QR. Raises as `receipt_pdf`."""
    with reading.opened(counter, reader_id) as conn:
        dossier = _own_dossier(conn, counter, code)
        form = _form01(conn, counter, dossier)
    return form.qr_text


def receipt_form(counter: Counter, stood: Standing, copy: int) -> form01.Form01:
    """Return Form 01 as the event of `stood` makes it: the receipt, a replacement, or one with a new promise.

    Raises Refused: not_own_receipt.
    """
    dossier, event = stood.dossier, stood.event
    if event.installation_id != counter.installation.installation_id:
        raise Refused("not_own_receipt", "code", code=dossier.code)
    qr_text, check_word = _sealed(counter, event, dossier)
    return form01.Form01(
        office=stood.case.around.office,
        code=dossier.code,
        qr_text=qr_text,
        check_word=check_word,
        received=dossier.received,
        due=dossier.due,
        limit=wording.limit(stood.case.limit, stood.case.parts),
        procedure_code=dossier.procedure,
        procedure_name=dossier.procedure_name,
        applicant=stood.applicant,
        papers=stood.papers,
        receiver_name=stood.actor.name,
        receiver_title=stood.actor.title,
        content=stood.content,
        sets=stood.case.reception.sets,
        quantity=stood.case.reception.quantity,
        return_by=dossier.return_by,
        resolving_unit=dossier.resolving_unit,
        fee=_fee(stood.case.fee, paid=dossier.fee_paid) if stood.case.fee else None,
        copy=copy,
        check_at=_readable(counter.settings.check_address),
        replaces=_replaces(stood),
        first_due=stood.first_due,
        again=AGAIN[type(stood.promised)] if stood.promised else "",
        grounds=_grounds(stood.promised) if stood.promised else (),
        made=None if isinstance(stood.fact, DossierReceived) else event.happened_at // 60_000,
    )


def _form01(conn: Connection, counter: Counter, dossier: Dossier) -> form01.Form01:
    stood = standing(conn, counter, dossier.code, dossier.event_id)
    return receipt_form(counter, stood, queries.copies_printed(conn, dossier.code, RECEIPT) + 1)


def _own_dossier(conn: Connection, counter: Counter, code: str) -> Dossier:
    dossier = queries.dossier(conn, code)
    if dossier is None:
        raise Refused("unknown_dossier", "code", code=code)
    if dossier.installation_id != counter.installation.installation_id:
        raise Refused("not_own_receipt", "code", code=code)
    return dossier


def _replaces(stood: Standing) -> str:
    """Say which paper this is, where it takes another's place; an extension stays named."""
    if not isinstance(stood.fact, DossierAmended):
        return ""
    said = f"Giấy thay thế lần {stood.fact.ordinal}, thay cho giấy đã cấp trước"
    extended = stood.dossier.extension
    return said if extended is None else f"{said}; đã gia hạn đến {wording.moment(extended)}"


def _grounds(promised: Promised) -> tuple[str, ...]:
    """Say why there is a new promise, in a few words each."""
    if isinstance(promised, ProcedureCorrected):
        return ("chọn nhầm thủ tục khi tiếp nhận", "thời hạn của thủ tục đúng tính từ lúc nhận hồ sơ")
    supplement = isinstance(promised, SupplementCompleted)
    what = "chờ bổ sung hồ sơ" if supplement else "chờ nộp nghĩa vụ tài chính"
    if not promised.promise.waits:
        return (what,)
    wait = promised.promise.waits[-1]
    restart = wait.after is AfterWait.RESTART
    then = "thời hạn tính lại từ đầu" if restart else "thời gian chờ không tính vào thời hạn"
    return (f"{what} từ {wording.stamp(wait.began)} đến {wording.stamp(wait.ended)}", then)


def _fee(fact: FeeCharged, *, paid: bool) -> form01.FeeLine:
    ground = (fact.exempt_ground or "theo quy định") if fact.exempt else ""
    return form01.FeeLine(fact.unit_fee, fact.quantity, fact.amount, paid, ground)


def _sealed(counter: Counter, event: Event, dossier: Dossier) -> tuple[str, str]:
    """Return the QR's text and the check word. Ed25519 signs the same text the same way every time."""
    text = ReceiptText(
        office=counter.installation.office_id,
        code=dossier.code,
        received=dossier.received,
        due=dossier.due,
        procedure=dossier.procedure,
        clock=event.clock,
        prev=receipt_text.prev_mark(event.prev),
        key_id=key_id(counter.signer.public),
    )
    signature = counter.signer.sign(receipt_text.signed_part(text).encode())
    address = counter.settings.check_address
    return receipt_text.compose(text, signature, address), receipt_text.check_word(signature)


def _readable(address: str) -> str:
    """Return a check address as a person types it; only a host's letters may be made small."""
    host, slash, path = address.partition("://")[2].rstrip("/").partition("/")
    return f"{host.lower()}{slash}{path}"
