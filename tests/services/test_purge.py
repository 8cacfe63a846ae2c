"""Personal data of what closed more than 30 days ago leaves the PC; log, dates and comparison stand."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, AskForPapers
from counter_app.domain.dossier import folded
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.domain.retention import Hold
from counter_app.domain.step_events import Ending
from counter_app.host import kept_papers
from counter_app.host.files import STORE
from counter_app.services import backup, desk, drafts, explanation, retention, scans, search
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.search import Shown
from counter_app.services.verification import verify_log
from counter_app.store import installation, log, outbox, projections, scan_sends, succession
from counter_app.store.engine import Store
from counter_app.store.tables import dossiers
from counter_app.texts import explanations
from tests.pcs import BIRTH, PERSON, archived, intake, opened, receive, store_key
from tests.services import papers_life

NAME = "Đặng Thị Biến Mất"
CLOSED, ALMOST, OVER = "2026-11-20T09:00", "2026-12-20T09:00", "2026-12-21T09:00"
PNG = b"\x89PNG\r\n\x1a\n" + b"scan of a letter"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as opened_counter:
        yield opened_counter


def withdrawn(counter: Counter, name: str = NAME, at: str = CLOSED) -> str:
    """Receive a dossier that its citizen takes back at once; all of it is in a backup of the centre."""
    papers_life.at(counter, at)
    code = desk.receive(counter, intake(name, repeat=True, content=f"của {name}")).code
    withdraw(counter, code, at)
    archived(counter)
    return code


def withdraw(counter: Counter, code: str, at: str = CLOSED) -> None:
    given = {"request": "Đơn xin rút", "requested_on": at[:10]}
    papers_life.act(counter, commands.EndDossier, code, Ending.WITHDRAWN, **given)


def at(counter: Counter, text: str) -> None:
    """It is that minute, and the centre was heard just now."""
    papers_life.at(counter, text)
    with counter.store.write() as conn:
        outbox.contact(conn, counter.installation.installation_id, papers_life.minute(text) * 60_000)


def held(counter: Counter, name: str = NAME) -> int:
    """Return in how many rows of the store a citizen's name stands, as typed or without its marks."""
    found, spelt = 0, (name, folded(name))
    with counter.store.read() as conn:
        tables = conn.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'table'").scalars().all()
        for table in tables:
            rows = conn.exec_driver_sql(f"SELECT * FROM {table}")
            found += sum(any(said in str(value) for said in spelt for value in row) for row in rows)
    return found


def sound(counter: Counter) -> None:
    assert verify_log(counter).faults == ()
    assert recompute(counter).differences == ()


def test_after_thirty_days_nobody_is_named_and_everything_still_proves(counter: Counter) -> None:
    code = withdrawn(counter)
    scans.keep_scan(counter, code, PNG)
    with counter.store.read() as conn:
        before = conn.execute(dossiers.select()).mappings().one()
    at(counter, ALMOST)
    assert retention.due(counter) == ()
    assert held(counter) > 2
    at(counter, OVER)
    assert retention.due(counter) == (code,)
    after = retention.run(counter)
    assert (after.purged, after.held) == (1, {})
    assert held(counter) == 0
    with counter.store.read() as conn:
        row = conn.execute(dossiers.select()).mappings().one()
        assert conn.exec_driver_sql("SELECT count(*) FROM scans").scalar() == 0
    assert {name for name in row if row[name] != before[name]} == {"name", "name_folded", "person_key"}
    sound(counter)
    with counter.store.write() as conn:
        projections.rebuild(conn)
    assert held(counter) == 0
    sound(counter)
    told = explanation.explain(counter, PERSON, code)
    assert told.holds
    assert "đã xóa ở máy này ngày 21/12/2026" in "\n".join(explanations.lines(told))
    assert retention.run(counter).purged == 1  # of that day
    assert retention.due(counter) == ()


def test_it_is_found_by_its_code_only(counter: Counter) -> None:
    code, other = withdrawn(counter), receive(counter, "Người Còn Đây")[0]
    at(counter, OVER)
    retention.run(counter)
    for typed in ("", NAME, "Biến Mất", "1.001193"):
        page = search.find(counter, PERSON, typed, Shown.ALL)
        found = [hit.dossier.code for hit in page.hits if hit.dossier]
        assert found == ([other] if typed in ("", "1.001193") else [])
    page = search.find(counter, PERSON, code, Shown.ALL)
    assert [(hit.dossier.code, hit.dossier.name) for hit in page.hits if hit.dossier] == [(code, "")]


