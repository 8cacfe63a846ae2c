"""Paper never loses a reception: no printer, a jam, a real paint device."""

import threading
from dataclasses import replace
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from counter_app.services import papers
from counter_app.ui.printer import paint
from tests.ui.conftest import LAN, Desk


def received(desk: Desk) -> str:
    desk.birth()
    desk.intake.submit()
    desk.rows(1)
    return desk.issuing.state.rows[0].code


def test_without_a_printer_the_pdf_is_kept_and_shown(desk: Desk) -> None:
    desk.printer.there = False
    code = received(desk)
    desk.until(lambda: "chưa xác nhận in" in desk.issuing.state.last)
    kept = desk.intake._session.counter.folder.path
    desk.until(lambda: any(code in path.name for path in kept.rglob("*.pdf")))
    assert not desk.issuing.state.rows[0].printed
    assert desk.view.paper.view.pages >= 1
    assert desk.view.paper.isVisible()
    desk.intake.set("name", "N")
    assert desk.answered.isVisible()


def test_who_is_turned_away_next_is_asked_why_in_place_of_the_receipt(desk: Desk) -> None:
    desk.printer.there = False
    received(desk)
    desk.until(desk.view.paper.isVisible)
    QTest.keyClick(desk.view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert desk.answered.deed.reason.hasFocus()
    desk.application.window.resize(1024, 700)
    desk.until(lambda: not desk.answered.isAncestorOf(desk.answered.deed))
    assert desk.answered.deed.reason.hasFocus()


def test_a_jam_is_told_and_printed_again_later(desk: Desk) -> None:
    desk.printer.jam = "hết giấy"
    code = received(desk)
    desk.until(lambda: "hết giấy" in desk.issuing.state.last)
    assert desk.intake.state.form.blank
    desk.printer.jam = ""
    desk.view.today.reprint.click()
    desk.until(lambda: desk.issuing.state.rows[0].printed)
    assert desk.printer.printed == [code]


def test_receipts_without_paper_are_told_at_the_next_start(desk: Desk) -> None:
    desk.printer.there = False
    code = received(desk)
    desk.issuing.open()
    desk.until(lambda: bool(desk.issuing.state.waiting))
    assert code in desk.view.waiting.text
    desk.printer.there = True
    desk.view.waiting.accept.click()
    desk.until(lambda: not desk.issuing.state.waiting)
    assert desk.view.waiting.text == ""


def test_the_list_opens_a_preview_that_can_confirm(desk: Desk) -> None:
    desk.printer.there = False
    received(desk)
    desk.view.today.table.opened.emit(0)
    desk.until(lambda: desk.view.papers is not None and desk.view.papers.isVisible())
    assert desk.view.papers is not None
    assert desk.view.papers.view.pages >= 1
    desk.view.papers.confirm.click()
    desk.until(lambda: desk.issuing.state.rows[0].printed)


def test_a_painted_page_has_the_paper_in_full(desk: Desk, tmp_path: Path) -> None:
    code = received(desk)
    pdf = papers.receipt_pdf(desk.intake._session.counter, LAN.person_id, code)
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(tmp_path / "painted.pdf"))
    paint(pdf, device)
    first, second = QPdfDocument(), QPdfDocument()
    (tmp_path / "first.pdf").write_bytes(pdf)
    first.load(str(tmp_path / "first.pdf"))
    second.load(str(tmp_path / "painted.pdf"))
    assert first.pageCount() == second.pageCount()
    sizes = (first.pagePointSize(0), second.pagePointSize(0))
    assert abs(sizes[0].width() - sizes[1].width()) < 2
    assert abs(sizes[0].height() - sizes[1].height()) < 2
    assert qr_text(tmp_path / "painted.pdf") == qr_text(tmp_path / "first.pdf") != ""


def qr_text(path: Path) -> str:
    """What a reader makes of the first page's QR, scanned at 200 dpi."""
    page = pypdfium2.PdfDocument(path)[0].render(scale=200 / 72).to_pil()
    (code,) = zxingcpp.read_barcodes(page)
    return str(code.text)


def test_a_hanging_spooler_stops_neither_due_date_nor_list(desk: Desk) -> None:
    desk.printer.free = threading.Event()
    received(desk)
    desk.birth("Lê Thị Hồng")
    desk.intake.submit()
    desk.rows(2)
    assert not desk.printer.printed
    desk.printer.free.set()
    desk.until(lambda: all(row.printed for row in desk.issuing.state.rows))


def test_many_receipts_are_printed_only_after_a_second_word(desk: Desk) -> None:
    code = received(desk)
    desk.until(lambda: desk.printer.printed == [code])
    desk.issuing.state = replace(desk.issuing.state, waiting=(code,) * 6)
    desk.view.render_day(desk.issuing.state)
    assert desk.view.waiting.text.endswith(f"{code}, …")
    desk.view.waiting.accept.click()
    assert desk.view.sure.text == "In 6 phiếu?"
    assert not desk.view.waiting.isVisible()
    desk.view.sure.accept.click()
    assert desk.view.waiting.isVisible()
    desk.view.waiting.accept.click()
    desk.view.sure.dismiss.click()
    desk.until(lambda: len(desk.printer.printed) == 7)
