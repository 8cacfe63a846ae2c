"""The page about the centre tells what stands, from when, and what to do; each act has its key."""

import threading
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from counter_app import wire
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.services import backup, life, scans
from counter_app.store import backups, outbox, projection_state, scan_sends, succession
from counter_app.store import briefing as briefings
from counter_app.ui.main_window import DOSSIERS, SYNC
from counter_app.ui.screens.sync.view import SyncView
from tests.services.test_scan_sync import PDF
from tests.ui.conftest import LAN, NINE, Desk

DAY = 24 * 60 * 60_000  # ms
SIZES = [(1366, 768), (1024, 700)]


def received(desk: Desk) -> str:
    desk.birth()
    desk.intake.submit()
    desk.rows(1)
    desk.until(lambda: desk.issuing.state.rows[0].printed)
    return desk.issuing.state.rows[0].code


def doubt(desk: Desk, *codes: str) -> None:
    """The centre told that it does not count what this PC wrote last."""
    with desk.work.session.counter.store.write() as conn:
        rows = conn.exec_driver_sql("SELECT event_id, seq FROM events ORDER BY seq").all()
        told = zip(rows, codes, strict=False)
        outbox.quarantine_events(conn, [wire.Quarantined(row[0], row[1], code) for row, code in told])


def opened(desk: Desk) -> SyncView:
    """The page as F8 brings it up, after the contact under way has ended."""
    desk.until(lambda: desk.work.health.presenter.state.link is not None)
    view = desk.work.health.view
    QTest.keyClick(desk.application.window, Qt.Key.Key_F8)
    desk.until(view.isVisible)
    read(desk)
    return view


def read(desk: Desk) -> None:
    told: list[object] = []
    desk.work.health.presenter.changed.connect(told.append)
    desk.work.health.presenter.refresh()
    desk.until(lambda: any(state.health is not None for state in told))  # type: ignore[attr-defined]


def said(view: SyncView, name: str) -> str:
    words = {**view.centre.words, **view.pc.words}[name]
    return words.text() if not words.isHidden() else ""


def test_a_quiet_pc_says_so_in_words(desk: Desk) -> None:
    view = opened(desk)
    desk.until(lambda: "dự phòng" in said(view, "lane"))
    assert said(view, "lane").startswith("Còn 500/500 số hôm nay, và 50 số dự phòng.")
    assert said(view, "lane").endswith("ngày, đến 31/12/2027.")
    assert said(view, "unsent") == "Không còn gì chờ gửi."
    assert said(view, "backup").startswith("Chưa sao lưu lần nào.")
    assert view.doubts.rows.rowCount() == 0
    assert view.detail.text() == ""
    assert view.doubts.hasFocus()


def test_what_waits_is_named_with_its_reason_and_enter_opens_its_dossier(desk: Desk) -> None:
    code = received(desk)
    doubt(desk, "foreign_serial", "unknown_kind")
    view = opened(desk)
    desk.until(lambda: view.doubts.rows.rowCount() == 2)
    first = view.doubts.item
    assert first is not None
    assert (first.seq, first.dossier) == (1, code)
    assert view.count.text().startswith("2 việc")
    assert view.count.text().endswith("Báo quản trị trung tâm: counter-central doubts")
    assert code in view.detail.text()
    QTest.keyClick(view.doubts, Qt.Key.Key_C)
    copied = QGuiApplication.clipboard().text()
    assert code in copied
    assert copied.endswith(f"counter-central doubts rejudge {first.event_id}")
    assert "pc-1" in copied
    assert "Thử" not in copied
    QTest.keyClick(view.doubts, Qt.Key.Key_Return)
    desk.until(desk.work.dossiers_view.isVisible)
    assert desk.work._at == DOSSIERS


def test_what_waits_in_review_is_another_command(desk: Desk) -> None:
    received(desk)
    doubt(desk, "in_review")
    view = opened(desk)
    desk.until(lambda: view.doubts.rows.rowCount() == 1)
    assert view.count.text().endswith("counter-central review list")


