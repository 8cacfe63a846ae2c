"""The page of dossiers by keys in the real window: found, acted on, printed, explained."""

import json
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt

from counter_app import wire
from counter_app.domain.clock import Machine
from counter_app.domain.dossier import State
from counter_app.services.life_offers import Act
from counter_app.services.promises import Ground
from counter_app.ui.screens.dossiers.acts.registry import FORMS
from counter_app.ui.screens.dossiers.filing import Side
from tests.ui.conftest import DUC, LAN, Desk
from tests.ui.filing import HOA, WITH_HOA, Filer

DAY = 24 * 60


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return msgspec.structs.replace(briefing, people=(LAN, DUC, HOA), grants=WITH_HOA)


@pytest.fixture
def filer(desk: Desk, readings: list[Machine]) -> Filer:
    return Filer(desk, readings)


def test_every_act_has_a_form_and_a_key_of_its_own() -> None:
    assert set(FORMS) == set(Act)
    keys = [form.key for form in FORMS.values()]
    assert len(set(keys)) == len(keys)
    assert not {"E", "I", "J", "A"} & set(keys)
    icons = Path(__file__).parents[2] / "resources" / "icons"
    assert all((icons / f"{form.icon}.svg").exists() for form in FORMS.values())


def test_a_supplement_prints_its_paper_and_makes_a_new_promise_beside_the_first(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.ASK_SUPPLEMENT)
    filer.key(Qt.Key.Key_Space)
    filer.fill("reason", "Ban chup mo")
    filer.done(lambda dossier: dossier.waiting_since is not None)
    assert filer.print() == "Phiếu yêu cầu bổ sung"
    filer.until(lambda: filer.story()[0].startswith("In phiếu yêu cầu bổ sung"))
    assert "Chờ người nộp bổ sung" in filer.page.head.state.words.text()
    assert "tạm dừng" in filer.page.head.left.words.text()
    filer.later(4 * DAY)
    filer.begin(Act.COMPLETE_SUPPLEMENT)
    filer.done(lambda dossier: dossier.waiting_since is None)
    assert filer.print().startswith("Giấy tiếp nhận")
    assert filer.page.head.promises == [
        ("17:00 thứ Năm 19/11/2026", False),
        ("17:00 thứ Hai 23/11/2026", True),
    ]
    assert filer.page.head.late.words.text() == "Đúng hẹn mới, quá hẹn đầu"


def test_a_second_supplement_is_refused_beside_the_field_until_a_supervisor_allows_it(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.ASK_SUPPLEMENT)
    filer.key(Qt.Key.Key_Space)
    filer.done(lambda dossier: dossier.waiting_since is not None)
    filer.print()
    filer.begin(Act.COMPLETE_SUPPLEMENT)
    filer.done(lambda dossier: dossier.waiting_since is None)
    filer.print()
    filer.begin(Act.ASK_SUPPLEMENT)
    assert filer.page.act.form.fields["allowed_by"].editor.hasFocus()
    filer.page.act.form.fields["missing"].editor.setFocus()
    filer.key(Qt.Key.Key_Space)
    assert "Chỉ được yêu cầu bổ sung một lần" in filer.refused("allowed_by")
    allowed = filer.page.act.form.fields["allowed_by"].editor
    assert allowed.hasFocus()
    filer.key(Qt.Key.Key_Down)
    assert filer.presenter.acting.panel is not None
    assert filer.presenter.acting.panel.values["allowed_by"] == "hoa"
    assert "Chưa nhập" in filer.refused("allowed_ground")
    filer.fill("allowed_ground", "Phat hien giay to gia")
    filer.done(lambda dossier: dossier.asked == 2)
    filer.print()
    filer.until(lambda: any("Người cho phép: Lê Thị Hoa" in said for said in filer.story()))


def test_nothing_ticked_asks_for_nothing(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.ASK_SUPPLEMENT)
    assert filer.refused("missing")
    assert filer.dossier.waiting_since is None


def test_what_was_typed_comes_back_with_the_act(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.STOP)
    filer.fill("reason", "Cho ket luan")
    filer.key(Qt.Key.Key_Escape)
    assert filer.presenter.filing.state.side is Side.STORY
    filer.begin(Act.STOP)
    assert filer.page.act.form.fields["reason"].editor.toPlainText() == "Cho ket luan"  # type: ignore[attr-defined]
    filer.key(Qt.Key.Key_Return)
    assert filer.page.act.form.fields["legal_ground"].editor.hasFocus()
    assert "Chưa nhập" in filer.refused("legal_ground")


def test_an_apology_is_filled_in_signed_with_its_scan_and_leaves_the_promise_in_sight(
    filer: Filer, tmp_path: Path
) -> None:
    filer.received()
    filer.begin(Act.PREPARE_APOLOGY)
    new_due = filer.page.act.form.fields["new_due"].editor
    assert new_due.text() == "17:00 25/11/2026"  # type: ignore[attr-defined]  # three working days, a holiday
    filer.key(Qt.Key.Key_Up)
    assert new_due.text() == "17:00 27/11/2026"  # type: ignore[attr-defined]  # a field check takes five
    filer.key(Qt.Key.Key_Down)
    filer.done(lambda dossier: dossier.apology is not None)
    assert filer.print() == "Văn bản xin lỗi và đề nghị gia hạn"
    scan = tmp_path / "signed.pdf"
    scan.write_bytes(b"no scan")
    filer.begin(Act.SIGN_APOLOGY)
    for name, text in (("number", "12/XL"), ("signer", "Le Van A"), ("signer_title", "Chu tich")):
        filer.fill(name, text)
    filer.fill("scan", str(scan))
    assert "PDF" in filer.refused("scan")
    scan.write_bytes(b"%PDF-1.7 signed")
    filer.done(lambda dossier: dossier.extended_due is not None)
    filer.print()
    assert filer.page.head.promises == [
        ("17:00 thứ Năm 19/11/2026", False),
        ("17:00 thứ Tư 25/11/2026", True),
    ]
    outlook = filer.presenter.filing.state.outlook
    assert outlook is not None
    assert [one.ground for one in outlook.promises] == [Ground.RECEIPT, Ground.EXTENSION]
    filer.until(lambda: any("Có bản quét kèm theo" in said for said in filer.story()))


