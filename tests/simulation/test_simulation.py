"""A short simulated office for every change; `make simulate SEEDS=20` plays the long ones."""

from tests.central.living import Ground
from tests.simulation.office_run import run
from tests.simulation.script import Size, script

SHORT = Size(pcs=4, days=3, steps=16)
TINY = Size(pcs=2, days=2, steps=12)


def test_a_short_office_of_many_faults_loses_nothing(central_ground: Ground) -> None:
    outcome = run(central_ground, "3", SHORT)
    assert outcome.fault == ""
    assert outcome.told["receipts"] > 5
    assert outcome.told["dossiers alike at the centre"] > 5


def test_a_seed_tells_the_same_story_every_time(central_ground: Ground) -> None:
    first, second = (run(central_ground, "1", TINY) for _ in range(2))
    assert (first.fault, first.told) == (second.fault, second.told)


def test_steps_keep_their_luck_when_others_are_left_out() -> None:
    steps = script("1", TINY)
    assert [step.number for step in steps] == list(range(24))
    assert script("1", TINY) == steps != script("2", TINY)
