"""What an absence was logged with, and the list by which a counter goes to the substitute and back."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass

from counter_app.documents import counter_handover, wording
from counter_app.documents.counter_handover import AtCounter, CounterHandover
from counter_app.domain.commands import PaperMark
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import DossierReceived
from counter_app.domain.history import fold
from counter_app.domain.permissions import Page
from counter_app.domain.staff.absence import speaks_for
from counter_app.domain.staff.availability import owners
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Span
from counter_app.errors import Refused
from counter_app.services import reading, recording, scan_papers, scans, staff
from counter_app.services.counter import Counter
from counter_app.store import projections, unprinted_lists
from counter_app.store import staff as store
from counter_app.store.engine import Connection
from counter_app.store.scans import held
from counter_app.store.unprinted_lists import UnprintedList

MINUTE_MS = 60_000
_Numbered = tuple[int, str, tuple[Span, ...]]  # the minute, the number and the time of a list


def document(counter: Counter, reader_id: str, absence_id: str) -> bytes:
    """Return the paper that an absence was logged with, as PDF: a picture laid on A4, a PDF as it is.

    It goes to the absent person himself and to who may read others' records. Raises Refused: not_permitted,
    not_signed_in, unknown_absence, no_document, document_elsewhere (another PC scanned it: to be fetched by
    `scan_fetching.of_absence`), document_unreadable; Damaged: scan_changed.
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
    return scan_papers.as_pdf(content, "Giấy tờ vắng mặt")


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A list that waits for the printer, by its number; `back` says that the counter went back by it."""

    number: str
    request: str
    counter: str
    back: bool


def unprinted(counter: Counter, reader_id: str) -> tuple[Unprinted, ...]:
    """Return the lists that this PC has numbered and not printed, of those for whom the reader speaks.

    The oldest first, for a month. Raises Refused: not_permitted, not_signed_in, not_enrolled.
    """
    with reading.opened(counter, reader_id) as conn:
        lists = unprinted_lists.waiting(conn, recording.minute_of(counter.clock.now()))
        if not lists:
            return ()
        roster = staff.roster(conn, counter, counter.clock.now())
    requests = {one.request: one for one in roster.requests}
    return tuple(
        Unprinted(one.number, one.request, found.asked.counter, one.back)
        for one in lists
        if (found := requests.get(one.request)) and _concerns(roster, reader_id, found, one)
    )


def printed(counter: Counter, request_id: str, number: str) -> None:
    """Note that a list is on paper. Raises Unavailable: the store's."""
    with counter.store.write() as conn:
        unprinted_lists.forget(conn, request_id, number)


def _concerns(roster: Roster, reader_id: str, request: Request, one: UnprintedList) -> bool:
    """Tell whether a reader signs a list or speaks for who does; what another PC ended has its own."""
    if one.back and request.ended is not None and request.ended < one.at:
        return False
    both = (request.asked.substitute, request.asked.absent)
    return any(speaks_for(roster.grants, reader_id, one, roster.today) for one in both)


def paper(
    counter: Counter, reader_id: str, request_id: str, *, back: bool = False, number: str = ""
) -> tuple[str, bytes]:
    """Return the list's number and itself as PDF, a copy for each side. Raises as `handover`."""
    made = handover(counter, reader_id, request_id, back=back, number=number)
    return made.number, counter_handover.render(made)


def handover(
    counter: Counter, reader_id: str, request_id: str, *, back: bool = False, number: str = ""
) -> CounterHandover:
    """Return what stands on the list of a substitution's beginning, or (`back`) of its end.

    Of a time that recurs it is the list of that `number`, else of the last time. The dossiers are told from
    the log as they stood in that minute, whenever the list is printed. Raises Refused: unknown_request,
    substitution_not_begun, substitution_not_over, not_enrolled.
    """
    with reading.opened(counter, reader_id) as conn:
        roster = staff.roster(conn, counter, counter.clock.now())
        request = roster.request(request_id)
        numbered = _given_back if back else _taken
        at, sheet, spans = numbered(request, store.sheets(conn, request_id), number, roster.now)
        dossiers = tuple(_dossiers(conn, owners(roster, request, at), at))
    absent, substitute = (roster.person(one) for one in (request.asked.absent, request.asked.substitute))
    # Who is away asks for nobody himself: the one who asked for him signs, until he is back.
    other = roster.person(request.asked_by) if request.asked_by != absent.person_id else None
    return CounterHandover(
        office=roster.office,
        at=at,
        number=sheet,
        counter=request.asked.counter,
        absent_name=absent.name,
        absent_title=absent.title,
        substitute_name=substitute.name,
        substitute_title=substitute.title,
        spans=spans or request.asked.spans,
        dossiers=dossiers,
        back=back,
        ground=_ground(roster, request),
        signs_for_absent=(other.name, other.title) if other and not back else None,
    )


def _taken(request: Request, sheets: tuple[Mapping[int, str], str], number: str, _now: int) -> _Numbered:
    """Return the minute in which somebody sat down, the list's number, and for which time."""
    found = [(sat, sheet) for sat, sheet in sheets[0].items() if number in ("", sheet)]
    if not found:
        raise Refused("substitution_not_begun", None)
    sat, sheet = max(found)
    return sat, sheet, tuple(span for at, span in request.held if at == sat)


def _given_back(request: Request, sheets: tuple[Mapping[int, str], str], number: str, now: int) -> _Numbered:
    """Return the minute in which the counter went back, the list's number, and after which time.

    A time that has run out was ended by nobody, and so numbered by nobody: its list has the first one's.
    """
    began, ended = sheets
    if not began:
        raise Refused("substitution_not_begun", None)
    held = request.held
    over: list[_Numbered] = [
        (span.end, staff.back_number(began[sat]), (span,)) for sat, span in held if span.end <= now
    ]
    if request.stop is not None and request.stop <= now and (ended or not over):
        # Ended before its time; or refused before he sat down, which he had not heard of.
        last = tuple(span for _sat, span in held[-1:])
        over.append((min(request.stop, request.last), ended or staff.back_number(began[max(began)]), last))
    found = [one for one in over if number in ("", one[1])]
    if not found:
        raise Refused("substitution_not_over", None)
    return found[-1]


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
        first_due=stood.first_due,
    )


def _ground(roster: Roster, request: Request) -> str:
    if not request.approved or request.decided_at is None:
        return ""
    approver = roster.person(request.decided_by)
    said = f"{approver.title} {approver.name} phê duyệt {wording.date(request.decided_at)}"
    return f"{request.ground}; {said}" if request.ground else said
