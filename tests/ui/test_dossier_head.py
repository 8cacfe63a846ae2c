"""The head of a file: every promise in sight or counted, little room beside a paper, words that go."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QStyledItemDelegate, QStyleOptionViewItem

from counter_app.domain.clock import Machine
from counter_app.services.life_offers import Act
from counter_app.texts import use
from counter_app.ui.main_window import DOSSIERS, INTAKE
from counter_app.ui.screens.dossiers import marks
from counter_app.ui.screens.dossiers.acts.registry import FORMS
from counter_app.ui.screens.dossiers.filing import Side
from tests.ui.conftest import Desk
from tests.ui.filing import Filer

DAY = 24 * 60


@pytest.fixture
def filer(desk: Desk, readings: list[Machine]) -> Filer:
    return Filer(desk, readings)


def paid(filer: Filer, amount: str) -> None:
    """Ask for a payment, wait a day, settle it: a promise more."""
    filer.begin(Act.ASK_PAYMENT)
    filer.fill("amount", amount)
    filer.fill("ground", "TB 1")
    filer.done(lambda dossier: dossier.waiting_since is not None)
    filer.until(lambda: filer.presenter.filing.state.side in (Side.STORY, Side.PAPER))
    filer.later(DAY)
    filer.presenter.step_back()
    filer.begin(Act.SETTLE_PAYMENT)
    filer.fill("evidence", "BL 1")
    filer.done(lambda dossier: dossier.waiting_since is None)
    filer.print()


def test_beside_a_paper_or_grounds_the_head_keeps_to_two_lines(filer: Filer) -> None:
    filer.received()
    head = filer.page.head
    tall = head.height()
    filer.page.story.table.setFocus()
    for key, side in (("i", Side.PAPER), ("e", Side.GROUNDS)):
        filer.type(key)
        filer.until(lambda side=side: filer.presenter.filing.state.side is side)  # type: ignore[misc]
        filer.until(lambda: head.height() < tall * 2 // 3)
        assert head.standing.text() == "Hẹn 17:00 thứ Năm 19/11/2026"
        assert head.standing.isVisible()
        assert head.code.isVisible()
        assert not head.left.isVisible()
        filer.key(Qt.Key.Key_Escape)
        assert head.left.isVisible()
        assert not head.standing.isVisible()


def test_more_than_three_promises_are_folded_to_the_first_and_the_one_that_stands(filer: Filer) -> None:
    filer.received()
    for amount in ("1000", "2000"):
        paid(filer, amount)
    assert len(filer.page.head.promises) == 3
    paid(filer, "3000")
    outlook = filer.presenter.filing.state.outlook
    assert outlook is not None
    assert len(outlook.promises) == 4
    assert [stands for _due, stands in filer.page.head.promises] == [False, True]
    table = filer.page.head._table
    last = table.itemAtPosition(2, 0)
    assert last is not None
    assert last.widget().text() == "và 2 lần khác (E)"  # type: ignore[union-attr]


def test_what_went_well_is_said_until_the_next_key_or_another_page(filer: Filer) -> None:
    filer.received()
    handle = filer.window.windowHandle()
    going_on: list[Callable[[], object]] = [
        lambda: QTest.keyClick(handle, Qt.Key.Key_Down),
        lambda: filer.window.wanted.emit(INTAKE),
    ]
    for goes in going_on:
        filer.presenter.filing.say("Đã ghi: bàn giao.", "ok")
        assert filer.page.said.text == "Đã ghi: bàn giao."
        goes()
        assert filer.page.said.isHidden()
        filer.window.wanted.emit(DOSSIERS)
    filer.presenter.filing.say("Máy in hỏng", "warn")
    QTest.keyClick(handle, Qt.Key.Key_Down)
    assert filer.page.said.text == "Máy in hỏng"


def test_a_late_apology_is_warned_of_and_strikes_no_promise(filer: Filer) -> None:
    filer.received()
    filer.later(DAY)
    warned = "chỉ xin lỗi, không gia hạn được nữa (NĐ 61/2018, Điều 19)"
    filer.begin(Act.PREPARE_APOLOGY)
    assert _is_said(filer, warned)
    filer.done(lambda dossier: dossier.apology is not None)
    filer.print()
    filer.begin(Act.SIGN_APOLOGY)
    assert _is_said(filer, warned)
    for name, text in (("number", "12/XL"), ("signer", "Le Van A"), ("signer_title", "Chu tich")):
        filer.fill(name, text)
    filer.done(lambda dossier: dossier.extended_due is not None)
    filer.print()
    head = filer.page.head
    assert [stands for _due, stands in head.promises] == [True, False]
    (kept, _true), (named, _false) = head.promises
    assert head.standing.text() == f"Hẹn {kept}"
    items = [head._table.itemAtPosition(row, 0) for row in range(2)]
    labels = [item.widget() for item in items if item is not None]
    assert [label.property("role") for label in labels] == ["strong", "muted"]  # type: ignore[union-attr]
    assert [label.accessibleName() for label in labels] == [  # type: ignore[union-attr]
        kept,
        f"xin lỗi, hẹn lại {named}, không gia hạn",
    ]
    assert marks.promised(filer.dossier) == "hẹn 17:00 thứ Năm 19/11"
    assert not [said for said in filer.story() if "gia hạn đến" in said]


def test_the_receipts_promise_stays_beside_a_paper_and_in_the_list(filer: Filer) -> None:
    filer.received("Trần Thị Bình")
    paid(filer, "5000")
    filer.page.story.table.setFocus()
    filer.type("e")
    filer.until(lambda: filer.presenter.filing.state.side is Side.GROUNDS)
    assert (
        filer.page.head.standing.text() == "Hẹn 17:00 thứ Sáu 20/11/2026 (lần đầu 17:00 thứ Năm 19/11/2026)"
    )
    assert marks.promised(filer.dossier) == "hẹn 19/11 → 17:00 thứ Sáu 20/11"


def test_when_and_who_stand_beside_the_first_of_many_words(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.PREPARE_APOLOGY)
    said = filer.page.act.form.fields["text"].editor
    said.setPlainText("Co quan phoi hop chua tra loi. " * 30)  # type: ignore[attr-defined]
    filer.done(lambda dossier: dossier.apology is not None)
    filer.print()
    table = filer.page.story.table
    filer.until(lambda: max(map(table.rowHeight, range(table.model().rowCount()))) > 150)
    delegate = table.itemDelegate()
    assert isinstance(delegate, QStyledItemDelegate)
    for column in range(3):
        option = QStyleOptionViewItem()
        delegate.initStyleOption(option, table.model().index(0, column))
        assert option.displayAlignment & Qt.AlignmentFlag.AlignTop


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_act_is_wider_than_its_button(filer: Filer, language: str) -> None:
    use(language)
    try:
        filer.received()
        filer.later(DAY)
        filer.until(lambda: resized(filer, (1366, 768)))
        buttons = filer.page.story._made
        assert len(buttons) > len(FORMS) // 2
        filer.until(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
        tops = {button.y() for button in buttons}
        assert len(tops) < len(buttons) // 2, "a grid, not a list"
    finally:
        use("vi")


def resized(filer: Filer, size: tuple[int, int]) -> bool:
    filer.window.resize(*size)
    return (filer.window.width(), filer.window.height()) == size


def _is_said(filer: Filer, words: str) -> bool:
    return any(words in said.text() for said in filer.page.act.form.findChildren(QLabel) if said.isVisible())
