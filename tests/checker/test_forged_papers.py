"""Real receipts changed by ordinary means (PDFium): covered and written anew, stamped over, coloured."""

import ctypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw

from counter_app.services import papers
from counter_app.services.log_export import export_log
from tests.checker.test_real import faults, lived, said
from tests.pcs import PERSON, opened
from tests.services.standing_in import HEAD

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
Paint = Callable[[Any, Any], None]


def white_box(page: Any, _document: Any) -> None:
    box = raw.FPDFPageObj_CreateNewRect(20, 400, 380, 60)
    raw.FPDFPageObj_SetFillColor(box, 255, 255, 255, 255)
    raw.FPDFPath_SetDrawMode(box, raw.FPDF_FILLMODE_ALTERNATE, False)
    raw.FPDFPage_InsertObject(page, box)


def another_promise(page: Any, document: Any) -> None:
    data = next(path for path in sorted(FONTS.rglob("*.ttf")) if "Regular" in path.name).read_bytes()
    font = raw.FPDFText_LoadFont(
        document, (ctypes.c_uint8 * len(data)).from_buffer_copy(data), len(data), raw.FPDF_FONT_TRUETYPE, True
    )
    line = raw.FPDFPageObj_CreateTextObj(document, font, 13)
    words = ctypes.create_string_buffer(
        "Hẹn trả: 17 giờ 00 phút, ngày 20 tháng 11 năm 2026\0".encode("utf-16-le")
    )
    raw.FPDFText_SetText(line, ctypes.cast(words, ctypes.POINTER(raw.FPDF_WCHAR)))
    raw.FPDFPageObj_Transform(line, 1, 0, 0, 1, 40, 440)
    raw.FPDFPage_InsertObject(page, line)


def stamp(page: Any, _document: Any) -> None:
    note = raw.FPDFPage_CreateAnnot(page, raw.FPDF_ANNOT_STAMP)
    raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(50, 500, 350, 400))
    raw.FPDFPage_CloseAnnot(note)


def painted(paper: Path, *paints: Paint) -> Path:
    document, to = pypdfium2.PdfDocument(paper), paper.with_name("forged.pdf")
    for page in document:
        for paint in paints:
            paint(page, document)
        raw.FPDFPage_GenerateContent(page)
    document.save(str(to))
    return to


def test_what_is_painted_over_a_receipt_is_named(pc: Path, tmp_path: Path) -> None:
    log, paper = tmp_path / "log.jsonl", tmp_path / "receipt.pdf"
    with opened(pc) as counter:
        paper.write_bytes(papers.receipt_pdf(counter, PERSON, lived(counter)))
        export_log(counter, HEAD, log, lambda _count: None)

    def named(*paints: Paint) -> list[tuple[str, str]]:
        told, _verdict = said("paper", painted(paper, *paints), "--log", log)
        return [(one["fault"], one["field"]) for one in told]

    assert faults("paper", paper, "--log", log) == []
    assert named() == []  # written anew by another program, and nothing else
    assert named(stamp) == [("foreign_object", "annotation")]
    covered = [("foreign_object", "colour"), ("foreign_object", "object")]
    assert named(white_box) == covered
    beside = [("foreign_object", "object"), ("printed_differs", "moment")]
    assert named(another_promise) == beside
    assert named(white_box, another_promise) == [*covered, ("printed_differs", "moment")]
