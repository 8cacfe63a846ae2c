"""The window asks whether it is this day before it receives anybody; a supervisor puts the time right."""

from collections.abc import Callable

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app import wire
from counter_app.domain.clock import Machine
from counter_app.domain.people import Grant, Role
from counter_app.services.counter import Counter
from counter_app.store import briefing as briefings
from counter_app.ui.main_window import INTAKE
from tests.ui.conftest import LAN, NINE, Desk

DAY = 24 * 60 * 60_000  # ms


def supervise(desk: Desk, briefing: wire.Briefing) -> None:
    """Let Lan be a supervisor too."""
    head = Grant("head", LAN.person_id, Role.SUPERVISOR, "2026-01-01", "", "QĐ 1")
    counter: Counter = desk.work.session.counter
    with counter.store.write() as conn:
        told = msgspec.structs.replace(briefing, grants=(*briefing.grants, head))
        briefings.save(conn, told, NINE)
    desk.work.session.renew()
    desk.until(lambda: Role.SUPERVISOR in desk.work.session.roles)


@pytest.fixture
def ahead(desk: Desk, readings: list[Machine]) -> Callable[[], None]:
    """Return what starts the PC anew with its clock 40 days ahead."""

    def start() -> None:
        readings.append(Machine(NINE + 40 * DAY, 5_000, "boot-2"))
        desk.work.session.renew()
        desk.until(desk.view.date.isVisible)
        desk.work.exchange.now()
        desk.until(lambda: desk.work.health.presenter.state.link.clock == "S")  # type: ignore[union-attr]

    return start


def test_the_day_is_asked_first_and_who_says_no_hears_who_corrects(
    desk: Desk, ahead: Callable[[], None]
) -> None:
    ahead()
    desk.work.go(INTAKE)
    assert desk.view.date.accept.hasFocus()
    desk.view.date.dismiss.click()
    page = desk.work.health
    assert page.view.isVisible()
    assert page.view.said.text.endswith("Chưa chỉnh thì phiếu ghi ngày thứ Năm 19/11/2026.")
    assert page.view.clock_panel.isHidden()


def test_a_supervisor_corrects_by_keyboard(
    desk: Desk, ahead: Callable[[], None], briefing: wire.Briefing
) -> None:
    supervise(desk, briefing)
    ahead()
    view = desk.work.health.view
    QTest.keyClick(desk.application.window, Qt.Key.Key_F8)
    desk.until(view.isVisible)
    QTest.keyClick(view.doubts, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    panel = view.clock_panel
    assert panel.at.hasFocus()
    QTest.keyClicks(panel.at, "9:30 hom qua")
    panel.submitted.emit()
    assert panel.fields["at"].error.startswith("Ngày giờ không đúng.")
    panel.at.clear()
    QTest.keyClicks(panel.at, "8:30 18/11/2026")
    QTest.keyClick(panel.at, Qt.Key.Key_Return)
    QTest.keyClicks(panel.reason, "het pin")
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)
    QTest.keyClick(panel.yes, Qt.Key.Key_Return)
    desk.until(lambda: bool(panel.fields["at"].error))
    assert panel.fields["at"].error.startswith("Sớm hơn lần trao đổi cuối với trung tâm.")
    QTest.keyClick(panel.at, Qt.Key.Key_Escape)
    assert (panel.isHidden(), view.doubts.hasFocus()) == (True, True)
    QTest.keyClick(view.doubts, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    panel.reason.setText("Máy hết pin")
    panel.reason.textEdited.emit("Máy hết pin")
    QTest.keyClicks(panel.at, "8:30 20/11/2026")
    QTest.keyClick(panel.yes, Qt.Key.Key_Return)
    desk.until(panel.isHidden)
    desk.until(lambda: desk.work.session.opening.day == "2026-11-20")
    assert desk.work.session.opening.day_asked == ""
    assert view.said.text == "Đã chỉnh giờ của máy và ghi lại."
