"""A new version of the calendar on its way to a counter: both are kept, old promises stand and still hold."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from counter_app.central import publishing, reference
from counter_app.domain.calendar_change import Affected, Effect, affected
from counter_app.domain.events import DossierReceived
from counter_app.domain.moments import day_iso, day_of, iso_local, parse_local
from counter_app.domain.rules import rule_set
from counter_app.services import desk, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log
from counter_app.store import briefing as briefings
from counter_app.store import calendars
from counter_app.wire import Briefing, CalendarVersion, briefing_digest
from tests.pcs import PERSON, Office, intake
from tests.store.test_installation import BRIEFING

KNOWN = (reference.RESOURCES / "vn_calendar.csv").read_text("utf-8")
SWAPPED = ("2026-01-02", "2026-01-10")
BEFORE = "".join(line for line in KNOWN.splitlines(keepends=True) if line[:10] not in SWAPPED)
GROUND = "Thông báo của Bộ Nội vụ ngày 25/12/2025"
SEVEN_DAYS, EIGHT_DAYS = "1.004222", "1.012796"  # working days
Publish = Callable[..., publishing.Publication]


def ms(local: str) -> int:
    return parse_local(local) * 60_000


@pytest.fixture
def publish(office: Office, tmp_path: Path) -> Publish:
    """Publish a text on the day of the centre's clock, which stands at 2025-12-23 09:00 at first."""
    living = office.living
    living.clock.now = ms("2025-12-23T09:00")

    def run(content: str, effective: str = "") -> publishing.Publication:
        file = tmp_path / "calendar.csv"
        file.write_text(content, "utf-8")
        today = day_iso(day_of(living.clock.now // 60_000))
        decision = publishing.Decision(file, GROUND, today, effective or today)
        return publishing.publish_calendar(living.owner, decision, living.clock.now, dry_run=False)

    run(BEFORE)
    return run


def received(counter: Counter, procedure: str) -> DossierReceived:
    command = intake(procedure=procedure, repeat=True)
    desk.receive(counter, command)
    with counter.store.read() as conn:
        return desk.received_fact(conn, command.event_id)


def promised(fact: DossierReceived) -> tuple[int, str]:
    return fact.calendar, iso_local(fact.due)[:16]


def versions(counter: Counter) -> list[int]:
    with counter.store.read() as conn:
        return [item.version for item in calendars.editions(conn) if item.calendar]


def holds(counter: Counter) -> int:
    """Do what `verify --all` does; return the dossiers whose promises were reckoned again."""
    assert verify_log(counter).faults == ()
    found = recompute(counter)
    assert (found.count, found.differences, found.apart) == (0, (), ())
    return found.dossiers


def test_the_swap_of_2026_reaches_a_counter(office: Office, publish: Publish) -> None:
    counter = office.open()
    seven, eight = received(counter, SEVEN_DAYS), received(counter, EIGHT_DAYS)
    assert [promised(fact) for fact in (seven, eight)] == [(2, "2026-01-02T17:00"), (2, "2026-01-05T17:00")]
    sync.exchange(counter)
    assert versions(counter) == [2]

    office.living.clock.now = ms("2025-12-25T15:00")
    publish(KNOWN)
    assert sync.exchange(counter).problem == ""
    assert versions(counter) == [2, 3]
    with counter.store.read() as conn:
        told = counter.reference(conn).told
        before, after = [item.calendar for item in calendars.editions(conn) if item.calendar]
    assert (told.version, told.effective, told.ground) == (3, "2025-12-25", GROUND)

    rows = [(fact.code, fact.due, fact.limit, fact.received) for fact in (seven, eight)]
    assert affected(rows, before, after, rule_set(seven.rules)) == [
        Affected(seven.code, seven.due, Effect.PROMISE_ON_DAY_OFF, parse_local("2026-01-05T17:00")),
        Affected(eight.code, eight.due, Effect.LAW_SAYS_LATER, parse_local("2026-01-06T17:00")),
    ]
    later = received(counter, SEVEN_DAYS)  # 26, 29, 30, 31, 5, 6, 7: the 2nd is off
    assert promised(later) == (3, "2026-01-07T17:00")
    assert [row.due for row in desk.today(counter, PERSON)] == [later.due]
    assert holds(counter) == 3
    with counter.store.read() as conn:  # what was printed stands as it was printed
        assert [row.due for row in conn.exec_driver_sql("SELECT due FROM dossiers ORDER BY code")] == [
            seven.due,
            eight.due,
            later.due,
        ]


def test_a_version_published_ahead_binds_from_its_day_without_any_contact(
    office: Office, publish: Publish
) -> None:
    publish(KNOWN, effective="2025-12-25")
    counter = office.open()
    assert versions(counter) == [2, 3]
    assert promised(received(counter, SEVEN_DAYS)) == (2, "2026-01-02T17:00")
    counter.clock.anchor(ms("2025-12-24T23:50"))
    assert promised(received(counter, EIGHT_DAYS))[0] == 2
    counter.clock.anchor(ms("2025-12-25T00:01"))
    assert promised(received(counter, SEVEN_DAYS)) == (3, "2026-01-07T17:00")
    counter.clock.anchor(ms("2025-12-24T09:00"))  # the centre's word: it was not yet that day
    assert promised(received(counter, SEVEN_DAYS))[0] == 2
    assert holds(counter) == 4


def test_the_day_on_which_it_binds_is_news_at_the_next_contact(office: Office, publish: Publish) -> None:
    publish(KNOWN, effective="2025-12-25")
    counter = office.open()
    sync.exchange(counter)
    assert sync.contact(counter, sync.outgoing(counter)).briefing is None
    office.living.clock.now = ms("2025-12-25T08:00")
    news = sync.contact(counter, sync.outgoing(counter))
    assert news.briefing
    assert (news.briefing.calendar_version, news.briefing.calendars_ahead) == (3, ())
    sync.settle(counter, news)
    assert sync.contact(counter, sync.outgoing(counter)).briefing is None
    assert versions(counter) == [2, 3]


def test_a_briefing_with_an_unfit_calendar_ahead_is_not_taken(office: Office) -> None:
    counter = office.open()
    with counter.store.read() as conn:
        held = briefings.load(conn)
    assert held
    twice = CalendarVersion(9, "2026-12-01", "", held.calendar[:1] * 2)
    unfit = msgspec.structs.replace(held, calendars_ahead=(twice,))
    heard = sync.contact(counter, sync.outgoing(counter))
    after = sync.settle(counter, sync.Answer(True, feed=heard.feed, briefing=unfit))
    assert (after.problem, versions(counter)) == ("calendar_day_twice", [1])


class FirstBriefing(msgspec.Struct):
    """What a briefing was before its calendar had a ground."""

    calendar_version: int
    rules: str


def test_counters_and_centres_of_different_age_understand_each_other() -> None:
    silent = msgspec.json.encode(BRIEFING)
    assert b"calendar_effective" not in silent
    assert b"calendars_ahead" not in silent  # so the digest is what it was before these fields came
    ahead = (CalendarVersion(2, "2026-12-01", GROUND, ()),)
    telling = msgspec.structs.replace(BRIEFING, calendar_ground=GROUND, calendars_ahead=ahead)
    assert msgspec.json.decode(msgspec.json.encode(telling), type=FirstBriefing).calendar_version == 1
    back = msgspec.json.decode(msgspec.json.encode(telling), type=Briefing)
    assert (back, briefing_digest(back)) == (telling, briefing_digest(telling))
    assert msgspec.json.decode(silent, type=Briefing) == BRIEFING
