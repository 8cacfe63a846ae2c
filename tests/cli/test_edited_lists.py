"""Somebody with the database key edits a list beside the dossiers: `verify --all` names list and row."""

from pathlib import Path

import pytest

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, ConfirmPrinted, FeeAnswer, RefuseReception
from counter_app.domain.day import CloseDay
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.services import day, desk
from counter_app.services.recomputation import recompute
from counter_app.store import projections
from tests.cli.conftest import Shell
from tests.pcs import BIRTH, PERSON, intake, opened, with_the_key
from tests.services.papers_life import STAY, act, at

GIVER, CITIZEN = "Người khác giao", "Lê Thị Bị Từ Chối"


@pytest.fixture
def lively(pc: Path) -> tuple[Path, str]:
    """Fill the lists; give the PC's folder and the code of a dossier that stands in them."""
    with opened(pc) as counter:
        at(counter, "2026-11-19T09:00")
        receipt = desk.receive(counter, intake(procedure=STAY, fee=FeeAnswer(paid=True)))
        act(counter, commands.HandOver, receipt.code, "Công an phường", "BG-1")
        other = desk.receive(counter, intake("Hai", STAY, fee=FeeAnswer(paid=True))).code
        handed = act(counter, commands.HandOver, other, "Công an phường", "BG-1").event_id
        act(counter, commands.TakeOver, other, handed, "Đại úy Nhận")
        desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, other, "BN"))
        person = Applicant(CITIZEN)
        refusal = RefuseReception(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, person, "Sai nơi nhận")
        desk.refuse_reception(counter, refusal)
        day.close(counter, CloseDay(new_event_id(), PERSON))
    return pc, receipt.code


EDITS = [
    ("UPDATE takings SET amount = amount + 1 WHERE code = ?", "takings.amount", True),
    ("UPDATE takings SET receipted = 1 WHERE code = ?", "takings.receipted", True),
    ("DELETE FROM takings WHERE code = ?", "takings.event_id", True),
    (f"UPDATE handovers SET giver = '{GIVER}' WHERE code = ?", "handovers.giver", True),
    ("UPDATE handovers SET at = at + 600 WHERE code = ?", "handovers.at", True),
    ("UPDATE handovers SET taken_at = NULL WHERE code <> ?", "handovers.taken_at", False),
    ("UPDATE lane_use SET serial = 1009 WHERE ? <> ''", "lane_use.serial", False),
    (f"UPDATE turned_away SET name = '{GIVER}' WHERE ? <> ''", "turned_away.name", False),
    ("UPDATE turned_away SET form = x'00' WHERE ? <> ''", "turned_away.form", False),
    ("UPDATE closings SET day = '2026-11-18' WHERE ? <> ''", "closings.day", False),
    ("INSERT INTO calendar_told VALUES (?, 2, 29917560, 'x')", "calendar_told.code", True),
    ("INSERT INTO online_inbox VALUES (?, '', '', '', 1, 1, 'x', '')", "online_inbox.reference", False),
]


@pytest.mark.parametrize(("edit", "column", "of_dossier"), EDITS)
def test_an_edited_list_is_named(
    shell: Shell, lively: tuple[Path, str], edit: str, column: str, of_dossier: bool
) -> None:
    pc, code = lively
    with with_the_key(pc) as connection:
        assert connection.execute(edit, (code,)).rowcount == 1
    said = shell("verify", "--all", data=pc)
    assert (said.code, said.value["faults"]) == (4, [])
    (found,) = said.value["differences"]
    assert (found["code"], found["column"]) == ("projection_differs", column)
    assert not of_dossier or found["dossier"] == code
    explained = shell("explain", code, data=pc)
    assert [item["column"] for item in explained.value["differences"]] == [column] * of_dossier
    told = f"{said.out}{explained.out}"
    assert GIVER not in told
    assert CITIZEN not in said.out


def test_lists_as_told_hold_also_after_they_were_told_anew(lively: tuple[Path, str]) -> None:
    with opened(lively[0]) as counter:
        assert recompute(counter).count == 0
        with counter.store.write() as conn:
            projections.rebuild(conn)
        assert recompute(counter).count == 0
