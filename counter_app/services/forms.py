"""The paper that belongs to an event: which form, filled from the log as it stood then, and which copy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from counter_app.documents import (
    fee_receipt,
    form01,
    form02,
    form03,
    form04,
    form05,
    form06,
    handover,
    layout,
    notice,
)
from counter_app.domain import promise_events as promises
from counter_app.domain import step_events as steps
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.dossier import RECEIPT
from counter_app.domain.events import DossierReceived, FeeCharged, PapersAsked
from counter_app.domain.kinds import Fact
from counter_app.errors import Refused
from counter_app.services import papers, reading, recording, routing, slips
from counter_app.services.counter import Counter
from counter_app.services.standing import Standing, named, standing
from counter_app.store import log, projections, queries
from counter_app.store import routing as routes
from counter_app.store.engine import Connection
from counter_app.store.ledgers import FEE_RECEIPT

REQUEST, REFUSAL, APOLOGY, STOP, CONTROL, REGISTER = "02", "03", "04", "05", "06", "07"
HANDOVER, NOTICE = "BG", "TB"  # bàn giao, thông báo
ONE_OF_EACH = (FEE_RECEIPT, CONTROL)  # a dossier has one, so its form names it


@dataclass(frozen=True, slots=True)
class PrintedPaper:
    """A paper ready for the printer.

    `form` is its form's number, or BN, BG, TB; `code` the dossier, "" before reception. `document` names this
    paper among the dossier's: what ConfirmPrinted takes, and what copies are counted by; "" where nothing
    counts them. `copy` is the number that the next print bears, from 2 on the paper says so. `name` is for
    a file or the printer's queue.
    """

    form: str
    code: str
    document: str
    copy: int
    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class _Made:
    """What a paper is made of. `identity` is the event that the paper is called by."""

    conn: Connection
    counter: Counter
    stood: Standing
    form: str
    identity: str
    code: str

    @property
    def document(self) -> str:
        own = self.form == RECEIPT and isinstance(self.stood.fact, DossierReceived)
        return self.form if own or self.form in ONE_OF_EACH else f"{self.form}:{self.identity}"

    @property
    def copy(self) -> int:
        return queries.copies_printed(self.conn, self.code, self.document) + 1

    def printed(self, pdf: bytes) -> PrintedPaper:
        return PrintedPaper(self.form, self.code, self.document, self.copy, f"{self.code}-{self.form}", pdf)


def form_of(fact: Fact) -> str:
    """Return the form that `paper_of` prints for what happened; "" where nothing is printed."""
    if isinstance(fact, steps.DossierEnded):
        return _ENDINGS.get(fact.how, "")
    if isinstance(fact, steps.CitizenTold):
        return NOTICE if fact.about is steps.About.CALENDAR else ""
    if isinstance(fact, FeeCharged):
        return FEE_RECEIPT if fact.paid and fact.amount else ""
    return _FORMS.get(type(fact), "")


def is_slip(conn: Connection, command: ConfirmPrinted) -> bool:
    """Tell whether what was printed is a paper given before reception."""
    fact = log.fact(conn, command.subject)
    if not isinstance(fact, PapersAsked | steps.ReceptionRefused):
        return False
    return command.document == f"{form_of(fact)}:{command.subject}"


def paper_of(counter: Counter, reader_id: str, event_id: str) -> PrintedPaper:
    """Return the paper that belongs to an event, with the number of its copy.

    Raises Refused: unknown_dossier (no such event), no_paper (nothing is printed for it), not_own_receipt
    (a Form 01 is signed by the PC whose event it is), bad_form_layout.
    """
    with reading.opened(counter, reader_id) as conn:
        fact = log.fact(conn, event_id)
        if fact is None:
            raise Refused("unknown_dossier", "event_id", code=event_id[:60])
        if isinstance(fact, PapersAsked | steps.ReceptionRefused):
            return _before_reception(conn, counter, event_id, fact)
        form = form_of(fact)
        if not form:
            raise Refused("no_paper", "event_id")
        return _MAKERS[form](conn, counter, event_id, fact)


def last_paper(counter: Counter, reader_id: str, code: str, form: str) -> PrintedPaper:
    """Return a dossier's newest paper of a form. Raises as `paper_of`; no_paper where it has none."""
    if form == CONTROL:
        return control_sheet(counter, reader_id, code)
    with reading.opened(counter, reader_id) as conn:
        history = list(projections.history(conn, [code]))
    if not history:
        raise Refused("unknown_dossier", "code", code=code[:60])
    events = [event.event_id for event, fact in history if form_of(fact) == form]
    if not events:
        raise Refused("no_paper", "form")
    return paper_of(counter, reader_id, events[-1])


