"""A joint procedure handed over by keys: the next unit, its share and the share's end stand in the form."""

import json

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from counter_app import wire
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.catalog_import import import_published
from counter_app.domain.clock import Machine
from counter_app.domain.step_events import HandedOver
from counter_app.services.life_offers import Act
from counter_app.texts import formats
from counter_app.ui.screens.dossiers.filing import Side
from tests.ui.conftest import CATALOG, Desk
from tests.ui.filing import Filer

JOINT = "2.000986"
POLICE, INSURANCE = "Công an phường", "Bảo hiểm xã hội"
PARTS = [{"name": name, "value": value, "unit": "wd"} for name, value in ((POLICE, 12), (INSURANCE, 8))]
DAY = 24 * 60


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    """The office's own answers name the parts of one joint procedure."""
    source = json.loads((CATALOG / "procedures.json").read_text("utf-8"))
    confirmed = json.loads((CATALOG / "confirmed.json").read_text("utf-8"))
    (joint,) = (each for each in confirmed["procedures"] if each["code"] == JOINT)
    for channel in joint["channels"]:
        channel["parts"] = PARTS
    catalogue = import_published(source, confirmed, 1, "2025-07-01").catalogue
    return msgspec.structs.replace(briefing, catalogues=(catalogue,))


@pytest.fixture
def filer(desk: Desk, readings: list[Machine]) -> Filer:
    return Filer(desk, readings)


def receive(filer: Filer) -> None:
    desk = filer.desk
    desk.intake.set("name", "Nguyễn Văn Thử")
    desk.choose("2.000986")
    desk.intake.choose(JOINT)
    filer.until(lambda: desk.intake.state.promise is not None)
    desk.give_all()
    desk.intake.submit()
    desk.rows(1)
    filer.until(lambda: desk.issuing.state.rows[0].printed)
    filer.work.go_to(desk.issuing.state.rows[0].code)
    filer.until(lambda: filer.presenter.filing.state.file is not None)


def said(filer: Filer) -> list[str]:
    """Return what can be read in the form."""
    return [each.text() for each in filer.page.act.form.findChildren(QLabel) if each.isVisible()]


def handed(filer: Filer) -> HandedOver:
    file = filer.presenter.filing.state.file
    assert file is not None
    return [fact for _event, fact in file.history if isinstance(fact, HandedOver)][-1]


def underway(filer: Filer) -> bool:
    file = filer.presenter.filing.state.file
    return file is not None and bool(file.case.handed)


def test_the_next_unit_and_its_share_stand_in_the_form(filer: Filer) -> None:
    receive(filer)
    for unit, days in ((POLICE, 12), (INSURANCE, 8)):
        filer.begin(Act.HAND_OVER)
        filer.until(lambda: any("theo danh mục" in text for text in said(filer)))
        read = said(filer)
        filer.done(lambda _dossier: underway(filer))
        filer.until(lambda: filer.presenter.filing.state.side is Side.PAPER)
        filer.key(Qt.Key.Key_Escape)
        fact = handed(filer)
        assert fact.share == Limit(days, LimitUnit.WORKING_DAYS)
        assert fact.share_due is not None
        due = formats.short_moment(fact.share_due)
        assert f"{unit}: theo danh mục; giao bây giờ thì đến {due}." in read
        filer.begin(Act.TAKE_OVER)
        filer.fill("receiver", "Pham Van Khai")
        filer.done(lambda dossier, unit=unit: not underway(filer) and dossier.holder == unit)  # type: ignore[misc]
        filer.later(DAY)


def test_the_proposed_share_is_no_other_units(filer: Filer) -> None:
    receive(filer)
    filer.begin(Act.HAND_OVER)
    filer.until(lambda: any("theo danh mục" in text for text in said(filer)))
    filer.fill("to_unit", "")
    filer.key(Qt.Key.Key_End)
    filer.until(lambda: not any("theo danh mục" in text for text in said(filer)))
    filer.fill("other_unit", "Thue")
    filer.done(lambda _dossier: underway(filer))
    assert handed(filer).share is None
