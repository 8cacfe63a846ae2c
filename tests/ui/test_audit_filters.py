"""Filters of the audit: one act marked, days that cross, a row told in full, what is being read."""

import threading

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.services import audit as audits
from counter_app.services import inspections, staff_records
from counter_app.ui.app import Application
from counter_app.ui.screens.audit.view import AuditView
from tests.services.standing_in import sick
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import HEAD, MINH, People, staffed

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(HEAD)
    sick(made.counter)
    sick(made.counter, HEAD)
    made.press(Qt.Key.Key_F6)
    made.until(made.view.isVisible)
    return made


def audit(people: People) -> AuditView:
    people.press(Qt.Key.Key_4, control=True)
    view = people.desk.work.staff.audit
    people.until(lambda: len(view.presenter.state.entries) == 2)
    return view


def test_one_act_is_a_mark_and_esc_shows_all_again(people: People) -> None:
    view = audit(people)
    assert not view.only.isVisible()
    people.press(Qt.Key.Key_Down)
    people.press(ENTER)
    people.until(lambda: len(view.presenter.state.entries) == 1)
    assert view.only.isVisible()
    assert view.subject.text() == ""  # no id is shown to anybody
    view.only.click()
    people.until(lambda: len(view.presenter.state.entries) == 2)
    view.presenter.narrow(person=MINH)
    people.until(lambda: len(view.presenter.state.entries) == 1)
    view.first.setFocus()
    people.type("1/11/2026")
    people.press(ENTER)
    people.press(ESC)
    people.until(lambda: len(view.presenter.state.entries) == 2)
    assert view.presenter.state.wanted == audits.Wanted()
    assert (view.first.text(), view.person.currentData()) == ("", "")


def test_days_that_cross_are_told_beside_the_field(people: People) -> None:
    view = audit(people)
    view.first.setFocus()
    people.type("20/11/2026")
    people.press(ENTER)
    people.until(lambda: view.presenter.state.wanted.first == "2026-11-20")
    view.last.setFocus()
    people.type("10/11/2026")
    people.press(ENTER)
    assert view.fields["last"].error == "Trước ngày đầu 20/11/2026."
    assert view.presenter.state.wanted.last == ""
    field = view.fields["last"]
    assert field.rect().contains(view.last.geometry())  # no edge of it is cut
    view.first.setFocus()
    view.first.selectAll()
    people.type("1/11/2026")
    people.press(ENTER)
    assert (view.fields["first"].error, view.fields["last"].error) == ("", "")
    assert view.presenter.state.wanted.last == "2026-11-10"


def test_the_marked_row_is_told_in_full(people: People) -> None:
    view = audit(people)
    people.press(Qt.Key.Key_Down)
    assert "Nguyễn Thị Thu Hương vắng đột xuất" in view.detail.text()
    assert "19/11/2026" in view.detail.text()
    assert "Nghỉ ốm" in view.detail.text()


def test_what_is_being_read_is_told(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    gate, real = threading.Event(), (audits.look, inspections.look, staff_records.readable)
    try:
        for where, name, work in zip(
            (audits, inspections, staff_records), ("look", "look", "readable"), real, strict=True
        ):

            def slow(*given: object, work: object = work) -> object:
                gate.wait(15)
                return work(*given)  # type: ignore[operator]

            monkeypatch.setattr(where, name, slow)
        staff = people.desk.work.staff
        people.press(Qt.Key.Key_2, control=True)
        assert staff.records._reading.text() == "Đang đọc…"
        people.press(Qt.Key.Key_3, control=True)
        assert staff.inspections.list._empty == "Đang đọc…"
        people.press(Qt.Key.Key_4, control=True)
        assert (staff.audit.table._empty, staff.audit._count.text()) == ("Đang đọc…", "Đang đọc…")
    finally:
        gate.set()
    people.until(lambda: len(staff.audit.presenter.state.entries) == 2)
    assert staff.audit._count.text() == "2 việc"
    people.until(lambda: staff.records.presenter.state.sheet is not None)
    assert staff.records._reading.text() == ""
