"""Papers that no printer takes: saved where the officer wants them, on record only when she says so."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from counter_app.domain.clock import Machine
from counter_app.services import forms
from counter_app.ui.screens.dossiers.filing import Side
from counter_app.ui.widgets.save_button import SaveButton
from tests.ui.conftest import LAN, Desk
from tests.ui.filing import Filer
from tests.ui.test_printing import received

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def filer(desk: Desk, readings: list[Machine]) -> Filer:
    return Filer(desk, readings)


def answering(button: SaveButton, path: Path | None) -> list[str]:
    """Answer the system's dialog with a path; return the names that it offers."""
    offered: list[str] = []

    def ask(_parent: QWidget, name: str) -> Path | None:
        offered.append(name)
        return path

    button.ask = ask
    return offered


def test_a_receipt_is_saved_where_she_wants_it_and_is_no_print(desk: Desk, tmp_path: Path) -> None:
    desk.printer.there = False
    code = received(desk)
    sheet, path = desk.view.paper, tmp_path / "phiếu hẹn.pdf"
    desk.until(sheet.isVisible)
    offered = answering(sheet.save, path)
    QTest.keyClick(desk.view, Qt.Key.Key_S, CONTROL)
    desk.until(lambda: sheet.said.text == f"Đã lưu {path}.")
    assert path.read_bytes().startswith(b"%PDF")
    assert offered == [f"{code}-01.pdf"]
    assert not desk.issuing.state.rows[0].printed
    sheet.confirm.click()
    desk.until(lambda: desk.issuing.state.rows[0].printed)
    assert not sheet.isVisible()


def test_a_folder_that_takes_no_file_is_named_and_nothing_asked_twice(desk: Desk, tmp_path: Path) -> None:
    desk.printer.there = False
    received(desk)
    sheet = desk.view.paper
    desk.until(sheet.isVisible)
    answering(sheet.save, None)
    sheet.save.click()
    assert sheet.said.text == ""
    answering(sheet.save, tmp_path / "không có" / "a.pdf")
    sheet.save.click()
    desk.until(lambda: str(tmp_path / "không có") in sheet.said.text)
    assert "Không ghi được vào thư mục" in sheet.said.text
    assert sheet.said.property("tone") == "late"


def test_a_slip_without_a_printer_counts_when_it_was_handed_out(desk: Desk, tmp_path: Path) -> None:
    desk.printer.there = False
    desk.intake.set("name", "Vũ Ngọc Ưng")
    desk.choose("khai sinh")
    desk.intake.choose("1.001193")
    desk.until(lambda: desk.intake.state.asks_for_papers)
    desk.intake.submit()
    sheet, path = desk.view.paper, tmp_path / "02.pdf"
    desk.until(sheet.isVisible)
    offered = answering(sheet.save, path)
    sheet.save.click()
    desk.until(path.exists)
    counter = desk.intake.counter
    slip = offered[0].removesuffix("-02.pdf")
    assert forms.paper_of(counter, LAN.person_id, slip).copy == 1
    kept = counter.folder.path
    assert list(kept.rglob(f"{slip}-02.pdf"))
    sheet.confirm.click()
    desk.until(lambda: forms.paper_of(counter, LAN.person_id, slip).copy == 2)
    desk.until(lambda: not list(kept.rglob(f"{slip}-02.pdf")))


def test_a_window_of_a_paper_saves_too(desk: Desk, tmp_path: Path) -> None:
    received(desk)
    desk.view.today.table.opened.emit(0)
    desk.until(lambda: desk.view.papers is not None and desk.view.papers.isVisible())
    window = desk.view.papers
    assert window is not None
    path = tmp_path / "a.pdf"
    answering(window.sheet.save, path)
    QTest.keyClick(window, Qt.Key.Key_S, CONTROL)
    desk.until(path.exists)
    desk.until(lambda: "Đã lưu" in window.sheet.said.text)


def test_a_paper_of_a_dossier_is_saved_and_then_confirmed(filer: Filer, tmp_path: Path) -> None:
    code = filer.received()
    filer.desk.printer.there = False
    filer.presenter.papering.show_control(code)
    filer.until(lambda: filer.presenter.filing.state.side is Side.PAPER)
    panel, path = filer.page.paper, tmp_path / "06.pdf"
    assert panel.held.isHidden()
    assert answering(panel.save, path) == []
    filer.key(Qt.Key.Key_S, CONTROL)
    filer.until(lambda: "Đã lưu" in panel.said.text)
    assert path.exists()
    assert forms.control_sheet(filer.desk.intake.counter, LAN.person_id, code).copy == 1
    panel.held.click()
    filer.until(lambda: "bản sao số 2" in panel.title.text())
