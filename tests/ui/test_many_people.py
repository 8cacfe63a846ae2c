"""The form of an absence in an office of more than nine people: numbers of two digits, names by letters."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.people import Grant, Person, Role
from counter_app.ui.app import Application
from tests.services.standing_in import roster
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import ANH, HEAD, People, staffed

ENTER = Qt.Key.Key_Return
NAMES = ("Phạm Đức Long", "Võ Thị Hoa", "Đỗ Văn Khải", "Ngô Thị Yến", "Phạm Thị Tuyết", "Bùi Văn Phúc")


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    """Twelve people: six more than the try-out office's."""
    told = staffed(briefing)
    more = tuple(
        Person(f"ba-dinh-2{at}", name, "Công chức", "Hộ tịch", "", "") for at, name in enumerate(NAMES)
    )
    grants = tuple(Grant(f"g-{one.person_id}", one.person_id, Role.OFFICER, "2026-01-01") for one in more)
    return msgspec.structs.replace(told, people=(*told.people, *more), grants=(*told.grants, *grants))


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(HEAD)
    made.open()
    made.type("n")
    return made


def chosen(people: People) -> str:
    return str(people.view.absence.person.currentData())


def test_a_number_of_two_digits_is_one_person(people: People) -> None:
    form = people.view.absence
    assert form.person.count() == 12
    people.type("12")
    assert QApplication.focusWidget() is form.days
    assert (chosen(people), form.days.text()) == ("ba-dinh-25", "")
    people.type("4/12")
    people.press(ENTER)
    people.type("1")
    people.press(ENTER)
    people.until(lambda: bool(roster(people.counter).absences))
    assert [one.person for one in roster(people.counter).absences] == ["ba-dinh-25"]


def test_a_digit_that_begins_other_numbers_waits_for_enter(people: People) -> None:
    form = people.view.absence
    people.type("1")
    assert QApplication.focusWidget() is form.person
    assert chosen(people) == HEAD
    people.press(ENTER)
    assert QApplication.focusWidget() is form.days
    form.person.setFocus()
    people.type("3")  # nobody's number begins with it
    assert QApplication.focusWidget() is form.days
    assert chosen(people) == ANH


def test_letters_search_the_family_s_and_the_given_name(people: People) -> None:
    form = people.view.absence
    people.type("pham")
    assert form.person.currentText().endswith("Phạm Văn Dũng")
    people.type(" du")
    assert form.person.currentText().endswith("Phạm Đức Long")
    form.days.setFocus()
    form.person.setFocus()
    people.type("pham")
    people.type(" thi t")
    assert form.person.currentText().endswith("Phạm Thị Tuyết")
    form.days.setFocus()
    form.person.setFocus()
    people.type("yen")
    people.press(ENTER)
    assert chosen(people) == "ba-dinh-23"
    assert QApplication.focusWidget() is form.days
