"""Erased on request at the centre: at every PC too, proved as before, and never there again."""

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from counter_app.central import erasure, granted, tables
from counter_app.central.__main__ import main as counter_central
from counter_app.central.centre import Centre
from counter_app.central.deeds import Warrant
from counter_app.central.people_tables import deeds
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant
from counter_app.domain.erasure import PersonalErased
from counter_app.domain.events import Personal
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.errors import Refused
from counter_app.services import desk, explanation, life, retention, scan_fetching, scans, sync
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from counter_app.store import projection_state
from counter_app.texts import explanations
from counter_app.wire import PushRequest
from tests.central.dumps import dump, put_back
from tests.central.living import BY, OFFICE, enrolled
from tests.central.test_arrivals import line, taken
from tests.checker.test_real import said
from tests.pcs import PERSON, Office, intake, receive
from tests.services import papers_life
from tests.services.test_purge import NAME, PNG, held, withdraw

FULL = "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$"
AT_COMMIT = (
    "CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON erasures DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION fail()"
)


def told(office: Office, capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    place = ("--data", str(office.living.home), "--url", office.living.owner_url)
    capsys.readouterr()
    assert counter_central([*command, *place]) == 0
    return json.loads(capsys.readouterr().out)


def erase(office: Office, code: str) -> erasure.Erased:
    living = office.living
    owner = Centre(living.owner, living.centre.key, living.clock, folder=living.home)
    return erasure.erase(owner, code, Warrant.read(*BY))


def ended(counter: Counter) -> str:
    code = receive(counter, NAME)[0]
    withdraw(counter, code, "2026-11-19T09:00")
    return code


def at_centre(office: Office, code: str) -> list[str]:
    """Return what the centre holds beside the events of a dossier."""
    beside = sa.select(tables.personal.c.text).where(
        tables.personal.c.event_id.in_(
            sa.select(tables.events.c.event_id).where(tables.events.c.subject == code)
        )
    )
    with office.living.owner.connect() as connection:
        return list(connection.execute(beside).scalars())


def test_nobody_is_named_anywhere_and_all_is_proved(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = office.open("one"), office.open("two")
    code, (other,) = ended(one), receive(two, "Người Còn Đây")
    for counter in (one, two, one):
        sync.exchange(counter)
    assert held(two) > 1
    assert at_centre(office, code)
    command = ("erase", code.lower(), "--by", BY[0], "--reason", BY[1])
    assert told(office, capsys, *command) == {"code": code, "events": 2, "scans": 0, "again": False}
    assert at_centre(office, code) == []
    office.living.clock.now += 25 * 3_600_000  # the lists are compared again
    for counter in (one, two):
        assert sync.exchange(counter).problem == ""
        assert held(counter) == 0
        assert verify_log(counter).faults == ()
        told_of = explanation.explain(counter, PERSON, code)
        assert told_of.holds
        assert "theo yêu cầu, cả ở trung tâm" in "\n".join(explanations.lines(told_of))
        assert life.file_of(counter, PERSON, other).dossier.name == "Người Còn Đây"
        with counter.store.read() as conn:
            stands = projection_state.load(conn)
        assert (stands.differing, stands.rebuilds) == ("", 0)
    proved(office, tmp_path, 2)
    with office.living.owner.connect() as connection:
        row = connection.execute(sa.select(deeds).where(deeds.c.act == "erase")).one()
    assert (row.by, row.reason, row.person_id) == (*BY, code)
    assert told(office, capsys, *command)["again"]
    assert held(office.open("three")) == 0


def proved(office: Office, tmp_path: Path, purged: int) -> None:
    """The export holds, with so many events whose personal data is gone."""
    file, living = tmp_path / "export.jsonl", office.living
    place = ("--url", living.service_url, "--data", str(living.folder), "--office", OFFICE)
    assert counter_central(["export", str(file), *place]) == 0
    told_of, verdict = said("log", file)
    assert [one for one in told_of if "fault" in one] == []
    assert verdict["purged"] == purged


def scanned(pc: Counter) -> tuple[str, str]:
    """Let a scan of a dossier be named, and the dossier end; return its code and the scan's digest."""
    code = papers_life.received(pc, "2026-11-19T09:00", applicant=Applicant(NAME)).code
    papers_life.act(pc, commands.PrepareApology, code, Cause.WORKLOAD, papers_life.minute("2026-11-30T17:00"))
    digest = scans.keep_scan(pc, code, PNG)
    values = ("12/PXL-UBND", "Trần Văn Bình", "Chủ tịch", "2026-11-19", digest)
    papers_life.act(pc, commands.SignApology, code, *values)
    withdraw(pc, code, "2026-11-19T09:00")
    return code, digest


def test_scans_go_too(office: Office) -> None:
    pc = office.open()
    code = scanned(pc)[0]
    for _contact in range(4):
        sync.exchange(pc)
    assert office.living.count("scan_parts") == 1
    assert erase(office, code).scans == 1
    assert office.living.count("scan_parts") == 0
    for _contact in range(4):
        sync.exchange(pc)
    assert office.living.count("scan_parts") == 0
    with pc.store.read() as conn:
        kept = [
            conn.exec_driver_sql(f"SELECT count(*) FROM {one}").scalar() for one in ("scans", "scan_parts")
        ]
    assert kept == [0, 0]


@pytest.mark.parametrize("told_before", [True, False], ids=["told before", "told later"])
def test_a_scan_of_two_dossiers_goes_with_the_last(office: Office, told_before: bool) -> None:
    pc, two = office.open(), office.open("two")
    code, digest = scanned(pc)
    sync.exchange(pc)
    other = scanned(pc)[0]
    if told_before:
        sync.exchange(pc)
    assert erase(office, code).scans == (0 if told_before else 1)
    for _contact in range(4):
        sync.exchange(pc)
    assert office.living.count("scan_parts") == 1
    assert scans.scan(pc, PERSON, other, digest) == PNG
    sync.exchange(two)
    assert scan_fetching.part(two, scan_fetching.of_dossier(two, PERSON, other, digest)).content == PNG
    with pytest.raises(Refused, match="scan_erased"):
        scan_fetching.part(two, scan_fetching.of_dossier(two, PERSON, code, digest))
    assert erase(office, other).scans == 1
    assert office.living.count("scan_parts") == 0


def test_an_online_arrival_goes_too(office: Office) -> None:
    pc = office.open()
    taken(office, line("G22.99.1", applicant={"name": NAME}, content=NAME))
    sync.exchange(pc)
    code = desk.receive(pc, intake(NAME, channel=Channel.ONLINE, online="G22.99.1")).code
    withdraw(pc, code, "2026-11-19T09:00")
    sync.exchange(pc)
    assert erase(office, code).events == 3
    sync.exchange(pc)
    assert held(pc) == 0
    assert office.living.count("personal") == 0
    taken(office, line("G22.99.1", applicant={"name": NAME}, content=NAME))  # the portal's file once more
    assert office.living.count("personal") == 0


@pytest.mark.parametrize("code", ["dossier_open", "unknown_dossier"])
def test_what_is_still_needed_is_not_erased(office: Office, code: str) -> None:
    pc = office.open()
    (received,) = receive(pc, NAME)
    sync.exchange(pc)
    with pytest.raises(Refused, match=code):
        erase(office, received if code == "dossier_open" else received[:-1] + "9")
    assert at_centre(office, received)


def test_nobody_comes_back_with_a_late_event(office: Office) -> None:
    pc, (stranger, centre) = office.open(), enrolled(office.living, office.address)
    code = ended(pc)
    sync.exchange(pc)
    erase(office, code)
    link = stranger.tell(PersonalErased(code, 29_717_000), code, PERSON)  # a counter may not say so
    stranger.write("difficulty.reported", code, "{}", Personal(bytes(16), json.dumps({"text": NAME})))
    answer = centre.push(PushRequest(stranger.links))
    assert [one.code for one in answer.quarantined if one.event_id == link.event.event_id] == [
        "not_permitted"
    ]
    assert at_centre(office, code) == []
    sync.exchange(pc)
    assert held(pc) == 0
    centre.close()


def test_a_counters_own_word_erases_nothing(office: Office) -> None:
    pc, (stranger, centre) = office.open(), enrolled(office.living, office.address)
    code = ended(pc)
    sync.exchange(pc)
    stranger.tell(PersonalErased(code, 29_717_000), code, PERSON)
    centre.push(PushRequest(stranger.links))
    sync.exchange(pc)
    assert held(pc) > 1
    assert at_centre(office, code)
    centre.close()


def test_nobody_comes_back_with_a_restored_centre(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither what the backup holds, nor what a PC sends again that has not heard of it."""
    one, away = office.open("one"), office.open("away")
    code = ended(one)
    sync.exchange(one)
    file = dump(office.living, tmp_path / "backup")
    later = ended(away)  # the backup does not know it
    for counter in (away, one, away):
        sync.exchange(counter)
    for each in (code, later):
        erase(office, each)
    sync.exchange(one)
    put_back(office.living, file)
    assert at_centre(office, code)
    with pytest.raises(Refused, match="erasures_lost"):  # nobody has said yet that it is an older one
        erasure.refuse_lost(office.living.centre)
    place = ["--url", office.living.service_url, "--data", str(office.living.home)]
    assert counter_central(["serve", *place]) == 1
    told(office, capsys, "restored")
    erasure.refuse_lost(office.living.centre)
    assert at_centre(office, code) == []
    for counter in (away, one, away, one):  # `away` sends `later` again, whole
        assert sync.exchange(counter).problem == ""
    assert at_centre(office, later) == []
    assert office.living.count("quarantine") == 0
    for counter in (one, away):
        assert held(counter) == 0
        assert retention.due(counter) == ()
        assert verify_log(counter).faults == ()


def test_what_failed_to_be_erased_is_no_loss_and_what_was_is_never_forgotten(
    office: Office, tmp_path: Path
) -> None:
    """The file beside the database tells of an erasure before its commit, and after it that it was done."""
    pc, living = office.open(), office.living
    code = ended(pc)
    sync.exchange(pc)
    file = dump(living, tmp_path / "backup")
    with living.owner.begin() as connection:
        connection.exec_driver_sql(FULL)
        connection.exec_driver_sql(AT_COMMIT)
    with pytest.raises(sa.exc.DBAPIError):
        erase(office, code)
    erasure.refuse_lost(living.centre)
    assert len(at_centre(office, code)) > 1
    with living.owner.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION fail CASCADE")
    assert not erase(office, code).again
    cut = living.home / granted.FILE
    whole = cut.read_bytes()
    assert b'"done":true' in whole.splitlines()[-1]
    cut.write_bytes(whole[: whole.rindex(b"\n")])
    erasure.refuse_lost(living.centre)  # its next start tells what was cut off
    assert cut.read_bytes() == whole
    put_back(living, file)
    with pytest.raises(Refused, match="erasures_lost"):
        erasure.refuse_lost(living.centre)


@pytest.mark.parametrize("body", ["{not json", "[1]", '{"b":1,"a":2}', '{"scan":["x"]}', '{"scan":{"a":1}}'])
def test_an_event_that_nobody_can_read_keeps_nobody_from_being_erased(office: Office, body: str) -> None:
    counter = office.open()
    code = ended(counter)
    sync.exchange(counter)
    poison, centre = enrolled(office.living, office.address)
    poison.write("document.printed", code, body)
    assert centre.push(PushRequest(poison.links)).quarantined
    assert erase(office, code).events
    assert at_centre(office, code) == []
    assert sync.exchange(counter).problem == ""
