"""Would the simulation notice? Faults planted into an office small enough to meet just what they spoil."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from counter_app.central import ingest, review
from counter_app.central.people_tables import grants
from counter_app.domain.clock import UNSURE, Machine, Moment
from counter_app.domain.clock_correction import CorrectClock
from counter_app.errors import Refused
from counter_app.host import clock
from counter_app.services import clock_word, desk
from counter_app.store import outbox, queries
from tests.central.living import Ground
from tests.simulation import continuity_acts, desk_acts, machine_acts, oracles
from tests.simulation.people_acts import HEAD
from tests.simulation.town import START, Fault, Town, town
from tests.simulation.virtual_pc import VirtualPc

DAY, QUARTER = 86_400_000, 900_000
PAPER = "never says that the receipt"


@pytest.fixture
def made(central_ground: Ground, tmp_path: Path) -> Iterator[Town]:
    """Give an office of two PCs."""
    with town(central_ground, tmp_path, "planted", 2) as one:
        yield one


def receive(made: Town, pc: VirtualPc) -> None:
    made.pass_time(max(made.network.now, START) + QUARTER)
    with pc.here():
        desk_acts.receive(made, pc, random.Random("one at a time"))


def contact(made: Town, *pcs: VirtualPc) -> None:
    for pc in pcs:
        made.pass_time(max(made.network.now, START) + QUARTER)
        with pc.here():
            machine_acts.contact(made, pc, made.network.chance)


def end(made: Town) -> None:
    oracles.drain(made)
    oracles.check_all(made)


def corrected(made: Town, pc: VirtualPc, at: int) -> None:
    """Let a PC that was started anew be told that it is `at` (ms UTC)."""
    pc.close()
    pc.reboot()
    with pc.here():
        assert pc.open.clock.now().quality in UNSURE
        command = CorrectClock(pc.open.new_event_id(), HEAD, at // 60_000, "Máy sai giờ")
        clock_word.correct_clock(pc.open, command)


def cut_off(made: Town, pc: VirtualPc) -> None:
    """Let the program die between a reception and its paper."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk_acts, "give_out", lambda *_: None)
        receive(made, pc)
    pc.kill()


def a_day_backwards(made: Town) -> None:
    """Receive on one day, on the next, and on the first once more: a person put the clock there."""
    pc = made.pcs[0]
    contact(made, pc)
    receive(made, pc)
    first = made.network.now
    made.pass_time(first + DAY)
    receive(made, pc)
    corrected(made, pc, first)
    receive(made, pc)
    end(made)


def test_with_nothing_planted_all_of_it_holds(made: Town) -> None:
    pc, other = made.pcs
    receive(made, pc)
    contact(made, pc, other)
    cut_off(made, pc)
    continuity_acts.revoke(made, other, made.network.chance)
    receive(made, other)
    contact(made, other, other)
    a_day_backwards(made)


def test_a_refused_reception_is_found(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise Refused("lane_empty", None)

    monkeypatch.setattr(queries, "last_serial", refuse)
    with pytest.raises(Fault, match="receives nobody: lane_empty"):
        receive(made, made.pcs[0])


def test_a_receipt_of_before_the_centres_last_word_is_found(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def believe(machine: Machine, *_: object, **__: object) -> Moment:
        return Moment(machine.wall_ms, "C")

    monkeypatch.setattr(clock, "unanchored", believe)
    pc = made.pcs[0]
    made.pass_time(START + 5 * DAY)
    contact(made, pc)
    pc.close()
    pc.reboot(wall_off=-2 * DAY)
    receive(made, pc)
    with pytest.raises(Fault, match="before the centre's last word"):
        end(made)


def test_a_paper_of_which_nobody_is_told_is_found(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "unprinted", lambda *_: ())
    cut_off(made, made.pcs[0])
    with pytest.raises(Fault, match=PAPER):
        end(made)


def test_a_mark_that_the_pc_does_not_keep_is_found(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "quarantine_events", lambda *_: None)
    pc = made.pcs[0]
    contact(made, pc)
    with made.living.owner.begin() as connection:
        kept = [dict(row) for row in connection.execute(sa.select(grants)).mappings()]
        connection.execute(sa.delete(grants))
    receive(made, pc)
    contact(made, pc)
    with made.living.owner.begin() as connection:
        connection.execute(sa.insert(grants), kept)
    with pytest.raises(Fault, match="tells otherwise than the centre what of its log counts"):
        end(made)


def test_a_revoked_pc_that_counts_is_found(made: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def believe(centre: Any, owner: Any, request: Any, _carrier: str) -> Any:
        return ingest.push(centre, replace(owner, revoked=False), request, accepted=True)

    monkeypatch.setattr(review, "_store", believe)
    pc = made.pcs[0]
    receive(made, pc)
    contact(made, pc)
    continuity_acts.revoke(made, pc, made.network.chance)
    receive(made, pc)
    contact(made, pc, pc)
    with pytest.raises(Fault, match="a revoked PC's event counts"):
        end(made)


def test_numbers_that_begin_anew_on_a_day_gone_back_to_are_found(
    made: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def last(conn: sa.Connection, lane: str, day: str) -> int | None:
        later = conn.exec_driver_sql("SELECT 1 FROM lane_use WHERE lane_id = ? AND day > ?", (lane, day))
        return None if later.first() else before(conn, lane, day)

    before = queries.last_serial
    monkeypatch.setattr(queries, "last_serial", last)
    with pytest.raises(Fault, match="receives nobody: code_taken"):
        a_day_backwards(made)
