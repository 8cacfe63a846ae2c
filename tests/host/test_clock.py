from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.host.clock import Anchor, Clock, Machine, Moment, Word, read_machine

HOUR = 3_600_000
NINE = 1_795_053_600_000  # 2026-11-19 09:00 +07:00


@dataclass
class Desk:
    """A PC whose clocks are turned by hand."""

    machine: Machine

    def __call__(self) -> Machine:
        return self.machine

    def turn(self, *, wall: int = 0, boot: int = 0) -> None:
        now = self.machine
        self.machine = replace(now, wall_ms=now.wall_ms + wall, boot_ms=now.boot_ms + boot)

    def restart(self, boot_id: str, wall_ms: int) -> None:
        self.machine = Machine(wall_ms, 5_000, boot_id)


def desk() -> Desk:
    return Desk(Machine(NINE, 60_000, "boot-1"))


def test_the_centres_time_runs_on_whatever_the_wall_clock_says() -> None:
    pc = desk()
    clock = Clock(pc)
    clock.anchor(NINE + 500)
    pc.turn(wall=-5 * HOUR, boot=HOUR)
    assert clock.now() == Moment(NINE + 500 + HOUR, "A")


def test_a_pc_asleep_overnight_does_not_stamp_yesterday() -> None:
    pc = desk()
    clock = Clock(pc)
    clock.anchor(NINE)
    pc.turn(boot=14 * HOUR)
    assert clock.now().ms == NINE + 14 * HOUR


def test_the_next_run_of_the_same_boot_is_b() -> None:
    pc = desk()
    clock = Clock(pc)
    clock.anchor(NINE)
    pc.turn(wall=99 * HOUR, boot=2 * HOUR)
    second = Clock(pc)
    second.restore(clock.anchored, NINE + HOUR)
    assert second.now() == Moment(NINE + 2 * HOUR, "B")
    assert second.anchored == clock.anchored


def test_started_anew_and_plausible_is_c() -> None:
    pc = desk()
    pc.restart("boot-2", NINE + 3 * HOUR)
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), NINE + HOUR)
    assert clock.now() == Moment(NINE + 3 * HOUR, "C")


def test_the_same_boot_id_with_a_younger_running_clock_is_another_boot() -> None:
    pc = desk()
    pc.restart("boot-1", NINE + HOUR)
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), None)
    assert clock.now().quality == "C"


def test_a_wall_clock_behind_uses_the_bound_which_runs_on() -> None:
    pc = desk()
    pc.restart("boot-2", 0)
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), NINE + HOUR)
    assert clock.now() == Moment(NINE + HOUR, "U")
    pc.turn(wall=HOUR, boot=HOUR)
    assert clock.now() == Moment(NINE + 2 * HOUR, "U")


def test_a_wall_clock_a_day_ahead_is_believed_by_a_persons_word_only_once_per_boot() -> None:
    pc = desk()
    pc.restart("boot-2", NINE + 60 * HOUR)  # a long week-end, no network
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), NINE + HOUR)
    pc.turn(wall=HOUR, boot=HOUR)
    assert clock.now() == Moment(NINE + 2 * HOUR, "S")  # the bound, which runs on
    assert clock.asked == NINE + 61 * HOUR
    word = clock.word(NINE + 61 * HOUR)
    clock.believe(word)
    assert clock.asked is None
    pc.turn(wall=-5 * HOUR, boot=HOUR)
    assert clock.now() == Moment(NINE + 62 * HOUR, "S")
    second = Clock(pc)
    second.restore(Anchor(NINE, "boot-1", 60_000), NINE + HOUR, word)
    assert (second.now(), second.asked) == (Moment(NINE + 62 * HOUR, "S"), None)
    pc.restart("boot-3", NINE + 63 * HOUR)
    third = Clock(pc)
    third.restore(Anchor(NINE, "boot-1", 60_000), NINE + 62 * HOUR, word)
    assert third.now() == Moment(NINE + 63 * HOUR, "C")


def test_a_wall_clock_beyond_the_days_of_the_lane_is_not_believed_by_any_word() -> None:
    pc = desk()
    pc.restart("boot-2", NINE + 9000 * HOUR)
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), NINE + HOUR, None, NINE + 4400 * HOUR)
    assert (clock.now(), clock.asked) == (Moment(NINE + HOUR, "S"), NINE + HOUR)  # is it this day?
    clock.believe(clock.word(NINE + HOUR))
    pc.turn(wall=HOUR, boot=HOUR)
    assert (clock.now(), clock.asked) == (Moment(NINE + 2 * HOUR, "S"), None)


