"""An absence's document that another PC scanned opens here, fetched when it is wanted, to who may see it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.domain.people import find_person
from counter_app.errors import Unavailable
from counter_app.remote import files
from counter_app.seal import SigningKey
from counter_app.services import desk, sync
from counter_app.services.counter import Counter
from counter_app.ui.jobs import Jobs
from counter_app.ui.notices import Notices
from counter_app.ui.screens.people.papers import HandoverPapers
from counter_app.ui.session import Session
from counter_app.wire_files import ScanPartAnswer, ScanPartRequest
from tests.pcs import Office
from tests.services.papers_life import at
from tests.services.standing_in import HEAD
from tests.services.test_absence_documents import logged
from tests.services.test_scan_sync import PARTS, PDF


class Brought:
    """The papers of a PC to which only the log came."""

    def __init__(self, counter: Counter, absence: str) -> None:
        self.parent, self.absence, self.said = QObject(), absence, list[str]()
        jobs, opening = Jobs(self.parent), desk.opening(counter)
        self.session = Session(jobs, Notices(self.parent), counter, opening)
        self.session.person = find_person(opening.people, HEAD)
        self.papers = HandoverPapers(self.session, self.parent)
        self.shown: list[bytes] = []
        self.papers.made.connect(lambda _title, _name, pdf: self.shown.append(pdf))
        self.papers.refused.connect(self.said.append)

    def ask(self) -> None:
        """Press M."""
        self.papers.document(self.absence)


@pytest.fixture
def brought(office: Office) -> Iterator[Brought]:
    one, two = office.open("one"), office.open("two")
    at(one, "2026-11-19T09:00")
    absence, _digest = logged(one, PDF)
    sync.exchange(one)
    sync.exchange(two)
    made = Brought(two, absence)
    yield made
    made.session.jobs.close()


def test_it_is_fetched_and_opens(brought: Brought, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    part, asked = files.scan_part, list[int]()

    def cut(centre: object, request: ScanPartRequest, key: SigningKey | None) -> ScanPartAnswer:
        asked.append(request.start)
        if len(asked) == PARTS:
            raise Unavailable("centre_unreachable", reason="cut")
        return part(brought.session.counter.centre, request, key)

    monkeypatch.setattr(files, "scan_part", cut)
    brought.ask()
    qtbot.waitUntil(lambda: bool(brought.said))
    assert "Chưa nối được trung tâm" in brought.said[0]
    brought.ask()  # it goes on from where it was
    qtbot.waitUntil(lambda: bool(brought.shown))
    assert brought.shown == [PDF]
    assert asked == sorted(asked)
    assert len(asked) == PARTS + 1
    brought.ask()  # from here
    qtbot.waitUntil(lambda: len(brought.shown) == 2)
    assert len(asked) == PARTS + 1


def test_who_has_sat_down_meanwhile_sees_nothing(brought: Brought, qtbot: QtBot) -> None:
    brought.ask()
    brought.session.person = None
    brought.ask()
    qtbot.waitUntil(lambda: bool(brought.said))
    assert brought.shown == []
