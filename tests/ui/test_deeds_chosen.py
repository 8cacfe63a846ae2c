"""What is put on record about a person was chosen by hand, and what speaks against it is said first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.services import audit as audits
from counter_app.texts.audit import Topic
from counter_app.ui.app import Application
from counter_app.ui.screens.inspections.view import InspectionsView
from tests.services.standing_in import sick
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import HEAD, MINH, RESERVE, People, staffed

ENTER, DOWN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(HEAD)
    sick(made.counter)
    return made


def view(people: People) -> InspectionsView:
    return people.desk.work.staff.inspections


def open_form(people: People, letter: str) -> None:
    people.press(Qt.Key.Key_F6)
    people.until(lambda: people.view.isVisible() or people.desk.work.staff.view.isVisible())
    people.press(Qt.Key.Key_3, control=True)
    people.until(lambda: view(people).presenter.state.seen is not None)
    people.type(letter)


def recorded(people: People) -> list[str]:
    return [
        one.kind for one in audits.look(people.counter, HEAD, audits.Wanted(topic=Topic.DISCIPLINE)).entries
    ]


@pytest.mark.parametrize(("letter", "fields"), [("m", ("person", "present")), ("d", ("person", "what"))])
def test_nobody_and_no_outcome_is_chosen_beforehand(
    people: People, letter: str, fields: tuple[str, ...]
) -> None:
    open_form(people, letter)
    people.press(ENTER, control=True)
    form = view(people).form.form
    assert [form.fields[name].error for name in fields] == ["Chưa chọn.", "Chưa chọn."]
    assert QApplication.focusWidget() is form.fields["person"].editor
    assert recorded(people) == []


def test_a_presence_against_a_recorded_absence_is_asked_once_more(people: People) -> None:
    open_form(people, "m")
    form = view(people).form
    box = form.form.fields["person"].editor
    assert isinstance(box, QComboBox)
    offered = [box.itemData(at) for at in range(box.count())]
    assert MINH in offered
    assert RESERVE not in offered  # sits at no counter
    people.press(DOWN)
    assert box.currentData() == MINH
    people.press(ENTER)
    people.press(SPACE)
    people.press(ENTER, control=True)
    assert form.summary.text == "Trần Quang Minh đang được ghi vắng mặt lúc này."
    assert recorded(people) == []
    people.press(ENTER, control=True)
    people.until(lambda: view(people).presenter.state.form is None)
    assert recorded(people) == ["presence.checked"]
    people.until(lambda: "Kiểm tra có mặt: Trần Quang Minh có ở quầy" in view(people).latest.text())
