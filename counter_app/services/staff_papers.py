"""What an absence was logged with, and the list by which a counter goes to the substitute and back."""

import itertools

from counter_app.documents import counter_handover, scan_page, wording
from counter_app.documents.counter_handover import AtCounter, CounterHandover
from counter_app.domain.commands import PaperMark
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived
from counter_app.domain.history import fold
from counter_app.domain.permissions import Page
from counter_app.domain.staff.availability import owners
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.errors import Refused
from counter_app.services import reading, scans, staff
from counter_app.services.counter import Counter
from counter_app.store import projections
from counter_app.store import staff as store
from counter_app.store.engine import Connection
from counter_app.store.scans import held

MINUTE_MS = 60_000
_PDF = b"%PDF-"


def document(counter: Counter, reader_id: str, absence_id: str) -> bytes:
    """Return the paper that an absence was logged with, as PDF: a picture laid on A4, a PDF as it is.

    It goes to the absent person himself and to who may read others' records. Raises Refused: not_permitted,
    not_signed_in, unknown_absence, no_document, document_elsewhere (a scan stays at the PC where it was
    made), document_unreadable; Damaged: scan_changed.
    """
    with reading.opened(counter, reader_id, Page.OWN_RECORDS) as conn:
        absence = store.absence(conn, absence_id)
        if absence is None or absence.person != reader_id:
            reading.check(conn, counter, reader_id, Page.RECORDS)
        if absence is None:
            raise Refused("unknown_absence", "absence")
        if not absence.document:
            raise Refused("no_document", "document")
        if not held(conn, absence.absence, absence.document):
            raise Refused("document_elsewhere", "document")
        content = scans.kept(conn, absence.absence, absence.document)
    laid = content if content.startswith(_PDF) else scan_page.render(content, "Giấy tờ vắng mặt")
    if laid is None:
        raise Refused("document_unreadable", "document")
    return laid


def paper(counter: Counter, reader_id: str, request_id: str, *, back: bool = False) -> bytes:
    """Return the list as PDF, a copy for each side. Raises as `handover`."""
    return counter_handover.render(handover(counter, reader_id, request_id, back=back))


def handover(counter: Counter, reader_id: str, request_id: str, *, back: bool = False) -> CounterHandover:
    """Return what stands on the list of a substitution's beginning, or (`back`) of its end.

    The dossiers are told from the log as they stood in that minute, whenever the list is printed. Raises
    Refused: unknown_request, substitution_not_begun, substitution_not_over, not_enrolled.
    """
    with reading.opened(counter, reader_id) as conn:
        roster = staff.roster(conn, counter, counter.clock.now())
        request = roster.request(request_id)
        at = _moment(request, roster.now, back=back)
        began, ended = store.sheets(conn, request_id)
        dossiers = tuple(_dossiers(conn, owners(roster, request, at), at))
    absent, substitute = (roster.person(one) for one in (request.asked.absent, request.asked.substitute))
    # Who is away asks for nobody himself: the one who asked for him signs, until he is back.
    other = roster.person(request.asked_by) if request.asked_by != absent.person_id else None
    return CounterHandover(
        office=roster.office,
        at=at,
        # One that has run out was ended by nobody, and so numbered by nobody.
        number=(ended or f"{began}-V") if back else began,
        counter=request.asked.counter,
        absent_name=absent.name,
        absent_title=absent.title,
        substitute_name=substitute.name,
        substitute_title=substitute.title,
        spans=request.asked.spans,
        dossiers=dossiers,
        back=back,
        ground=_ground(roster, request),
        signs_for_absent=(other.name, other.title) if other and not back else None,
    )


def _moment(request: Request, now: int, *, back: bool) -> int:
    if request.began is None:
        raise Refused("substitution_not_begun", None)
    if not back:
        return request.began
    over = request.last if request.stop is None else min(request.stop, request.last)
    if now < over:
        raise Refused("substitution_not_over", None)
    return over


def _dossiers(conn: Connection, received_by: list[str], at: int) -> list[AtCounter]:
    codes = store.received_by(conn, received_by, at)
    found: list[AtCounter] = []
    for start in range(0, len(codes), projections.CHUNK):
        history = projections.history(conn, codes[start : start + projections.CHUNK])
        for _code, told in itertools.groupby(history, lambda link: link[0].subject):
            links = [link for link in told if link[0].happened_at // MINUTE_MS <= at]
            stood = fold(links)
            if stood is not None and stood.open and stood.holder == "":
                papers = (fact.papers for _event, fact in links if isinstance(fact, DossierReceived))
                found.append(
                    _at_counter(
                        stood, sum(one.count for one in next(papers, ()) if one.mark is PaperMark.GIVEN)
                    )
                )
    return found


def _at_counter(stood: Dossier, papers: int) -> AtCounter:
    return AtCounter(
        code=stood.code,
        procedure_name=stood.procedure_name,
        received=stood.received,
        due=stood.due,
        state=stood.state,
        papers=papers,
        extended=stood.extension,
    )


def _ground(roster: Roster, request: Request) -> str:
    if not request.approved or request.decided_at is None:
        return ""
    approver = roster.person(request.decided_by)
    said = f"{approver.title} {approver.name} phê duyệt {wording.date(request.decided_at)}"
    return f"{request.ground}; {said}" if request.ground else said
