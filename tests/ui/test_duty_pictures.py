"""Pictures come to the board by themselves after a briefing, and a silent centre holds nothing up."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.central import photos as central_photos
from counter_app.central.centre import Centre as Central
from counter_app.errors import Unavailable
from counter_app.remote import files
from counter_app.services import desk, photos, sync
from counter_app.services.counter import Counter
from counter_app.ui import notices
from counter_app.ui.jobs import Jobs
from counter_app.ui.notices import Notices
from counter_app.ui.screens.duty.pictures import Pictures
from counter_app.ui.screens.duty.presenter import DutyPresenter
from counter_app.ui.session import Session
from tests.central.living import OFFICE, Living
from tests.pcs import Office
from tests.services.papers_life import at
from tests.services.test_photos import ME, taken


def shown(presenter: DutyPresenter) -> bytes:
    board = presenter.state.board
    return b"".join(one.photo for one in board.people) if board else b""


def test_a_picture_comes_after_the_next_contact(
    qtbot: QtBot, office: Office, living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter: Counter = office.open()
    at(counter, "2026-11-19T09:00")
    owner = Central(living.owner, living.centre.key, living.clock)
    digest = central_photos.keep(owner, OFFICE, ME, taken(), "Nguyễn Quản Trị", "thẻ mới")
    sync.exchange(counter)
    parent = QObject()
    jobs, told = Jobs(parent), Notices(parent)
    session = Session(jobs, told, counter, desk.opening(counter))
    presenter, pictures = DutyPresenter(session, parent), Pictures(session, parent)
    pictures.came.connect(presenter.refresh)
    presenter.open()
    qtbot.waitUntil(lambda: presenter.state.board is not None)
    try:
        with monkeypatch.context() as faults:
            faults.setattr(files, "photo", _silent)  # a network's fault
            told.tell(notices.TODAY)
            qtbot.waitUntil(lambda: not pictures._busy)
            assert photos.missing(counter) == (digest,)
        told.tell(notices.TODAY)
        qtbot.waitUntil(lambda: shown(presenter) != b"", timeout=60_000)
        assert photos.missing(counter) == ()
    finally:
        presenter.close()
        jobs.close()


def _silent(*_: object) -> bytes:
    raise Unavailable("offline")