def test_a_late_result_is_returned_once_explained_to_who_has_a_power_of_attorney(filer: Filer) -> None:
    filer.received()
    filer.later(DAY)
    assert filer.page.head.late.words.text() == "Quá hạn"
    filer.begin(Act.RECORD_ARRIVAL)
    filer.done(lambda dossier: dossier.arrived is not None)
    filer.begin(Act.RETURN_RESULT)
    assert filer.page.act.form.fields["name"].isHidden()
    filer.choose("to", "representative")
    filer.fill("name", "Tran Van Thay")
    filer.fill("authority", "UQ 05/2026")
    filer.do()
    filer.until(lambda: "Cán bộ giải trình" in filer.page.act.summary.text)
    filer.key(Qt.Key.Key_Escape)
    filer.begin(Act.EXPLAIN_LATENESS)
    filer.fill("text", "May chu hong")
    filer.done(lambda dossier: dossier.explained is not None)
    filer.begin(Act.RETURN_RESULT)
    filer.done(lambda dossier: dossier.returned is not None)
    assert filer.dossier.state is State.RETURNED
    filer.until(lambda: "Trả kết quả tại quầy cho Tran Van Thay" in filer.story()[0])
    assert "Giấy ủy quyền: UQ 05/2026" in filer.story()[0]
    assert filer.presenter.filing.state.offers == ()


def test_a_receipt_printed_again_is_a_marked_copy(filer: Filer) -> None:
    filer.received()
    filer.page.story.table.setFocus()
    filer.type("i")
    assert filer.print() == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả, bản sao số 2"
    filer.until(lambda: "bản 2" in filer.story()[0])


def test_a_printer_that_fails_loses_nothing(filer: Filer) -> None:
    filer.received()
    filer.desk.printer.there = False
    filer.page.story.table.setFocus()
    filer.type("j")
    filer.until(lambda: filer.presenter.filing.state.side is Side.PAPER)
    filer.do()
    filer.until(lambda: "chưa có máy in" in filer.page.paper.said.text)
    assert filer.page.paper.held.isVisible()
    filer.page.paper.held.setFocus()
    filer.key(Qt.Key.Key_Space)
    filer.until(lambda: "Đã in" in filer.page.paper.said.text)


def test_grounds_are_shown_and_what_differs_stands_out(filer: Filer) -> None:
    code = filer.received()
    filer.page.story.table.setFocus()
    filer.type("e")
    filer.until(lambda: filer.presenter.filing.state.side is Side.GROUNDS)
    assert "khớp" in filer.page.grounds.verdict.text
    told = filer.page.grounds.text.toPlainText()
    assert "Hẹn trả: 17:00 thứ Năm 19/11/2026" in told
    assert "Nhận: 09:00 thứ Năm 19/11/2026, Nguyễn Thị Lan\n" in told
    assert "Giờ máy chắc chắn" in told
    assert not any(jargon in told for jargon in ("(lan)", "pc-1", "Giờ A", "Giờ B"))
    filer.key(Qt.Key.Key_Escape)
    with filer.work.session.counter.store.write() as conn:
        conn.exec_driver_sql("UPDATE dossiers SET due = due + 1440 WHERE code = ?", (code,))
    filer.type("e")
    filer.until(lambda: "không khớp" in filer.page.grounds.verdict.text)


def test_english_letters_typed_into_fields_are_no_acts(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.REFUSE)
    filer.fill("reason", "bdnmpgkqvotxylwuzcsrheij")
    panel = filer.presenter.acting.panel
    assert panel is not None
    assert panel.act is Act.REFUSE
    assert json.dumps(panel.values["reason"]) == '"bdnmpgkqvotxylwuzcsrheij"'


def resized(filer: Filer, size: tuple[int, int]) -> bool:
    """Ask for a size, and tell whether the window took it: a layout not yet done may hold it back once."""
    filer.window.resize(*size)
    return (filer.window.width(), filer.window.height()) == size


@pytest.mark.parametrize("size", [(1366, 768), (1280, 720), (911, 640)])
def test_the_page_fits_a_screen_with_every_side_of_it(filer: Filer, size: tuple[int, int]) -> None:
    filer.received("Nguyễn Thị Phương Thảo " * 3)
    for act in (None, Act.AMEND, Act.HAND_OVER, Act.TELL_CITIZEN, Act.CORRECT_PROCEDURE):
        if act is not None:
            filer.begin(act)
        filer.until(lambda: resized(filer, size))
        if act is not None:
            assert not filer.focus().visibleRegion().isEmpty()
            filer.key(Qt.Key.Key_Escape)
    assert filer.page.found.isVisible() is (size[0] > 1000)
    filer.key(Qt.Key.Key_Escape)
    assert filer.page.found.line.hasFocus()
