"""The centre's own clock: a wrong one is not told to anybody, and what is right again serves again."""

import dataclasses
from pathlib import Path

import pytest

from counter_app.central import timekeeping, watching
from counter_app.central.__main__ import main
from counter_app.central.centre import wall_clock
from counter_app.central.reference import RESOURCES
from counter_app.central.timekeeping import OFF_MS, STEP_MS, KeptClock
from counter_app.domain.dossier import local_day
from counter_app.errors import Unavailable
from counter_app.host.secrets import PASSPHRASE_VARIABLE
from counter_app.services import desk, sync
from tests.central.living import NOW, OFFICE, Clock, Living, enrolled, listening
from tests.pcs import PASSPHRASE, Office, intake, receive

DAY = 24 * 3_600_000
HOUR = 3_600_000


def started(folder: Path, now: int) -> tuple[KeptClock, Clock, Clock]:
    """Start a centre's clock; give both of the machine's, the one that can be set first."""
    wall, runs = Clock(now), Clock(5_000)
    return KeptClock(folder, None, wall, runs), wall, runs


def tells(clock: KeptClock) -> bool:
    try:
        clock()
    except Unavailable:
        return False
    return True


@pytest.mark.parametrize(
    ("later", "sound"),
    [(-STEP_MS - 1, False), (-STEP_MS, True), (OFF_MS, True), (OFF_MS + 1, False), (-NOW, False)],
)
def test_at_a_start_it_goes_on_from_the_time_kept(tmp_path: Path, later: int, sound: bool) -> None:
    assert tells(started(tmp_path, NOW)[0])
    assert timekeeping.kept(tmp_path) == NOW
    assert tells(started(tmp_path, NOW + later)[0]) is sound


def test_while_it_runs_it_goes_as_fast_as_the_clock_that_nobody_sets(tmp_path: Path) -> None:
    clock, wall, runs = started(tmp_path, NOW)
    assert tells(clock)
    wall.now += 7 * HOUR  # as local time
    assert not tells(clock)
    assert timekeeping.kept(tmp_path) == NOW
    wall.now = NOW + 60_000
    runs.now += 60_000
    assert tells(clock)
    wall.now += 40 * DAY  # nobody asked for so long
    runs.now += 40 * DAY
    assert tells(clock)
    wall.now -= DAY
    assert not tells(clock)


def test_a_centre_that_was_off_for_a_month_serves_by_a_persons_word(tmp_path: Path) -> None:
    assert tells(started(tmp_path, NOW)[0])
    clock, wall, _ = started(tmp_path, NOW + 31 * DAY)
    assert not tells(clock)
    timekeeping.confirm(tmp_path, wall.now)
    assert tells(clock)
    wall.now = NOW  # it was a mistake: so is what was kept
    assert not tells(clock)
    timekeeping.confirm(tmp_path, NOW)
    assert tells(clock)


def test_what_an_earlier_version_knew_is_held_against_it_too(living: Living) -> None:
    living.clock.now = wall_clock() + 400 * DAY
    with listening(living.centre) as address:
        enrolled(living, address)
    clock = timekeeping.opened(living.centre.engine, living.home)
    assert not tells(clock)


@pytest.mark.parametrize(("off", "told"), [(HOUR // 2, []), (9 * DAY, ["216 hours"])])
def test_a_start_long_after_the_time_kept_is_told(
    living: Living, caplog: pytest.LogCaptureFixture, off: int, told: list[str]
) -> None:
    timekeeping.confirm(living.home, wall_clock() - off)
    assert tells(timekeeping.opened(living.centre.engine, living.home))
    assert [one.getMessage()[7:16] for one in caplog.records] == told


LEFT = ("--by", "Quản trị viên", "--reason", "Giấy đề nghị 5")
ROLE = ("role", "--office", OFFICE, "--person", "ba-dinh-02", "--give", "officer", "--ground", "QĐ 1")


@pytest.mark.parametrize(
    "words",
    [
        ("init",),
        ("people", *ROLE, "--by", "Quản trị viên"),
        ("people", "sign-in-from", "2026-11-19", "--office", OFFICE, *LEFT),
        ("book", "--office", OFFICE, "--count", "5", "--out", "book.pdf", *LEFT),
        ("publish", "calendar", str(RESOURCES / "vn_calendar.csv"), "--ground", "1234/TB-BNV"),
        ("enrol", "--office", OFFICE, "--address", "https://tt.invalid"),
        ("restored",),
        ("archived", "--through", "2026-01-01T00:00"),
    ],
    ids=lambda words: words[0],
)
def test_no_command_writes_by_a_clock_that_cannot_be_right(
    living: Living,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
) -> None:
    monkeypatch.chdir(tmp_path)
    for off in (DAY, -15 * DAY):
        timekeeping.confirm(living.home, wall_clock() + off)
        assert main([*words, "--url", living.owner_url, "--data", str(living.home)]) == 1
        assert "[centre_clock_wrong]" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("people", "list", "--office", OFFICE), ("doubts",), ("verify",)])
def test_what_writes_no_time_is_answered_all_the_same(living: Living, words: tuple[str, ...]) -> None:
    timekeeping.confirm(living.home, wall_clock() + DAY)
    assert main([*words, "--url", living.owner_url, "--data", str(living.home)]) == 0


@pytest.fixture
def guarded(living: Living) -> Living:
    """Give the centre with its clock held against what it kept."""
    kept = KeptClock(living.home, None, living.clock, Clock())
    return dataclasses.replace(living, centre=dataclasses.replace(living.centre, now=kept))


@pytest.mark.parametrize("off", [-2 * DAY, 1000 - NOW, 400 * DAY])
def test_pcs_work_on_off_line_while_the_centre_is_wrong(
    guarded: Living, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, off: int
) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, PASSPHRASE)
    with listening(guarded.centre) as address:
        office = Office(guarded, address, tmp_path)
        pc = office.open()
        receive(pc, "A")
        assert sync.exchange(pc).online
        guarded.clock.now = NOW + off
        assert not watching.is_ready(guarded.centre)
        assert not sync.exchange(pc).online
        given = desk.receive(pc, intake("B"))
        assert local_day(given.received) == "2026-11-19"
        guarded.clock.now = NOW + 60_000
        assert watching.is_ready(guarded.centre)
        after = sync.exchange(pc)
        assert (after.online, after.unsent, after.problem) == (True, 0, "")
        office.close()


def test_a_person_says_that_the_clock_is_right(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    timekeeping.confirm(tmp_path, wall_clock() + DAY)
    assert main(["clock", "--data", str(tmp_path)]) == 1
    assert "[centre_clock_wrong]" in capsys.readouterr().err
    assert main(["clock", "--data", str(tmp_path), "--confirm"]) == 0
    assert main(["clock", "--data", str(tmp_path)]) == 0
