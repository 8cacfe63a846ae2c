"""What an act asks for: all that was left out at once, what must be done first, rules ahead of papers."""

import msgspec
import pytest

from counter_app import wire
from counter_app.domain.clock import Machine
from counter_app.services.life_offers import Act
from tests.ui.conftest import DUC, LAN, Desk
from tests.ui.filing import HOA, WITH_HOA, Filer

DAY = 24 * 60


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return msgspec.structs.replace(briefing, people=(LAN, DUC, HOA), grants=WITH_HOA)


@pytest.fixture
def filer(desk: Desk, readings: list[Machine]) -> Filer:
    return Filer(desk, readings)


def late_with_result(filer: Filer) -> None:
    filer.received()
    filer.later(DAY)
    filer.begin(Act.RECORD_ARRIVAL)
    filer.done(lambda dossier: dossier.arrived is not None)


def test_everything_left_out_is_said_at_once_beside_its_field(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.ASK_PAYMENT)
    assert "Chưa nhập" in filer.refused("amount")
    assert "Chưa nhập" in filer.error("ground")
    assert filer.page.act.summary.text == "Còn 2 chỗ chưa nhập."
    assert filer.page.act.form.fields["amount"].editor.hasFocus()
    filer.type("5000")
    assert not filer.error("amount")
    assert filer.error("ground")
    filer.do()
    assert filer.page.act.form.fields["ground"].editor.hasFocus()
    assert not filer.page.act.summary.text


def test_a_late_rule_hides_no_field_that_was_left_out(filer: Filer) -> None:
    late_with_result(filer)
    filer.begin(Act.RETURN_RESULT)
    filer.choose("to", "representative")
    filer.do()
    assert "Chưa nhập" in filer.error("name")
    assert "Chưa nhập" in filer.error("authority")


def test_the_explanation_owed_is_one_key_away_and_what_was_typed_stays(filer: Filer) -> None:
    late_with_result(filer)
    filer.begin(Act.RETURN_RESULT)
    assert filer.page.act.before.text == "Phải giải trình quá hạn trước (L)"
    filer.fill("note", "Tra chieu")
    filer.choose("to", "representative")
    filer.type("l")
    panel = filer.presenter.acting.panel
    assert panel is not None
    assert panel.act is Act.EXPLAIN_LATENESS
    assert filer.page.act.before.isHidden()
    filer.fill("text", "May chu hong")
    filer.done(lambda dossier: dossier.explained is not None)
    filer.begin(Act.RETURN_RESULT)
    assert filer.page.act.before.isHidden()
    panel = filer.presenter.acting.panel
    assert panel is not None
    assert panel.values["note"] == "Tra chieu"
    assert panel.values["to"] == "representative"


def test_an_l_typed_into_a_field_is_a_letter(filer: Filer) -> None:
    late_with_result(filer)
    filer.begin(Act.RETURN_RESULT)
    assert filer.page.act.before.accept.hasFocus()
    filer.fill("note", "lol")
    panel = filer.presenter.acting.panel
    assert panel is not None
    assert (panel.act, panel.values["note"]) == (Act.RETURN_RESULT, "lol")


def test_a_signature_left_out_altogether_names_every_field(filer: Filer) -> None:
    filer.received()
    filer.begin(Act.PREPARE_APOLOGY)
    filer.done(lambda dossier: dossier.apology is not None)
    filer.print()
    filer.begin(Act.SIGN_APOLOGY)
    filer.do()
    assert all(filer.error(name) for name in ("number", "signer", "signer_title"))
    assert not filer.error("signed_on")
