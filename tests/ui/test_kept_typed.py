"""What is half typed comes again: after Esc, after another sat down, while the page looks again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.ui.app import Application
from tests.services.standing_in import accepted, asked, sick
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import CHAIR, HEAD, MINH, RESERVE, People, staffed

ESC = Qt.Key.Key_Escape


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    """Minh has fallen ill, Dung has said yes."""
    made = People(Desk(application, qtbot, printer))
    made.sit(CHAIR)
    accepted(made.counter, asked(made.counter, sick(made.counter), RESERVE))
    made.open()
    made.look()
    return made


def test_the_ground_of_a_refusal(people: People) -> None:
    people.type("hr")
    people.until(lambda: QApplication.focusWidget() is people.view.decision.ground)
    people.type("Khong can")
    people.press(ESC)
    people.until(lambda: people.view.presenter.deciding.decision is None)
    people.type("hr")
    assert people.view.decision.ground.text() == "Khong can"
    assert people.view.decision.kept.isVisible()  # it says that a ground stays for good
    people.sit(HEAD)
    people.until(lambda: people.view.presenter.deciding.decision is None)
    people.sit(CHAIR)
    people.look()
    people.view.grid.setFocus()
    people.type("hr")
    assert people.view.decision.ground.text() == "Khong can"
    people.press(ESC)
    people.type("hd")  # a yes needs no ground
    assert people.view.presenter.deciding.decision is not None
    assert people.view.presenter.deciding.decision.ground == ""


def test_the_moment_of_a_return(people: People) -> None:
    people.sit(MINH)
    people.look()
    people.view.grid.setFocus()
    people.type("v")
    people.until(lambda: QApplication.focusWidget() is people.view.back.moment)
    people.type("14:3")
    people.press(ESC)
    people.view.grid.setFocus()
    people.type("v")
    people.until(lambda: people.view.presenter.returning.back is not None)
    assert people.view.back.moment.text() == "14:3"


def test_a_dossier_s_code_while_the_audit_is_read(people: People) -> None:
    people.sit(HEAD)
    people.press(Qt.Key.Key_4, control=True)
    view = people.desk.work.staff.audit
    people.until(lambda: bool(view.presenter.state.entries))
    view.subject.setFocus()
    people.type("H26")
    view.presenter.refresh()
    assert view.subject.text() == "H26"
    people.until(lambda: not view.presenter.state.busy)
    assert view.subject.text() == "H26"
