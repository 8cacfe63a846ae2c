"""A power cut through the window: three leaves entered, one given up, and one late by its own promise."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.domain.dossier import Lateness
from counter_app.services import board, life, paper_book, sync
from counter_app.services.recomputation import recompute
from counter_app.ui.screens.intake.acts import Act
from tests.central.test_pushed_life import projected
from tests.pcs import BIRTH, Office
from tests.services.leaves import CAPTURED, FIRST, granted, stub
from tests.ui.seating import CONTROL, ENTER, ESC, HEAD, MINH, OTHER, OWN, Place, place

CODES = [f"{FIRST[:-1]}{number}" for number in range(5)]


@pytest.fixture
def pc(office: Office, qtbot: QtBot) -> Iterator[Place]:
    """A PC that knows a book of five, where the head has a key and Minh sits when the power is back."""
    granted(office)
    made = place(office, qtbot)
    made.ask_for_pins()
    given = {person: made.given(person) for person in (HEAD, MINH)}
    made.start()
    made.first_time("thu huong", given[HEAD], OTHER)
    made.press_switch()
    made.first_time("minh", given[MINH], OWN)
    office.living.clock.now = CAPTURED * 60_000
    made.counter.clock.anchor(office.living.clock.now)
    made.work.session.renew()
    yield made
    for application in made.made:
        application.window.close()
    office.opened.clear()


class Leaves:
    """Hands over the panel."""

    def __init__(self, pc: Place) -> None:
        self.pc, self.presenter = pc, pc.work.intake
        self.panel = pc.work.view.leaf

    def open(self) -> None:
        self.pc.key(Qt.Key.Key_J, CONTROL)
        self.pc.until(lambda: bool(self.presenter.shelf.books) and self.panel.code.hasFocus())

    def write(self, code: str, received: str, due: str, scan: Path, name: str = "Nguyễn Văn Thử") -> None:
        """Type a leaf; the form below it is filled as for anybody."""
        QTest.keyClicks(self.panel.code, code)
        QTest.keyClicks(self.panel.received, received)
        QTest.keyClicks(self.panel.due, due)
        QTest.keyClicks(self.panel.scan.focusProxy(), str(scan))
        self.presenter.set("name", name)
        self.presenter.set("query", BIRTH)
        self.presenter.choose(BIRTH)
        QTest.keyClicks(self.panel.pin, OTHER)

    def submit(self) -> None:
        self.panel.code.setFocus()
        self.pc.key(ENTER, CONTROL)
        self.pc.until(lambda: not self.presenter.state.busy)

    def error(self, field: str) -> str:
        return str(self.panel.fields[field].error)


def test_three_leaves_after_a_power_cut_and_one_is_late_by_its_paper(
    pc: Place, office: Office, tmp_path: Path
) -> None:
    leaves, scan = Leaves(pc), stub(tmp_path)
    leaves.open()
    assert leaves.panel.isVisible()
    assert "chưa thấy 5: 9800–9804" in leaves.panel.books.text()
    for number, due in ((0, "17:00 24/11/2026"), (1, "9:00 20/11"), (2, "11:30 19/11")):
        leaves.write(CODES[number], f"9:1{number} 19/11", due, scan, f"Người Thứ {number}")
        leaves.submit()
        pc.until(lambda number=number: CODES[number] in pc.work.issuing.state.last)  # type: ignore[misc]
        pc.until(leaves.panel.code.hasFocus)
        assert leaves.panel.code.text() == leaves.panel.pin.text() == ""
        assert leaves.presenter.state.mode is Act.CAPTURE
    QTest.keyClicks(leaves.panel.code, CODES[3])
    leaves.panel.fate.button("spoilt").click()
    assert leaves.panel.fields["leaf_pin"].isHidden()
    leaves.submit()
    pc.until(lambda: "đã nhập 3, bỏ 1, chưa thấy 1: 9804" in leaves.panel.books.text())
    assert "không dùng lại" in pc.work.issuing.state.last

    late = board.page(pc.counter, MINH, board.Lot.OVERDUE).rows
    assert [row.code for row in late] == [CODES[2]]
    assert life.file_of(pc.counter, MINH, CODES[2]).dossier.lateness(CAPTURED) is Lateness.LATE
    pc.work.go_to(CODES[2])
    facts = pc.work.dossiers_view.head._facts
    pc.until(lambda: "Nhận 09:12 thứ Năm 19/11 · Ghi trên sổ giấy, nhập 12:10" in facts.text())
    assert "Theo quy định hẹn 17:00" in facts.text()
    assert sync.exchange(pc.counter).quarantined == ()
    assert recompute(pc.counter).differences == ()
    assert set(projected(office.living)) == set(CODES[:3])


def test_what_is_wrong_stands_beside_its_input_and_nothing_is_lost(pc: Place, tmp_path: Path) -> None:
    leaves, scan = Leaves(pc), stub(tmp_path)
    leaves.open()
    leaves.write("H26.14-261119-1000", "9:10 19/11", "17:00 24/11/2026", scan)
    leaves.submit()
    assert "không thuộc sổ giấy" in leaves.error("leaf_code")
    pc.until(leaves.panel.code.hasFocus)
    leaves.presenter.set_leaf("code", CODES[0])
    leaves.presenter.set_leaf("received", "15:00")
    leaves.submit()
    assert "sau lúc này" in leaves.error("leaf_received")
    leaves.presenter.set_leaf("received", "9:10")
    assert "Tính theo quy định" in pc.work.view.answered.reasons.text()
    leaves.panel.pin.setText("sai roi 1")
    leaves.submit()
    pc.until(lambda: bool(leaves.error("leaf_pin")))
    assert leaves.panel.pin.text() == ""
    leaves.pc.key(ESC)
    assert not leaves.panel.isVisible()
    leaves.open()
    assert leaves.panel.code.text() == CODES[0]
    leaves.panel.pin.setText(OTHER)
    draft = leaves.presenter.state.form
    leaves.presenter.clear()
    assert not leaves.panel.isVisible()
    assert leaves.panel.pin.text() == ""
    leaves.presenter.put_in(draft)  # as after a restart
    assert leaves.panel.isVisible()
    assert leaves.panel.second.currentData() == HEAD
    assert paper_book.books(pc.counter, MINH)[0].captured == 0
