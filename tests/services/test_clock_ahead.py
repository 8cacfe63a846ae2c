"""A PC started with its clock wrong and no centre to ask: it receives, and a person says what time it is."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from counter_app.central import export, staffing, tables
from counter_app.central.centre import Centre
from counter_app.domain.clock import Machine
from counter_app.domain.clock_correction import CorrectClock
from counter_app.domain.clock_events import ClockCorrected
from counter_app.domain.dossier import local_day
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.people import Grant, Role
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import Ending
from counter_app.errors import Refused
from counter_app.host import clock
from counter_app.services import clock_word, desk, life, sync
from counter_app.services.counter import Counter
from tests.central.living import BY, NOW, OFFICE
from tests.checker.test_vectors import checker
from tests.pcs import PERSON, Office, intake
from tests.services.papers_life import STAY, act

HOUR = 3_600_000
DAY = 24 * HOUR
HEAD = "ba-dinh-01"
Start = Callable[[int], Counter]


@pytest.fixture
def start(office: Office, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Return what starts the PC anew, off the network, its clock showing NOW and that many ms."""
    shown, boots = [Machine(NOW, 60_000, "boot-1")], [1]
    monkeypatch.setattr(clock, "read_machine", lambda: shown[0])
    sync.exchange(office.open())

    def again(ahead: int) -> Counter:
        office.opened[-1].close()
        boots.append(len(boots) + 1)
        shown[0] = Machine(NOW + ahead, 1_000, f"boot-{boots[-1]}")
        return office.open()

    return again


def received(counter: Counter, name: str) -> tuple[str, str]:
    """Receive somebody; return the day and the clock's grade."""
    receipt = desk.receive(counter, intake(name))
    ((event, _fact), *_others) = life.file_of(counter, PERSON, receipt.code).history
    assert event.happened_at // 60_000 == receipt.received
    return local_day(receipt.received), event.clock


