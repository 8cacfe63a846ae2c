"""A seed's script: which steps befall the office, when; and how one is played."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from counter_app.errors import CounterError, Damaged, Unavailable
from tests.simulation import (
    centre_acts,
    continuity_acts,
    desk_acts,
    key_acts,
    machine_acts,
    paper_acts,
    people_acts,
    scan_acts,
)
from tests.simulation.town import START, Fault, Town, chance_of
from tests.simulation.virtual_pc import VirtualPc

DAY_MS = 86_400_000
HOURS = 10 * 60  # minutes of a day in which anything happens

AtPc = Callable[[Town, VirtualPc, random.Random], None]
AtCentre = Callable[[Town, random.Random], None]

# Each with its weight.
AT_PCS: dict[str, tuple[AtPc, float]] = {
    "receive": (desk_acts.receive, 26),
    "live": (desk_acts.live, 20),
    "turn away": (desk_acts.turn_away, 3),
    "close day": (desk_acts.close_day, 2),
    "unprinted": (desk_acts.unprinted, 1),
    "sit": (people_acts.sit, 1.5),
    "manage": (people_acts.manage, 7),
    "contact": (machine_acts.contact, 22),
    "half round": (machine_acts.half_round, 5),
    "restart": (machine_acts.restart, 2),
    "power cut": (machine_acts.power_cut, 2),
    "clock": (machine_acts.wrong_clock, 1.2),
    "disk": (machine_acts.full_disk, 1),
    "weather": (machine_acts.change_weather, 5),
    "copy": (continuity_acts.copy_folder, 0.3),
    "back up": (continuity_acts.back_up, 1.2),
    "restore": (continuity_acts.restore, 0.8),
    "revoke": (continuity_acts.revoke, 0.3),
    "tamper": (centre_acts.tamper, 0.3),
    "leaf": (paper_acts.enter_leaf, 4),
    "purge": (paper_acts.purge, 1),
    "fetch": (scan_acts.fetch, 3),
    "rotate": (key_acts.rotate, 2),
}
AT_CENTRE: dict[str, tuple[AtCentre, float]] = {
    "role": (centre_acts.change_role, 0.4),
    "calendar": (centre_acts.change_calendar, 0.25),
    "trouble": (centre_acts.trouble, 0.8),
    "junk": (centre_acts.junk, 0.6),
    "poison": (centre_acts.poison, 0.8),
    "rule": (continuity_acts.rule, 0.3),
    "book": (paper_acts.grant_book, 0.5),
    "erase": (paper_acts.erase, 0.3),
    "centre backs up": (continuity_acts.back_up_centre, 0.6),
    "centre is restored": (continuity_acts.restore_centre, 0.4),
}
_WEIGHTS = {name: weight for name, (_act, weight) in (AT_PCS | AT_CENTRE).items()}


@dataclass(frozen=True)
class Step:
    """One thing that happens, at a true ms UTC; its number gives its luck."""

    number: int
    at: int
    act: str

    def __str__(self) -> str:
        day, rest = divmod(self.at - START, DAY_MS)
        return f"{self.number} day {day + 1} {8 + rest // 3_600_000:02}:{rest // 60_000 % 60:02} {self.act}"


@dataclass(frozen=True)
class Size:
    """How large a run is."""

    pcs: int = 12
    days: int = 30
    steps: int = 16  # of a day


def script(seed: str, size: Size) -> list[Step]:
    """Return what happens, in its order."""
    chance = random.Random(f"script {seed}")
    steps: list[Step] = []
    for day in range(size.days):
        minutes = sorted(chance.randrange(HOURS * 60) for _ in range(size.steps))
        for second in minutes:
            act = chance.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]
            steps.append(Step(len(steps), START + day * DAY_MS + second * 1000, act))
    return steps


def play(town: Town, seed: str, steps: Sequence[Step]) -> None:
    """Let the steps happen. Raises Fault, naming the step, for what must never be."""
    for step in steps:
        try:
            _play(town, step, chance_of(seed, step.number))
        except Fault as fault:
            fault.add_note(f"at step {step}")
            raise
        except Exception as error:
            raise Fault(f"{type(error).__name__} at step {step}") from error


def _play(town: Town, step: Step, chance: random.Random) -> None:
    town.network.chance = chance
    town.pass_time(step.at)
    town.told[f"step: {step.act}"] += 1
    if step.act in AT_CENTRE:
        town.network.weather = "good"
        try:
            AT_CENTRE[step.act][0](town, chance)
        except CounterError as error:
            town.refused(error)
        return
    pc = _where(town, step, chance)
    with pc.here():
        try:
            pc.fill()
            AT_PCS[step.act][0](town, pc, chance)
        except CounterError as error:
            town.refused(error)
            _expect(town, pc, step, error)
        if pc.counter is not None and chance.random() < 0.7:
            pc.head.keep()


def _where(town: Town, step: Step, chance: random.Random) -> VirtualPc:
    """Return the PC of a step; keys are changed often where a copy still goes on beside it."""
    torn = [pc for pc in town.working if pc.halves and not pc.halves.ended]
    sought = torn if step.act == "rotate" and torn and chance.random() < 0.4 else town.working
    return chance.choice(sought)


def _expect(town: Town, pc: VirtualPc, step: Step, error: CounterError) -> None:
    """Pass over what the weather, the disk and the rules bring; a copy that may not write is replaced.

    No clock stops a reception: it is marked.
    """
    if error.code == "lane_not_valid_on_day":
        raise Fault(f"{pc.name}: refused for its clock {error.values}") from error
    if isinstance(error, Damaged):
        if not (pc.copied or pc.needs_identity) or error.code not in (*continuity_acts.ENDED, "old_copy"):
            raise Fault(f"{pc.name}: {error.code} {error.values}") from error
        if error.code in continuity_acts.ENDED:
            continuity_acts.renew(town, pc, error.code)
    elif isinstance(error, Unavailable) and error.code not in ("centre_unreachable", "enrolment_unheard"):
        if error.code != "disk_full" or pc.spare is None:
            raise Fault(f"{pc.name}: {error.code} {error.values}") from error
        if step.act in ("restart", "power cut"):
            pc.limit_disk(None)