def test_nothing_goes_before_a_backup_of_the_centre_holds_it(counter: Counter) -> None:
    at(counter, CLOSED)
    code = desk.receive(counter, intake(NAME)).code
    withdraw(counter, code)
    at(counter, OVER)
    after = retention.run(counter)
    assert (after.purged, after.held) == (0, {Hold.NOT_ARCHIVED: 1})
    assert held(counter) > 2
    archived(counter)
    assert retention.run(counter).purged == 1


def test_a_scan_that_the_centre_lacks_stays(counter: Counter) -> None:
    given = papers_life.received(counter, "2026-11-19T09:00", applicant=Applicant(NAME))
    papers_life.at(counter, "2026-11-20T09:00")
    new = papers_life.minute("2026-11-30T17:00")
    papers_life.act(counter, commands.PrepareApology, given.code, Cause.WORKLOAD, new)
    digest = scans.keep_scan(counter, given.code, PNG)
    values = ("12/PXL-UBND", "Trần Văn Bình", "Chủ tịch", "2026-11-20", digest)
    papers_life.act(counter, commands.SignApology, given.code, *values)
    withdraw(counter, given.code)
    archived(counter)
    at(counter, OVER)
    assert retention.run(counter).held == {Hold.NOT_ARCHIVED: 1}
    with counter.store.write() as conn:
        epoch = conn.exec_driver_sql("SELECT store_epoch FROM sync_state").scalar_one()
        scan_sends.save(conn, scan_sends.Sending(digest, len(PNG), whole=True, epoch=epoch))
    assert retention.run(counter).purged == 1
    with counter.store.read() as conn:
        kept = [
            conn.exec_driver_sql(f"SELECT count(*) FROM {one}").scalar() for one in ("scans", "scan_parts")
        ]
    assert kept == [0, 0]
    assert held(counter) == 0
    sound(counter)


def test_no_clock_of_this_pc_shortens_a_wait(counter: Counter) -> None:
    withdrawn(counter)
    at(counter, "2026-11-21T09:00")
    papers_life.at(counter, "2027-12-21T09:00")  # a battery that died, or somebody's hand
    assert retention.run(counter).purged == 0
    assert held(counter) > 1
    at(counter, OVER)
    retention.run(counter)
    papers_life.at(counter, CLOSED)  # and back: what is gone is no fault
    sound(counter)


def test_a_copy_made_before_is_purged_when_it_is_put_back(counter: Counter, tmp_path: Path) -> None:
    code = withdrawn(counter)
    made = backup.make(counter, tmp_path / "copies")
    at(counter, OVER)
    retention.run(counter)
    counter.store.close()
    counter.store = Store(made.folder / STORE, store_key(counter))
    at(counter, OVER)
    assert held(counter) > 1
    assert retention.due(counter) == (code,)
    retention.run(counter)
    assert held(counter) == 0
    sound(counter)


def test_what_a_former_installation_told_goes_ninety_days_after_it_was_acknowledged(counter: Counter) -> None:
    """The centre tells nobody what a backup holds of it."""
    at(counter, CLOSED)
    code = desk.receive(counter, intake(NAME)).code
    withdraw(counter, code)
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        outbox.acknowledge(conn, own, log.head(conn, own)[0], [], "")
        succession.end(conn, own, succession.RESTORED, 0)
        conn.exec_driver_sql("UPDATE installation SET installation_id = 'new'")
        outbox.save_state(conn, "new", outbox.SyncState(last_contact_ms=papers_life.minute(OVER) * 60_000))
        counter.installation = dataclasses.replace(counter.installation, installation_id="new")
    assert retention.run(counter).held == {Hold.NOT_ARCHIVED: 1}
    at(counter, "2027-02-18T09:00")
    assert retention.run(counter).held == {Hold.NOT_ARCHIVED: 1}
    at(counter, "2027-02-19T09:00")
    assert retention.run(counter).purged == 1
    assert held(counter) == 0


