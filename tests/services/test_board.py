"""The board against a real store: pages without gaps, counts of ranges, plans that stay in their index."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counter_app.domain.catalog import Channel, Limit, LimitUnit
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.life.commands import HandOver, TakeOver
from counter_app.domain.urgency import Level
from counter_app.errors import Refused
from counter_app.services import board, desk, dunning, life
from counter_app.services.board import COLUMNS, Key, Lot
from counter_app.services.counter import Counter
from counter_app.services.promises import responsible
from counter_app.settings import Alerts
from counter_app.store import board as lists
from counter_app.store import briefing as briefings
from tests.pcs import BIRTH, PERSON, intake, opened, receive
from tests.services.papers_life import STAY, act, at

UNIT = "Công an phường Ba Đình"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def test_every_list_runs_along_an_index_and_never_sorts(counter: Counter) -> None:
    with counter.store.read() as conn:
        driver = conn.connection.driver_connection
        assert driver is not None
        for source in lists._SOURCES.values():
            page = source.page
            plan = driver.execute(f"EXPLAIN QUERY PLAN {page._text}", [0] * len(page._order)).fetchall()
            said = " ".join(row[3] for row in plan)
            assert "TEMP B-TREE" not in said
            assert "SCAN" not in said


def test_pages_follow_each_other_without_gap_or_repeat(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = receive(counter, *(f"Người {number}" for number in range(7)))
    monkeypatch.setattr(lists, "PAGE", 3)
    monkeypatch.setattr(board, "PAGE", 3)
    monkeypatch.setattr(lists.page, "__defaults__", (None, 3))
    found: list[str] = []
    after: Key | None = None
    while True:
        page = board.page(counter, PERSON, Lot.ALL, after)
        found += [row.code for row in page.rows]
        if page.last is None:
            break
        after = page.last
    assert found == sorted(codes)
    total, marks = board.marks(counter, PERSON, Lot.ALL)
    assert (total, [mark.tie for mark in marks]) == (7, [found[2], found[5]])


def test_counts_add_up(counter: Counter) -> None:
    receive(counter, "Nguyễn Văn Thử", "Trần Thị Bình")
    seen = board.look(counter, PERSON)
    assert sum(seen.counts[lot] for lot in COLUMNS) == seen.counts[Lot.ALL] == 2
    assert sum(len(page.rows) for page in seen.first.values()) == 2
    assert sum(day.off is None for day, _count in seen.ahead) == 3


def test_a_units_share_is_listed_until_the_papers_go_on(counter: Counter) -> None:
    code = desk.receive(counter, intake(procedure="1.004222")).code
    first = HandOver(new_event_id(), PERSON, code, to_unit=UNIT, share=Limit(1, LimitUnit.WORKING_DAYS))
    life.act(counter, first)
    (row,) = board.page(counter, PERSON, Lot.SHARES).rows
    assert (row.code, row.unit, row.handed) == (code, UNIT, first.event_id)
    assert row.since < row.promise
    assert board.look(counter, PERSON).counts[Lot.UNTAKEN] == 1
    life.act(counter, TakeOver(new_event_id(), PERSON, code, handed=first.event_id, receiver="Lê Văn Nhận"))
    assert board.look(counter, PERSON).counts[Lot.UNTAKEN] == 0
    assert board.page(counter, PERSON, Lot.SHARES).rows[0].person == "Lê Văn Nhận"


def test_the_escalated_are_those_whose_rows_ask_for_a_slip(counter: Counter) -> None:
    whole: dict[str, Any] = {"name": "Nguyễn Văn Thử", "repeat": True}
    online: dict[str, Any] = {"channel": Channel.ONLINE}
    at(counter, "2026-11-19T08:30")
    restarted = desk.receive(counter, intake(procedure=STAY, **whole)).code
    act(counter, commands.AskSupplement, restarted, missing=("Giấy tờ chỗ ở",))
    for day in ("19", "20"):
        for clock in ("09:00", "16:30"):
            at(counter, f"2026-11-{day}T{clock}")
            for procedure in (BIRTH, "1.004884", STAY):
                desk.receive(counter, intake(procedure=procedure, **whole))
    at(counter, "2026-11-22T10:00")  # Sunday
    sunday = desk.receive(counter, intake(**whole, **online)).code
    act(counter, commands.CompleteSupplement, restarted)
    asked = set[str]()
    for moment in ("22T10:00", "23T08:30", "23T16:59", "23T17:01", "24T09:00", "25T16:00", "27T10:00"):
        at(counter, f"2026-11-{moment}")
        rows = {row.code: row for row in board.page(counter, PERSON, Lot.ALL).rows}
        owed = {code for code, row in rows.items() if row.apology_by is not None}
        assert not {row for row in rows.values() if row.level is Level.OVERDUE} - {
            rows[code] for code in owed
        }
        assert {row.code for row in board.page(counter, PERSON, Lot.ESCALATED).rows} == owed
        assert board.look(counter, PERSON).counts[Lot.ESCALATED] == len(owed)
        assert (sunday in owed) is (rows[sunday].level is Level.OVERDUE)
        asked |= owed
        if moment < "23T17:01":
            assert restarted not in owed
    assert asked > {sunday, restarted}


def test_a_row_names_the_same_person_as_the_dossiers_page(counter: Counter) -> None:
    at(counter, "2026-11-19T09:00")
    code = desk.receive(counter, intake(procedure="1.004222")).code
    names = list[str]()

    def look() -> None:
        (row,) = board.page(counter, PERSON, Lot.ALL).rows
        assert row.responsible == responsible(life.file_of(counter, PERSON, code))
        names.append(row.responsible)

    look()
    for unit, receiver in (
        (UNIT, "Lê Một"),
        ("", "Đỗ Bàn"),
        (UNIT, "Lê Hai"),
        ("Tư pháp", "Lý Ba"),
        (UNIT, "Lê Tư"),
    ):
        handed = act(counter, commands.HandOver, code, unit).event_id
        look()  # nobody has received it yet
        act(counter, commands.TakeOver, code, handed, receiver)
        look()
    officer = names[0]
    there = ("Lê Một", "Lê Một", officer, officer, "Lê Hai", "Lê Hai", "Lý Ba", "Lý Ba", "Lê Tư")
    assert names == [officer, officer, *there]  # within one minute
    act(counter, commands.Resolve, code)
    act(counter, commands.HandOver, code, "Kho")
    look()
    assert names[-1] == "Lê Tư"


def test_an_officer_no_longer_listed_is_named_by_the_id_on_both(counter: Counter) -> None:
    (code,) = receive(counter, "Nguyễn Văn Thử")
    with counter.store.write() as conn:
        held = briefings.load(conn)
        assert held is not None
        briefings.save(conn, msgspec.structs.replace(held, people=()), counter.clock.now().ms)
    (row,) = board.page(counter, PERSON, Lot.ALL).rows
    assert row.responsible == responsible(life.file_of(counter, PERSON, code)) == PERSON


def test_choices_are_kept_beside_the_others_and_bad_ones_are_not(counter: Counter) -> None:
    kept, _aside = counter.folder.load_settings()
    counter.folder.save_settings(replace(kept, last_person=PERSON))
    board.choose(counter, Alerts(amber_hours=16, sound=False))
    with pytest.raises(Refused):
        board.choose(counter, Alerts(amber_hours=0))
    kept, _aside = counter.folder.load_settings()
    assert (kept.last_person, kept.alerts, counter.settings.alerts) == (PERSON, kept.alerts, kept.alerts)
    assert (kept.alerts.amber_hours, kept.alerts.sound) == (16, False)


def test_a_settings_file_with_bad_choices_is_put_aside(counter: Counter) -> None:
    counter.folder.save_settings(replace(counter.settings, alerts=Alerts(still_days=-1)))
    kept, aside = counter.folder.load_settings()
    assert kept.alerts == Alerts()
    assert aside is not None


def test_the_dunning_list_names_no_applicant(counter: Counter) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    (code,) = receive(counter, "Nguyễn Văn Thử")
    board.choose(counter, Alerts(amber_hours=80))
    text = pypdfium2.PdfDocument(dunning.dunning(counter, PERSON))[0].get_textpage().get_text_range()
    assert code in text
    assert "Nguyễn Văn Thử" not in text
