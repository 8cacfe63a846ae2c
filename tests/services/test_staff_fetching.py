"""What is said of colleagues at other PCs: not here before somebody who may read it has looked."""

import dataclasses
from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.central import snapshots
from counter_app.domain.events import Personal
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import FollowUpInspection, HoldInspection, LogAbsence, RecordStanding
from counter_app.domain.staff_events import AbsenceReason, Span, Standing
from counter_app.errors import Refused, Unavailable
from counter_app.host.files import DataFolder
from counter_app.services import (
    audit,
    backup,
    inspections,
    log_export,
    rota,
    staff,
    staff_fetching,
    staff_records,
    sync,
    sync_contact,
)
from counter_app.services import snapshots as fetching
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from counter_app.store import missing, schema, withheld
from counter_app.wire_files import Beside
from tests.pcs import Office, receive, with_the_key
from tests.services.papers_life import at, minute, read
from tests.services.standing_in import ANH, CHAIR, HEAD, MINH, asked
from tests.services.test_restoring import nobody

NOW, DAY, SAID = "2026-11-19T09:00", "2026-11-20", "đau dạ dày"
TEXTS = (SAID, "Bừa bộn", "Đã dọn", "Đi muộn")


@dataclasses.dataclass
class Told:
    """What PC one tells: the absence of Minh, an inspection of him with its follow-up, a reminder."""

    absence: str
    inspection: str
    ids: list[str]


def tell(counter: Counter) -> Told:
    spans = (Span(minute(f"{DAY}T08:00"), minute(f"{DAY}T17:00")),)
    ids = [new_event_id() for _ in range(4)]
    for command in (
        LogAbsence(ids[0], MINH, MINH, spans, AbsenceReason.OTHER, True, SAID),
        HoldInspection(ids[1], HEAD, True, (MINH,), faults="Bừa bộn", due=DAY),
        FollowUpInspection(ids[2], HEAD, ids[1], "Đã dọn", True),
        RecordStanding(ids[3], HEAD, MINH, Standing.REMINDED, "", "2026-11-18", "Đi muộn"),
    ):
        staff.act(counter, command)
    return Told(ids[0], ids[1], ids)


def heard(office: Office) -> tuple[Counter, Counter, Told]:
    """Let PC one tell and PC two hear of it."""
    one, two = office.open("one"), office.open("two")
    for counter in (one, two):
        at(counter, NOW)
    told = tell(one)
    sync.exchange(one)
    sync.exchange(two)
    return one, two, told


