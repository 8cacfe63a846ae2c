"""The online page: what waits, how near its last minute is, and its way onto the form and back."""

import pytest
from PySide6.QtCore import Qt

from counter_app.domain.catalog import Channel, PaperKind
from counter_app.domain.clock import Machine
from counter_app.domain.commands import PaperMark
from counter_app.domain.events import PaperGiven
from counter_app.services import inbox
from tests.ui.arriving import BIRTH, HOUR, NINE_MINUTE, Portal, badge, cells, opened, press, waits
from tests.ui.conftest import LAN, NINE, Desk


@pytest.fixture
def portal(desk: Desk) -> Portal:
    return Portal(desk)


def test_nothing_waits_in_words(desk: Desk) -> None:
    press(Qt.Key.Key_F10)
    assert desk.work.online_view.isVisible()
    assert "Không có hồ sơ trực tuyến" in desk.work.online_view.table._empty
    assert badge(desk).isHidden()


def test_the_oldest_stands_first_with_its_last_minute(desk: Desk, portal: Portal) -> None:
    portal.arrives("G22.99.2")
    portal.arrives("G22.99.1", NINE_MINUTE - 18 * HOUR)  # 15:00 the day before
    waits(desk, "G22.99.1", "G22.99.2")
    assert cells(desk, 0) == [
        "G22.99.1",
        "Trần Thị Mạng",
        "Thủ tục đăng ký khai sinh",
        "15:00 thứ Tư 18/11",
        "15:00 thứ Năm 19/11",
        "Hạn hôm nay · còn 5 giờ",
    ]
    assert cells(desk, 1)[-1] == "Sắp đến hạn · còn 8 giờ"
    assert badge(desk).text() == "2"
    assert badge(desk).property("tone") == ""


def test_minutes_pass_and_the_page_follows(desk: Desk, portal: Portal, readings: list[Machine]) -> None:
    portal.arrives("G22.99.1")
    waits(desk, "G22.99.1")
    later = 26 * HOUR * 60_000  # 11:00 the next day: the last minute was 09:00
    readings.append(Machine(NINE + later, 1_000_000 + later, "boot-1"))
    desk.work.online._timer.timeout.emit()
    desk.until(lambda: cells(desk, 0)[-1] == "Quá hạn 2 giờ")
    assert badge(desk).text() == "1 !"
    assert badge(desk).property("tone") == "late"
    button = desk.application.window.rail._buttons["online"]
    assert button.accessibleName() == "Trực tuyến: 1 hồ sơ chờ trả lời · 1 quá hạn"


def test_the_form_is_filled_as_the_portal_told(desk: Desk, portal: Portal) -> None:
    procedure = next(p for p in desk.work.session.opening.catalogue.procedures if p.code == BIRTH)
    listed = procedure.papers[0].label
    given = (
        PaperGiven(listed.upper(), PaperKind.COPY, 2, PaperMark.GIVEN),
        PaperGiven("Giấy viết tay", PaperKind.ORIGINAL, 1, PaperMark.GIVEN),
    )
    portal.arrives("G22.99.1", papers=given, content="Cho con gái")
    waits(desk, "G22.99.1")
    opened(desk, "G22.99.1")
    form = desk.intake.state.form
    assert (form.name, form.birth_date, form.sex, form.phone) == (
        "Trần Thị Mạng",
        "05/03/1990",
        "female",
        "0912345678",
    )
    assert (form.procedure, form.channel, form.content) == (BIRTH, Channel.ONLINE, "Cho con gái")
    rows = {row.label: row for row in form.papers}
    assert (rows[listed].mark, rows[listed].kind, rows[listed].count) == (PaperMark.GIVEN, PaperKind.COPY, 2)
    assert rows["Giấy viết tay"].extra
    assert desk.view.errand.text == (
        "Trả lời hồ sơ trực tuyến G22.99.1 · nhận lúc 09:00 thứ Năm 19/11 · trả lời trước 09:00 thứ Sáu 20/11"
    )
    assert desk.given.list.hasFocus()


