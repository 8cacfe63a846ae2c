"""What an approver is told before he decides."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.ui.app import Application
from tests.services.standing_in import accepted, asked, sick
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import CHAIR, RESERVE, People, staffed


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(CHAIR)
    return made


def test_the_approver_sees_what_he_decides_on(people: People) -> None:
    accepted(people.counter, asked(people.counter, sick(people.counter), RESERVE))
    people.open()
    people.look()
    people.type("hd")
    view = people.view.decision
    people.until(view.isVisible)
    grid = view.known
    told = {}
    for row in range(grid.rowCount()):
        pair = [grid.itemAtPosition(row, column) for column in (0, 1)]
        caption, said = (one.widget() if one is not None else None for one in pair)
        assert isinstance(caption, QLabel)
        assert isinstance(said, QLabel)
        told[caption.text()] = said.text()
    assert told["Lý do vắng"] == "Nghỉ ốm"
    assert told["Người nhờ"] == "Nguyễn Thị Thu Hương"
    assert told["Chuyên môn"].startswith("đúng lĩnh vực ")
    assert told["Hồ sơ giữ"] == "người vắng 0 · người thay 0"
    assert "không còn cán bộ dự phòng" in view.remarks.text  # he is the last one
    assert (
        view.pin.mapTo(view, view.pin.rect().topLeft()).x()
        == view.approver.mapTo(view, view.approver.rect().topLeft()).x()
    )
