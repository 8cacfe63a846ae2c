"""What a square says: what is over calls for nobody, asked is not sitting, red until confirmed."""

import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.clock import Machine
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import BeginSubstitution
from counter_app.domain.staff.coverage import Cover
from counter_app.seal import SigningKey
from counter_app.services import staff
from counter_app.services.rota_grid import Square
from counter_app.ui import theme
from counter_app.ui.app import Application
from counter_app.ui.screens.people import paint
from tests.services.standing_in import accepted, asked, decide, key_of, sick
from tests.ui.conftest import NINE, Desk, FakePrinter
from tests.ui.rostering import ANH, CHAIR, HEAD, RESERVE, People, staffed


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    """The head of the desk looks at the week in which Minh falls ill at nine."""
    made = People(Desk(application, qtbot, printer))
    made.sit(HEAD)
    made.open()
    return made


def square(people: People) -> tuple[Square, int, int]:
    """Return today's square in which Minh's counter needs somebody, with its place in the grid."""
    people.look()
    column = people.state.grid.days.index(people.state.rota.roster.today) if people.state.rota else 0
    for row, squares in enumerate(people.state.grid.rows):
        found = squares[column]
        if found.line.counter == "Quầy 2" and any(one.absent for one in found.pieces):
            people.view.grid.setCurrentIndex(people.view.grid.grid.index(row, column + 1))
            return found, row, column + 1
    raise AssertionError("nobody is away")


def said(people: People) -> tuple[str, str]:
    """Return the two lines drawn in that square."""
    found, _row, _column = square(people)
    assert found.worst is not None
    upper, lower = paint._two(found, found.worst, people.view.grid.grid)
    return " ".join(one.text for one in upper), " ".join(one.text for one in lower)


def inks(people: People) -> set[str]:
    """Return the colours in that square but for its ring."""
    _found, row, column = square(people)
    grid = people.view.grid
    box: QRect = grid.visualRect(grid.grid.index(row, column)).adjusted(4, 4, -4, 0)
    seen = grid.viewport().grab(box).toImage()
    return {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())}


def colour(token: str) -> str:
    return theme.current().colour(token).name()


def begin(people: People, request: str) -> None:
    staff.act(people.counter, BeginSubstitution(new_event_id(), RESERVE, request))


def confirm(people: People, request: str, key: SigningKey) -> None:
    decide(people.counter, request, key, by=CHAIR)


def test_what_is_over_calls_for_nobody_once_a_substitute_sits_there(
    people: People, readings: list[Machine]
) -> None:
    key = key_of(people.counter, CHAIR)
    absence = sick(people.counter)
    assert colour("late_soft") in inks(people)
    assert not people.view.card.find_it.isHidden()
    minutes_on(readings, 20)
    request = asked(people.counter, absence, RESERVE)
    accepted(people.counter, request)
    begin(people, request)
    confirm(people, request, key)
    found, row, column = square(people)
    assert [one.cover for one in found.pieces] == [Cover.COVERED, Cover.UNCOVERED, Cover.SUBSTITUTE]
    assert found.cover is Cover.SUBSTITUTE
    assert said(people) == ("Văn Dũng", "thay Quang Minh")
    assert not inks(people) & {colour("late_soft"), colour("late")}
    assert people.view.card.find_it.isHidden()
    assert people.view.card.said.property("tone") == "muted"
    assert "09:00–09:20 · đã qua, không có người · Trần Quang Minh vắng" in people.words(row, column)


def test_who_was_only_asked_does_not_sit_there_yet(people: People) -> None:
    key = key_of(people.counter, CHAIR)
    request = asked(people.counter, sick(people.counter), RESERVE)
    assert said(people) == ("Vắng: Quang Minh", "đã nhờ Văn Dũng")
    assert "Trần Quang Minh vắng, đã nhờ Phạm Văn Dũng" in people.view.card.said.text()
    accepted(people.counter, request)
    assert said(people) == ("Dũng thay Minh", "chờ duyệt")
    assert colour("late") not in inks(people)
    begin(people, request)
    assert said(people) == ("Dũng thay Minh", "chờ xác nhận")
    assert {colour("late"), colour("late_soft")} <= inks(people)  # red until confirmed
    _found, row, column = square(people)
    assert "Phạm Văn Dũng thay Trần Quang Minh, chờ xác nhận" in people.words(row, column)
    assert people.view.card.said.property("tone") == "late"
    confirm(people, request, key)
    assert said(people) == ("Văn Dũng", "thay Quang Minh")
    assert colour("late") not in inks(people)


def minutes_on(readings: list[Machine], minutes: int) -> None:
    """Let the PC's clocks go on."""
    readings.append(Machine(NINE + minutes * 60_000, 1_000_000 + minutes * 60_000, "boot-1"))


def test_who_is_called_to_two_counters_is_told_so(people: People) -> None:
    key = key_of(people.counter, CHAIR)
    request = asked(people.counter, sick(people.counter), ANH)
    accepted(people.counter, request, ANH)
    staff.act(people.counter, BeginSubstitution(new_event_id(), ANH, request))
    confirm(people, request, key)
    people.look()
    grid = people.view.grid.grid
    own = next(square for row in grid.grid.rows for square in row if square.cover is Cover.AT_RISK)
    assert (own.line.counter, own.worst is not None) == ("Quầy 3", True)
    assert own.worst is not None
    assert paint._two(own, own.worst, grid)[1][0].text == "ngồi hai quầy"