def held(counter: Counter) -> list[str]:
    """Return every text in the store that tells one of these, wherever it lies."""
    found = []
    with counter.store.read() as conn:
        tables = [row[0] for row in conn.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type='table'")]
        for table in tables:
            for row in conn.exec_driver_sql(f'SELECT * FROM "{table}"'):
                found += [text for text in TEXTS for cell in row if isinstance(cell, str) and text in cell]
    return found


def brought(counter: Counter, reader: str, ids: list[str]) -> int:
    return staff_fetching.keep(counter, staff_fetching.fetch(counter, reader, ids))


def lacking(counter: Counter, ids: list[str]) -> set[str]:
    with counter.store.read() as conn:
        return set(withheld.lacking(conn, ids))


def test_no_other_pc_holds_it_and_its_own_keeps_it(office: Office) -> None:
    one, two, told = heard(office)
    assert held(two) == []
    assert set(held(one)) == set(TEXTS)
    assert lacking(two, told.ids) == set(told.ids)
    assert lacking(one, told.ids) == set()
    for counter in (one, two):
        assert verify_log(counter).faults == ()


def test_neither_does_one_that_heard_it_in_chunks(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "ENOUGH", 1)
    monkeypatch.setattr(sync_contact, "FeedRequest", lambda after, _, **more: feed_request(after, **more))
    one, two = office.open("one"), office.open("two")
    at(one, NOW)
    tell(one)
    receive(one, "Nguyễn Văn Thử")
    sync.exchange(one)
    folded = []
    fold = fetching.fold

    def noted(counter: Counter) -> None:
        folded.append(counter)
        fold(counter)

    monkeypatch.setattr(fetching, "fold", noted)
    sync.exchange(two)
    assert folded
    assert held(two) == []
    with two.store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM personal").scalar_one() > 0, "a dossier's"


def feed_request(after: int, **more: object) -> object:
    from counter_app.wire import FeedRequest

    return FeedRequest(after, 1, **more)  # type: ignore[arg-type]


def test_who_may_read_fetches_it_and_sees_it(office: Office) -> None:
    _one, two, told = heard(office)
    assert brought(two, ANH, told.ids) == 0
    assert brought(two, "ba-dinh-04", told.ids) == 0
    with pytest.raises(Refused, match="not_permitted"):
        staff_fetching.fetch(two, "nobody", told.ids)
    assert held(two) == []
    assert brought(two, MINH, told.ids) == 4
    assert set(held(two)) == set(TEXTS)
    assert brought(two, HEAD, told.ids) == 4, "the same once more"
    (away,) = rota.look(two, MINH, DAY, DAY).roster.absences
    assert (away.reason, away.text, away.lacking) == (AbsenceReason.OTHER, SAID, False)
    (bare,) = rota.look(two, ANH, DAY, DAY).roster.absences
    assert (bare.text, bare.lacking) == ("", False), "here, and not for him"
    assert verify_log(two).faults == ()


def test_another_content_is_not_kept(office: Office) -> None:
    _one, two, told = heard(office)
    (_id, personal), *_others = [
        (one.event_id, one.personal) for one in staff_fetching.fetch(two, HEAD, told.ids)
    ]
    assert personal is not None
    for wrong in (
        Personal(personal.salt, personal.text.replace(SAID, "say rượu")),
        Personal(bytes(16), personal.text),
    ):
        with pytest.raises(Refused, match="personal_differs"):
            staff_fetching.keep(two, [Beside(told.absence, wrong)])
    code = receive(two, "Nguyễn Văn Thử")
    assert code
    assert staff_fetching.keep(two, [Beside("unknown", personal)]) == 1
    assert lacking(two, told.ids) == set(told.ids)


def test_off_line_everything_says_that_it_is_not_here(office: Office, tmp_path: Path) -> None:
    _one, two, told = heard(office)
    request = asked(two, told.absence)
    assert request
    two.centre.close()
    with pytest.raises(Unavailable):
        staff_fetching.fetch(two, CHAIR, told.ids)
    seen = rota.look(two, CHAIR, DAY, DAY)
    assert seen.lacking == (told.absence,)
    assert rota.look(two, ANH, DAY, DAY).lacking == ()
    record = staff_records.month(two, MINH, MINH, "2026-11")
    assert record.lacking == set(told.ids)
    assert [one.reason for one in record.absences] == [None]
    paper = read(staff_records.sheet(two, MINH, MINH, "2026-11").pdf)
    assert paper.count("Chưa tải về từ trung tâm") == 2
    assert "Lý do khác" not in paper
    (inspection,) = inspections.look(two, HEAD).inspections
    assert (inspection.lacking, inspection.followed[0].lacking) == (True, True)
    with pytest.raises(Refused, match="minutes_elsewhere"):
        inspections.minutes(two, HEAD, told.inspection)
    page = audit.look(two, HEAD, audit.Wanted())
    assert set(page.lacking) == set(told.ids)
    grounds = {one.event_id: one.ground for one in page.entries}
    assert all("chưa tải về máy này" in grounds[one] for one in told.ids)
    assert log_export.export_log(two, HEAD, tmp_path / "log.jsonl", lambda _count: None)[1] == 4
    assert log_export.export_log(two, HEAD, tmp_path / "b", lambda _count: None, personal=False)[1] == 0


def test_once_it_is_here_everything_says_it(office: Office) -> None:
    _one, two, told = heard(office)
    brought(two, HEAD, told.ids)
    record = staff_records.month(two, HEAD, MINH, "2026-11")
    assert record.lacking == frozenset()
    assert [one.reason for one in record.absences] == [AbsenceReason.OTHER]
    paper = read(staff_records.sheet(two, HEAD, MINH, "2026-11").pdf)
    assert ("Đi muộn" in paper, "Chưa tải về" in paper) == (True, False)
    assert "Bừa bộn" in read(inspections.minutes(two, HEAD, told.inspection))
    assert audit.look(two, HEAD, audit.Wanted()).lacking == ()


def test_what_was_fed_before_goes_and_ones_own_stays(office: Office) -> None:
    one, two, told = heard(office)
    brought(two, HEAD, told.ids)
    receive(one, "Nguyễn Văn Thử")
    sync.exchange(one)
    sync.exchange(two)
    for counter, kept in ((one, set(TEXTS)), (two, set())):
        counter.close()
        with with_the_key(counter.folder.path) as connection:
            before = connection.execute("SELECT count(*) FROM personal").fetchone()[0]
            connection.execute("UPDATE alembic_version SET version_num = '0010'")
            schema.migrate(connection)
            after = connection.execute("SELECT count(*) FROM personal").fetchone()[0]
        assert before - after == (0 if kept else 4), "a dossier's stays"
        again = office.open(counter.folder.path.name)
        at(again, NOW)
        assert set(held(again)) == kept
        assert verify_log(again).faults == ()
    assert rota.look(office.opened[-1], HEAD, DAY, DAY).roster.absences[0].lacking


def test_a_pc_that_goes_on_under_another_name_keeps_what_it_told(office: Office, tmp_path: Path) -> None:
    """Told before the copy it is there; told after it, it can be fetched and is not missed."""
    one = office.open("one")
    at(one, NOW)
    told = tell(one)
    sync.exchange(one)
    copy = backup.make(one, tmp_path / "disk").folder
    later = new_event_id()
    staff.act(one, RecordStanding(later, HEAD, ANH, Standing.REMINDED, "", "2026-11-18", "Đi muộn"))
    sync.exchange(one)
    one.close()
    bootstrap.restore(DataFolder(office.root / "one").path, copy, nobody, replace=True)
    bootstrap.enrol(DataFolder(office.root / "one"), office.token())
    again = office.open("one")
    at(again, NOW)
    sync.exchange(again)
    assert lacking(again, [*told.ids, later]) == {later}
    with again.store.read() as conn:
        assert missing.missing(conn, "2026-01-01", 0) == []
    assert brought(again, HEAD, [later]) == 1
    assert lacking(again, [later]) == set()
    own = new_event_id()
    staff.act(again, RecordStanding(own, HEAD, ANH, Standing.REMINDED, "", "2026-11-18", "Đi muộn"))
    with again.store.write() as conn:
        conn.exec_driver_sql("DELETE FROM personal WHERE event_id = ?", (own,))
        assert [event.event_id for event in missing.missing(conn, "2026-01-01", 0)] == [own]


def test_a_pc_updated_before_its_centre_keeps_none_of_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counter_app.central.withheld.KINDS", frozenset())  # as a centre of before feeds it
    one, two = office.open("one"), office.open("two")
    for counter in (one, two):
        at(counter, NOW)
    tell(one)
    sync.exchange(one)
    sync.exchange(two)
    assert held(two) == []
