"""Would the simulation notice? Keys that change wrongly, planted at a PC and at the centre."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from counter_app.central import keys
from counter_app.central.centre import Caller, Rotated
from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.services import key_rotation
from tests.central.living import Ground
from tests.pcs import PERSON, receive
from tests.simulation import continuity_acts, key_acts, machine_acts, oracles
from tests.simulation.town import START, Fault, Town, town
from tests.simulation.virtual_pc import VirtualPc

HOUR = 3_600_000


@pytest.fixture
def made(central_ground: Ground, tmp_path: Path) -> Iterator[Town]:
    """Give an office of one PC that has told one reception and was copied."""
    with town(central_ground, tmp_path, "planted", 1) as one:
        at(one, one.pcs[0], "receive", "contact")
        continuity_acts.copy_folder(one, one.pcs[0], random.Random("copy"))
        yield one


def at(made: Town, pc: VirtualPc, *acts: str) -> None:
    """Let these happen at a PC, an hour apart."""
    for act in acts:
        made.pass_time(max(made.network.now, START) + HOUR)
        with pc.here():
            if act == "rotate":
                key_acts.change(made, pc, PERSON)
            elif act == "receive":
                receive(pc.open, "A")
            else:
                machine_acts.contact(made, pc, made.network.chance)


def copy_first(made: Town) -> None:
    """Let the copy, behind what the centre holds, change its key first; then see to the end of it."""
    pc, twin = made.pcs
    at(made, pc, "receive", "contact")
    at(made, twin, "rotate", "contact")
    at(made, pc, "contact")
    oracles.drain(made)
    oracles.check_all(made)


def test_a_copy_that_changes_its_key_first_takes_nobodys_place(made: Town) -> None:
    copy_first(made)
    assert made.told["keys changed"] == 1


def test_a_centre_that_takes_any_key_is_found(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def believe(connection: Connection, owner: Caller, told: Iterable[Event]) -> None:
        for event in told:
            follows = Rotated(event.seq, chain.key_of(event), True, owner.key)
            keys._put(connection, owner, event, follows)
            owner = replace(owner, rotated=(*owner.rotated, follows))

    monkeypatch.setattr(keys, "keep", believe)
    with pytest.raises(Fault, match="both halves of a copied folder have ended"):
        copy_first(made)


def test_a_pc_that_signs_on_with_the_key_it_gave_up_is_found(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_rotation, "settle", lambda *_: None)
    with pytest.raises(Fault, match="still signs"):
        at(made, made.pcs[0], "rotate")
