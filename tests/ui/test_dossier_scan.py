"""F opens the scan that a dossier's facts name: from this PC, or fetched from the centre."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.domain.clock import Machine
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.people import find_person
from counter_app.domain.promise_events import Cause
from counter_app.services import desk, life, rota_paper, scans, sync
from counter_app.ui.jobs import Jobs
from counter_app.ui.notices import Notices
from counter_app.ui.screens.dossiers.filing import Side
from counter_app.ui.screens.dossiers.papering import Papering
from counter_app.ui.session import Session
from tests.pcs import PERSON, Office
from tests.services.papers_life import minute
from tests.services.test_scan_sync import PDF, signed
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.filing import Filer


@pytest.fixture
def filer(desk: Desk, readings: list[Machine]) -> Filer:
    return Filer(desk, readings)


def test_f_opens_it_where_there_is_one(filer: Filer) -> None:
    code = filer.received()
    counter, actor = filer.work.session.counter, filer.work.session.actor_id
    filer.page.story.table.setFocus()
    filer.type("f")
    assert filer.presenter.filing.state.side is Side.STORY, "no scan, no such key"
    pdf = rota_paper.paper(counter, actor, "2026-11-16", "2026-11-22")
    digest = scans.keep_scan(counter, code, pdf)
    late = commands.PrepareApology(new_event_id(), actor, code, Cause.STAFF, minute("2026-12-10T17:00"))
    life.act(counter, late)
    words = ("7/PXL", "Trần Văn Bình", "Chủ tịch", "2026-11-19", digest)
    life.act(counter, commands.SignApology(new_event_id(), actor, code, *words))
    filer.presenter.filing.refresh()
    filer.until(lambda: any("Xem bản quét" in one.text() for one in filer.page.story._made))
    filer.page.story.table.setFocus()
    filer.type("f")
    assert filer.print() == "Bản quét"


@pytest.fixture
def papering(office: Office, printer: FakePrinter) -> Iterator[tuple[Papering, str, str]]:
    one, two = office.open("one"), office.open("two")
    code, digest = signed(one)
    sync.exchange(one)
    sync.exchange(two)
    parent = QObject()
    session = Session(Jobs(parent), Notices(parent), two, desk.opening(two))
    session.person = find_person(session.opening.people, PERSON)
    made = Papering(session, printer, parent)
    made.setProperty("parent", parent)
    yield made, code, digest
    session.jobs.close()


def test_another_pcs_is_fetched_and_shown(papering: tuple[Papering, str, str], qtbot: QtBot) -> None:
    shown, code, digest = papering
    said: list[str] = []
    shown.failed.connect(said.append)
    shown.show_scan(code, digest)
    qtbot.waitUntil(lambda: shown.state is not None)
    assert shown.state is not None
    assert shown.state.paper.pdf == PDF
    assert [bool(one) for one in said] == [True, False], "said while it came, and taken back"


def test_it_opens_no_more_when_somebody_went_on(papering: tuple[Papering, str, str], qtbot: QtBot) -> None:
    shown, code, digest = papering
    shown.show_scan(code, digest)
    shown.leave()
    came: list[bool] = []
    shown._fetching.came.connect(lambda: came.append(True))
    shown.show_scan(code, digest)
    qtbot.waitUntil(lambda: bool(shown._fetching._at))
    shown.leave()
    qtbot.waitUntil(lambda: bool(came))
    assert shown.state is None
