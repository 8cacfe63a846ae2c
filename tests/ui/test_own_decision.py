"""A decision is its approver's alone: what he typed his PIN for, whoever sits before the screen."""

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import DecideSubstitution
from counter_app.domain.staff.request import RequestState
from counter_app.services import sign_in
from counter_app.services.seat import Seat
from counter_app.store import briefing as briefings
from counter_app.ui.app import Application
from counter_app.ui.screens.people import acts
from counter_app.ui.screens.people.acts import Days, Proof
from tests.services.standing_in import accepted, asked, key_of, roster, sick
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import ANH, CHAIR, HEAD, MINH, PIN, RESERVE, People, key_here, staffed

TODAY = Days("2026-11-19", "2026-11-19")


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    """Minh sits at the PC; somebody has said yes to stand in for him, and somebody for Anh."""
    made = People(Desk(application, qtbot, printer))
    made.sit(MINH)
    for absent, who, counter in ((MINH, RESERVE, "Quầy 2"), (ANH, HEAD, "Quầy 3")):
        accepted(
            made.counter, asked(made.counter, sick(made.counter, absent), who, by=absent, at=counter), who
        )
    made.open()
    made.look()
    return made


def drained(people: People) -> None:
    """Wait until what was begun on the lanes has come back, with what it led to."""
    jobs, seen = people.desk.work.session.jobs, list[int]()
    for lane in (jobs.db, jobs.net, jobs.db):
        lane(int, then=seen.append)
        people.until(lambda: bool(seen))
        seen.clear()


def test_a_pin_typed_for_one_request_decides_no_other(people: People) -> None:
    key_here(people.counter, CHAIR)
    deciding, (first, other) = people.view.presenter.deciding, people.items
    seen = people.state.rota
    assert seen is not None
    deciding.begin(seen.roster, TODAY, first, approved=True)
    deciding.submit(PIN)
    deciding.leave()
    deciding.begin(seen.roster, TODAY, other, approved=True)
    drained(people)
    assert [one.approved for one in roster(people.counter).requests] == [None, None]
    assert deciding.decision is not None
    assert (deciding.decision.item, deciding.decision.busy, deciding.decision.summary) == (other, False, "")
    deciding.submit(PIN)
    people.until(lambda: deciding.decision is None)
    states = {one.request: one.state(roster(people.counter).now) for one in roster(people.counter).requests}
    assert states == {
        first.request.request: RequestState.ACCEPTED,
        other.request.request: RequestState.APPROVED,
    }


def test_what_was_weighed_of_one_request_does_not_stand_beside_the_next(people: People) -> None:
    deciding, seen, view = people.view.presenter.deciding, people.state.rota, people.view.decision
    assert seen is not None
    for item in people.items:
        deciding.begin(seen.roster, TODAY, item, approved=True)
        QApplication.processEvents()  # it deletes nothing
        about = view.known.parentWidget()
        assert about is not None
        assert sum(one.isVisible() for one in about.findChildren(QLabel)) == view.known.count() > 0


def test_where_pins_are_asked_for_he_decides_at_another_s_pc(people: People) -> None:
    counter = people.counter
    with counter.store.write() as conn:
        told = msgspec.structs.replace(counter.reference(conn).briefing, sign_in_from="2026-11-01")
        briefings.save(conn, told, counter.clock.now().ms)
    counter.seats[MINH] = Seat(MINH, key_of(counter, MINH), online=True)
    request = people.items[0].request.request
    command = DecideSubstitution(new_event_id(), CHAIR, request, approved=True)
    opened = sign_in.Opened(CHAIR, key_of(counter, CHAIR), known=True, silent=True)
    done = acts.decide(counter, command, TODAY, MINH, Proof(opened))
    assert done.rota.roster.request(request).approved
    assert set(counter.seats) == {MINH}
