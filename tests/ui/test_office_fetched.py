"""While a new PC fetches its office's data the window says how far it is, and dossiers are received."""

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from counter_app import wire, wire_snapshot
from counter_app.central import snapshots
from counter_app.services import desk, sync_contact
from counter_app.services import snapshots as fetching
from counter_app.services.desk import Receipt
from counter_app.services.sync import SyncState
from counter_app.ui import sync_words
from counter_app.ui.exchange import Exchange
from counter_app.ui.jobs import Jobs
from counter_app.ui.notices import Notices
from counter_app.ui.session import Session
from tests.central.living import enrolled
from tests.pcs import Office, codes, intake

DOSSIERS = 20


class Onlooker(QObject):
    """What the window is told; at the first word of a snapshot somebody receives a dossier."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.heard: list[SyncState] = []
        self.code = ""
        self.share_then: int | None = None

    @Slot(object)
    def hear(self, state: SyncState) -> None:
        if state.unfolded and not any(one.unfolded for one in self.heard):
            session = self._session
            session.jobs.db(desk.receive, session.counter, intake("Nguyễn Văn Đến"), then=self.received)
        self.heard.append(state)

    def received(self, receipt: Receipt) -> None:
        self.code, self.share_then = receipt.code, fetching.share(self._session.counter)


def test_the_window_tells_the_share_and_a_reception_comes_between(
    qtbot: QtBot, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "ENOUGH", 1)
    monkeypatch.setattr(wire_snapshot, "CHUNK_BYTES", 9000)
    monkeypatch.setattr(fetching, "AT_ONCE", 2)
    monkeypatch.setattr(
        sync_contact, "FeedRequest", lambda after, _, **more: wire.FeedRequest(after, 2, **more)
    )
    log, client = enrolled(office.living, office.address)
    for _ in range(DOSSIERS):
        log.receive()
    client.push(log.batch())
    client.close()
    counter = office.open("new")
    parent = QObject()
    jobs, told = Jobs(parent), Notices(parent)
    session = Session(jobs, told, counter, desk.opening(counter))
    exchange, onlooker = Exchange(session, parent), Onlooker(session)
    exchange.changed.connect(onlooker.hear)
    try:
        exchange.start()
        qtbot.waitUntil(lambda: len(codes(counter)) == DOSSIERS + 1 and not exchange._busy, timeout=30_000)
    finally:
        jobs.close()
    shares = [one.share for one in onlooker.heard if one.share is not None]
    assert shares == sorted(shares)
    assert len(set(shares)) > 4
    assert onlooker.code in codes(counter)
    assert onlooker.share_then is not None  # the receipt was there before the office's data were
    assert onlooker.share_then < max(shares)
    words = [sync_words.link_short(one) for one in onlooker.heard]
    assert f"Đang lấy dữ liệu của văn phòng: {shares[-1]} %" in words
    assert words[-1] == "Trực tuyến"
