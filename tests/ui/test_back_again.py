"""Early returns at the window: now, another's in the past with its reason, one time of several or all."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import LogAbsence
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.services import staff
from counter_app.ui.app import Application
from tests.services.standing_in import roster
from tests.ui.conftest import NINE, Desk, FakePrinter
from tests.ui.rostering import CHAIR, HEAD, MINH, People, staffed

ENTER = Qt.Key.Key_Return
DAY, HOUR = 1440, 60
NOW = NINE // 60_000


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    """The desk's head sits at the PC."""
    made = People(Desk(application, qtbot, printer))
    made.sit(HEAD)
    made.open()
    return made


def away(people: People, *spans: Span, person: str = MINH) -> None:
    command = LogAbsence(new_event_id(), person, person, spans, AbsenceReason.SICK, planned=False)
    staff.act(people.counter, command)
    people.look()
    people.view.presenter.returning.begin(
        roster(people.counter), people.view.presenter._days(), roster(people.counter).absences[0]
    )


def standing(people: People) -> tuple[Span, ...]:
    return roster(people.counter).absences[0].standing


def test_another_s_return_into_the_past_asks_for_its_reason(people: People) -> None:
    away(people, Span(NOW - HOUR, NOW + 8 * HOUR))
    view = people.view.back
    assert not view.further.isVisible()
    people.type("8:30")
    people.press(ENTER)
    people.until(lambda: bool(view.reason.error))
    assert QApplication.focusWidget() is view.text
    people.type("quen ghi")
    people.press(ENTER)
    people.until(lambda: people.view.presenter.returning.back is None)
    assert standing(people) == (Span(NOW - HOUR, NOW - 30),)


def test_of_several_times_only_the_one_that_runs_ends_unless_all_are_meant(people: People) -> None:
    spans = tuple(Span(NOW - HOUR + n * 7 * DAY, NOW + 2 * HOUR + n * 7 * DAY) for n in range(3))
    away(people, *spans)
    assert people.view.back.further.isVisible()
    people.press(ENTER)
    people.until(lambda: people.view.presenter.returning.back is None)
    assert standing(people) == (Span(NOW - HOUR, NOW), *spans[1:])
    people.view.presenter.returning.begin(
        roster(people.counter), people.view.presenter._days(), roster(people.counter).absences[0]
    )
    people.view.back.further.click()
    people.press(ENTER)
    people.until(lambda: people.view.presenter.returning.back is None)
    assert standing(people) == (Span(NOW - HOUR, NOW),)


def test_one_s_own_return_is_never_past(people: People) -> None:
    away(people, Span(NOW - HOUR, NOW + 8 * HOUR), person=HEAD)
    view = people.view.back
    assert not view.reason.isVisible()
    people.type("8:30")
    people.press(ENTER)
    people.until(lambda: bool(view.field.error))
    view.moment.selectAll()
    people.press(Qt.Key.Key_Delete)
    people.press(ENTER)
    people.until(lambda: people.view.presenter.returning.back is None)
    assert standing(people) == (Span(NOW - HOUR, NOW),)


def test_an_approver_logs_the_head_of_the_desk_alone(people: People) -> None:
    people.sit(CHAIR)
    people.look()
    people.view.presenter.absent.begin(roster(people.counter), people.view.presenter._days())
    form = people.view.presenter.absent.form
    assert form is not None
    assert {one.person_id for one in form.people} == {CHAIR, HEAD}
