"""Whoever may act is called: once for each cause, without taking his keys, and by key to where he acts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.clock import Machine
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import AnswerSubstitution
from counter_app.services import staff
from counter_app.settings import Alerts, Settings
from counter_app.ui.app import Application
from counter_app.ui.main_window import INTAKE, PEOPLE
from counter_app.ui.tray import Tray
from tests.services.standing_in import accepted, asked, roster, sick
from tests.ui.conftest import NINE, Desk, FakePrinter
from tests.ui.rostering import CHAIR, HEAD, MINH, RESERVE, People, staffed

GO, LATER = Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier
HOUR_MS = 3_600_000


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    """The desk's head sits at the PC and receives."""
    made = People(Desk(application, qtbot, printer))
    made.sit(HEAD)
    made.look()
    return made


def news(people: People) -> str:
    return people.desk.application.window.news.text


def heard(people: People) -> list[str]:
    """Return a list of what is said in the tray from now on."""
    told: list[str] = []
    people.desk.work.people.alarm.said.connect(lambda _title, text: told.append(text))
    return told


def marked(people: People) -> tuple[str, str]:
    square = people.state.square
    return (square.line.counter, square.day) if square is not None else ("", "")


def strike(people: People, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or people.desk.application.window, GO, modifiers)


def test_an_empty_counter_calls_its_head_once_and_leaves_him_his_keys(people: People) -> None:
    told = heard(people)
    assert news(people) == ""
    name = people.desk.given.fields["name"].editor
    name.setFocus()
    sick(people.counter)
    people.look()
    assert news(people) == "Quầy 2 · Hộ tịch, chứng thực: đang không có người"
    assert told == [news(people)]
    assert "Minh" not in news(people)
    assert QApplication.focusWidget() is name
    people.look()
    assert len(told) == 1
    strike(people, LATER)
    assert news(people) == ""
    assert QApplication.focusWidget() is name
    people.look()
    assert (news(people), len(told)) == ("", 1)


def test_by_key_he_is_where_he_can_act(people: People) -> None:
    people.open()
    people.press(Qt.Key.Key_PageDown)  # another week
    people.desk.work.go(INTAKE)
    people.look()
    sick(people.counter)
    people.look()
    strike(people)
    people.until(people.view.isVisible)
    assert news(people) == ""
    people.until(lambda: marked(people) == ("Quầy 2", "2026-11-19"))
    people.until(people.view.grid.hasFocus)
    people.type("t")  # and finds somebody
    people.until(lambda: people.view.presenter.proposing.proposal is not None)


def test_what_comes_again_calls_again(people: People) -> None:
    told = heard(people)
    absence = sick(people.counter)
    people.look()
    strike(people, LATER)
    request = asked(people.counter, absence, RESERVE)
    people.look()
    assert "Quầy 2 · Hộ tịch, chứng thực: chưa chắc có người" in news(people)  # he has not said yes
    assert len(told) == 2
    assert "đang không có người" not in told[1]
    staff.act(people.counter, AnswerSubstitution(new_event_id(), RESERVE, request, accepted=False))
    people.look()
    assert "đang không có người" in told[2]


def test_an_approver_is_called_to_the_request(people: People) -> None:
    request = asked(people.counter, sick(people.counter), RESERVE)
    accepted(people.counter, request)
    people.sit(CHAIR)
    people.look()
    assert news(people) == "Quầy 2: đề nghị thay chờ bạn duyệt"  # who sits where is the head's to see to
    people.sit(MINH)
    people.look()
    assert news(people) == ""
    people.sit(CHAIR)
    people.look()
    strike(people)
    people.until(people.view.inbox.list.hasFocus)
    assert people.view.presenter.requesting.state.marked == request


def test_a_lock_takes_no_key_and_loses_nothing(people: People) -> None:
    sick(people.counter)
    people.look()
    said = news(people)
    people.desk.work.lock.lock()
    strike(people)
    people.desk.work.announcing.tray.wanted.emit(PEOPLE)
    assert not people.view.isVisible()
    people.sit(HEAD)
    people.look()
    assert news(people) == said


def test_the_quiet_hours_hold_the_tray_back(people: People, readings: list[Machine]) -> None:
    quiet = Settings(alerts=Alerts(quiet_from="08:00", quiet_until="10:00"))
    people.counter.settings = quiet
    told = heard(people)
    sick(people.counter)
    people.look()
    assert news(people)
    assert not told
    readings.append(Machine(NINE + HOUR_MS, 1_000_000 + HOUR_MS, "boot-1"))
    people.look()
    assert len(told) == 1


def test_the_tray_says_it_and_leads_there(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    sounds: list[None] = []
    tray = Tray(people.desk.work.session, people.desk.application, lambda: sounds.append(None))
    assert tray.icon is not None
    wanted: list[str] = []
    tray.wanted.connect(wanted.append)
    tray.icon.messageClicked.emit()
    assert not wanted  # nothing was said yet
    tray.say(PEOPLE, "Nhân sự", "Quầy 2")
    tray.icon.messageClicked.emit()
    assert (wanted, len(sounds)) == ([PEOPLE], 1)
    tray.icon.hide()


def test_a_desk_without_a_reserve_says_so(people: People, briefing: wire.Briefing) -> None:
    assert len(roster(people.counter).people) == len(briefing.people)
    absence = sick(people.counter, RESERVE)
    assert absence
    people.look()
    assert news(people) == "Hôm nay không còn cán bộ dự phòng"
    strike(people)
    people.until(people.view.isVisible)
