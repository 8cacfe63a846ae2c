"""Papers made from the log: the receipt and the request for papers; kept as files only until printed."""

from pathlib import Path

from counter_app.documents import form01, form02, wording
from counter_app.domain import receipt_text
from counter_app.domain.commands import Applicant
from counter_app.domain.dossier import Dossier, local_day
from counter_app.domain.events import DossierReceived, Event, FeeCharged, PaperGiven, PapersAsked
from counter_app.domain.people import Person
from counter_app.domain.receipt_text import ReceiptText
from counter_app.errors import Refused
from counter_app.seal import key_id
from counter_app.services import desk
from counter_app.services.counter import Counter
from counter_app.store import log, projections, queries
from counter_app.store.engine import Connection

ERASED = Applicant(name="(đã xóa theo quy định)")


def receipt_pdf(counter: Counter, code: str) -> bytes:
    """Return Form 01 of a dossier as PDF; from the second print on it is marked as a copy.

    Raises Refused: unknown_dossier, not_own_receipt (only the PC that received signs its receipt).
    """
    with counter.store.read() as conn:
        dossier = _own_dossier(conn, counter, code)
        form = _form01(conn, counter, dossier)
    return form01.render(form, counter.settings.paper)


def keep_receipt(counter: Counter, code: str) -> Path:
    """Write Form 01 into the receipt folder and return where. Raises as `receipt_pdf`."""
    with counter.store.read() as conn:
        dossier = _own_dossier(conn, counter, code)
        form = _form01(conn, counter, dossier)
    return counter.folder.keep_receipt(dossier.day, code, form01.render(form, counter.settings.paper))


def receipt_qr(counter: Counter, code: str) -> str:
    """Return the signed text of a receipt's QR. Raises as `receipt_pdf`."""
    with counter.store.read() as conn:
        dossier = _own_dossier(conn, counter, code)
        event = log.find(conn, dossier.event_id)
        fact = desk.received_fact(conn, dossier.event_id)
    assert event is not None  # noqa: S101 - its fact was read just now
    return _sealed(counter, event, fact)[0]


def request_pdf(counter: Counter, event_id: str) -> bytes:
    """Return Form 02 of an event as PDF. Raises Refused: unknown_dossier."""
    with counter.store.read() as conn:
        form = _form02(conn, counter, event_id)
    return form02.render(form, counter.settings.paper)


def keep_request(counter: Counter, event_id: str) -> Path:
    """Write Form 02 of an event into the receipt folder and return where. Raises Refused: unknown_dossier."""
    with counter.store.read() as conn:
        form = _form02(conn, counter, event_id)
    pdf = form02.render(form, counter.settings.paper)
    return counter.folder.keep_receipt(local_day(form.asked), f"{event_id}-02", pdf)


def _form02(conn: Connection, counter: Counter, event_id: str) -> form02.Form02:
    fact, event = log.fact(conn, event_id), log.find(conn, event_id)
    if not isinstance(fact, PapersAsked) or event is None:
        raise Refused("unknown_dossier", "event_id", code=event_id)
    reference = counter.reference(conn)
    guide = _person(reference.briefing.people, event.actor_id)
    office = reference.briefing.office
    return form02.Form02(
        office=office,
        asked=fact.asked,
        procedure_code=fact.procedure,
        procedure_name=fact.procedure_name,
        applicant=fact.applicant or ERASED,
        missing=fact.missing,
        reason=fact.reason,
        guide_name=guide.name,
        guide_title=guide.title,
        ask_name=guide.name,
        ask_phone=guide.phone or office.hotline,
    )


def _own_dossier(conn: Connection, counter: Counter, code: str) -> Dossier:
    dossier = queries.dossier(conn, code)
    if dossier is None:
        raise Refused("unknown_dossier", "code", code=code)
    if dossier.installation_id != counter.installation.installation_id:
        raise Refused("not_own_receipt", "code", code=code)
    return dossier


def _form01(conn: Connection, counter: Counter, dossier: Dossier) -> form01.Form01:
    history = list(projections.history(conn, [dossier.code]))
    event, fact = next((event, fact) for event, fact in history if isinstance(fact, DossierReceived))
    fee = next((fact for _event, fact in history if isinstance(fact, FeeCharged)), None)
    reference = counter.reference(conn)
    receiver = _person(reference.briefing.people, event.actor_id)
    qr_text, check_word = _sealed(counter, event, fact)
    return form01.Form01(
        office=reference.briefing.office,
        code=fact.code,
        qr_text=qr_text,
        check_word=check_word,
        received=fact.received,
        due=fact.due,
        limit=wording.limit(fact.limit),
        procedure_code=fact.procedure,
        procedure_name=fact.procedure_name,
        applicant=fact.applicant or ERASED,
        papers=tuple(_line(paper) for paper in (*fact.papers, *fact.other_papers) if paper.mark == "given"),
        receiver_name=receiver.name,
        receiver_title=receiver.title,
        content=fact.content,
        sets=fact.sets,
        quantity=fact.quantity,
        return_by=fact.return_by,
        resolving_unit=fact.resolving_unit,
        fee=_fee(fee) if fee else None,
        copy=dossier.copies_printed + 1,
        check_at=_readable(counter.settings.check_address),
    )


def _line(paper: PaperGiven) -> form01.PaperLine:
    return form01.PaperLine(paper.label, paper.kind, paper.count)


def _fee(fact: FeeCharged) -> form01.FeeLine:
    ground = (fact.exempt_ground or "theo quy định") if fact.exempt else ""
    return form01.FeeLine(fact.unit_fee, fact.quantity, fact.amount, fact.paid, ground)


def _sealed(counter: Counter, event: Event, fact: DossierReceived) -> tuple[str, str]:
    """Return the QR's text and the check word. Ed25519 signs the same text the same way every time."""
    text = ReceiptText(
        office=counter.installation.office_id,
        code=fact.code,
        received=fact.received,
        due=fact.due,
        procedure=fact.procedure,
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


def _person(people: tuple[Person, ...], person_id: str) -> Person:
    """Return who acted, or an unnamed one where the office no longer lists him."""
    unnamed = Person(person_id, "", "", "", "", "")
    return next((person for person in people if person.person_id == person_id), unnamed)