def test_received_by_keys_and_the_next_is_marked(desk: Desk, portal: Portal) -> None:
    for number in (1, 2, 3):
        portal.arrives(f"G22.99.{number}", NINE_MINUTE + number - 5)
    waits(desk, "G22.99.1", "G22.99.2", "G22.99.3")
    opened(desk, "G22.99.2")
    desk.give_all()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.rows(1)
    desk.until(lambda: portal.references() == ["G22.99.1", "G22.99.3"])
    assert desk.work.online_view.isVisible()
    assert desk.work.online.state.marked == "G22.99.3"
    assert desk.work.online_view.table.currentIndex().row() == 1
    assert desk.work.online_view.table.hasFocus()
    assert desk.intake.state.form.blank
    desk.until(lambda: "H26.14-261119-1000" in desk.work.online_view.last.text())


def test_sent_for_papers_answers_too(desk: Desk, portal: Portal) -> None:
    portal.arrives("G22.99.1")
    waits(desk, "G22.99.1")
    opened(desk, "G22.99.1")
    assert desk.intake.state.asks_for_papers
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: desk.work.online.state.known and not portal.references())
    with desk.intake.counter.store.read() as conn:
        assert conn.exec_driver_sql("SELECT answer FROM online_inbox").scalar_one() == "papers_asked"


def test_refused_with_form_03_answers_too(desk: Desk, portal: Portal) -> None:
    portal.arrives("G22.99.1")
    waits(desk, "G22.99.1")
    opened(desk, "G22.99.1")
    desk.intake.refuse()
    desk.intake.set("reason", "Không thuộc thẩm quyền của đơn vị")
    desk.intake.submit()
    desk.until(lambda: not portal.references())
    with desk.intake.counter.store.read() as conn:
        assert conn.exec_driver_sql("SELECT answer FROM online_inbox").scalar_one() == "refused"


def test_one_answered_meanwhile_is_refused_beside_the_form(desk: Desk, portal: Portal) -> None:
    portal.arrives("G22.99.1")
    waits(desk, "G22.99.1")
    opened(desk, "G22.99.1")
    desk.give_all()
    portal.answered_elsewhere("G22.99.1")
    desk.intake.submit()
    desk.until(lambda: desk.intake.state.summary != "")
    assert desk.answered.deed.summary.text == "Hồ sơ trực tuyến này đã có người trả lời."
    assert desk.view.isVisible()
    assert desk.intake.state.form.name == "Trần Thị Mạng"
    desk.view.errand.dismiss.click()  # put away by a person's word
    assert desk.intake.state.form.blank
    assert desk.work.online_view.isVisible()


def test_esc_lets_go_and_loses_nothing(desk: Desk, portal: Portal) -> None:
    portal.arrives("G22.99.1", content="Cho con gái")
    waits(desk, "G22.99.1")
    opened(desk, "G22.99.1")
    press(Qt.Key.Key_Escape)  # untouched: the list again, the form empty
    assert desk.work.online_view.isVisible()
    assert desk.intake.state.form.blank
    opened(desk, "G22.99.1")
    desk.intake.set("address", "Tổ 7")
    desk.view.hands_to("address")
    press(Qt.Key.Key_Escape)
    assert desk.view.isVisible()
    assert desk.intake.state.form.address == "Tổ 7"
    assert desk.intake.state.form.online == ""
    assert not desk.view.errand.isVisible()
    opened(desk, "G22.99.1")  # taken up again as it was left
    assert desk.intake.state.form.address == "Tổ 7"
    assert inbox.arrivals(desk.intake.counter, LAN.person_id)[0].reference == "G22.99.1"


