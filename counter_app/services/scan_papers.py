"""Scans as papers to be looked at: what a dossier's facts name, a picture laid on A4, a PDF as it is."""

from collections.abc import Iterable

from counter_app.documents import scan_page
from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.errors import Refused
from counter_app.services import scans
from counter_app.services.counter import Counter
from counter_app.services.forms import PrintedPaper

FORM = "BQ"  # bản quét
_PDF = b"%PDF-"


def named(history: Iterable[tuple[Event, Fact]]) -> str:
    """Return the digest of the scan that a dossier's facts name last, "" where none is named."""
    told = [getattr(fact, "scan", "") for _event, fact in history]
    return next((digest for digest in reversed(told) if digest), "")


def of_dossier(counter: Counter, reader_id: str, code: str, digest: str) -> PrintedPaper:
    """Return a dossier's scan as a paper; no print of it is counted.

    Raises as `scans.scan` (unknown_scan: another PC has it), and Refused: document_unreadable.
    """
    pdf = as_pdf(scans.scan(counter, reader_id, code, digest), code)
    return PrintedPaper(FORM, code, "", 1, f"ban-quet-{code}", pdf)


def as_pdf(content: bytes, title: str) -> bytes:
    """Return a scan as PDF. Raises Refused: document_unreadable."""
    laid = content if content.startswith(_PDF) else scan_page.render(content, title)
    if laid is None:
        raise Refused("document_unreadable", "document")
    return laid
