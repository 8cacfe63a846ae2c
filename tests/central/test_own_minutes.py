"""A fact whose minute is not its event's, a correction by who was no supervisor before it: neither counts."""

import dataclasses
from pathlib import Path

import pytest

from counter_app.central import export, staffing
from counter_app.central.centre import Centre
from counter_app.domain import numbering
from counter_app.domain.catalog import Channel
from counter_app.domain.clock_events import ClockCorrected
from counter_app.domain.commands import ReturnBy
from counter_app.domain.events import DossierReceived, PapersAsked
from counter_app.domain.kinds import Fact
from counter_app.domain.people import Grant, Role
from counter_app.domain.step_events import ReceptionRefused, ResultArrived
from counter_app.services import sync
from tests.central.counters import DAY, PERSON, RECEIVED, Counter, reception
from tests.central.living import BY, NOW, OFFICE, Living, enrolled
from tests.checker.test_vectors import checker
from tests.pcs import Office, codes

HEAD = "ba-dinh-01"
FAR = 5 * 24 * 60  # minutes


def one_more(counter: Counter) -> DossierReceived:
    assert counter.lane is not None
    code = numbering.format_code(counter.lane.agency_id, DAY, counter.lane.first + 77)
    return reception(code, counter.lane.lane_id)


def owner(living: Living) -> Centre:
    return Centre(living.owner, living.centre.key, living.clock, folder=living.home)


def faults(living: Living, path: Path) -> dict[str, int]:
    """Return what the independent checker finds in the office's whole export."""
    export.export_office(owner(living), OFFICE, path, lambda _count: None)
    check = checker()
    report = check.Report(lambda _told: None)
    log = check.Export(report, {})
    with path.open("rb") as stream:
        log.read(check.read_lines(stream))
    return dict(report.faults)


@pytest.mark.parametrize("away", [-FAR, -1, 1, FAR])
def test_it_waits_for_a_person_and_spoils_no_proof(office: Office, away: int, tmp_path: Path) -> None:
    living = office.living
    counter, centre = enrolled(living, office.address)
    code = counter.receive().event.subject
    more, then = one_more(counter), NOW + away * 60_000
    moved: list[tuple[str, Fact, str]] = [
        (more.code, more, PERSON),
        (code, ResultArrived(code, RECEIVED, ReturnBy.COUNTER), PERSON),
        ("1.001193", PapersAsked("1.001193", "Khai sinh", Channel.IN_PERSON, RECEIVED), PERSON),
        ("1.001193", ReceptionRefused("1.001193", "Khai sinh", Channel.IN_PERSON, RECEIVED), PERSON),
        (counter.installation_id, ClockCorrected(RECEIVED, RECEIVED, "x"), HEAD),
    ]
    told = {
        counter.tell(fact, subject, actor, happened_at=then).event.event_id for subject, fact, actor in moved
    }
    answer = centre.push(counter.batch())
    assert {(one.event_id, one.code) for one in answer.quarantined} == {
        (one, "moment_differs") for one in told
    }
    assert faults(living, tmp_path / "centre.jsonl") == {}
    pc = office.open()
    assert sync.exchange(pc).problem == ""  # a PC makes of it what the centre does
    assert codes(pc) == [code]
    with pc.store.read() as conn:
        assert conn.exec_driver_sql("SELECT arrived FROM dossiers").scalars().all() == [None]
        assert conn.exec_driver_sql("SELECT count(*) FROM turned_away").scalar_one() == 0


def test_the_portals_minute_is_its_own(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    online = dataclasses.replace(one_more(counter), channel=Channel.ONLINE)
    counter.tell(online, online.code, happened_at=NOW + FAR * 60_000)
    assert centre.push(counter.batch()).quarantined == []


def test_who_becomes_a_supervisor_on_the_day_he_says_has_corrected_no_clock(
    living: Living, address: str
) -> None:
    counter, centre = enrolled(living, address)
    grant = Grant("", PERSON, Role.SUPERVISOR, "2026-11-24", "", "Quyết định 9")
    staffing.give_role(owner(living), OFFICE, grant, BY[0])
    fact, own = ClockCorrected(RECEIVED + FAR, RECEIVED, "x"), counter.installation_id
    his, hers = counter.tell(fact, own, PERSON), counter.tell(fact, own, HEAD)
    doubted = [(one.event_id, one.code) for one in centre.push(counter.batch()).quarantined]
    assert doubted == [(his.event.event_id, "not_permitted")]
    assert hers.event.happened_at == NOW + FAR * 60_000
