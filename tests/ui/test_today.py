"""The day's page by keys in the real window: what is left, papers handed over and signed, the day closed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.clock import Machine
from counter_app.domain.day import Unexplained
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import (
    AskPayment,
    CorrectProcedure,
    EndDossier,
    PrepareApology,
    SignApology,
)
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import Ending
from counter_app.services import day, life
from counter_app.texts import formats, use
from counter_app.ui import notices
from counter_app.ui.main_window import TODAY
from counter_app.ui.screens.today import words
from counter_app.ui.widgets.two_lines import TwoLines, halves, small
from tests.services.papers_life import STAY, minute
from tests.ui.conftest import LAN, NINE, Desk
from tests.ui.test_intake import CONTROL, press, write

F2, G, ENTER = Qt.Key.Key_F2, Qt.Key.Key_G, Qt.Key.Key_Return
DAY_MS = 24 * 3_600_000


def received(desk: Desk, *names: str) -> list[str]:
    """Take birth registrations in, printed; return their codes in that order."""
    for count, name in enumerate(names, len(desk.issuing.state.rows) + 1):
        desk.birth(name)
        desk.intake.submit()
        desk.rows(count)
    desk.until(lambda: all(row.printed for row in desk.issuing.state.rows) or not desk.printer.there)
    return [row.code for row in reversed(desk.issuing.state.rows)][-len(names) :]


def open_page(desk: Desk) -> None:
    QTest.keyClick(desk.application.window, F2)
    desk.until(lambda: desk.work.today.state.page is not None and desk.work.today_view.isVisible())


def shown(desk: Desk) -> day.DayPage:
    page = desk.work.today.state.page
    assert page is not None
    return page


def test_papers_are_handed_over_signed_for_and_the_day_closed_by_keys(desk: Desk) -> None:
    codes = received(desk, "Một", "Hai", "Ba")
    open_page(desk)
    desk.until(lambda: len(shown(desk).at_desk) == 3)
    desk.work.today_view.take_hands()
    assert QApplication.focusWidget() is desk.work.today_view.desk
    press(Qt.Key.Key_Space)
    assert desk.work.today.state.chosen == {codes[0]}
    press(Qt.Key.Key_A, CONTROL)
    assert desk.work.today.state.chosen == set(codes)
    press(G, CONTROL)
    desk.until(lambda: not shown(desk).at_desk and len(shown(desk).unsigned) == 3)
    sheets = {one.sheet for one in shown(desk).unsigned}
    assert sheets == {"BG-261119-1000-1"}
    desk.until(lambda: len(desk.printer.printed) == 4)
    desk.work.today_view.take_hands()
    press(ENTER)
    assert QApplication.focusWidget() is desk.work.today_view.receiver
    press(ENTER)
    desk.until(lambda: bool(desk.work.today_view.receiver_field.error))
    write("Trung ta Minh")
    press(ENTER)
    desk.until(lambda: not shown(desk).unsigned)
    assert QApplication.focusWidget() is desk.work.today_view.aside.close_it  # nothing else is left to do
    assert "đã ký nhận 3 hồ sơ" in desk.work.today_view.aside.last.text
    press(ENTER, CONTROL)
    assert "Đóng ngày" in desk.work.today_view.aside.sure.text
    assert QApplication.focusWidget() is desk.work.today_view.aside.sure.accept
    assert not shown(desk).closed
    press(ENTER, CONTROL)
    desk.until(lambda: shown(desk).closed)
    desk.until(lambda: len(desk.printer.printed) == 5)
    assert not desk.work.today_view.aside.close_it.isVisible()
    assert QApplication.focusWidget() is desk.work.today_view.aside.again


def test_not_now_closes_nothing(desk: Desk) -> None:
    open_page(desk)
    desk.work.today_view.take_hands()
    press(ENTER, CONTROL)
    assert desk.work.today.state.asking
    press(ENTER)
    assert not desk.work.today.state.asking
    press(ENTER, CONTROL)
    press(Qt.Key.Key_Escape)
    assert not desk.work.today.state.asking
    assert not shown(desk).closed


def test_signed_for_one_list_the_hands_are_on_the_next(desk: Desk) -> None:
    received(desk, "Một", "Hai")
    open_page(desk)
    view = desk.work.today_view
    for count in (1, 2):
        desk.until(lambda count=count: len(shown(desk).at_desk) == 3 - count)  # type: ignore[misc]
        view.desk.setFocus()
        view.desk.selectRow(0)
        press(Qt.Key.Key_Space)
        press(G, CONTROL)
        desk.until(lambda count=count: len(shown(desk).unsigned) == count)  # type: ignore[misc]
    assert QApplication.focusWidget() is view.left
    view.left.selectRow(0)
    press(ENTER)
    write("Trung ta Minh")
    press(ENTER)
    desk.until(lambda: len(shown(desk).unsigned) == 1)
    assert QApplication.focusWidget() is view.left
    assert view.left.currentIndex().isValid()


def test_the_sum_says_since_when_it_counts(desk: Desk, readings: list[Machine]) -> None:
    open_page(desk)
    aside = desk.work.today_view.aside
    assert aside.since.text() == "Số đếm và tiền tính từ đầu ngày."
    desk.work.today.close_day()
    desk.work.today.close_day()
    desk.until(lambda: shown(desk).closed)
    assert aside.since.text() == "Số đếm và tiền tính từ lần đóng 09:00 thứ Năm 19/11."
    readings.append(Machine(NINE + DAY_MS, 1_000_000 + DAY_MS, "boot-1"))
    desk.work.today.refresh()
    desk.until(lambda: not shown(desk).closed)
    assert "09:00 thứ Năm 19/11" in aside.since.text()  # what came after yesterday's closing counts today


def test_what_yesterday_left_opens_the_morning(desk: Desk, readings: list[Machine]) -> None:
    desk.printer.there = False
    (code,) = received(desk, "Chưa in")
    readings.append(Machine(NINE + DAY_MS, 1_000_000 + DAY_MS, "boot-1"))
    desk.work.session.person = None
    desk.work.start()
    desk.until(lambda: desk.work._at == TODAY)
    desk.work.officers.chosen.emit(LAN)
    assert desk.work.today_view.isVisible()
    desk.until(lambda: shown(desk).left_over)
    assert "1 phiếu chưa in" in desk.work.today_view.yesterday.text
    assert desk.work.today_view.left_rows.rows[0].code == code


@pytest.mark.parametrize("size", [(1366, 768), (1280, 650), (1024, 700)])
def test_the_page_fits(desk: Desk, size: tuple[int, int]) -> None:
    desk.application.window.resize(*size)
    received(desk, "Nguyễn Thị Hồng Nhung", "Hai")
    open_page(desk)
    desk.until(lambda: len(shown(desk).at_desk) == 2)
    view = desk.work.today_view
    assert view.verticalScrollBar().maximum() == 0
    assert view.horizontalScrollBar().maximum() == 0
    assert [figure.text() for figure, _what in view.figures][:3] == ["2", "0", "0"]
    desk.work.today.close_day()
    desk.until(view.aside.sure.isVisible)
    for button in (view.aside.sure.accept, view.aside.sure.dismiss):
        desk.until(lambda button=button: button.width() >= button.sizeHint().width())  # type: ignore[misc]


def test_what_lies_at_the_desk_says_the_extended_date_and_the_receipts(desk: Desk) -> None:
    (code,) = received(desk, "Một")
    counter = desk.work.session.counter
    until = minute("2026-11-27T17:00")
    life.act(counter, PrepareApology(new_event_id(), LAN.person_id, code, Cause.WORKLOAD, until))
    signed = SignApology(new_event_id(), LAN.person_id, code, "12/XL", "Lê Văn A", "Chủ tịch", "2026-11-19")
    life.act(counter, signed)
    open_page(desk)
    table = desk.work.today_view.desk
    desk.until(lambda: table.model().index(0, 4).data() == "19/11 → 17:00 thứ Sáu 27/11")
    table.ensurePolished()
    assert QFontMetrics(table.font()).horizontalAdvance("19/11 → 17:00 Chủ nhật 27/12") < table.columnWidth(4)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_end_without_a_result_stands_in_the_supervisors_list(desk: Desk, language: str) -> None:
    (code,) = received(desk, "Một")
    end = EndDossier(new_event_id(), LAN.person_id, code, Ending.STOPPED, "Trùng", "Điều 9")
    life.act(desk.work.session.counter, end)
    open_page(desk)
    desk.until(lambda: len(shown(desk).remarks) == 1)
    (row,) = shown(desk).remarks
    assert words.remark_word(row)[0] == "Dừng"
    assert words.remark_detail(row) == "không có kết quả, đã hẹn 17:00 thứ Năm 19/11 · Trùng · Điều 9"
    ends = [replace(row, what=what) for what in (*Ending, "voided", "payment", "settled", "linked")]
    metrics, view = QFontMetrics(desk.work.today_view.left.font()), desk.work.today_view
    use(language)
    late = Unexplained(code, "Một", 0, 0)
    said = [words.remark_word(one)[0] for one in ends]
    said += [one.what for one in words.left(replace(shown(desk), unexplained=(late,)))]
    use("vi")
    for table in (view.left, view.remarks):  # 24 for the icon, 12 for the air
        assert max(map(metrics.horizontalAdvance, said)) + 36 <= table.columnWidth(0), said


def test_a_moved_promise_stands_with_both_dates_in_the_supervisors_list(desk: Desk) -> None:
    stopped, wrong = received(desk, "Một", "Hai")
    counter = desk.work.session.counter
    life.act(counter, AskPayment(new_event_id(), LAN.person_id, stopped, 1, "Thông báo số 1"))
    life.act(counter, CorrectProcedure(new_event_id(), LAN.person_id, wrong, STAY, "Xin lỗi", "Chọn nhầm"))
    open_page(desk)
    desk.until(lambda: len(shown(desk).remarks) == 2)
    today, later = (
        formats.short_moment(life.file_of(counter, LAN.person_id, code).dossier.due)
        for code in (stopped, wrong)
    )
    rows = {row.code: (words.remark_word(row)[0], words.remark_detail(row)) for row in shown(desk).remarks}
    assert desk.work.today_view.remark_rows.rowCount() == 2
    table = desk.work.today_view.remarks
    room = table.columnWidth(3) - 12
    for row in shown(desk).remarks:  # at 1366 px a line is too short for the first, two hold it
        said = words.remark_detail(row)
        assert " ".join(halves(said, room)) == said
        assert all(QFontMetrics(small()).horizontalAdvance(line) <= room for line in halves(said, room))
        at = table.model().index([one.code for one in shown(desk).remarks].index(row.code), 3)
        assert at.data(Qt.ItemDataRole.ToolTipRole) == said
        assert isinstance(table.itemDelegateForIndex(at), TwoLines)
    assert halves("Chọn nhầm", room) == ("Chọn nhầm",)  # in the middle of its row
    assert rows == {
        stopped: (
            "Chờ nộp tiền",
            f"dừng thời hạn từ 09:00 thứ Năm 19/11, đang hẹn {today}; chờ nộp 1 đ · Thông báo số 1",
        ),
        wrong: ("Sửa thủ tục", f"hẹn {today} → {later} · Chọn nhầm"),
    }
    desk.work.session.notices.tell(notices.TODAY)
    model = desk.view.today.model
    desk.until(lambda: any("→" in (model.index(row, 4).data() or "") for row in range(2)))
    assert {model.index(row, 4).data() for row in range(2)} == {today, f"19/11 → {later}"}