def test_send_now_by_its_key(desk: Desk) -> None:
    received(desk)
    view = opened(desk)
    desk.until(lambda: "sự việc, cũ nhất từ" in said(view, "unsent"))
    desk.until(lambda: "Tự thử lại lúc" in said(view, "next"))
    asked: list[bool] = []
    view.wanted.connect(lambda: asked.append(True))
    QTest.keyClick(view.doubts, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == [True]


def test_a_copy_is_made_by_its_key(desk: Desk, tmp_path: Path) -> None:
    disk, counter = tmp_path / "disk", desk.work.session.counter
    disk.mkdir()
    view = opened(desk)
    QTest.keyClick(view.doubts, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert "counter-app backup THƯ_MỤC --daily" in view.said.text
    counter.folder.make_store()  # the test's store lies elsewhere
    counter.settings = replace(counter.settings, backup_folder=str(disk))
    QTest.keyClick(view.doubts, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not view.stop.isHidden()
    desk.until(lambda: "Đã sao lưu" in view.said.text)
    desk.until(lambda: str(disk) in said(view, "backup"))
    assert backup.state(counter).made_at == NINE
    assert len(list(disk.iterdir())) == 1
    assert view.stop.isHidden()


def test_a_copy_given_up_leaves_nothing_and_is_no_failure(desk: Desk, tmp_path: Path) -> None:
    disk, counter = tmp_path / "disk", desk.work.session.counter
    disk.mkdir()
    counter.folder.make_store()
    counter.settings = replace(counter.settings, backup_folder=str(disk))
    view, gate = opened(desk), threading.Event()
    desk.work.session.jobs.read(gate.wait, 30)  # the copy waits for its turn
    QTest.keyClick(view.doubts, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(view.doubts, Qt.Key.Key_Escape)
    gate.set()
    desk.until(lambda: view.said.text == "Đã thôi, chưa sao lưu.")
    assert list(disk.iterdir()) == []
    assert backup.state(counter).failure == ""


def unsent(desk: Desk, code: str) -> None:
    """The centre does not take the scan of a signed Form 04."""
    counter = desk.work.session.counter
    acted = (new_event_id(), LAN.person_id, code)
    life.act(counter, commands.PrepareApology(*acted, Cause.STAFF, (NINE + 7 * DAY) // 60_000))
    digest = scans.keep_scan(counter, code, PDF.ljust(4_000_000))
    signed = ("7/PXL", "Trần Văn Bình", "Chủ tịch", "2026-11-19", digest)
    life.act(counter, commands.SignApology(new_event_id(), LAN.person_id, code, *signed))
    with counter.store.write() as conn:
        scan_sends.save(conn, scan_sends.Sending(digest, failures=3, code="scan_not_sent"))


def ail(desk: Desk) -> None:
    """Everything that can be wrong with a PC."""
    with desk.work.session.counter.store.write() as conn:
        stands = replace(projection_state.load(conn), compared_ms=NINE, differing="2026-11-18")
        projection_state.save(conn, stands)
        outbox.contact(conn, "pc-1", NINE)
        backups.made(conn, "E:/sao-luu/qmc-01ab23cd-20261111-090000", 1, NINE - 8 * DAY)
        backups.failed(conn, "backup_place_missing", NINE)
        succession.end(conn, "pc-1", succession.REVOKED, NINE)


def test_what_an_administrator_must_know(desk: Desk) -> None:
    ail(desk)
    view = opened(desk)
    desk.until(lambda: "thu hồi" in said(view, "pc"))
    assert "xin quản trị mã ghi danh mới" in said(view, "pc")
    assert "vẫn tiếp nhận" not in said(view, "link")
    assert "khác trung tâm 1 ngày (18/11/2026)" in said(view, "compared")
    assert "Đã quá 7 ngày." in said(view, "backup")
    assert "Lần gần nhất không được: Không thấy thư mục." in said(view, "backup")  # none remembered


def test_the_officer_reads_of_an_old_key_and_of_lanes_for_further_pcs(desk: Desk) -> None:
    view = opened(desk)
    assert said(view, "key") == "Dùng từ 19/11/2026."
    assert said(view, "lanes") == ""  # an earlier centre tells of none
    grow_old(desk, lanes=14)
    desk.work.health.presenter.refresh()
    desk.until(lambda: "Còn 2/16 dải số" in said(view, "lanes"))
    assert "đã quá một năm" in said(view, "key")
    assert "rotate-key" in said(view, "key")
    assert desk.application.window.rail._badges[SYNC].isHidden()  # nobody need come for it today


def grow_old(desk: Desk, lanes: int) -> None:
    """The key is older than a year, and so many lanes of the office are held."""
    counter = desk.work.session.counter
    counter.installation = replace(counter.installation, enrolled_at=NINE - 366 * DAY)
    with counter.store.write() as conn:
        told = counter.reference(conn).briefing
        every = [replace(told.lane, first=1000 + 500 * number) for number in range(lanes)]
        briefings.save(conn, msgspec.structs.replace(told, lanes=(told.lane, *every)), NINE)


def test_a_lane_that_runs_low_calls_from_every_page(desk: Desk) -> None:
    code = received(desk)
    with desk.work.session.counter.store.write() as conn:
        conn.exec_driver_sql("UPDATE lane_use SET serial = 1424")
    assert code
    desk.work.health.presenter.refresh()
    badge = desk.application.window.rail._badges[SYNC]
    desk.until(lambda: badge.text().startswith("1"))
    view = opened(desk)
    assert said(view, "lane").startswith("Đã dùng 85 % trở lên. Còn 75/500 số hôm nay")


@pytest.mark.parametrize("size", SIZES)
def test_the_page_fits(desk: Desk, size: tuple[int, int]) -> None:
    desk.application.window.resize(*size)
    unsent(desk, received(desk))
    doubt(desk, "log_forked", "unknown_kind")
    ail(desk)
    grow_old(desk, lanes=16)
    view = opened(desk)
    desk.until(lambda: "Hết 16 dải số" in said(view, "lanes"))
    desk.work.health.presenter._change(copying=True, done=1, total=2)
    desk.until(lambda: view.doubts.rows.rowCount() == 2)
    desk.until(lambda: "1 bản quét chưa gửi, còn" in said(view, "scans"))
    desk.until(lambda: too_small(view) == [])  # when the layout has settled


def too_small(view: SyncView) -> list[str]:
    """What does not fit."""
    told = (*view.centre.words.values(), *view.pc.words.values(), view.detail)
    cut = [one.text() for one in told if one.isVisible() and one.height() < one.heightForWidth(one.width())]
    cut += [view.count.text()] if view.count.width() < view.count.sizeHint().width() else []
    bars = (view.verticalScrollBar(), view.horizontalScrollBar())
    return cut + ["page" for bar in bars if bar.maximum()]
