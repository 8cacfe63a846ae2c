"""The left side of the page of dossiers: typed, filtered, scanned, by keys in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.clock import Machine
from counter_app.domain.dossier import State
from counter_app.services import papers
from counter_app.services.life_offers import Act
from counter_app.services.search import Shown
from counter_app.ui.main_window import DOSSIERS
from counter_app.ui.screens.dossiers import marks
from counter_app.ui.screens.dossiers.filing import Side
from tests.ui.conftest import CARD, LAN, Desk
from tests.ui.filing import Filer


@pytest.fixture
def filer(desk: Desk, readings: list[Machine]) -> Filer:
    return Filer(desk, readings)


def names(filer: Filer) -> list[str]:
    return [hit.dossier.name for hit in filer.page.found.model.hits if hit.dossier]


def test_a_dossier_is_found_as_one_types_and_opened_by_enter(filer: Filer) -> None:
    filer.received("Trần Thị Bình")
    code = filer.received("Đặng Văn Ổn")
    filer.until(lambda: names(filer) == ["Đặng Văn Ổn", "Trần Thị Bình"])
    line = filer.page.found.line
    line.setFocus()
    filer.type("tran bi")
    filer.until(lambda: names(filer) == ["Trần Thị Bình"])
    filer.key(Qt.Key.Key_Return)
    filer.until(
        lambda: filer.presenter.filing.state.file is not None and filer.dossier.name == "Trần Thị Bình"
    )
    assert filer.page.story.table.hasFocus()
    filer.key(Qt.Key.Key_Escape)
    assert line.hasFocus()
    filer.type(code[-4:])
    filer.until(lambda: names(filer) == ["Đặng Văn Ổn"])


def test_filters_show_what_they_say(filer: Filer) -> None:
    filer.received()
    filer.presenter.searching.choose(Shown.WAITING)
    filer.until(lambda: names(filer) == [])
    assert "Không có hồ sơ nào" in filer.page.found._empty.text()
    filer.begin(Act.ASK_SUPPLEMENT)
    filer.key(Qt.Key.Key_Space)
    filer.done(lambda dossier: dossier.state is State.SUPPLEMENT)
    filer.until(lambda: names(filer) == ["Nguyễn Văn Thử"])


def test_what_has_become_late_says_so_by_itself(filer: Filer) -> None:
    filer.received()
    filer.until(lambda: len(names(filer)) == 1)
    model, searching = filer.page.found.model, filer.presenter.searching
    assert marks.hit(model.hits[0], model.now)[2] == "Đã tiếp nhận"
    assert searching._tick.isActive()
    filer.later(8 * 60 + 1)  # 17:01; nobody has done anything
    searching._tick.timeout.emit()
    assert marks.hit(model.hits[0], model.now)[2] == "Quá hạn"


def test_a_receipt_scanned_anywhere_opens_its_dossier(filer: Filer) -> None:
    code = filer.received()
    qr = papers.receipt_qr(filer.work.session.counter, LAN.person_id, code)
    filer.received("Trần Thị Bình")
    filer.window.wanted.emit("intake")
    filer.desk.intake.set("name", "Lê")
    address = filer.desk.given.fields["address"].editor
    address.setFocus()
    filer.type("Xom 1")
    for letter in qr:
        QTest.keyClick(filer.window.windowHandle(), letter)  # type: ignore[call-overload]
    filer.until(lambda: filer.dossier.code == code)
    assert filer.page.isVisible()
    assert filer.desk.intake.state.form.address == "Xom 1"
    assert filer.desk.intake.state.form.name == "Lê"
    assert filer.page.found.line.text() == ""


def test_a_card_scanned_beside_the_search_line_lands_in_it(filer: Filer) -> None:
    filer.received()
    filer.page.story.table.setFocus()
    handle = filer.window.windowHandle()
    for letter in CARD[:13]:
        QTest.keyClick(handle, letter)  # type: ignore[call-overload]
    assert filer.page.found.line.text() == CARD[:13]
    assert filer.page.found.line.hasFocus()
    assert filer.presenter.filing.state.side is Side.STORY


def test_a_code_that_is_not_here_leaves_the_open_dossier_open(filer: Filer) -> None:
    code = filer.received()
    filer.work.go_to("H26.14-261119-1499")
    filer.until(lambda: "Không có hồ sơ mã H26.14-261119-1499" in filer.page.said.text)
    assert filer.presenter.filing.state.code == filer.dossier.code == code


def test_a_card_finds_its_holder_and_who_was_turned_away(filer: Filer) -> None:
    filer.window.wanted.emit("intake")
    filer.desk.intake.put_scan(CARD)
    filer.desk.intake.read_card()
    filer.desk.choose("khai sinh")
    filer.desk.intake.choose("1.001193")
    filer.until(lambda: filer.desk.intake.state.asks_for_papers)
    filer.desk.intake.submit()
    filer.until(lambda: bool(filer.desk.printer.printed))
    filer.window.wanted.emit(DOSSIERS)
    filer.presenter.searching.choose(Shown.ALL)
    filer.presenter.searching.type(CARD)
    filer.until(lambda: [hit.away is not None for hit in filer.page.found.model.hits] == [True])
    filer.page.found.list.setFocus()
    filer.page.found.list.setCurrentIndex(filer.page.found.model.index(0))
    filer.key(Qt.Key.Key_Return)
    filer.until(lambda: filer.presenter.filing.state.side is Side.PAPER)
    assert filer.page.paper.title.text() == "Phiếu yêu cầu bổ sung, bản sao số 2"
    away = filer.page.found.model.hits[0].away
    assert away is not None
    assert away.event_id in filer.page.said.text  # what `counter-central erase` is to be told
    filer.page.paper.action.click()
    filer.until(lambda: filer.page.paper.title.text() == "Phiếu yêu cầu bổ sung, bản sao số 3")
    assert filer.page.paper.said.text == "Đã in."
    assert filer.page.head.isHidden()
