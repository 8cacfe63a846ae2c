"""What a person may look at, in rows: what it is by ARCHITECTURE's table, and the service that shows it."""

from collections.abc import Callable
from pathlib import Path

from counter_app.domain.commands import Applicant
from counter_app.domain.identity import new_event_id
from counter_app.domain.people import Role
from counter_app.domain.permissions import Page
from counter_app.domain.staff.commands import LogAbsence
from counter_app.domain.staff_events import AbsenceReason
from counter_app.services import (
    apologies,
    audit,
    board,
    calendar_news,
    day,
    desk,
    drafts,
    dunning,
    earlier,
    explanation,
    forms,
    inbox,
    inspections,
    life,
    log_export,
    papers,
    registers,
    reports,
    rota,
    scans,
    search,
    staff,
    staff_papers,
    staff_records,
)
from counter_app.services.audit import Wanted
from counter_app.services.counter import Counter
from tests.journeys.matrix import Call, Hands, Ready, Row
from tests.pcs import BIRTH, codes
from tests.services.standing_in import ANH, HEAD, MINH

Look = Callable[[Counter, str], object]  # at this PC in the name of this person
LookAt = Callable[[Counter, str, str], object]  # and at this dossier
APPLICANT = Applicant("Nguyễn Văn Thử")


def _plain(look: Look) -> Ready:
    def ready(hands: Hands, _whose: str) -> Call:
        return lambda actor: look(hands.pc, actor)

    return ready


def _at(look: LookAt) -> Ready:
    """Look at the oldest dossier of the PC."""

    def ready(hands: Hands, _whose: str) -> Call:
        return lambda actor: look(hands.pc, actor, codes(hands.pc)[0])

    return ready


def _on(look: Callable[[Counter, str, str, str], object]) -> Ready:
    """Look at today, from its morning to its evening."""

    def ready(hands: Hands, _whose: str) -> Call:
        return lambda actor: look(hands.pc, actor, hands.today, hands.today)

    return ready


def _month(whose: str = "") -> Ready:
    return lambda hands, _whose: (
        lambda actor: staff_records.month(hands.pc, actor, whose or actor, hands.today[:7])
    )


def _document(hands: Hands, whose: str) -> Call:
    event_id, span = new_event_id(), hands.span()
    kept = scans.keep_scan(hands.pc, event_id, b"%PDF-1.7 a doctor's note")
    logged = LogAbsence(event_id, HEAD, whose, (span,), AbsenceReason.SICK, False, "", kept)
    staff.act(hands.pc, logged)
    return lambda actor: staff_papers.document(hands.pc, actor, event_id)


def _exported(pc: Counter, actor: str) -> object:
    return log_export.export_log(pc, actor, Path(pc.folder.path) / "log.jsonl", lambda _count: None)


_DOSSIERS: tuple[Ready, ...] = (
    _plain(board.look),
    _plain(lambda pc, who: board.page(pc, who, board.Lot.ALL)),
    _plain(lambda pc, who: board.marks(pc, who, board.Lot.ALL)),
    _plain(lambda pc, who: board.news(pc, who, None)),
    _plain(dunning.dunning),
    _plain(day.page),
    _plain(day.last_closing),
    _plain(day.next_sheet),
    _at(day.taken),
    _plain(desk.today),
    _plain(desk.unprinted),
    _at(desk.due_of),
    _plain(drafts.load),
    _plain(lambda pc, who: earlier.known(pc, who, BIRTH, APPLICANT)),
    _plain(inbox.arrivals),
    _plain(lambda pc, who: search.find(pc, who, "thử")),
    _at(life.file_of),
    _at(explanation.explain),
    _at(papers.receipt_pdf),
    _at(papers.keep_receipt),
    _at(papers.receipt_qr),
    _at(lambda pc, who, code: forms.last_paper(pc, who, code, "01")),
    _at(forms.control_sheet),
    _plain(staff_papers.unprinted),
    _plain(calendar_news.begin),
    _plain(calendar_news.told),
    _at(calendar_news.contact),
    _on(registers.register),
    _on(apologies.apology_register),
    _on(reports.lateness_report),
)
READ: tuple[Row, ...] = (
    *(Row(f"look {number}", Page.DOSSIERS.value, ready) for number, ready in enumerate(_DOSSIERS)),
    Row("rota", Page.ROSTER.value, _on(rota.look)),
    Row("own month", Page.OWN_RECORDS.value, _month()),
    Row("another's month", Page.RECORDS.value, _month(MINH)),
    Row("own document", Page.OWN_RECORDS.value, _document, own=True),
    Row("another's document", Page.RECORDS.value, lambda hands, _: _document(hands, ANH)),
    Row("inspections", Page.RECORDS.value, _plain(inspections.look)),
    Row("audit", Page.AUDIT.value, _plain(lambda pc, who: audit.look(pc, who, Wanted()))),
    Row(
        "the whole log",
        Page.AUDIT.value,
        _plain(_exported),
        otherwise={Role.ADMINISTRATOR.value: "not_permitted"},
    ),
)