def today(ahead: int = 0) -> str:
    return local_day((NOW + ahead) // 60_000)


def corrected(counter: Counter, at: int, by: str = HEAD, reason: str = "Pin máy hết") -> str:
    return clock_word.correct_clock(counter, CorrectClock(new_event_id(), by, at // 60_000, reason))


@pytest.mark.parametrize("ahead", [100 * DAY, 183 * DAY + 14 * HOUR, 365 * DAY])
def test_a_clock_that_nobody_vouched_for_dates_no_receipt(start: Start, ahead: int) -> None:
    counter = start(ahead)
    assert received(counter, "A") == (today(), "S")
    assert received(start(HOUR), "B") == (today(), "C")  # put right: nothing is poisoned


def test_a_clock_beyond_the_days_of_the_lane_stops_no_reception(start: Start) -> None:
    counter = start(365 * DAY)
    assert clock_word.asked_day(counter) == desk.opening(counter).day_asked == today()
    clock_word.confirm_today(counter, today())  # the day that is shown is the right one
    assert clock_word.asked_day(counter) == ""
    assert received(counter, "A") == (today(), "S")


def test_after_two_weeks_switched_off_the_date_is_confirmed_once(start: Start) -> None:
    counter = start(14 * DAY)
    assert clock_word.asked_day(counter) == today(14 * DAY)
    clock_word.confirm_today(counter, today())  # what stood there before midnight is no word for this day
    assert clock_word.asked_day(counter) == today(14 * DAY)
    clock_word.confirm_today(counter, today(14 * DAY))
    assert (clock_word.asked_day(counter), received(counter, "A")) == ("", (today(14 * DAY), "S"))
    counter = start(14 * DAY + HOUR)
    assert (clock_word.asked_day(counter), received(counter, "B")) == ("", (today(14 * DAY), "C"))


def test_a_supervisor_corrects_what_was_vouched_for_by_mistake(office: Office, start: Start) -> None:
    counter = start(100 * DAY)
    clock_word.confirm_today(counter, today(100 * DAY))
    assert received(counter, "A") == (today(100 * DAY), "S")
    counter = start(HOUR)
    assert received(counter, "B") == (today(100 * DAY), "U")
    event_id = corrected(counter, NOW + DAY)
    assert received(counter, "C") == (today(DAY), "S")
    counter = start(DAY + HOUR)
    assert received(counter, "D") == (today(DAY), "C")
    sync.exchange(counter)
    assert counter.clock.now().quality == "A"
    asked = sa.select(tables.events).where(tables.events.c.event_id == event_id)
    with office.living.owner.connect() as connection:
        event = connection.execute(asked).one()
    assert (event.kind, event.clock, event.actor_id) == (ClockCorrected.KIND, "S", HEAD)
    assert event.happened_at == NOW + DAY
    assert office.living.count("quarantine") == 0


def test_the_independent_checker_follows_a_log_whose_time_goes_back(office: Office, start: Start) -> None:
    counter = start(100 * DAY)
    clock_word.confirm_today(counter, today(100 * DAY))
    received(counter, "A")
    corrected(counter, NOW + HOUR)
    received(counter, "B")
    sync.exchange(counter)
    path = office.root / "centre.jsonl"
    export.export_office(office.living.centre, counter.installation.office_id, path, lambda _count: None)
    check = checker()
    report = check.Report(lambda _told: None)
    log = check.Export(report, {})
    with path.open("rb") as stream:
        log.read(check.read_lines(stream))
    assert (report.faults, log.events, log.proved) == ({}, 3, 3)


@pytest.mark.parametrize(
    ("by", "at", "reason", "code"),
    [
        (PERSON, NOW + HOUR, "x", "not_permitted"),
        (HEAD, NOW - DAY, "x", "clock_before_centre"),
        (HEAD, NOW + 400 * DAY, "x", "clock_beyond_lane"),
        (HEAD, NOW + HOUR, " ", "text_missing"),
    ],
)
def test_a_correction_is_refused(start: Start, by: str, at: int, reason: str, code: str) -> None:
    counter = start(100 * DAY)
    with pytest.raises(Refused, match=code):
        corrected(counter, at, by, reason)
    assert counter.clock.now().ms == NOW


def test_while_the_centre_is_heard_nobody_corrects(office: Office, start: Start) -> None:
    counter = start(0)
    sync.exchange(counter)
    with pytest.raises(Refused, match="clock_certain"):
        corrected(counter, NOW + HOUR)


@pytest.mark.parametrize(
    ("first", "last", "told", "said"),
    [(30 * DAY, 60 * DAY, 0, 31 * DAY), (0, 2 * DAY, 5 * DAY, 1 * DAY)],
    ids=["to be one", "was one"],
)
def test_nobody_becomes_a_supervisor_by_naming_another_day(
    office: Office, start: Start, first: int, last: int, told: int, said: int
) -> None:
    living = office.living
    owner = Centre(living.owner, living.centre.key, living.clock, folder=living.home)
    grant = Grant("", PERSON, Role.SUPERVISOR, today(first), today(last), "Quyết định 9")
    staffing.give_role(owner, OFFICE, grant, BY[0])
    sync.exchange(office.opened[-1])
    counter = start(told + HOUR)
    clock_word.confirm_today(counter, today(told))
    with pytest.raises(Refused, match="not_permitted"):
        corrected(counter, NOW + said, by=PERSON)
    assert received(counter, "A")[0] == today(told)
    corrected(counter, NOW + said)  # who is one on both days


def test_what_was_received_ahead_is_withdrawn_and_its_slip_signed_on_a_day_before(
    office: Office, start: Start
) -> None:
    counter = start(40 * DAY)
    clock_word.confirm_today(counter, today(40 * DAY))
    codes = [desk.receive(counter, intake(name, procedure=STAY, repeat=True)).code for name in ("A", "B")]
    act(counter, commands.PrepareApology, codes[1], Cause.WORKLOAD, (NOW + 60 * DAY) // 60_000)
    corrected(counter, NOW + 2 * DAY + HOUR)
    ends = commands.EndDossier, codes[0], Ending.WITHDRAWN, "", "", "12/ĐN"
    signs = commands.SignApology, codes[1], "12/PXL", "Trần Văn Bình", "Chủ tịch"
    for told in (ends, signs):
        with pytest.raises(Refused, match="bad_date"):
            act(counter, *told, today(3 * DAY))
        act(counter, *told, today(DAY))
    sync.exchange(counter)
    assert office.living.count("quarantine") == 0
