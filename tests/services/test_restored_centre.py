"""A centre put back from an older backup: nothing printed is lost, nothing stands or is given twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app import bootstrap, wire
from counter_app.central.__main__ import main as counter_central
from counter_app.central.rejudging import rejudge
from counter_app.domain.moments import iso_local
from counter_app.errors import Refused
from counter_app.host.files import DataFolder
from counter_app.services import inbox, sync
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from counter_app.store import log, outbox
from tests.central import test_arrivals
from tests.central.dumps import dump, put_back
from tests.central.living import OFFICE
from tests.central.test_pushed_life import projected
from tests.checker.test_real import said
from tests.pcs import PERSON, Office, codes, receive
from tests.services.test_state_digests import a_day_later

NAMES = ("one", "two", "three")


def stands(counter: Counter) -> outbox.SyncState:
    with counter.store.read() as conn:
        return outbox.state(conn, counter.installation.installation_id)


def told(office: Office, capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    place = ("--data", str(office.living.home), "--url", office.living.owner_url)
    capsys.readouterr()
    assert counter_central([*command, *place]) == 0
    return json.loads(capsys.readouterr().out)


def all_agree(office: Office, pcs: list[Counter], received: set[str], tmp_path: Path) -> None:
    """Every receipt stands at the centre and at each PC, once, and a stranger's checker finds no fault."""
    for counter in [*pcs, *pcs]:
        after = sync.exchange(counter)
        assert (after.online, after.unsent, after.problem) == (True, 0, "")
    living = office.living
    with living.owner.connect() as connection:
        held = connection.exec_driver_sql("SELECT code FROM dossiers").scalars().all()
    assert (len(held), set(held)) == (len(received), received)
    assert living.count("forks") == living.count("quarantine") == 0
    for counter in pcs:
        assert set(codes(counter)) == received
        assert verify_log(counter).faults == ()
    file = tmp_path / "export.jsonl"
    place = ("--url", living.service_url, "--data", str(living.folder), "--office", OFFICE)
    assert counter_central(["export", str(file), *place]) == 0
    told_of, verdict = said("log", file)
    assert [one for one in told_of if "fault" in one] == []
    assert verdict["events"] == living.count("events")


@pytest.mark.parametrize("announced", [True, False])
def test_three_pcs_make_good_what_a_backup_lacks(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str], announced: bool
) -> None:
    pcs = [office.open(name) for name in NAMES]
    received = {code for counter in pcs for code in receive(counter, "A", "B")}
    for counter in [*pcs, *pcs]:
        sync.exchange(counter)
    before = stands(pcs[0])
    file = dump(office.living, tmp_path / "backup")
    for counter in (*pcs, *pcs):
        received.update(receive(counter, "C"))
        sync.exchange(counter)
    received.update(receive(pcs[2], "D"))  # printed and not sent yet
    lost = office.living.count("events")
    put_back(office.living, file)
    assert office.living.count("events") < lost
    if announced:
        assert told(office, capsys, "restored")["offices"] == 1
    heard = sync.settle(pcs[0], sync.contact(pcs[0], sync.outgoing(pcs[0])))
    assert heard.problem == ("" if announced else "centre_lost_events")
    assert heard.again
    assert stands(pcs[0]).acknowledged == before.acknowledged
    assert (stands(pcs[0]).store_epoch != before.store_epoch) == announced
    # Vouched for up to the backup; without a word about it, from the start.
    assert stands(pcs[0]).feed_cursor == before.feed_cursor
    all_agree(office, pcs, received, tmp_path)


def test_a_cursor_beyond_the_backup_is_known_when_the_feed_has_grown_over_it(
    office: Office, tmp_path: Path
) -> None:
    """Nobody said that the centre was put back, and another PC was first to send: a number alone lies."""
    pcs = [office.open(name) for name in NAMES]
    file = dump(office.living, tmp_path / "backup")
    received = set(receive(pcs[0], "A"))
    sync.exchange(pcs[0])
    sync.exchange(pcs[2])
    received.update(receive(pcs[1], "B", "C", "D"))
    put_back(office.living, file)
    sync.exchange(pcs[1])
    assert office.living.count("events") > stands(pcs[2]).feed_cursor > 0
    all_agree(office, pcs, received, tmp_path)