def apology_notice(counter: Counter, reader_id: str, event_id: str) -> PrintedPaper:
    """Return the notice that says sorry for a wrongly chosen procedure: the second paper of that event.

    Raises Refused: unknown_dossier, no_paper.
    """
    with reading.opened(counter, reader_id) as conn:
        fact = log.fact(conn, event_id)
        if not isinstance(fact, promises.ProcedureCorrected):
            raise Refused("unknown_dossier" if fact is None else "no_paper", "event_id", code=event_id[:60])
        made = _made(conn, counter, NOTICE, event_id, fact.code)
        said = slips.wrong_procedure(made.stood, fact, made.copy)
        return made.printed(notice.render(said, counter.settings.paper))


def control_sheet(counter: Counter, reader_id: str, code: str) -> PrintedPaper:
    """Return Form 06 of a dossier with its hand-overs until now. Raises Refused: unknown_dossier."""
    now = recording.minute_of(counter.clock.now())
    with reading.opened(counter, reader_id) as conn:
        dossier = queries.dossier(conn, code)
        if dossier is None:
            raise Refused("unknown_dossier", "code", code=code[:60])
        made = _made(conn, counter, CONTROL, dossier.event_id, code)
        office = made.stood.case.around.office
        sheet = routing.control_sheet(dossier, routes.steps(conn, code), office, now, made.copy)
        return made.printed(form06.render(sheet, counter.settings.paper))


def _made(
    conn: Connection, counter: Counter, form: str, event_id: str, code: str, identity: str = ""
) -> _Made:
    stood = standing(conn, counter, code, event_id)
    return _Made(conn, counter, stood, form, identity or event_id, code)


def _before_reception(
    conn: Connection, counter: Counter, event_id: str, fact: PapersAsked | steps.ReceptionRefused
) -> PrintedPaper:
    form = form_of(fact)
    document = f"{form}:{event_id}"
    copy = queries.copies_printed(conn, event_id, document) + 1
    event = log.find(conn, event_id)
    briefing = counter.reference(conn).briefing
    officer = named(briefing.people, event.actor_id if event else "")
    if isinstance(fact, PapersAsked):
        asked = slips.asked(fact, briefing.office, officer, copy)
        pdf = form02.render(asked, counter.settings.paper)
    else:
        refused = slips.turned_away(fact, briefing.office, officer, copy)
        pdf = form03.render(refused, counter.settings.paper)
    return PrintedPaper(form, "", document, copy, f"{event_id}-{form}", pdf)


def _receipt(conn: Connection, counter: Counter, event_id: str, fact: Any) -> PrintedPaper:
    made = _made(conn, counter, RECEIPT, event_id, fact.code)
    form = papers.receipt_form(counter, made.stood, made.copy)
    return made.printed(form01.render(form, counter.settings.paper))


def _request(conn: Connection, counter: Counter, event_id: str, fact: Any) -> PrintedPaper:
    made = _made(conn, counter, REQUEST, event_id, fact.code)
    form = slips.request(made.stood, fact, made.copy)
    return made.printed(form02.render(form, counter.settings.paper))


