"""What the operator is told of each PC: by itself with its feed, and by what the centre knows of it."""

import json
from pathlib import Path

import pytest
from sqlalchemy import PrimaryKeyConstraint, UniqueConstraint

from counter_app import wire
from counter_app.central import book_docket, doubts, pc_reports, review_tables, schema, tables
from counter_app.central.__main__ import main
from counter_app.errors import Unavailable
from counter_app.services import pc_report, sync
from tests.central.living import OFFICE, Living, enrolled
from tests.pcs import Office, receive
from tests.services.test_copied_folder import forked

COMMON = {"catalogues", "calendars"}  # the nation's and the provinces': the same for every office
# How a request, a token or a code finds its office: each is unique in the country.
ALSO = {("installations", "installation_id"), ("enrolment_tokens", "digest"), ("offices", "agency_id")}
__all__ = ["book_docket", "review_tables"]


def test_every_key_begins_with_the_office() -> None:
    assert tables.events.metadata is schema.metadata
    for table in schema.metadata.sorted_tables:
        keys = [
            [column.name for column in one.columns]
            for one in table.constraints
            if isinstance(one, PrimaryKeyConstraint | UniqueConstraint)
        ] + [[column.name for column in index.columns] for index in table.indexes]
        for names in keys:
            apart = table.name in COMMON or (table.name, names[0]) in ALSO
            assert apart or names[0] == "office_id", (table.name, names)


def test_a_pc_tells_how_it_stands_with_its_feed(office: Office) -> None:
    pc = office.open("one")
    receive(pc, "Một", "Hai")
    sync.exchange(pc)
    with office.living.owner.connect() as connection:
        (one,) = pc_reports.standings(connection, OFFICE)
    assert (one.installation_id, one.revoked) == (pc.installation.installation_id, False)
    assert (one.acknowledged, one.quarantined, one.in_review) == (2, 0, 0)
    assert one.last_contact == one.told_at == office.living.clock.now
    assert set(one.report) == set(pc_reports.KNOWN) - {"backup", "head", "oldest_unsent"}
    assert one.report["unsent"] == 0  # as it asked there were two, but they came with that contact
    assert one.report["lane_left"] == int(one.report["lane_size"]) - 2


def test_what_waits_since_is_told(office: Office) -> None:
    pc = office.open("one")
    receive(pc, "Một")
    with pc.store.read() as conn:
        report = pc_report.of(conn, pc)
    pc.centre.feed(wire.FeedRequest(0, report=report))  # the push of that contact was lost
    with office.living.owner.connect() as connection:
        (one,) = pc_reports.standings(connection)
    assert one.report["unsent"] == 1
    assert one.report["oldest_unsent"] == report["oldest_unsent"]


def test_two_citizens_with_one_code_are_told_to_the_operator(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    first, copy, given = forked(office)
    sync.exchange(copy)
    own = first.installation.installation_id
    with office.living.owner.connect() as connection:
        (one,) = pc_reports.standings(connection)
        told = doubts.listed(connection, OFFICE)
    assert (one.quarantined, one.forked) == (0, 3)
    assert [(each.installation_id, each.seq, each.codes, each.forked) for each in told] == [
        (own, seq, ["log_forked"], True) for seq in (2, 3, 4)
    ]
    assert given[0] in {each.subject for each in told}
    where = ["--data", str(office.living.home), "--url", office.living.owner_url]
    assert main(["doubts", *where]) == 0
    said = capsys.readouterr().out
    assert said.count("nhật ký khác của máy này") == 3
    assert given[0] in said
    assert main(["health", *where]) == 0
    stands = capsys.readouterr().out
    assert f"chờ người xem 3 (doubts --office {OFFICE})" in stands
    assert "đơn vị còn 15/16 dải số cho máy khác" in stands


def test_an_event_that_does_not_count_is_told_with_its_reason(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    counter.receive(9_999)
    centre.push(wire.PushRequest(counter.links))
    with living.owner.connect() as connection:
        told = doubts.listed(connection)
    assert [(one.seq, one.codes, one.forked) for one in told] == [
        (1, ["training_serial"], False),
        (2, ["unknown_dossier"], False),
    ]
    assert {one.subject for one in told} == {counter.links[0].event.subject}


@pytest.mark.parametrize("words", [[], ["--json"]])
def test_what_a_modified_client_chose_moves_no_cursor(
    living: Living, address: str, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    counter, centre = enrolled(living, address)
    event = counter.write("odd.kind", "\x9b2J\u202eH26", "{}").event
    centre.push(wire.PushRequest(counter.links))
    assert main(["doubts", "--data", str(living.home), "--url", living.owner_url, *words]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.isprintable()
    assert "\\u009b2J\\u202eH26" in line
    if words:
        told = json.loads(line)
        assert (told["kind"], told["subject"]) == (event.kind, event.subject)


def test_only_what_is_known_is_kept_and_once_a_minute(living: Living, address: str) -> None:
    _counter, centre = enrolled(living, address)
    told: list[dict[str, int | str]] = [
        {"unsent": 1, "clock": "A", "name": "Nguyễn Văn Thử"},
        {"unsent": 2},
        {"clock": "Nguyễn Văn Thử"},
        {"unsent": "1"},
        {"clock": "\x1b[2J"},
        {"backup": -(2**60)},
    ]
    for report in told:
        centre.feed(wire.FeedRequest(0, report=report))
    with living.owner.connect() as connection:
        (one,) = pc_reports.standings(connection)
    assert one.report == {"unsent": 1, "clock": "A"}


def test_a_report_whose_commit_failed_is_kept_with_the_next_feed(living: Living, address: str) -> None:
    _counter, centre = enrolled(living, address)
    with living.owner.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$"
        )
        connection.exec_driver_sql(
            "CREATE CONSTRAINT TRIGGER full_disk AFTER INSERT ON pc_reports DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION fail()"
        )
    with pytest.raises(Unavailable):
        centre.feed(wire.FeedRequest(0, report={"unsent": 1}))
    with living.owner.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION fail CASCADE")
    centre.feed(wire.FeedRequest(0, report={"unsent": 1}))
    with living.owner.connect() as connection:
        (one,) = pc_reports.standings(connection)
    assert one.report == {"unsent": 1}


@pytest.mark.parametrize("words", [["--json"], ["--office", OFFICE]])
def test_the_operator_reads_it(
    living: Living, address: str, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    counter, centre = enrolled(living, address)
    centre.feed(
        wire.FeedRequest(
            0, report={"unsent": 7, "lane_left": 12, "lane_size": 500, "clock": "B", "backup": 2**50}
        )
    )
    folder: Path = living.home
    assert main(["health", "--data", str(folder), "--url", living.owner_url, *words]) == 0
    said = capsys.readouterr().out
    assert counter.installation_id in said
    if "--json" in words:
        assert json.loads(said)["report"]["unsent"] == 7
        assert json.loads(said)["office_lanes_left"] == 15
    else:
        assert "chưa gửi 7" in said
        assert "12/500" in said