def test_what_is_half_typed_is_neither_lost_nor_mixed_in(desk: Desk, portal: Portal) -> None:
    portal.arrives("G22.99.1")
    waits(desk, "G22.99.1")
    desk.intake.set("name", "Lê Văn Dở")
    press(Qt.Key.Key_F10)
    press(Qt.Key.Key_Return)
    page = desk.work.online_view
    desk.until(page.question.isVisible)
    assert page.question.text == "Trang Tiếp nhận đang nhập dở hồ sơ của Lê Văn Dở."
    assert page.question.accept.hasFocus()  # the safe answer
    press(Qt.Key.Key_Escape)
    assert not page.question.isVisible()
    assert page.table.hasFocus()
    press(Qt.Key.Key_Return)
    desk.until(page.question.isVisible)
    press(Qt.Key.Key_Return)
    assert desk.view.isVisible()
    assert desk.intake.state.form.name == "Lê Văn Dở"
    press(Qt.Key.Key_F10)
    press(Qt.Key.Key_Return)
    desk.until(page.question.isVisible)
    page.question.dismiss.click()
    assert desk.intake.state.form.online == "G22.99.1"
    assert desk.intake.state.form.name == "Trần Thị Mạng"


def test_an_unknown_procedure_is_said_and_another_told_in_the_content(desk: Desk, portal: Portal) -> None:
    given = (PaperGiven("Đơn", PaperKind.ORIGINAL, 1, PaperMark.GIVEN),)
    portal.arrives("G22.99.1", procedure="9.999999", content="Xin gấp", papers=given)
    waits(desk, "G22.99.1")
    assert cells(desk, 0)[2] == "9.999999"
    press(Qt.Key.Key_F10)
    press(Qt.Key.Key_Return)
    desk.until(lambda: desk.intake.state.form.online == "G22.99.1")
    assert desk.intake.state.procedure is None
    assert desk.intake.state.hint.startswith(
        "Danh mục của đơn vị không có thủ tục người nộp đã chọn (9.999999)"
    )
    assert [row.label for row in desk.intake.state.form.papers] == ["Đơn"]
    assert desk.given.query.hasFocus()
    desk.choose("khai sinh")
    desk.intake.choose(BIRTH)
    form = desk.intake.state.form
    assert form.content == (
        "Nộp trực tuyến theo thủ tục: 9.999999. "
        "Cơ quan xử lý theo thủ tục: Thủ tục đăng ký khai sinh. Xin gấp"
    )
    assert form.channel is Channel.ONLINE
    assert [row.label for row in form.papers].count("Đơn") == 1


def test_one_not_offered_online_is_said_and_refused_beside_the_channel(desk: Desk, portal: Portal) -> None:
    offered = desk.work.session.opening.catalogue.procedures
    other = next(p for p in offered if Channel.ONLINE not in [terms.channel for terms in p.terms])
    portal.arrives("G22.99.1", procedure=other.code)
    waits(desk, "G22.99.1")
    opened(desk, "G22.99.1")
    assert desk.intake.state.hint.startswith(f"Đơn vị không nhận trực tuyến thủ tục {other.name}")
    assert desk.intake.state.form.channel is Channel.ONLINE
    desk.give_all()
    for name in other.required:
        assert name in ("id_number", "birth_date", "address", "phone", "email")
    desk.intake.set("email", "thu@example.vn")
    desk.intake.submit()
    desk.until(lambda: "channel" in desk.intake.state.errors)


@pytest.mark.parametrize("size", [(683, 384), (853, 480), (1100, 620), (1280, 650), (1366, 697)])
def test_on_every_screen_what_is_left_is_seen(desk: Desk, portal: Portal, size: tuple[int, int]) -> None:
    portal.arrives("G22.99.1", NINE_MINUTE - 1)
    waits(desk, "G22.99.1")
    press(Qt.Key.Key_F10)
    desk.application.window.resize(*size)
    table = desk.work.online_view.table
    last = desk.work.online_view.model.columnCount() - 1
    desk.until(lambda: table.viewport().width() < size[0])
    assert table.columnViewportPosition(last) + table.columnWidth(last) <= table.viewport().width() + 1
    assert table.columnWidth(2) >= 90  # the procedure
