"""The parts beside the roster by keys in the real window: records, inspections, the audit."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import LogAbsence, RecordStanding
from counter_app.domain.staff_events import AbsenceReason, Span, Standing
from counter_app.services import audit as audits
from counter_app.services import staff
from counter_app.texts.audit import Topic
from counter_app.ui.app import Application
from counter_app.ui.screens.staff.view import AUDIT, INSPECTIONS, RECORDS, ROSTER
from counter_app.ui.shots import shoot
from tests.services.papers_life import minute
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import ANH, HEAD, INSPECTOR, MINH, People, staffed

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
SHOTS = os.environ.get("STAFF_SHOTS", "")


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(HEAD)
    return made


def part(people: People, key: Qt.Key) -> None:
    people.press(Qt.Key.Key_F6)
    people.until(lambda: people.view.isVisible() or people.desk.work.staff.view.isVisible())
    people.press(key, control=True)


def shot(people: People, name: str) -> None:
    if SHOTS:
        QTest.qWait(900)
        shoot(people.desk.application.window, Path(SHOTS) / f"{name}.png")


def tabs(people: People) -> list[str]:
    return [name for name, tab in people.desk.work.staff.view.tabs.items() if not tab.isHidden()]


def away(people: People) -> None:
    span = (Span(minute("2026-11-20T08:00"), minute("2026-11-20T17:00")),)
    command = LogAbsence(new_event_id(), MINH, MINH, span, AbsenceReason.ANNUAL, text="Về quê")
    staff.act(people.counter, command)


def test_nobody_has_a_tab_for_what_he_may_not_read(people: People) -> None:
    assert tabs(people) == [ROSTER, RECORDS, INSPECTIONS, AUDIT]
    part(people, Qt.Key.Key_4)
    people.until(lambda: people.desk.work.staff.view.front == AUDIT)
    people.sit(MINH)
    assert tabs(people) == [ROSTER, RECORDS]
    assert people.desk.work.staff.view.front == ROSTER
    assert people.desk.work.staff.audit.presenter.state.entries == ()
    part(people, Qt.Key.Key_4)
    assert people.desk.work.staff.view.front == ROSTER
    people.sit(INSPECTOR)
    assert tabs(people) == [ROSTER, RECORDS, INSPECTIONS, AUDIT]


def test_ones_own_month_and_another_s_for_the_head(
    people: People, printer: FakePrinter, tmp_path: Path
) -> None:
    away(people)
    people.sit(MINH)
    part(people, Qt.Key.Key_2)
    view = people.desk.work.staff.records
    people.until(lambda: view.presenter.state.sheet is not None)
    assert view.person.count() == 1
    assert view.paper.pages == 1
    people.sit(HEAD)
    assert view.presenter.state.sheet is None  # what he read is not the next one's to see
    part(people, Qt.Key.Key_1)
    part(people, Qt.Key.Key_2)
    people.until(lambda: view.presenter.state.sheet is not None)
    assert view.person.count() == 6
    assert QApplication.focusWidget() is view.person
    people.press(Qt.Key.Key_Down)
    people.until(lambda: view.presenter.state.sheet is not None and view.presenter.state.person == MINH)
    sheet = view.presenter.state.sheet
    assert sheet is not None
    assert [one.worked for one in sheet.record.absences] == [8 * 60]
    shot(people, "records")
    people.press(Qt.Key.Key_P, control=True)
    people.until(lambda: printer.printed == ["Phiếu theo dõi công tác tháng 11/2026"])
    view.save.ask = lambda _parent, name: tmp_path / name
    people.press(Qt.Key.Key_S, control=True)
    people.until((tmp_path / f"phieu-thang-2026-11-{MINH}.pdf").exists)
    QTest.keyClick(view.person, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    people.until(lambda: view.presenter.state.sheet is not None)
    assert view.presenter.state.period.name == "2026-10"


def write_minutes(people: People) -> None:
    """Fill in the form of an inspection of Minh, all but the day by which it is looked at again."""
    fields = people.desk.work.staff.inspections.form.form.fields
    people.press(ENTER, control=True)
    assert fields["people"].error == "Chưa chọn cán bộ. Chọn ít nhất một người."
    assert QApplication.focusWidget() is fields["people"].editor
    people.press(Qt.Key.Key_Space)
    for typed in ("", "Dung gio", "", "Treo bang ten"):
        people.type(typed)
        people.press(ENTER)
    people.press(ENTER, control=True)
    people.until(lambda: bool(fields["due"].error))
    assert QApplication.focusWidget() is fields["due"].editor


def test_an_inspection_from_its_minutes_to_its_follow_up(people: People) -> None:
    part(people, Qt.Key.Key_3)
    view = people.desk.work.staff.inspections
    people.until(lambda: view.presenter.state.seen is not None)
    people.type("b")
    write_minutes(people)
    people.type("27/11/2026")
    shot(people, "inspection-form")
    people.press(ESC)  # typed text comes again
    people.type("b")
    assert view.presenter.state.form is not None
    assert view.presenter.state.form.values["recommendations"] == "Treo bang ten"
    people.press(ENTER, control=True)
    people.until(lambda: view.presenter.state.inspection is not None)
    people.until(lambda: QApplication.focusWidget() is view.list)
    inspection = view.presenter.state.inspection
    assert inspection is not None
    assert (inspection.open, inspection.fact.people) == (True, (MINH,))
    assert view._lines(inspection)[1][0].text == "kiểm tra lại thứ Sáu 27/11"  # names may be cut, this not
    people.press(ENTER)
    people.until(lambda: view.paper is not None and view.paper.isVisible())
    assert view.paper is not None
    assert view.paper.view.pages == 2
    view.paper.close()
    people.desk.application.window.activateWindow()
    view.list.setFocus()
    people.until(lambda: QApplication.focusWidget() is view.list)
    people.type("kDa treo")
    people.press(ENTER)
    people.press(Qt.Key.Key_Space)
    people.press(ENTER, control=True)
    people.until(lambda: bool(view.presenter.state.inspection and not view.presenter.state.inspection.open))
    shot(people, "inspections")


def test_the_other_deeds_and_what_an_inspector_may_not(people: People) -> None:
    part(people, Qt.Key.Key_3)
    view = people.desk.work.staff.inspections
    people.until(lambda: view.presenter.state.seen is not None)
    for letter, typed in (("m", ()), ("d", ("12/QD", "", "Tan tuy")), ("c", ("", "13/QD", "Luan chuyen"))):
        view.list.setFocus()
        people.type(letter)
        people.until(lambda: view.presenter.state.form is not None)
        people.press(Qt.Key.Key_Down)  # the first person
        people.press(ENTER)
        people.press(Qt.Key.Key_Down if letter == "c" else Qt.Key.Key_Space)
        people.press(ENTER)
        for text in typed:
            people.type(text)
            people.press(ENTER)
        people.press(ENTER, control=True)
        if letter == "c":
            assert view.form.summary.text == "Quầy 1 đang có Nguyễn Thị Thu Hương. Quầy 2 sẽ không còn ai."
            assert view.presenter.state.form is not None
            people.press(ENTER, control=True)
        people.until(lambda: view.presenter.state.form is None)
    entries = audits.look(people.counter, HEAD, audits.Wanted(topic=Topic.DISCIPLINE)).entries
    assert [one.kind for one in entries] == ["person.rotated", "standing.recorded", "presence.checked"]
    people.sit(INSPECTOR)
    part(people, Qt.Key.Key_3)
    people.until(lambda: view.presenter.state.seen is not None)
    assert all(button.isHidden() for button in view.deeds.values())
    view.list.setFocus()
    people.type("b")
    assert view.presenter.state.form is None


def test_the_audit_is_narrowed_read_on_and_saved(
    people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    away(people)
    staff.act(
        people.counter,
        RecordStanding(new_event_id(), HEAD, ANH, Standing.COMMENDED, "12/QĐ", "2026-11-18", "Tận tụy"),
    )
    monkeypatch.setattr(audits, "PAGE", 1)
    part(people, Qt.Key.Key_4)
    view = people.desk.work.staff.audit
    people.until(lambda: len(view.presenter.state.entries) == 1)
    assert QApplication.focusWidget() is view.table
    people.press(Qt.Key.Key_Down)
    people.until(lambda: len(view.presenter.state.entries) == 2)
    assert view.presenter.state.below is None
    assert view.presenter.state.entries[1].ground == "Nghỉ phép năm · Về quê"
    shot(people, "audit")
    monkeypatch.setattr(audits, "PAGE", 100)
    people.press(Qt.Key.Key_Down)
    people.press(ENTER)
    people.until(lambda: len(view.presenter.state.entries) == 1 and bool(view.presenter.state.wanted.subject))
    people.press(ESC)
    people.until(lambda: len(view.presenter.state.entries) == 2)
    view.first.setFocus()
    people.type("31/02/2026")
    people.press(ENTER)
    assert view.fields["first"].error
    view.first.selectAll()
    people.type("20/11/2026")
    people.press(ENTER)
    people.until(lambda: view.presenter.state.entries == ())
    view.first.clear()
    people.press(ENTER)
    people.until(lambda: len(view.presenter.state.entries) == 2)
    view.ask = lambda _parent, name: tmp_path / name
    people.press(Qt.Key.Key_S, control=True)
    people.until(lambda: view.presenter.state.said == "Đã lưu 2 việc.")
    (saved,) = tmp_path.glob("nhat-ky-*.csv")
    assert "Về quê" not in saved.read_text("utf-8-sig")
