"""The page of people: what is wrong beside its field, weeks and months, the number on the rail, its size."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import BeginSubstitution
from counter_app.services import staff
from counter_app.ui.app import Application
from counter_app.ui.main_window import PEOPLE
from counter_app.ui.screens.people.period import Shown
from tests.services.standing_in import accepted, asked, roster, seated, sick
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import ANH, CHAIR, HEAD, MINH, RESERVE, People, staffed

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
MOST_KEYS = 12  # DESIGN's measure: a planned absence with its substitute asked, from the main window


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    """Minh sits at the PC, on the page that opens by itself."""
    made = People(Desk(application, qtbot, printer))
    made.sit(MINH)
    return made


def test_what_is_wrong_stands_beside_its_field_and_esc_keeps_what_was_typed(people: People) -> None:
    people.open()
    people.type("n")
    people.type("31/11")
    people.press(ENTER)
    people.press(ENTER)
    form = people.view.absence
    assert "Chưa hiểu ngày" in form.fields["days"].error
    assert "Chưa chọn lý do" in form.fields["reason"].error
    assert QApplication.focusWidget() is form.days
    people.press(ESC)
    assert QApplication.focusWidget() is people.view.grid
    people.type("n")
    assert form.days.text() == "31/11"
    people.press(Qt.Key.Key_Backspace)
    people.press(Qt.Key.Key_Backspace)
    people.type("12")
    people.press(ENTER)
    people.type("7")
    assert QApplication.focusWidget() is form.text  # another reason has its words
    people.press(ENTER)
    assert form.fields["text"].error
    assert not roster(people.counter).absences


def test_weeks_months_and_what_lies_ahead(people: People) -> None:
    absence = sick(people.counter, ANH)
    assert absence
    people.open()
    people.look()
    assert people.state.grid.days[0] == "2026-11-16"
    people.press(Qt.Key.Key_PageDown)
    people.until(lambda: people.state.grid.days[0] == "2026-11-23")
    assert not people.state.grid.receives[1]  # Tuesday is off
    people.press(Qt.Key.Key_Home)
    people.until(lambda: people.state.grid.days[0] == "2026-11-16")
    people.view.presenter.show(Shown.MONTH)
    people.until(lambda: len(people.state.grid.days) == 30)
    people.view.presenter.show(Shown.AHEAD)
    people.until(lambda: len(people.state.grid.days) == 28)
    assert people.state.count.uncovered == 2  # this morning's rest, and the afternoon
    people.press(Qt.Key.Key_PageDown)
    people.until(lambda: people.state.grid.days[0] == "2026-12-17")
    people.press(ENTER)
    people.until(lambda: not people.state.grid.compact)
    assert "2026-12-17" in people.state.grid.days


def test_the_rail_counts_what_needs_a_person(people: People) -> None:
    badge = people.desk.application.window.rail._badges[PEOPLE]
    request = asked(people.counter, sick(people.counter), RESERVE)
    people.look()
    assert not badge.isVisible()  # Minh waits himself
    people.sit(RESERVE)
    people.until(lambda: badge.text() == "1")
    accepted(people.counter, request)
    staff.act(people.counter, BeginSubstitution(new_event_id(), RESERVE, request))
    people.sit(HEAD)
    people.look()
    people.until(lambda: badge.text() == "3 !")  # to be confirmed, no reserve is left today, a list to sign
    people.sit(CHAIR)
    people.look()
    assert badge.text() == "1 !"


@pytest.mark.parametrize("size", [(1366, 768), (1280, 650), (1024, 700), (1920, 1080)])
def test_the_page_fits(people: People, size: tuple[int, int]) -> None:
    seated(people.counter)
    people.desk.application.window.resize(*size)
    people.open()
    people.look()
    for shown in Shown:
        people.view.presenter.show(shown)
        people.look()
        assert people.desk.application.window.width() == size[0]  # nothing widens the window
        assert people.view.grid.horizontalScrollBar().maximum() == 0
    people.type("n")
    people.desk.bot.wait(30)
    form = people.view.absence
    assert form.width() <= people.view._right.width()
    assert form.action.visibleRegion().boundingRect().size() == form.action.size()
