"""A sample of `make crash`, and the proof that its machinery finds what it is made to find."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.living import Ground
from tests.crash import mutations, recording
from tests.crash.grounds import Grounds, grounds
from tests.crash.recording import Story
from tests.crash.states import Judging
from tests.crash.trace import PROMISE
from tests.crash.workers import workplace
from tests.crash.workflows import NAMES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the recorder is preloaded by Linux's linker")
OFTEN = ("print", "enrol")  # the others in `make test-all`, and all of them in `make crash`
FINDS = {
    mutations.SYNCHRONOUS_OFF: "is lost",
    mutations.TOLD_EARLY: "is lost",
    mutations.HEAD_EARLY: "log_rolled_back",
    mutations.UNSYNCED_RENAME: "log_rolled_back",
    mutations.ACKNOWLEDGED_EARLY: "never asked to keep",
}
WHERE = {mutations.ACKNOWLEDGED_EARLY: ("sync", "sync with a fault")}  # story, and where it begins


@pytest.fixture(scope="module")
def begun(central_ground: Ground) -> Iterator[tuple[Grounds, Path, Path]]:
    """Give where stories begin, the recorder, and a place to work in."""
    with workplace() as folder, grounds(central_ground, folder / "office") as made:
        yield made, recording.compiled(folder), folder


def around_promises(story: Story, every: int) -> set[int]:
    """Return the prefixes after which something had just been told, or was about to be, and some others."""
    told = [number for number, step in enumerate(story.records, 1) if step.op == PROMISE]
    return {place for number in told for place in (number - 1, number)} | set(
        range(0, len(story.records), every)
    )


def torn_names(story: Story) -> set[int]:
    """Return the prefixes after which names moved and names removed may each be lost or kept."""
    places: set[int] = set()
    pending: set[str] = set()
    for number, step in enumerate(story.records, 1):
        if step.op == "D":
            pending.clear()
        elif step.op in ("U", "R"):
            pending.add(step.op)
            if len(pending) > 1:
                places.add(number)
    return places


@pytest.mark.parametrize(
    "name",
    [name if name in OFTEN else pytest.param(name, marks=pytest.mark.slow) for name in NAMES],
)
def test_no_power_cut_breaks_a_promise(begun: tuple[Grounds, Path, Path], name: str) -> None:
    made, recorder, folder = begun
    story = recording.record(name, made.make(name), recorder, folder / name)
    judging = Judging(story, folder)
    judging.round(range(6), around_promises(story, 15))
    judging.round(range(6, 24), torn_names(story))
    assert [(str(one.cut), one.faults) for one in judging.tally.found] == []
    assert judging.tally.distinct > 30


@pytest.mark.parametrize(
    "fault",
    [
        mutations.SYNCHRONOUS_OFF,
        pytest.param(mutations.HEAD_EARLY, marks=pytest.mark.slow),
        pytest.param(mutations.TOLD_EARLY, marks=pytest.mark.slow),
        pytest.param(mutations.UNSYNCED_RENAME, marks=pytest.mark.slow),
        pytest.param(mutations.ACKNOWLEDGED_EARLY, marks=pytest.mark.slow),
    ],
)
def test_a_planted_fault_is_found(begun: tuple[Grounds, Path, Path], fault: str) -> None:
    made, recorder, folder = begun
    name, begin = WHERE.get(fault, ("receive", "receive"))
    story = recording.record(name, made.make(begin), recorder, folder / fault, fault)
    judging = Judging(story, folder)
    for seed in range(6):  # with 0 nothing is lost: what is settled is judged with that one only
        judging.round([seed], around_promises(story, 20))
        told = [text for one in judging.tally.found for text in one.faults]
        if any(FINDS[fault] in text for text in told):
            return
    pytest.fail(f"not found: {told}")
