"""The document of an absence opens by one key from its square, to those who may see it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import LogAbsence
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.services import rota_paper, scans, staff
from counter_app.ui.app import Application
from tests.services.papers_life import minute
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import ANH, HEAD, MINH, RESERVE, People, staffed


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(MINH)
    return made


def logged(people: People, person: str, content: bytes) -> None:
    event_id = new_event_id()
    digest = scans.keep_scan(people.counter, event_id, content)
    spans = (Span(minute("2026-11-19T08:00"), minute("2026-11-19T17:00")),)
    reason = AbsenceReason.SICK
    staff.act(people.counter, LogAbsence(event_id, person, person, spans, reason, False, document=digest))


def at_square(people: People, person: str, row: int) -> None:
    people.sit(person)
    people.open()
    people.look()
    people.view.grid.setCurrentIndex(people.view.grid.grid.index(row, 4))


def test_m_opens_it_and_no_file_is_made(people: People, tmp_path: Path, printer: FakePrinter) -> None:
    pdf = rota_paper.paper(people.counter, MINH, "2026-11-16", "2026-11-22")
    logged(people, MINH, pdf)
    at_square(people, MINH, 3)
    assert people.view.card.document_it.isVisible()
    people.type("m")
    people.until(lambda: people.desk.work.people.paper is not None)
    paper = people.desk.work.people.paper
    assert paper is not None
    assert (paper.windowTitle(), paper.view.pages, paper.save.isVisible()) == ("Giấy tờ vắng mặt", 1, False)
    paper.print_it.click()
    people.until(lambda: printer.printed == ["Giấy tờ vắng mặt"])
    assert people.put_away() == "Giấy tờ vắng mặt"
    people.type("p")  # a paper that may be saved, in the same window
    people.until(paper.isVisible)
    assert paper.save.isVisible()


def test_a_colleague_has_no_such_key_and_the_head_has(people: People) -> None:
    logged(people, ANH, b"%PDF-1.7 broken")
    at_square(people, MINH, 5)
    assert not people.view.card.document_it.isVisible()
    people.type("m")
    assert "mà bạn được xem" in people.view.last.text
    at_square(people, HEAD, 5)
    people.view.card.document_it.click()
    people.until(lambda: people.desk.work.people.paper is not None)
    paper = people.desk.work.people.paper
    assert paper is not None
    assert "Không mở được tệp này" in paper.said.text()


def test_the_reserve_s_lies_at_the_row_of_the_reserve(people: People) -> None:
    logged(people, RESERVE, b"%PDF-1.7 broken")
    at_square(people, HEAD, 0)
    assert people.view.card.document_it.isVisible()
    people.press(Qt.Key.Key_Right)  # another day
    assert not people.view.card.document_it.isVisible()


def test_it_is_not_shown_to_who_has_sat_down_meanwhile(people: People) -> None:
    logged(people, MINH, b"%PDF-1.7 broken")
    at_square(people, MINH, 3)
    made: list[str] = []
    people.view.presenter.papers.made.connect(lambda title, _name, _pdf: made.append(title))
    people.view.presenter.papers.document(people.state.documented)
    people.sit(ANH)
    people.look()
    assert not made