def _refusal(conn: Connection, counter: Counter, event_id: str, fact: Any) -> PrintedPaper:
    made = _made(conn, counter, REFUSAL, event_id, fact.code)
    form = slips.refusal(made.stood, fact, made.copy)
    return made.printed(form03.render(form, counter.settings.paper))


def _stop(conn: Connection, counter: Counter, event_id: str, fact: Any) -> PrintedPaper:
    made = _made(conn, counter, STOP, event_id, fact.code)
    fields = layout.parse(counter.folder.form_layout("form05.json"), form05.KEYS)
    form = slips.stop(made.stood, fact, made.copy)
    return made.printed(form05.render(form, fields, counter.settings.paper))


def _apology(conn: Connection, counter: Counter, event_id: str, fact: Any) -> PrintedPaper:
    """Return Form 04; preparing and signing are events of one paper."""
    prepared_id = fact.prepared if isinstance(fact, promises.ApologySigned) else event_id
    prepared = log.fact(conn, prepared_id)
    if not isinstance(prepared, promises.ApologyPrepared):
        raise Refused("unknown_dossier", "event_id", code=prepared_id[:60])
    made = _made(conn, counter, APOLOGY, prepared_id, prepared.code)
    form = slips.apology(made.stood, prepared, made.copy)
    return made.printed(form04.render(form, counter.settings.paper))


def _handover(conn: Connection, counter: Counter, event_id: str, fact: Any) -> PrintedPaper:
    """Return the list of the sheet: one paper, whichever of its dossiers it is asked for."""
    rows = routes.sheet(conn, event_id)
    if not rows:
        raise Refused("unknown_dossier", "event_id", code=fact.code)
    made = _made(conn, counter, HANDOVER, rows[0].event_id, rows[0].code)
    office = made.stood.case.around.office
    return made.printed(handover.render(routing.handover_list(conn, rows, office, made.copy)))


def _fee(conn: Connection, counter: Counter, event_id: str, fact: Any) -> PrintedPaper:
    made = _made(conn, counter, FEE_RECEIPT, event_id, fact.code)
    return made.printed(fee_receipt.render(slips.fee(made.stood, fact, made.copy), counter.settings.paper))


def _notice(conn: Connection, counter: Counter, event_id: str, fact: Any) -> PrintedPaper:
    made = _made(conn, counter, NOTICE, event_id, fact.code)
    if isinstance(fact, steps.DifficultyReported):
        said = slips.difficulty(made.stood, fact, made.copy)
    else:
        calendars = counter.reference(conn).briefing.calendars()
        grounds = [one.ground for one in calendars if one.version == fact.calendar and one.ground]
        said = slips.off_day(made.stood, fact, (grounds or ["lịch nghỉ mới công bố"])[0], made.copy)
    return made.printed(notice.render(said, counter.settings.paper))


_ENDINGS = {steps.Ending.REFUSED: REFUSAL, steps.Ending.STOPPED: STOP}
_FORMS: dict[type[Fact], str] = {
    DossierReceived: RECEIPT,
    DossierCaptured: RECEIPT,
    promises.SupplementCompleted: RECEIPT,
    promises.PaymentSettled: RECEIPT,
    promises.ProcedureCorrected: RECEIPT,
    steps.DossierAmended: RECEIPT,
    PapersAsked: REQUEST,
    promises.SupplementAsked: REQUEST,
    steps.ReceptionRefused: REFUSAL,
    promises.ApologyPrepared: APOLOGY,
    promises.ApologySigned: APOLOGY,
    steps.HandedOver: HANDOVER,
    steps.FeePaid: FEE_RECEIPT,
    steps.DifficultyReported: NOTICE,
}
_MAKERS: dict[str, Callable[[Connection, Counter, str, Any], PrintedPaper]] = {
    RECEIPT: _receipt,
    REQUEST: _request,
    REFUSAL: _refusal,
    APOLOGY: _apology,
    STOP: _stop,
    HANDOVER: _handover,
    FEE_RECEIPT: _fee,
    NOTICE: _notice,
}
