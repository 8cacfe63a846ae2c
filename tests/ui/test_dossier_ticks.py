"""Tick boxes of acts, by Space, down to what is recorded."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from counter_app import wire
from counter_app.domain.clock import Machine
from counter_app.domain.dossier import State
from counter_app.domain.step_events import ResultReturned
from counter_app.services import life
from counter_app.services.life_offers import Act
from tests.ui.conftest import DUC, LAN, Desk
from tests.ui.filing import HOA, Filer


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return msgspec.structs.replace(briefing, people=(LAN, DUC, HOA))


@pytest.fixture
def filer(desk: Desk, readings: list[Machine]) -> Filer:
    return Filer(desk, readings)


def tick(filer: Filer, name: str) -> None:
    filer.page.act.form.fields[name].editor.setFocus()
    filer.key(Qt.Key.Key_Space)


def test_a_receipt_is_voided_once_both_papers_are_back(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.VOID)
    filer.fill("reason", "In nham")
    assert "hai liên" in filer.refused("taken_back")
    tick(filer, "taken_back")
    filer.done(lambda dossier: dossier.state is State.VOID)


def test_a_lost_receipt_is_on_record(filer: Filer) -> None:
    code = filer.received()
    filer.begin(Act.RESOLVE)
    filer.done(lambda dossier: dossier.resolved is not None)
    filer.begin(Act.RECORD_ARRIVAL)
    filer.done(lambda dossier: dossier.arrived is not None)
    filer.begin(Act.RETURN_RESULT)
    tick(filer, "receipt_lost")
    filer.fill("id_number", "001090012345")
    filer.fill("note", "Doi chieu can cuoc")
    filer.done(lambda dossier: dossier.returned is not None)
    history = life.file_of(filer.desk.intake.counter, code).history
    (returned,) = [fact for _event, fact in history if isinstance(fact, ResultReturned)]
    assert returned.receipt_lost
