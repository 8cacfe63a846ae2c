"""A result at once never says of a paper what nobody said: asked in the page, by keys."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.domain.commands import PaperMark
from counter_app.services import life
from tests.ui.conftest import LAN, Desk
from tests.ui.test_intake import CONTROL, ENTER, press

F9, ESC = Qt.Key.Key_F9, Qt.Key.Key_Escape


def begun(desk: Desk) -> None:
    """A birth registration with the applicant named and none of its papers answered."""
    desk.intake.set("name", "Nguyễn Văn Thử")
    desk.choose("khai sinh")
    desk.intake.choose("1.001193")
    desk.until(lambda: desk.intake.state.promise is not None)
    desk.given.fields["name"].editor.setFocus()


def blocking(desk: Desk) -> list[int]:
    return [at for at, row in enumerate(desk.intake.state.form.papers) if row.blocks]


def test_unanswered_papers_are_asked_about_and_nothing_is_marked(desk: Desk) -> None:
    begun(desk)
    before = desk.intake.state.form.papers
    press(F9)
    question = desk.answered.deed.question
    assert "Đã nhận đủ?" in question.text
    assert "F9" in question.accept.text()
    assert desk.intake.state.form.papers == before
    assert QApplication.focusWidget() is desk.given.list
    assert desk.given.list.currentIndex().row() == blocking(desk)[0]
    press(ENTER, CONTROL)  # neither Form 02 nor a yes
    assert question.text
    press(ESC)
    assert not question.text
    assert desk.intake.state.form.papers == before
    assert QApplication.focusWidget() is desk.given.list
    assert desk.issuing.state.rows == ()


def test_f9_again_says_that_all_are_there(desk: Desk) -> None:
    begun(desk)
    must = [desk.intake.state.form.papers[at].label for at in blocking(desk)]
    press(F9)
    press(F9)
    desk.rows(1)
    reception = life.file_of(
        desk.intake.counter, LAN.person_id, desk.issuing.state.rows[0].code
    ).case.reception
    given = {paper.label for paper in reception.papers if paper.mark is PaperMark.GIVEN}
    assert set(must) <= given


def test_answering_a_row_takes_the_question_back(desk: Desk) -> None:
    begun(desk)
    press(F9)
    press(Qt.Key.Key_Space)
    assert not desk.answered.deed.question.text
    rest = blocking(desk)
    press(F9)
    assert bool(desk.answered.deed.question.text) is bool(rest)


def test_no_result_at_once_while_a_receipt_is_put_right(desk: Desk) -> None:
    desk.birth()
    desk.intake.submit()
    desk.rows(1)
    desk.intake.amend(desk.issuing.state.rows[0].code)
    desk.until(lambda: bool(desk.intake.state.code))
    press(F9)
    assert not desk.intake.state.busy
    assert len(desk.issuing.state.rows) == 1


def test_the_check_list_begins_at_the_first_paper_that_needs_an_answer(desk: Desk) -> None:
    begun(desk)
    assert desk.given.list.currentIndex().row() == blocking(desk)[0]
    desk.intake.answer(blocking(desk)[0], desk.intake.state.form.papers[blocking(desk)[0]])
    desk.given.hands_to("papers")
    assert desk.given.list.currentIndex().row() == blocking(desk)[0]