@pytest.mark.parametrize("wall", [NINE + 2 * HOUR, NINE + 4399 * HOUR, NINE + 4401 * HOUR])
def test_no_bound_passes_the_last_day_of_the_lane(wall: int) -> None:
    pc = desk()
    pc.restart("boot-2", wall)
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), NINE + 4399 * HOUR, None, NINE + 4400 * HOUR)
    pc.turn(wall=3 * HOUR, boot=3 * HOUR)
    assert clock.now() == Moment(NINE + 4400 * HOUR, "S")


def test_a_lane_that_is_certainly_over_holds_no_clock_back() -> None:
    pc = desk()
    pc.restart("boot-2", NINE + 3 * HOUR)
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), NINE + HOUR, None, NINE - 24 * HOUR)
    assert (clock.now(), clock.latest) == (Moment(NINE + 3 * HOUR, "C"), None)


def test_a_correction_lowers_the_bound_until_the_centre_is_heard() -> None:
    pc = desk()
    pc.restart("boot-2", NINE + 2400 * HOUR)
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), NINE + 2400 * HOUR)
    assert clock.now().ms == NINE + 2400 * HOUR
    word = clock.word(NINE + 3 * HOUR)
    clock.believe(word, lower=True)
    pc.turn(boot=HOUR)
    assert clock.now() == Moment(NINE + 4 * HOUR, "S")
    assert clock.earliest == NINE + HOUR
    pc.restart("boot-3", NINE + 5 * HOUR)
    later = Clock(pc)
    later.restore(Anchor(NINE, "boot-1", 60_000), NINE + 3 * HOUR, word)  # the correction is the last event
    assert later.now() == Moment(NINE + 5 * HOUR, "C")
    later.anchor(NINE + 6 * HOUR)
    assert later.now() == Moment(NINE + 6 * HOUR, "A")


def test_one_wrong_year_does_not_poison_later_receipts() -> None:
    pc = desk()
    pc.restart("boot-2", NINE + 9000 * HOUR)
    clock = Clock(pc)
    clock.restore(Anchor(NINE, "boot-1", 60_000), None)
    clock.believe(clock.word(NINE + 9000 * HOUR))  # said so by mistake
    clock.happened(clock.now())
    assert clock.now().ms == NINE + 9000 * HOUR
    clock.anchor(NINE + HOUR)
    assert clock.now() == Moment(NINE + HOUR, "A")
    pc.restart("boot-3", NINE + 2 * HOUR)
    later = Clock(pc)
    later.restore(clock.anchored, None)  # the store holds only events since the anchor against it
    assert later.now() == Moment(NINE + 2 * HOUR, "C")


def test_a_pc_that_never_heard_the_centre_is_not_believed() -> None:
    assert Clock(desk()).now() == Moment(NINE, "S")


def test_this_machines_own_clocks_run() -> None:
    first, second = read_machine(), read_machine()
    assert first.boot_id == second.boot_id
    assert 0 < first.boot_ms <= second.boot_ms
    assert Clock().now().ms >= first.wall_ms


TURNS = st.lists(
    st.tuples(
        st.sampled_from(("pass", "turn", "restart", "run_again", "confirm")),
        st.integers(-400 * HOUR, 400 * HOUR),
    ),
    max_size=30,
)


@given(TURNS, st.booleans())
def test_an_earlier_wall_clock_never_yields_an_earlier_receipt(
    turns: list[tuple[str, int]], anchored: bool
) -> None:
    pc = desk()
    clock = Clock(pc)
    anchor = Anchor(NINE, "boot-1", 60_000) if anchored else None
    last: int | None = None
    word: Word | None = None
    latest = NINE + 4400 * HOUR
    clock.restore(anchor, last, word, latest)
    for number, (what, by) in enumerate(turns):
        if what == "pass":
            pc.turn(wall=abs(by), boot=abs(by))
        elif what == "turn":
            pc.turn(wall=by)
        elif what == "restart":
            pc.restart(f"boot-{number + 2}", pc.machine.wall_ms + by)
        if what in ("restart", "run_again"):
            clock = Clock(pc)
            clock.restore(anchor, last, word, latest)
        elif what == "confirm" and (asked := clock.asked) is not None:
            word = clock.word(asked)
            clock.believe(word)
        moment = clock.now()
        assert last is None or moment.ms >= last
        assert not anchored or moment.quality not in "CUS" or moment.ms <= latest
        assert moment.quality in "ABCUS"
        clock.happened(moment)
        last = moment.ms


@given(st.integers(0, 2**45), st.integers(-(2**40), 2**40), st.integers(0, 2**35))
def test_the_centre_always_wins(signed: int, wall: int, passed: int) -> None:
    pc = desk()
    clock = Clock(pc)
    clock.happened(Moment(NINE + 1000 * HOUR, "S"))
    clock.believe(clock.word(NINE + 2000 * HOUR), lower=True)
    clock.anchor(signed)
    pc.turn(wall=wall, boot=passed)
    assert clock.now() == Moment(signed + passed, "A")