def test_what_was_granted_since_the_backup_is_not_granted_again(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = office.open("one")
    file = dump(office.living, tmp_path / "backup")
    late = office.open("late")
    received = {*receive(first, "A"), *receive(late, "B", "C")}
    put_back(office.living, file)
    with pytest.raises(Refused, match="installation_unknown"):
        late.centre.time()
    assert told(office, capsys, "restored") == {"offices": 1, "lanes": 1}
    new = office.open("new")
    received.update(receive(new, "D"))
    with late.store.read() as old, new.store.read() as conn:
        assert new.reference(conn).briefing.lane.first > late.reference(old).briefing.lane.first
    all_agree(office, [first, late, new], received, tmp_path)


def test_a_lane_granted_since_the_backup_is_nobody_elses_before_somebody_says_so(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = dump(office.living, tmp_path / "backup")
    late = office.open("late")
    received = set(receive(late, "A"))
    put_back(office.living, file)
    new = office.open("new")
    received.update(receive(new, "B"))
    assert len(received) == 2
    told(office, capsys, "restored")
    all_agree(office, [late, new], received, tmp_path)


def test_what_was_received_in_a_lane_prolonged_since_the_backup_counts_once_that_is_said(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counter, colleague = office.open("one"), office.open("two")
    with office.living.owner.begin() as connection:  # as the backup has it
        connection.exec_driver_sql("UPDATE lanes SET valid_to = '2026-11-18'")
    (code,) = receive(counter, "A")
    for pc in (counter, colleague, counter):
        sync.exchange(pc)
    assert [one.code for one in sync.state(counter).quarantined] == ["lane_foreign"]
    told(office, capsys, "restored")
    assert code in projected(office.living)
    for pc in (counter, colleague):
        a_day_later(pc)
        assert sync.exchange(pc).problem == ""
    assert sync.state(counter).quarantined == ()
    assert rejudge(office.living.owner, 1) == 0
    all_agree(office, [counter, colleague], {code}, tmp_path)


def test_who_was_revoked_since_the_backup_stays_so(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stolen = office.open("stolen")
    unused = office.token()
    file = dump(office.living, tmp_path / "backup")
    name = stolen.installation.installation_id
    place = ("--reason", "Mất máy", "--by", "Trưởng bộ phận")
    told(office, capsys, "revoke", name, *place)
    office.living.home.joinpath("granted.jsonl").open("ab").write(b'\n{"type":"revoked","office')  # torn
    put_back(office.living, file)
    assert stolen.centre.time().now > 0
    told(office, capsys, "restored")
    with pytest.raises(Refused, match="installation_revoked"):
        stolen.centre.time()
    with pytest.raises(Refused, match="token_expired"):  # it may have been used after the backup
        bootstrap.enrol(DataFolder(office.root / "second"), unused)


def test_an_arrival_of_the_portal_that_was_lost_is_taken_in_anew(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pc = office.open()
    test_arrivals.taken(office, test_arrivals.line("G22.99.1"))
    file = dump(office.living, tmp_path / "backup")
    test_arrivals.taken(office, test_arrivals.line("G22.99.2"))
    sync.exchange(pc)
    put_back(office.living, file)
    told(office, capsys, "restored")
    again = [test_arrivals.line(f"G22.99.{number}") for number in (1, 2, 3)]
    assert [known for _reference, known, _code in test_arrivals.taken(office, *again)] == [True, False, False]
    after = sync.exchange(pc)
    assert (after.problem, [one.reference for one in inbox.arrivals(pc, PERSON)]) == (
        "",
        ["G22.99.1", "G22.99.2", "G22.99.3"],
    )
    assert verify_log(pc).faults == ()


def test_a_pc_forgets_nothing_that_no_backup_holds(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    pc, clock = office.open(), office.living.clock
    receive(pc, "A")
    sync.exchange(pc)
    own = pc.installation.installation_id
    with pc.store.read() as conn:
        ids = [event.event_id for event in log.read_events(conn, own, 0, 10)]
    assert (stands(pc).acknowledged, stands(pc).archived) == (len(ids), 0)
    with pytest.raises(Refused, match="not_archived"), pc.store.write() as conn:
        log.purge(conn, ids)
    clock.now += 3_600_000
    receive(pc, "B")
    sync.exchange(pc)
    begun = iso_local((clock.now - 60_000) // 60_000)[:16]
    assert told(office, capsys, "archived", "--through", begun) == {"installations": 1}
    sync.exchange(pc)
    assert (stands(pc).archived, stands(pc).acknowledged > len(ids)) == (len(ids), True)
    with pc.store.write() as conn:
        log.purge(conn, ids)
    assert verify_log(pc).faults == ()


def test_an_older_counter_and_an_older_centre_still_agree(office: Office) -> None:
    """What this version adds to the feed has a default on both sides."""
    pc, other = office.open("one"), office.open("two")
    receive(other, "A")
    sync.exchange(other)
    old = pc.centre.feed(wire.FeedRequest(0))
    assert (old.begins, len(old.events)) == (0, len(old.events))
    assert pc.centre.feed(wire.FeedRequest(old.next)).events == []