def test_what_is_open_or_in_doubt_stays(counter: Counter) -> None:
    doubted, code = withdrawn(counter), receive(counter, "Người Còn Chờ")[0]
    archived(counter)
    with counter.store.write() as conn:
        event = next(event for event, _hash in log.linked_of(conn, doubted))
        row = (event.event_id, event.seq)
        conn.exec_driver_sql("INSERT INTO quarantine VALUES (?, ?, 'lane_foreign', 0)", row)
    at(counter, OVER)
    assert code not in retention.due(counter)
    assert retention.run(counter).held == {Hold.DISPUTED: 1}
    assert held(counter) > 2
    with counter.store.write() as conn:
        conn.exec_driver_sql("DELETE FROM quarantine")
    assert retention.run(counter).purged == 1
    assert held(counter, "Người Còn Chờ") > 2


def test_a_pair_with_an_open_one_stays_together(counter: Counter) -> None:
    withdrawn(counter)
    later = receive(counter, NAME)[0]  # within 30 days: it may hide the first
    archived(counter)
    at(counter, OVER)
    assert retention.run(counter).held == {Hold.LINKED: 1}
    papers_life.act(counter, commands.ExplainLateness, later, "Chờ đơn xin rút")
    withdraw(counter, later, OVER)
    archived(counter)
    assert retention.run(counter).purged == 1
    sound(counter)


def test_a_paper_that_waits_for_a_printer_keeps_its_dossier(counter: Counter) -> None:
    code = withdrawn(counter)
    at(counter, OVER)
    path = desk.keep_paper(counter, f"{code}-03", b"%PDF-")
    assert retention.run(counter).held == {Hold.UNPRINTED: 1}
    path.unlink()
    assert retention.run(counter).purged == 1


def test_who_was_turned_away_goes_too_and_old_drafts(counter: Counter) -> None:
    at(counter, CLOSED)
    drafts.save(counter, PERSON, '{"name": "Đặng Thị Biến Mất"}')
    common = (BIRTH, Channel.IN_PERSON, Applicant(NAME))
    missing = (f"Giấy ủy quyền của {NAME}",)  # in the officer's own words
    desk.ask_for_papers(counter, AskForPapers(new_event_id(), PERSON, *common, missing))
    archived(counter)
    assert held(counter) > 2
    at(counter, OVER)
    assert retention.run(counter).purged == 1
    assert held(counter) == 0
    assert search.find(counter, PERSON, "", Shown.TURNED_AWAY).hits == ()
    sound(counter)


def test_who_was_turned_away_yesterday_stays_beside_who_goes(counter: Counter) -> None:
    for when in (CLOSED, OVER):
        at(counter, when)
        away = (BIRTH, Channel.IN_PERSON, Applicant(NAME), ("Giấy chứng sinh",))
        desk.ask_for_papers(counter, AskForPapers(new_event_id(), PERSON, *away))
    archived(counter)
    assert retention.run(counter).purged == 1
    assert len(search.find(counter, PERSON, "", Shown.TURNED_AWAY).hits) == 1


def test_a_purge_that_was_cut_off_goes_on(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = {withdrawn(counter, f"{NAME} {number}") for number in range(3)}
    at(counter, OVER)
    monkeypatch.setattr(retention, "CHUNK", 1)
    due = retention.due(counter)
    assert set(due) == codes
    assert retention.purge(counter, due[:1]).purged == 1
    assert retention.is_due(counter)  # no run has come to its end
    assert set(retention.due(counter)) == codes - {due[0]}
    assert retention.run(counter).purged == 2  # the rest: the first run came to no end
    assert not retention.is_due(counter)
    assert held(counter) == 0
    sound(counter)


def test_no_former_page_keeps_it(counter: Counter) -> None:
    withdrawn(counter)
    wal = counter.folder.store_path.with_name("counter.db-wal")
    assert wal.stat().st_size > 0
    at(counter, OVER)
    retention.run(counter)
    assert wal.stat().st_size == 0
    with counter.store.read() as conn:
        assert conn.exec_driver_sql("PRAGMA secure_delete").scalar() == 1


def test_a_draft_of_today_stays(counter: Counter) -> None:
    at(counter, OVER)
    drafts.save(counter, PERSON, "{}")
    retention.run(counter)
    with counter.store.read() as conn:
        assert installation.load_draft(conn, PERSON) == "{}"
    assert kept_papers.subjects(counter.folder.path) == set()
