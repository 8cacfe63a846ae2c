"""The page of people by keys in the real window: an absence, a substitute asked, answered, approved."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.staff.request import RequestState
from counter_app.ui.app import Application
from counter_app.ui.screens.people.inbox import Need
from tests.services.standing_in import accepted, asked, roster, seated, sick
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import ANH, CHAIR, HEAD, MINH, PIN, RESERVE, People, key_here, staffed

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


def test_an_absence_and_its_substitute_take_few_keys(people: People) -> None:
    people.open()
    people.type("n")
    assert QApplication.focusWidget() is people.view.absence.days
    people.type("25/11")
    assert "thứ Tư 25/11 · Báo trước" in people.view.absence.meaning.text()
    assert "Ngay sau ngày nghỉ lễ" in people.view.absence.remarks.text  # Tuesday is off
    people.press(ENTER)
    people.type("1")
    people.press(ENTER)
    people.until(lambda: people.view.presenter.proposing.proposal is not None)
    proposal = people.view.presenter.proposing.proposal
    assert proposal is not None
    assert (proposal.marked, proposal.counter) == (RESERVE, "Quầy 2")
    assert "đúng lĩnh vực, rảnh, ít thay gần đây" in people.view.proposal._spoken(proposal.candidates[0])
    assert "nghỉ lễ" in people.view.proposal.remarks.text  # told again before anybody is asked
    people.press(ENTER, control=True)
    people.until(lambda: bool(people.items))
    assert people.keys <= MOST_KEYS
    (item,) = people.items
    assert (item.need, item.request.asked.substitute) == (Need.UNANSWERED, RESERVE)
    assert QApplication.focusWidget() is people.view.grid


def test_the_head_logs_for_another_in_few_keys(people: People) -> None:
    people.sit(HEAD)
    people.open()
    people.type("n3")
    people.type("25/11")
    people.press(ENTER)
    people.type("5")
    people.press(ENTER)
    people.until(lambda: people.view.presenter.proposing.proposal is not None)
    people.press(ENTER, control=True)
    people.until(lambda: bool(people.items))
    assert people.keys <= MOST_KEYS
    assert people.items[0].request.asked.absent == ANH


def test_from_the_question_to_the_approval_at_one_pc(people: People) -> None:
    key_here(people.counter, CHAIR)
    people.open()
    people.type("nnay")
    people.press(ENTER)
    people.type("3")
    people.press(ENTER)
    people.until(lambda: people.view.presenter.proposing.proposal is not None)
    people.press(ENTER, control=True)
    people.until(lambda: bool(people.items))
    people.sit(RESERVE)
    people.until(lambda: bool(people.items) and people.items[0].mine)
    people.type("hy")  # to the requests: yes
    people.until(lambda: people.items[0].need is Need.BEGIN)
    people.press(ENTER)
    people.until(lambda: people.items[0].need is Need.CONFIRM)
    assert people.desk.work.people.paper is None  # the list of what he has taken over waits for its key
    assert people.view.inbox.list.rows.rowCount() == 1
    people.type("d")
    people.until(lambda: QApplication.focusWidget() is people.view.decision.pin)
    people.type("khong phai")
    people.press(ENTER)
    people.until(lambda: bool(people.view.decision.fields["pin"].error))
    assert QApplication.focusWidget() is people.view.decision.pin
    assert people.view.decision.pin.text() == ""
    people.type(PIN)
    people.press(ENTER)
    people.until(lambda: people.items[0].need is Need.RUNNING)
    (request,) = roster(people.counter).requests
    assert (request.decided_by, request.state(roster(people.counter).now)) == (CHAIR, RequestState.ACTIVE)
    assert not people.counter.seats  # the approver has left again, and nobody had signed in
    assert people.view.decision.pin.text() == ""


def test_a_request_without_an_answer_goes_to_another(people: People) -> None:
    absence = sick(people.counter)
    asked(people.counter, absence, RESERVE)
    people.open()
    people.look()
    assert (people.items[0].need, people.items[0].mine) == (Need.UNANSWERED, False)
    people.type("ht")  # among the requests T asks somebody else, whatever square is marked
    people.until(lambda: people.view.presenter.proposing.proposal is not None)
    offered = [one.person_id for one in people.view.proposal.list.rows.rows]
    assert RESERVE not in offered
    assert offered[0] == HEAD  # trained for it
    people.press(ENTER)  # only Ctrl+Enter asks
    assert people.view.presenter.proposing.proposal is not None
    people.press(Qt.Key.Key_Down)
    people.press(ENTER, control=True)
    people.until(lambda: len(people.items) == 2)
    assert {one.request.asked.substitute for one in people.items} == {RESERVE, ANH}


def test_saying_no_is_asked_once_more(people: People) -> None:
    asked(people.counter, sick(people.counter), RESERVE)
    people.sit(RESERVE)
    people.open()
    people.look()
    people.type("hk")
    assert "Không nhận thay" in people.view.inbox.sure.text
    people.press(ENTER)  # the hands are on "no, leave it"
    assert not people.view.inbox.sure.text
    people.type("h")
    people.type("k")
    people.view.inbox.sure.accept.setFocus()
    people.press(ENTER)
    people.until(lambda: not people.items)
    (request,) = roster(people.counter).requests
    assert request.accepted is False


def test_a_refusal_has_its_ground_and_ends_what_was_to_be_confirmed(people: People) -> None:
    key_here(people.counter, CHAIR)
    seated(people.counter)
    people.open()
    people.look()
    assert people.items[0].need is Need.CONFIRM
    people.type("hr")
    people.until(lambda: QApplication.focusWidget() is people.view.decision.ground)
    people.press(ENTER)
    people.type(PIN)
    people.press(ENTER)
    assert people.view.decision.fields["ground"].error
    people.type("Da co nguoi")
    people.press(ENTER)
    people.type(PIN)
    people.press(ENTER)
    people.until(lambda: not people.items)
    (request,) = roster(people.counter).requests
    assert (request.approved, request.ground) == (False, "Da co nguoi")


def test_who_comes_back_early_gets_his_counter_back(people: People) -> None:
    seated(people.counter)
    people.open()
    people.look()
    people.view.grid.setCurrentIndex(people.view.grid.grid.index(3, 4))  # Quầy 2, this morning
    assert "Phạm Văn Dũng thay Trần Quang Minh" in people.words(3, 4)
    people.type("v")
    assert people.view.back.title.text() == "Về sớm"
    people.type("25:00")
    people.press(ENTER)
    assert people.view.back.field.error
    people.view.back.moment.selectAll()
    people.press(Qt.Key.Key_Delete)
    people.press(ENTER)
    people.until(lambda: not roster(people.counter).absences[0].standing)
    people.until(lambda: people.view.presenter.returning.back is None)
    assert [one.state for one in people.items] == [RequestState.ENDED]  # still to be confirmed
    assert "Phạm Văn Dũng" not in people.words(4, 4)


def test_an_absence_ahead_is_called_off(people: People) -> None:
    people.open()
    people.type("n")
    people.type("25/11")
    people.press(ENTER)
    people.type("2")
    people.press(ENTER)
    people.until(lambda: people.view.presenter.proposing.proposal is not None)
    people.press(ESC)
    people.press(Qt.Key.Key_PageDown)
    people.until(lambda: people.state.grid.days[0] == "2026-11-23")
    people.view.grid.setCurrentIndex(people.view.grid.grid.index(3, 3))  # his counter, that Wednesday
    people.type("v")
    assert people.view.back.title.text() == "Không vắng nữa"
    people.press(ENTER)
    people.until(lambda: people.view.presenter.returning.back is None)
    assert not roster(people.counter).absences[0].standing


def test_nobody_speaks_for_a_colleague(people: People) -> None:
    sick(people.counter, ANH)
    people.open()
    people.look()
    assert people.view.absence.person.count() <= 1
    people.view.grid.setCurrentIndex(people.view.grid.grid.index(5, 4))
    people.press(ENTER)
    assert people.view.presenter.proposing.proposal is None
    assert "Chỉ người đó hoặc người phụ trách" in people.view.last.text


def test_the_head_finds_somebody_for_an_empty_counter(people: People) -> None:
    sick(people.counter, ANH)
    people.sit(HEAD)
    people.open()
    people.look()
    people.view.grid.setCurrentIndex(people.view.grid.grid.index(5, 4))  # Quầy 3, this morning
    assert "Chưa có người · Lê Thị Mai Anh vắng" in people.words(5, 4)
    assert people.view.card.find_it.isVisible()
    people.press(ENTER)
    proposal = people.view.presenter.proposing.proposal
    assert proposal is not None
    assert (proposal.counter, proposal.marked) == ("Quầy 3", RESERVE)


def test_the_list_of_what_changes_hands_waits_for_its_key_until_it_is_printed(
    people: People, tmp_path: Path
) -> None:
    absence = sick(people.counter)
    accepted(people.counter, asked(people.counter, absence))
    people.sit(RESERVE)
    people.open()
    people.look()
    people.type("hb")
    people.until(people.view.print_list.isVisible)
    assert people.view.unprinted.text() == "Bàn giao BG-261119-1000-1 chưa in"
    assert people.desk.work.people.paper is None
    assert QApplication.focusWidget() is people.view.inbox.list  # whoever sits there keeps her keys
    people.view.grid.setFocus()
    people.type("g")
    people.until(lambda: people.desk.work.people.paper is not None)
    paper = people.desk.work.people.paper
    assert paper is not None
    people.until(lambda: paper.view.pages == 2)  # a copy for each side
    assert paper.windowTitle() == "Danh sách bàn giao quầy"
    assert people.put_away() == "Danh sách bàn giao quầy"
    assert people.view.print_list.isVisible()  # looked at, not printed
    people.type("g")
    people.until(paper.isVisible)
    paper.print_it.click()
    people.until(lambda: people.desk.printer.printed == ["Danh sách bàn giao quầy"])
    people.until(lambda: not people.view.print_list.isVisible())
    people.put_away()
    people.type("g")  # again, by the request
    assert people.put_away() == "Danh sách bàn giao quầy"
    people.type("x")
    people.view.inbox.sure.accept.click()
    people.until(people.view.print_list.isVisible)
    people.view.print_list.click()
    people.until(lambda: paper.windowTitle() == "Danh sách bàn giao lại quầy")
    paper.save.ask = lambda _parent, name: tmp_path / name
    paper.save.click()
    people.until(lambda: not people.view.print_list.isVisible())  # saved, to be printed elsewhere


def test_a_colleague_who_signs_nothing_is_not_called(people: People) -> None:
    seated(people.counter)
    people.open()
    people.look()
    people.until(people.view.print_list.isVisible)  # Minh gives his counter
    people.sit(ANH)
    people.look()
    people.until(lambda: not people.view.print_list.isVisible())
    people.view.grid.setFocus()
    people.type("g")
    assert "Không có danh sách bàn giao nào chờ in" in people.view.last.text
