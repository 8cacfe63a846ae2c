"""What an absence was logged with goes to the person himself and to who reads records; nowhere else."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import LogAbsence
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.errors import Damaged, Refused
from counter_app.services import scans, staff, staff_papers
from counter_app.services.counter import Counter
from tests.documents.samples import Seen
from tests.pcs import opened, with_the_key
from tests.services.papers_life import at, minute
from tests.services.standing_in import ANH, CHAIR, HEAD, MINH, RESERVE, sick

INSPECTOR = "ba-dinh-06"
PDF = b"%PDF-1.7 a doctor's note"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, "2026-11-19T09:00")
        yield made


def logged(counter: Counter, content: bytes, person: str = MINH) -> tuple[str, str]:
    """Log an absence with a document; return its id and the document's digest."""
    event_id = new_event_id()
    digest = scans.keep_scan(counter, event_id, content)
    spans = (Span(minute("2026-11-20T08:00"), minute("2026-11-20T17:00")),)
    staff.act(counter, LogAbsence(event_id, person, person, spans, AbsenceReason.SICK, True, document=digest))
    return event_id, digest


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (60, 80), "navy").save(file, "PNG")
    return file.getvalue()


def test_it_goes_to_himself_and_to_who_reads_records(counter: Counter) -> None:
    absence, digest = logged(counter, PDF)
    for reader in (MINH, HEAD, CHAIR, INSPECTOR):
        assert staff_papers.document(counter, reader, absence) == PDF
    for reader in (ANH, RESERVE, "nobody"):
        with pytest.raises(Refused, match="not_permitted"):
            staff_papers.document(counter, reader, absence)
        with pytest.raises(Refused, match="not_permitted"):  # nor does he learn whether there is one
            staff_papers.document(counter, reader, new_event_id())
    with pytest.raises(Refused, match="unknown_dossier"):  # nor by the way of dossiers' scans
        scans.scan(counter, ANH, absence, digest)


def test_a_picture_is_laid_on_a4(counter: Counter) -> None:
    pdf = staff_papers.document(counter, MINH, logged(counter, picture())[0])
    (page,) = Seen(pdf).document
    assert (round(page.get_width()), round(page.get_height())) == (595, 842)
    assert not [path for path in counter.folder.path.rglob("*") if path.suffix in (".pdf", ".png", ".jpg")]


def test_what_cannot_be_shown_says_why(counter: Counter, pc: Path) -> None:
    for code, absence in (
        ("unknown_absence", new_event_id()),
        ("no_document", sick(counter, ANH)),
        ("document_unreadable", logged(counter, b"\xff\xd8\xff no picture")[0]),
    ):
        with pytest.raises(Refused, match=code):
            staff_papers.document(counter, HEAD, absence)
    absence, digest = logged(counter, PDF, RESERVE)
    with with_the_key(pc) as connection:
        connection.execute("UPDATE scan_parts SET content = ? WHERE digest = ?", (PDF + b" forged", digest))
    with pytest.raises(Damaged, match="scan_changed"):
        staff_papers.document(counter, RESERVE, absence)
    with with_the_key(pc) as connection:  # as at a PC to which only the log came
        connection.execute("DELETE FROM scans WHERE digest = ?", (digest,))
    with pytest.raises(Refused, match="document_elsewhere"):
        staff_papers.document(counter, RESERVE, absence)
