"""The register of apologies (Form 04) of a period, for the level above: on paper, and for Excel."""

import csv
import io
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import form04, listing, wording
from counter_app.documents.listing import Listing
from counter_app.documents.table import Column
from counter_app.domain.events import DossierReceived
from counter_app.domain.life.case import Surroundings
from counter_app.domain.moments import minute_at, parse_day
from counter_app.domain.promise_events import ApologyPrepared, ApologySigned
from counter_app.errors import Refused
from counter_app.services import life, reading, recording, slips, standing
from counter_app.services.counter import MINUTE_MS, Counter
from counter_app.services.registers import said_period, span
from counter_app.store import projections, registers
from counter_app.store.engine import Connection

MAX_APOLOGIES = 5_000
BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
_COLUMNS = (
    Column("TT", 3, "right"),
    Column("Mã hồ sơ", 12, strong=True),
    Column("Người nộp", 12),
    Column("Thủ tục", 14),
    Column("Hẹn lần đầu", 8),
    Column("Hẹn lần cuối", 8),
    Column("Hẹn lại", 8, strong=True),
    Column("Lý do", 19),
    Column("Số văn bản", 8),
    Column("Người ký", 10),
    Column("Ngày ký", 7),
)


@dataclass(frozen=True, slots=True)
class Apology:
    """One line of the register of apologies; minutes UTC. `signed` is None until the head has signed."""

    code: str
    person: str
    procedure_name: str
    first_due: int
    due: int
    new_due: int
    cause: str
    prepared: int
    signed: ApologySigned | None


@dataclass(frozen=True, slots=True)
class ApologyRegister:
    """All apologies prepared on the days `first` to `last`, oldest first, for paper and for Excel."""

    first: str
    last: str
    rows: tuple[Apology, ...]
    pdf: bytes
    csv: bytes


def apology_register(counter: Counter, reader_id: str, first: str, last: str) -> ApologyRegister:
    """Return all apologies (Form 04) prepared on the days `first` to `last` (YYYY-MM-DD), signed or not.

    Raises Refused: bad_date, bad_period, register_too_large.
    """
    since, until = span(first, last)
    now = recording.minute_of(counter.clock.now())
    with reading.opened(counter, reader_id) as conn:
        around = life.surroundings(conn, counter, now)
        found = registers.apologies(conn, since * MINUTE_MS, until * MINUTE_MS, MAX_APOLOGIES + 1)
        if len(found) > MAX_APOLOGIES:
            raise Refused("register_too_large", "last", limit=MAX_APOLOGIES)
        rows = tuple(sorted(_apologies(conn, found, around), key=lambda row: (row.prepared, row.code)))
    cells = [_cells(number, row) for number, row in enumerate(rows, start=1)]
    listed = Listing(
        office=around.office,
        at=now,
        title="SỔ THEO DÕI XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        period=said_period(first, last),
        columns=_COLUMNS,
        rows=tuple(cells),
        totals=(
            ("Số văn bản xin lỗi", str(len(rows))),
            ("Đã ký", str(sum(row.signed is not None for row in rows))),
        ),
        signers=(("Người lập", "", ""), ("Người đứng đầu bộ phận Một cửa", "", "")),
        across=True,
    )
    table = csv_bytes([column.label for column in _COLUMNS], cells)
    return ApologyRegister(first, last, rows, listing.render(listed), table)


def csv_bytes(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a table for Excel: UTF-8 with its mark; no cell is taken for a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(labels)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BOM + file.getvalue()).encode()


def harmless(cell: str) -> str:
    """Return a cell that no table program takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _apologies(conn: Connection, found: Sequence[tuple[str, str]], around: Surroundings) -> list[Apology]:
    rows = []
    for start in range(0, len(found), registers.PAGE):
        page = found[start : start + registers.PAGE]
        history = projections.history(conn, sorted({code for _event_id, code in page}))
        links = {
            code: list(group) for code, group in itertools.groupby(history, lambda link: link[0].subject)
        }
        rows += [_line(links.get(code, []), event_id, around) for event_id, code in page]
    return [row for row in rows if row is not None]


def _line(links: Sequence[standing.Link], event_id: str, around: Surroundings) -> Apology | None:
    """Return the line of one; None where its reception has not come from another PC yet."""
    if not any(isinstance(fact, DossierReceived) for _event, fact in links):
        return None
    stood = standing.after(links, event_id, around)
    fact, dossier = stood.fact, stood.dossier
    assert isinstance(fact, ApologyPrepared)  # noqa: S101 - what was asked for by its kind
    cause = " ".join(part for part in (form04.CAUSES[fact.cause], fact.text) if part)
    return Apology(
        code=dossier.code,
        person=stood.applicant.name,
        procedure_name=dossier.procedure_name,
        first_due=dossier.first_due,
        due=dossier.due,
        new_due=fact.new_due,
        cause=cause,
        prepared=fact.at,
        signed=slips.signature(stood),
    )


def _cells(number: int, row: Apology) -> tuple[str, ...]:
    signed = row.signed
    signer = f"{signed.signer}, {signed.signer_title}" if signed else "chưa ký"
    signed_on = wording.day(minute_at(parse_day(signed.signed_on), 0)) if signed else ""
    return (
        str(number),
        row.code,
        row.person,
        row.procedure_name,
        wording.stamp(row.first_due),
        wording.stamp(row.due),
        wording.stamp(row.new_due),
        row.cause,
        signed.number if signed else "",
        signer,
        signed_on,
    )
