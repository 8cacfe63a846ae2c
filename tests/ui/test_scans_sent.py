"""Scans while the window lives: sent behind the work, counted on F8, tried at once when somebody asks."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.errors import Unavailable
from counter_app.remote import files
from counter_app.services import desk, pc_health
from counter_app.services.sync import SyncState
from counter_app.store.scan_sends import Unsent
from counter_app.ui import exchange, sync_words
from counter_app.ui.exchange import Exchange
from counter_app.ui.jobs import Jobs
from counter_app.ui.notices import Notices
from counter_app.ui.screens.sync import words
from counter_app.ui.session import Session
from tests.pcs import Office, receive
from tests.services.test_scan_sync import PDF, raising, signed, unsent


def test_scans_go_behind_the_work_and_at_once_when_asked_for(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, parent = office.open(), QObject()
    signed(counter)
    monkeypatch.setattr(exchange, "BETWEEN", 1)
    jobs = Jobs(parent)
    talk = Exchange(Session(jobs, Notices(parent), counter, desk.opening(counter)), parent)
    heard: list[SyncState] = []
    talk.changed.connect(heard.append)
    try:
        with monkeypatch.context() as faults:
            faults.setattr(files, "send_scan", raising(Unavailable("centre_unreachable")))
            talk.now()
            qtbot.waitUntil(lambda: unsent(counter).code == "centre_unreachable")
            assert heard[-1].online
            receive(counter, "Người đến sau")
            count = len(heard)
            talk.now()
            qtbot.waitUntil(lambda: len(heard) > count and heard[-1].unsent == 0)
            said = words.of_pc(pc_health.look(counter))["scans"]
            assert said.words.startswith(f"1 bản quét chưa gửi, còn {-(-len(PDF) // 1024)} KB")
            assert said.tone == "warn"
        talk.hurry()
        qtbot.waitUntil(lambda: unsent(counter).count == 0)
        assert words.of_pc(pc_health.look(counter))["scans"].words == ""
    finally:
        jobs.close()
        counter.close()


def test_what_waits_is_said_in_whole_kilobytes() -> None:
    assert sync_words.scans(Unsent(0, 0, "")) == ""
    assert sync_words.scans(Unsent(2, 1025, "")) == "2 bản quét chưa gửi, còn 2 KB; gửi sau mọi sự việc."
    assert sync_words.scans(Unsent(1, 1, "scan_quota")).endswith("Báo quản trị.")
