"""What befalls the PCs themselves: rounds of sync, starts and ends, clocks, disks, networks, copies."""

import random

from counter_app.domain.clock import UNSURE
from counter_app.domain.clock_correction import CorrectClock
from counter_app.services import clock_word, sync
from counter_app.services.sync import SyncState
from tests.simulation.desk_acts import unprinted
from tests.simulation.people_acts import HEAD
from tests.simulation.town import Town
from tests.simulation.virtual_pc import VirtualPc

DAY_MS = 86_400_000
SKIES = ("good",) * 6 + ("flaky",) * 4 + ("cut",) * 3 + ("storm",) * 2 + ("portal", "busy", "proxy")

WRONG = {
    "day back": -DAY_MS,
    "days ahead": 3 * DAY_MS,
    "months ahead": 170 * DAY_MS,
    "year ahead": 365 * DAY_MS,
}


def contact(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Exchange with the centre until nothing waits."""
    if pc.answer is not None:
        settle(town, pc)
    before = pc.open.clock.anchored
    state = sync.exchange(pc.open)
    heard(town, pc, state, anew=pc.open.clock.anchored is not before)


def half_round(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Do what one lane does of a round; what else happens at this PC comes between the lanes."""
    if pc.answer is None:
        pc.answer = sync.contact(pc.open, sync.outgoing(pc.open))
        return
    settle(town, pc)


def settle(town: Town, pc: VirtualPc) -> None:
    """Store what a half round heard."""
    answer, pc.answer = pc.answer, None
    assert answer is not None
    state = sync.settle(pc.open, answer)
    while state.unfolded:
        state = sync.go_on(pc.open)
    heard(town, pc, state, anew=answer.online)


def heard(town: Town, pc: VirtualPc, state: SyncState, *, anew: bool) -> None:
    """Note what a round came to."""
    if anew and state.online:
        pc.contact = town.network.now
        pc.word = pc.open.clock.anchored.signed_ms if pc.open.clock.anchored else 0
    town.unknown |= state.problem == "installation_unknown"
    town.told[f"round: {state.problem or ('online' if state.online else 'offline')}"] += 1


def restart(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """End the program or the PC in good order, and start it again."""
    pc.close()
    if chance.random() < 0.5:
        pc.reboot()
    unprinted(town, pc, chance)


def power_cut(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Take the PC's power, or kill the program."""
    pc.kill()
    if chance.random() < 0.6:
        pc.reboot()
    unprinted(town, pc, chance)


def wrong_clock(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Set the clock wrong by days, months or a year, or let its battery die; or somebody puts it right.

    Whoever is asked says now and then that the wrong day is today; a supervisor corrects now and then.
    """
    kind = chance.choice((*WRONG, "battery", "right", "right"))
    town.told[f"clock: {kind}"] += 1
    if kind == "battery":
        pc.kill()
        pc.reboot(wall_off=-town.network.now)
    else:
        pc.wall_off = WRONG.get(kind, 0)
        if chance.random() < 0.5:
            pc.close()
            pc.reboot()
    if (day := clock_word.asked_day(pc.open)) and chance.random() < 0.5:
        clock_word.confirm_today(pc.open, day)
    if pc.open.clock.now().quality in UNSURE and chance.random() < 0.3:
        at = town.network.now // 60_000
        clock_word.correct_clock(pc.open, CorrectClock(pc.open.new_event_id(), HEAD, at, "Máy sai giờ"))
        town.told["clock: corrected"] += 1


def full_disk(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Let the disk be nearly full, or somebody makes room."""
    pc.limit_disk(None if pc.spare is not None or chance.random() < 0.3 else chance.randrange(12))


def change_weather(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Let the network be another at this PC, or at all of them."""
    sky = chance.choice(SKIES)
    for one in town.working if chance.random() < 0.2 else [pc]:
        one.weather = sky
