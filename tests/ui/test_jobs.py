"""The way off the GUI thread and back."""

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.errors import Refused
from counter_app.ui import jobs as lanes
from counter_app.ui.jobs import LANES, Jobs


class Ear(QObject):
    """Hears answers."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: list[int] = []

    def hear(self, value: object) -> None:
        self.heard.append(value)
        self.threads.append(threading.get_ident())


def test_work_runs_elsewhere_and_is_answered_here(qtbot: QtBot) -> None:
    jobs, ear = Jobs(), Ear()
    for lane in (jobs.db, jobs.read, jobs.net, jobs.print):
        lane(threading.get_ident, then=ear.hear)
    qtbot.waitUntil(lambda: len(ear.heard) == 4)
    assert len({*ear.heard, threading.get_ident()}) == 5
    assert set(ear.threads) == {threading.get_ident()}
    jobs.close()


def test_one_lane_keeps_the_order(qtbot: QtBot) -> None:
    jobs, ear = Jobs(), Ear()
    for number in range(50):
        jobs.db(lambda n: n, number, then=ear.hear)
    qtbot.waitUntil(lambda: len(ear.heard) == 50)
    assert ear.heard == list(range(50))
    jobs.close()


def test_a_refusal_goes_to_who_asked_and_a_bug_to_everybody(qtbot: QtBot) -> None:
    jobs, ear, everybody = Jobs(), Ear(), Ear()
    jobs.failed.connect(everybody.hear)

    def refuse() -> None:
        raise Refused("name_missing", "applicant.name")

    jobs.read(refuse, then=ear.hear, otherwise=ear.hear)
    jobs.read(lambda: 1 // 0, then=ear.hear, otherwise=ear.hear)
    jobs.read(refuse)
    qtbot.waitUntil(lambda: len(everybody.heard) == 2)
    assert [type(error) for error in ear.heard] == [Refused]
    assert [type(error) for error in everybody.heard] == [ZeroDivisionError, Refused]
    jobs.close()


def test_an_answer_for_a_deleted_screen_is_dropped(qtbot: QtBot) -> None:
    import shiboken6

    jobs, ear, gate = Jobs(), Ear(), threading.Event()
    everybody = Ear()
    jobs.failed.connect(everybody.hear)
    jobs.read(gate.wait, then=ear.hear)
    heard = ear.heard
    shiboken6.delete(ear)
    gate.set()
    other = Ear()
    jobs.read(lambda: "later", then=other.hear)
    qtbot.waitUntil(lambda: other.heard == ["later"])
    assert heard == []
    assert everybody.heard == []
    jobs.close()


@pytest.mark.parametrize("lane", LANES)
def test_nothing_starts_after_the_end(lane: str) -> None:
    jobs, done = Jobs(), threading.Event()
    jobs.close()
    getattr(jobs, lane)(done.set)
    assert not done.is_set()


def test_what_is_written_is_finished_and_the_counter_closed_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "LAST_PAGE", 0)
    jobs, gate, done = Jobs(), threading.Event(), list[str]()
    jobs.net(gate.wait)
    jobs.print(gate.wait)
    jobs.at_end(lambda: done.append("closed"))
    for number in range(3):
        jobs.db(done.append, f"written {number}")
    jobs.close()
    jobs.close()
    assert done == ["written 0", "written 1", "written 2", "closed"]
    gate.set()


def test_a_silent_centre_and_a_dead_spooler_do_not_keep_the_process() -> None:
    program = """
import threading
from counter_app.ui import jobs as lanes
lanes.LAST_PAGE = 0
jobs = lanes.Jobs()
jobs.net(threading.Event().wait)
jobs.print(threading.Event().wait)
jobs.close()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
