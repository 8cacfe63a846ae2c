"""The register book (Form 07) of a day or a month, as the law has it kept."""

import datetime
from collections import Counter as Counts
from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import form07, layout, wording
from counter_app.documents.form07 import Form07, Period, Registered, Totals
from counter_app.domain.commands import Applicant
from counter_app.domain.dossier import Dossier, Lateness, State
from counter_app.domain.events import DossierReceived
from counter_app.domain.moments import from_date, minute_at, parse_day
from counter_app.errors import Refused
from counter_app.services import recording
from counter_app.services.counter import Counter
from counter_app.services.standing import ERASED
from counter_app.store import registers
from counter_app.store.engine import Connection

MAX_ROWS = 20_000  # of a register: a ward's month many times over
_NOTES = {
    State.VOID: "Đã hủy phiếu",
    State.REFUSED: "Từ chối giải quyết",
    State.STOPPED: "Dừng giải quyết",
    State.WITHDRAWN: "Người nộp rút",
    State.SUPPLEMENT: "Chờ bổ sung",
    State.PAYMENT: "Chờ nộp tiền",
}
_LATE_NOTES = {
    Lateness.LATE: "Quá hạn",
    Lateness.WITHIN_EXTENSION: "Quá hạn, trong gia hạn",
    Lateness.LATE_BY_FIRST: "Quá hẹn đầu",
}


@dataclass(frozen=True, slots=True)
class Register:
    """The register of the days `first` to `last` (YYYY-MM-DD), its rows in the order of their codes."""

    first: str
    last: str
    rows: tuple[Registered, ...]
    totals: Totals
    pdf: bytes


def register(counter: Counter, first: str, last: str) -> Register:
    """Return the register of one day, or of one whole month (received in it). Days are YYYY-MM-DD.

    Raises Refused: bad_date, bad_period, register_too_large, bad_form_layout.
    """
    period = _period(first, last)
    fields = layout.parse(counter.folder.form_layout("form07.json"), form07.KEYS)
    now = recording.minute_of(counter.clock.now())
    with counter.store.read() as conn:
        office = counter.reference(conn).briefing.office
        if registers.count(conn, first, last) > MAX_ROWS:
            raise Refused("register_too_large", "last", limit=MAX_ROWS)
        rows: list[Registered] = []
        kept: Counts[Lateness] = Counts()
        for page in registers.received(conn, first, last):
            rows += _registered(conn, page, len(rows), now)
            kept.update(late for dossier in page if (late := judged(dossier, now)) is not None)
    totals = Totals(
        received=len(rows),
        returned=sum(row.returned is not None for row in rows),
        on_time=kept[Lateness.ON_TIME],
        late=kept[Lateness.LATE],
        late_extended=kept[Lateness.WITHIN_EXTENSION],
        late_first=kept[Lateness.LATE_BY_FIRST],
    )
    covers = minute_at(parse_day(first), 0)
    opened = minute_at(from_date(datetime.date(int(first[:4]), 1, 1)), 0)
    form = Form07(office, now, period, covers, opened, tuple(rows), totals)
    return Register(first, last, form.dossiers, totals, form07.render(form, fields))


def judged(dossier: Dossier, now: int) -> Lateness | None:
    """Return how a dossier stands to its promises: by its result's arrival, while there is none by `now`.

    None is one that runs and is not late.
    """
    late = dossier.lateness(now)
    running = dossier.arrived is None and dossier.ended is None
    return None if running and late is Lateness.ON_TIME else late


def span(first: str, last: str) -> tuple[int, int]:
    """Return the first minute of a period and the one after it. Raises Refused: bad_date, bad_period."""
    start, end = parse_day(first, "first"), parse_day(last, "last")
    if end < start:
        raise Refused("bad_period", "last")
    return minute_at(start, 0), minute_at(end + 1, 0)


def said_period(first: str, last: str) -> str:
    """Say a period on paper: Từ ngày 01/11/2026 đến ngày 30/11/2026."""
    since, until = span(first, last)
    return f"Từ ngày {wording.day(since)} đến ngày {wording.day(until - 1)}"


def _period(first: str, last: str) -> Period:
    span(first, last)
    if first == last:
        return Period.DAY
    day = datetime.date.fromisoformat(last)
    whole = first == f"{last[:8]}01" and (day + datetime.timedelta(days=1)).day == 1
    if not whole:
        raise Refused("bad_period", "last")
    return Period.MONTH


def _registered(conn: Connection, page: Sequence[Dossier], before: int, now: int) -> list[Registered]:
    applicants: dict[str, Applicant] = {}
    sets: dict[str, int] = {}
    for code, fact in registers.intakes(conn, [dossier.code for dossier in page]):
        applicants[code] = fact.applicant or applicants.get(code, ERASED)
        if isinstance(fact, DossierReceived):
            sets[code] = fact.sets
    rows = []
    for number, dossier in enumerate(page, start=before + 1):
        applicant = applicants.get(dossier.code, ERASED)
        restarted = dossier.first_due != dossier.due
        row = Registered(
            number=number,
            code=dossier.code,
            procedure_name=dossier.procedure_name,
            person=applicant.name,
            received=dossier.received,
            promised=dossier.due,
            sets=sets.get(dossier.code, 1),
            address=applicant.address,
            phone=applicant.phone,
            resolving_unit=dossier.resolving_unit,
            first_promised=dossier.first_due if restarted else None,
            extended=dossier.extended_due,
            ready=dossier.arrived,
            returned=dossier.returned,
            way=dossier.return_by,
            note=_note(dossier, now),
        )
        rows.append(row)
    return rows


def _note(dossier: Dossier, now: int) -> str:
    late = judged(dossier, now)
    notes = (
        _NOTES.get(dossier.state, ""),
        "Trả ngay" if dossier.at_once else "",
        _LATE_NOTES.get(late, "") if late else "",
        f"Liên quan {dossier.linked_to}" if dossier.linked_to else "",
    )
    return "; ".join(note for note in notes if note)
