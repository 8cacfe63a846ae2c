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
from tests.ui.filing import HOA, WITH_HOA, Filer


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return msgspec.structs.replace(briefing, people=(LAN, DUC, HOA), grants=WITH_HOA)


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
    caption = filer.page.act.form.fields["id_number"]._caption
    assert not caption.text().endswith("*")
    tick(filer, "receipt_lost")
    assert caption.text().endswith("*")
    filer.do()
    assert all("Chưa nhập" in filer.error(name) for name in ("id_number", "note"))  # both at once
    assert filer.page.act.summary.text == "Còn 2 chỗ chưa nhập."
    filer.fill("id_number", "001090012345")
    filer.fill("note", "Doi chieu can cuoc")
    filer.done(lambda dossier: dossier.returned is not None)
    history = life.file_of(filer.desk.intake.counter, LAN.person_id, code).history
    (returned,) = [fact for _event, fact in history if isinstance(fact, ResultReturned)]
    assert returned.receipt_lost


def test_a_result_that_went_to_the_post_keeps_its_number(filer: Filer) -> None:
    code = filer.received()
    filer.begin(Act.RECORD_ARRIVAL)
    filer.choose("where", "post")
    filer.fill("tracking", "EA123456789VN")
    filer.done(lambda dossier: dossier.arrived is not None)
    filer.begin(Act.RETURN_RESULT)
    panel = filer.presenter.acting.panel
    assert panel is not None
    assert (panel.values["by"], panel.values["tracking"]) == ("post", "EA123456789VN")
    filer.done(lambda dossier: dossier.returned is not None)
    history = life.file_of(filer.desk.intake.counter, LAN.person_id, code).history
    (returned,) = [fact for _event, fact in history if isinstance(fact, ResultReturned)]
    assert returned.tracking == "EA123456789VN"


def test_a_file_that_is_refused_has_its_line_ringed(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.PREPARE_APOLOGY)
    filer.done(lambda dossier: dossier.apology is not None)
    filer.print()
    filer.begin(Act.SIGN_APOLOGY)
    for name, text in (("number", "12"), ("signer", "Tran Binh"), ("signer_title", "Chu tich")):
        filer.fill(name, text)
    filer.fill("scan", "/khong/co.pdf")
    said = filer.refused("scan")
    line = filer.focus()
    assert line.property("error")
    assert line.accessibleDescription() == said
    filer.type("x")
    assert not line.property("error")
