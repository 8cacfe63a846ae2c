"""Keys of the page of people: the next gap, what is not offered, drafts begun for another, Tab's way."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import LogAbsence, Rotate
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.services import staff
from counter_app.ui.app import Application
from counter_app.ui.screens.people.absence_view import AbsenceView
from counter_app.ui.screens.people.asking_views import DecisionView
from counter_app.ui.screens.people.panel import Panel
from tests.services.papers_life import minute
from tests.services.standing_in import asked, sick
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import ANH, HEAD, INSPECTOR, MINH, RESERVE, People, staffed

ESC, TAB = Qt.Key.Key_Escape, Qt.Key.Key_Tab


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(HEAD)
    return made


def away(people: People, person: str, day: str) -> None:
    span = (Span(minute(f"{day}T08:00"), minute(f"{day}T17:00")),)
    staff.act(people.counter, LogAbsence(new_event_id(), person, person, span, AbsenceReason.ANNUAL))


def opened(people: People) -> None:
    people.until(lambda: not people.view.presenter._reading)
    people.look()
    people.open()


def marked(people: People) -> tuple[str, str]:
    square = people.state.square
    assert square is not None
    return square.line.counter, square.day


def mark(people: People, counter: str, day: str) -> None:
    """Mark a counter's first square on a day."""
    grid = people.state.grid
    row = next(at for at, line in enumerate(grid.lines) if line.counter == counter)
    people.view.grid.setCurrentIndex(people.view.grid.grid.index(row, grid.days.index(day) + 1))
    people.view.grid.setFocus()


def test_the_mark_begins_where_today_needs_somebody_and_c_goes_on(people: People) -> None:
    sick(people.counter, ANH)
    away(people, MINH, "2026-11-20")
    opened(people)
    assert marked(people) == ("Quầy 3", "2026-11-19")
    assert not people.view.next_gap.isHidden()
    seen = []
    for _step in range(4):
        people.type("c")
        seen.append(marked(people))
    assert QApplication.focusWidget() is people.view.grid
    assert set(seen) == {("Quầy 3", "2026-11-19"), ("Quầy 2", "2026-11-20")}
    square = people.view.grid.visualRect(people.view.grid.currentIndex())
    assert people.view.grid.viewport().rect().contains(square)


def test_who_only_reads_is_offered_no_absence(people: People) -> None:
    sick(people.counter)
    opened(people)
    assert not people.view.log.isHidden()
    assert not people.view.card.back_it.isHidden()
    people.sit(INSPECTOR)
    people.look()
    assert people.view.log.isHidden()
    assert people.view.card.find_it.isHidden()
    assert people.view.card.back_it.isHidden()
    assert "vắng mặt" not in people.desk.work.staff.view._keys.text()
    for letter in "ntv":
        people.view.grid.setFocus()
        people.type(letter)
        assert people.view._right.currentWidget() is people.view._waiting
        assert "Bạn chỉ xem" in people.view.last.text


def test_t_where_nobody_belongs_says_what_to_do(people: People) -> None:
    command = Rotate(new_event_id(), HEAD, MINH, "Quầy 1", "2026-11-19", "12/QĐ", "Luân chuyển")
    staff.act(people.counter, command)
    opened(people)
    mark(people, "Quầy 2", "2026-11-19")
    people.type("t")
    assert "Quầy 2 không có ai được phân. Chuyển một cán bộ sang: Ctrl+3, rồi C." in people.view.last.text


def test_v_on_somebody_present_cancels_no_leave_to_come(people: People) -> None:
    away(people, MINH, "2026-11-26")
    opened(people)
    mark(people, "Quầy 2", "2026-11-19")
    people.type("v")
    assert people.view.presenter.returning.back is None
    assert "Không ai vắng ở đây" in people.view.last.text


def test_a_draft_comes_again_for_the_same_person_only(people: People) -> None:
    opened(people)
    mark(people, "Quầy 2", "2026-11-19")
    people.type("n")
    form = people.view.absence
    assert (form.person.currentData(), form.about.isHidden()) == (MINH, True)
    form.days.setFocus()
    people.type("25/11")
    people.press(ESC)
    mark(people, "Quầy 3", "2026-11-19")
    people.type("n")
    assert (form.person.currentData(), form.days.text()) == (ANH, "")
    people.press(ESC)
    mark(people, "Quầy 2", "2026-11-19")
    people.type("n")
    assert (form.person.currentData(), form.days.text()) == (MINH, "25/11")
    assert form.about.text() == "Phần đang gõ dở lần trước."


def walk(people: People, steps: int) -> list[QWidget | None]:
    found = []
    for _step in range(steps):
        people.press(TAB)
        found.append(QApplication.focusWidget())
    return found


def test_tab_goes_through_a_form_from_its_head_to_its_buttons(people: People) -> None:
    opened(people)
    people.type("n")
    form = people.view.absence
    first = form.reason.focusProxy()
    assert walk(people, 3) == [form.days, first, form.text]
    way = walk(people, 4)
    assert way[-2:] == [form.action, form.back] or way[-3:-1] == [form.action, form.back]


def test_tab_goes_from_the_grid_to_the_card_and_the_requests(people: People) -> None:
    asked(people.counter, sick(people.counter), RESERVE)
    opened(people)
    mark(people, "Quầy 2", "2026-11-19")
    people.view.grid.setFocus()
    view = people.view
    assert view.presenter.state.square is not None
    way = walk(people, 4)
    card = [one for one in (view.card.find_it, view.card.back_it) if not one.isHidden()]
    assert way[: len(card) + 1] == [*card, view.inbox.list]
    shown = [button for button in view.inbox.buttons.values() if not button.isHidden()]
    assert shown
    assert way[len(card) + 1 :][: len(shown)] == shown[: 3 - len(card)]


def test_a_counter_comes_before_the_missing_reserve(people: People) -> None:
    sick(people.counter, RESERVE)
    sick(people.counter, ANH)
    opened(people)
    assert people.state.count.no_reserve == 1
    assert marked(people)[0] == "Quầy 3"


def test_no_input_of_an_absence_is_cut(people: People) -> None:
    people.desk.application.window.resize(1366, 768)
    opened(people)
    people.type("n")
    people.desk.bot.wait(30)
    form = people.view.absence
    room = form._room
    assert room is not None
    form.remarks.say("Cùng lúc có cán bộ ngồi quầy khác cũng vắng. Ngay sau ngày nghỉ lễ. " * 4, "warn")
    people.desk.until(lambda: room.verticalScrollBar().maximum() > 0)
    assert room.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("made", [AbsenceView, DecisionView])
def test_tab_comes_through_a_form_in_its_order(made: type[Panel], qtbot: QtBot, qtlog: Any) -> None:
    """What opens over a field is a window of its own: in the order, it broke it."""
    qtbot.addWidget(made())
    assert [one.message for one in qtlog.records if "setTabOrder" in one.message] == []
