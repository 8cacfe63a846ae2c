"""A long title among the names to choose from ends in an ellipsis: the list does not slide sideways."""

from dataclasses import replace

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.ui.app import Application
from tests.ui.rostering import staffed


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    told = staffed(briefing)
    title = "Phó Giám đốc Trung tâm Phục vụ hành chính công, kiêm phụ trách bộ phận Một cửa của phường"
    people = (replace(told.people[0], title=title), *told.people[1:])
    return msgspec.structs.replace(told, people=people)


def test_the_names_do_not_slide_sideways(application: Application, qtbot: QtBot) -> None:
    assert application.workplace is not None
    part = application.workplace.officers.names
    qtbot.waitUntil(lambda: part.list.isVisible() and bool(part.people))
    index = part.list.model().index(0, 0)
    assert part.list.horizontalScrollBar().maximum() == 0
    assert part.list.visualRect(index).width() <= part.list.viewport().width()
    assert "kiêm phụ trách" in index.data(Qt.ItemDataRole.ToolTipRole)  # told in full beside the pointer
