"""The intake's further deeds by keys: result at once, Form 03, putting a receipt right, making it void."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.catalog import Channel
from counter_app.domain.dossier import Dossier
from counter_app.services import day, life
from counter_app.services import desk as services
from counter_app.store import queries
from tests.ui.conftest import CARD, LAN, Desk
from tests.ui.test_intake import CONTROL, ENTER, press, write

COPIES = "2.000815"
SHIFT = Qt.KeyboardModifier.ShiftModifier


def dossier(desk: Desk, code: str) -> Dossier:
    counter = desk.intake.counter
    with counter.store.read() as conn:
        found = queries.dossier(conn, code)
    assert found is not None
    return found


def received(desk: Desk, name: str = "Nguyễn Văn Thử") -> str:
    before = len(desk.issuing.state.rows)
    desk.birth(name)
    desk.intake.submit()
    desk.rows(before + 1)
    desk.until(lambda: desk.issuing.state.rows[0].printed)
    return desk.issuing.state.rows[0].code


def scan_card(desk: Desk) -> None:
    """A scanner types and ends with Enter: no key of the officer's."""
    write(CARD)
    press(ENTER)


def fee(desk: Desk) -> int:
    terms = services.opening(desk.intake.counter).catalogue.find(COPIES).on(Channel.IN_PERSON)
    return terms.fee or 0


def test_a_result_at_once_from_a_card_to_the_empty_form(desk: Desk) -> None:
    scan_card(desk)
    assert QApplication.focusWidget() is desk.given.query
    keys = "000815"
    write(keys)
    desk.until(lambda: desk.given.query.is_open)
    press(ENTER)
    desk.until(lambda: desk.intake.state.promise is not None)
    press(Qt.Key.Key_F9)
    assert "Đã nhận đủ?" in desk.answered.deed.question.text
    press(Qt.Key.Key_F9)
    desk.rows(1)
    assert len(keys) + 3 <= 10  # the code, Enter, F9 twice; the scanner's own Enter is its own
    assert desk.intake.state.form.blank
    assert QApplication.focusWidget() is desk.given.fields["scan"].editor
    row = desk.issuing.state.rows[0]
    assert "đã trả kết quả ngay" in desk.issuing.state.last
    assert row.code in desk.issuing.state.last
    assert desk.printer.printed == []
    done = dossier(desk, row.code)
    assert (done.open, done.at_once, row.at_once) == (False, True, True)
    assert done.fee_paid == bool(fee(desk))
    assert services.unprinted(desk.intake.counter, LAN.person_id) == ()
    taken = day.taken(desk.intake.counter, LAN.person_id, row.code)
    assert (taken.amount if taken else 0) == fee(desk)
    press(Qt.Key.Key_B, CONTROL)
    if fee(desk):
        desk.until(lambda: "biên nhận thu phí" in desk.issuing.state.last)
        desk.until(lambda: not desk.issuing.state.fee)
        assert len(desk.printer.printed) == 1


def test_the_citizen_who_asks_gets_a_receipt(desk: Desk) -> None:
    desk.birth()
    desk.given.fields["name"].editor.setFocus()
    press(Qt.Key.Key_F9, SHIFT)
    desk.rows(1)
    desk.until(lambda: desk.issuing.state.rows[0].printed)
    assert not dossier(desk, desk.issuing.state.rows[0].code).open


def test_at_once_twice_for_the_same_person_is_asked_about_and_stays_at_once(desk: Desk) -> None:
    for _time in range(2):
        desk.birth()
        desk.given.fields["name"].editor.setFocus()
        press(Qt.Key.Key_F9)
        desk.until(lambda: desk.intake.state.form.blank or bool(desk.intake.state.question))
    QTest.mouseClick(desk.answered.deed.question.accept, Qt.MouseButton.LeftButton)
    desk.rows(2)
    assert all(row.at_once for row in desk.issuing.state.rows)


def test_refused_before_reception_says_why_beside_its_field(desk: Desk) -> None:
    desk.birth("Trần Thị Không Đúng")
    desk.given.fields["name"].editor.setFocus()
    press(Qt.Key.Key_T, CONTROL)
    deed = desk.answered.deed
    assert QApplication.focusWidget() is deed.reason
    press(ENTER, CONTROL)
    assert deed.reason_field.error
    write("Khong thuoc tham quyen")
    press(Qt.Key.Key_Escape)
    assert desk.intake.state.mode is None
    assert not deed.reason.isVisible()
    press(Qt.Key.Key_T, CONTROL)
    assert deed.reason.text() == "Khong thuoc tham quyen"
    press(ENTER, CONTROL)
    desk.until(lambda: desk.intake.state.form.blank)
    desk.until(lambda: "phiếu từ chối" in desk.issuing.state.last)
    assert len(desk.printer.printed) == 1
    assert desk.issuing.state.rows == ()
    desk.birth("Trần Thị Không Đúng")
    desk.until(lambda: "Đã từ chối ngày 19/11/2026" in desk.answered.earlier.text())


