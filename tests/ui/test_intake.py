"""The intake page as officers use it: a real window offscreen, real services behind it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from counter_app.services import drafts
from tests.ui.conftest import CARD, DUC, LAN, Desk

ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def strike(target: QWidget | QWindow, letter: str) -> None:
    QTest.keyClick(target, letter)  # type: ignore[call-overload]  # letters are missing in the stubs


def write(text: str) -> None:
    for letter in text:
        focus = QApplication.focusWidget()
        assert focus is not None
        if letter.isascii():
            strike(focus, letter)
        else:  # QTest knows Latin-1 only
            assert isinstance(focus, QLineEdit)
            focus.insert(letter)
            focus.textEdited.emit(focus.text())


def test_the_main_job_by_keyboard_alone(desk: Desk) -> None:
    assert QApplication.focusWidget() is desk.given.fields["scan"].editor
    write("001090012345")
    press(ENTER)
    assert desk.intake.state.form.id_number == "001090012345"
    assert QApplication.focusWidget() is desk.given.fields["name"].editor
    write("Nguyen Van Thu")
    desk.given.query.setFocus()
    write("dang ky khai sinh")
    desk.until(lambda: desk.given.query.is_open)
    press(ENTER)
    desk.until(lambda: desk.intake.state.promise is not None)
    assert desk.intake.state.form.procedure == "1.001193"
    assert desk.answered.due.text().startswith("17:00 thứ Năm 19/11/2026")
    desk.given.list.setFocus(Qt.FocusReason.TabFocusReason)
    for row in desk.intake.state.form.papers[desk.given.list.currentIndex().row() :]:
        press(Qt.Key.Key_Space if row.blocks else Qt.Key.Key_Down)
        if row.blocks:
            press(Qt.Key.Key_Down)
    assert not desk.intake.state.asks_for_papers
    press(ENTER, CONTROL)
    desk.rows(1)
    assert desk.intake.state.form.blank
    assert QApplication.focusWidget() is desk.given.fields["scan"].editor
    assert desk.issuing.state.rows[0].code == "H26.14-261119-1000"
    desk.until(lambda: desk.issuing.state.rows[0].printed)
    assert desk.printer.printed == ["H26.14-261119-1000"]


def test_pressed_twice_makes_one_dossier(desk: Desk) -> None:
    desk.birth()
    before = desk.intake.state.form.event_id
    desk.given.fields["name"].editor.setFocus()
    press(ENTER, CONTROL)
    press(ENTER, CONTROL)
    QTest.mouseClick(desk.answered.deed.action, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.intake.state.form.blank)
    desk.rows(1)
    assert desk.intake.state.form.event_id != before


def test_the_same_person_again_is_asked_about(desk: Desk) -> None:
    for _time in range(2):
        desk.birth()
        desk.intake.submit()
        desk.until(lambda: desk.intake.state.form.blank or bool(desk.intake.state.question))
    assert "H26.14-261119-1000" in desk.answered.deed.question.text
    assert QApplication.focusWidget() is desk.answered.deed.question.dismiss
    press(ENTER)
    assert not desk.intake.state.question
    desk.intake.submit()
    desk.until(lambda: bool(desk.intake.state.question))
    QTest.mouseClick(desk.answered.deed.question.accept, Qt.MouseButton.LeftButton)
    desk.rows(2)
    assert desk.intake.state.form.blank


def test_no_to_the_question_loses_nothing(desk: Desk) -> None:
    for _time in range(2):
        desk.birth()
        desk.intake.submit()
        desk.until(lambda: desk.intake.state.form.blank or bool(desk.intake.state.question))
    press(Qt.Key.Key_Escape)
    assert not desk.intake.state.question
    assert desk.intake.state.form.name == "Nguyễn Văn Thử"
    assert desk.answered.deed.action.isEnabled()


def test_errors_stand_beside_their_fields_and_in_one_summary(desk: Desk) -> None:
    desk.intake.set("phone", "abc")
    desk.intake.set("birth_date", "32/1/1990")
    desk.intake.submit()
    fields = desk.given.fields
    assert fields["name"].error
    assert fields["phone"].error
    assert fields["birth_date"].error
    assert fields["query"].error
    assert all(
        word in desk.answered.deed.summary.text for word in ("Họ tên", "Điện thoại", "Ngày sinh", "Thủ tục")
    )
    assert list(desk.intake.state.errors) == ["name", "birth_date", "phone", "procedure"]
    assert QApplication.focusWidget() is fields["name"].editor
    assert desk.intake.state.form.phone == "abc"
    desk.intake.set("phone", "0912345678")
    assert not fields["phone"].error
    assert fields["name"].error
    desk.rows(0)


def test_a_scan_lands_in_the_card_wherever_it_is_typed(desk: Desk) -> None:
    desk.birth("Lê Thị Hồng")
    handle = desk.application.window.windowHandle()
    places: list[QWidget] = [desk.given.fields["phone"].editor, desk.given.list, desk.answered.paid]
    for place in places:
        before = desk.intake.state.form
        place.setFocus()
        for letter in CARD[:13]:
            strike(handle, letter)
        assert QApplication.focusWidget() is desk.given.fields["scan"].editor
        assert desk.intake.state.form.scan == "001090012345|"
        assert desk.intake.state.form.papers == before.papers
        assert desk.intake.state.form.phone == before.phone
        write(CARD[13:])
        press(ENTER)
        form = desk.intake.state.form
        assert (form.name, form.birth_date, form.sex) == ("Nguyễn Văn Thử", "01/01/1990", "male")
        assert (form.id_number, form.scan) == ("001090012345", "")


def test_a_card_pasted_into_any_field_fills_the_person_in(desk: Desk) -> None:
    editor = desk.given.fields["address"].editor
    editor.setFocus()
    QApplication.clipboard().setText(CARD)
    press(Qt.Key.Key_V, CONTROL)
    desk.until(lambda: desk.intake.state.form.name == "Nguyễn Văn Thử")
    assert desk.intake.state.form.address.startswith("Tổ 1")


def test_a_spoilt_card_is_told_beside_the_field_and_kept(desk: Desk) -> None:
    desk.intake.set("scan", "không phải thẻ")
    desk.intake.read_card()
    assert desk.given.fields["scan"].error
    assert desk.intake.state.form.scan == "không phải thẻ"


def test_enter_moves_on(desk: Desk) -> None:
    desk.given.fields["name"].editor.setFocus()
    press(ENTER)
    assert QApplication.focusWidget() is desk.given.fields["birth_date"].editor


def test_tab_order_follows_the_eye(desk: Desk) -> None:
    expected = ["name", "birth_date", "id_number", "phone", "address", "email", "query"]
    seen: list[str] = []
    names = {id(field.editor): name for name, field in desk.given.fields.items()}
    desk.given.fields["name"].editor.setFocus()
    for _step in range(14):
        name = names.get(id(QApplication.focusWidget()))
        if name in expected:
            seen.append(name)
        press(Qt.Key.Key_Tab)
    assert seen == expected


def test_a_missing_paper_turns_the_action_into_form_02(desk: Desk) -> None:
    desk.intake.set("name", "Vũ Ngọc Ưng")
    desk.choose("khai sinh")
    desk.intake.choose("1.001193")
    assert desk.answered.deed.action.accessibleName() == "In phiếu bổ sung"
    desk.intake.submit()
    desk.until(lambda: "bổ sung" in desk.issuing.state.last)
    assert desk.intake.state.form.blank
    assert len(desk.printer.printed) == 1
    desk.rows(0)
    desk.birth()
    assert desk.answered.deed.action.accessibleName() == "Tiếp nhận và in"


def test_the_fee_follows_channel_and_quantity(desk: Desk) -> None:
    procedure = next(
        p
        for p in desk.work.intake._session.opening.catalogue.procedures
        if any(t.fee and t.limit for t in p.terms)
    )
    terms = next(t for t in procedure.terms if t.fee and t.limit)
    desk.choose(procedure.code)
    desk.intake.choose(procedure.code)
    desk.intake.set("channel", terms.channel)
    desk.intake.set("quantity", 3)
    amount = f"{(terms.fee or 0) * 3:,}".replace(",", ".")
    assert desk.answered._amount.text() == f"{amount} đ"
    desk.answered.exempt.click()
    assert desk.answered._amount.text() == "0 đ"
    assert desk.answered.ground.isVisible()


def test_a_draft_survives_and_belongs_to_its_officer(desk: Desk) -> None:
    desk.intake.set("name", "Đang nhập dở")
    counter = desk.intake._session.counter
    desk.until(lambda: "Đang nhập dở" in (drafts.load(counter, "lan") or ""))
    event_id = desk.intake.state.form.event_id
    desk.intake.state = type(desk.intake.state)(type(desk.intake.state.form)("0"))
    desk.work.officers.chosen.emit(DUC)
    assert desk.intake.state.form.name == ""
    desk.work.officers.chosen.emit(LAN)
    desk.until(lambda: desk.intake.state.form.name == "Đang nhập dở")
    assert desk.intake.state.form.event_id == event_id


def test_changing_the_officer_keeps_what_is_on_the_screen(desk: Desk) -> None:
    desk.birth()
    desk.application.window.wanted.emit("officers")
    QTest.keyClick(desk.work.officers.list, Qt.Key.Key_Down)
    QTest.keyClick(desk.work.officers.list, ENTER)
    assert desk.intake.state.form.name == "Nguyễn Văn Thử"
    assert desk.application.window.status.words()[0] == "Trần Văn Đức · Quầy 1"
    desk.intake.submit()
    desk.rows(1)
    counter = desk.intake._session.counter
    with counter.store.read() as conn:
        actors = {row[0] for row in conn.exec_driver_sql("SELECT actor_id FROM events")}
    assert actors == {"duc"}


def test_another_procedure_looked_for_takes_its_papers_away(desk: Desk) -> None:
    desk.birth()
    desk.intake.add_paper("Giấy của riêng người này")
    desk.choose("khai tu")
    assert [row.label for row in desk.intake.state.form.papers] == ["Giấy của riêng người này"]
    assert not desk.intake.state.form.checked


def test_a_long_text_shows_its_beginning_when_left(desk: Desk) -> None:
    editor = desk.given.fields["address"].editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    write("Tổ dân phố số mười bốn, khu tập thể nhà máy cơ khí, " * 3)
    press(ENTER)
    assert editor.cursorPosition() == 0
    desk.choose("khai sinh")
    press(ENTER)
    assert desk.given.query.cursorPosition() == 0