def test_who_was_sent_for_papers_is_known_again(desk: Desk) -> None:
    desk.intake.set("name", "Vũ Ngọc Ưng")
    desk.choose("khai sinh")
    desk.intake.choose("1.001193")
    desk.intake.submit()
    desk.until(lambda: desk.intake.state.form.blank)
    desk.birth("Vũ Ngọc Ưng")
    desk.until(lambda: "Đã hướng dẫn bổ sung ngày 19/11/2026 (còn thiếu: " in desk.answered.earlier.text())
    desk.intake.set("name", "Vũ Ngọc Khác")
    desk.until(lambda: not desk.answered.earlier.isVisible())


def test_putting_right_prints_a_replacement_and_keeps_what_was_half_typed(desk: Desk) -> None:
    code = received(desk)
    before = dossier(desk, code)
    desk.intake.set("name", "Đang nhập dở")
    desk.given.fields["phone"].editor.setFocus()
    press(Qt.Key.Key_E, CONTROL | SHIFT)
    desk.until(lambda: desk.intake.state.code == code)
    assert desk.intake.state.form.name == "Nguyễn Văn Thử"
    assert code in desk.view.amending.text
    assert not desk.given.query.isEnabled()
    assert desk.answered.due.text().startswith("17:00 thứ Năm 19/11/2026")
    desk.intake.set("name", "Nguyễn Văn Thủ")
    press(ENTER, CONTROL)
    desk.until(lambda: desk.intake.state.form.name == "Đang nhập dở")
    desk.until(lambda: "phiếu thay thế" in desk.issuing.state.last)
    after = dossier(desk, code)
    assert (after.name, after.amended) == ("Nguyễn Văn Thủ", 1)
    assert (after.received, after.due, after.first_due) == (before.received, before.due, before.first_due)
    assert len(desk.printer.printed) == 2
    given = life.file_of(desk.intake.counter, LAN.person_id, code).case.reception.papers
    press(Qt.Key.Key_E, CONTROL | SHIFT)
    desk.until(lambda: desk.intake.state.code == code)
    assert desk.intake.state.form.name == "Nguyễn Văn Thủ"
    assert [row.label for row in desk.intake.state.form.papers] == [paper.label for paper in given]
    press(Qt.Key.Key_Escape)
    assert desk.intake.state.form.name == "Đang nhập dở"


def test_a_receipt_is_made_void_and_the_next_one_is_linked(desk: Desk) -> None:
    code = received(desk)
    press(Qt.Key.Key_Delete, CONTROL | SHIFT)
    panel = desk.view.void_panel
    assert QApplication.focusWidget() is panel.reason
    press(ENTER, CONTROL)
    desk.until(lambda: bool(panel.error.text()))
    assert dossier(desk, code).open
    panel.reason.setFocus()
    write("Nham nguoi nop")
    press(ENTER)
    press(Qt.Key.Key_Space)
    assert desk.view.voiding.state.taken_back
    press(ENTER, CONTROL)
    desk.until(lambda: not desk.view.voiding.state.code)
    desk.until(lambda: desk.issuing.state.rows[0].void)
    assert QApplication.focusWidget() is desk.given.fields["scan"].editor
    assert not panel.isVisible()
    desk.birth()
    desk.until(lambda: code in desk.answered.earlier.text())
    assert desk.answered.earlier.text().count("19/11") == 2
    desk.intake.submit()
    desk.until(lambda: desk.intake.state.form.blank or bool(desk.intake.state.question))
    if desk.intake.state.question:
        QTest.mouseClick(desk.answered.deed.question.accept, Qt.MouseButton.LeftButton)
    desk.rows(2)
    assert dossier(desk, desk.issuing.state.rows[0].code).linked_to == code


def test_esc_leaves_the_void_panel_and_keeps_the_receipt(desk: Desk) -> None:
    code = received(desk)
    press(Qt.Key.Key_Delete, CONTROL | SHIFT)
    write("x")
    press(Qt.Key.Key_Escape)
    assert not desk.view.void_panel.isVisible()
    assert dossier(desk, code).open


@pytest.mark.parametrize("size", [(1366, 697), (1280, 650)])
def test_a_reason_needs_no_scrolling(desk: Desk, size: tuple[int, int]) -> None:
    desk.application.window.resize(*size)
    desk.birth()
    desk.intake.refuse()
    desk.until(desk.answered.deed.reason.isVisible)
    assert desk.view.room.verticalScrollBar().maximum() == 0
