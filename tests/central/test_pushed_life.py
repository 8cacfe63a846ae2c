"""What follows a reception, pushed: projected as at the counter; a promise that does not reckon."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from counter_app.central import calendar_versions, publishing, reference, tables
from counter_app.central.briefing import hours_of
from counter_app.central.judge import from_public
from counter_app.domain import deadline
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import AfterWait, Channel, Limit, LimitUnit
from counter_app.domain.dossier import Dossier
from counter_app.domain.events import SlipPrinted
from counter_app.domain.promise_events import Promise, SupplementAsked, SupplementCompleted
from counter_app.domain.rules import rule_set
from counter_app.domain.state_digest import PUBLIC_FIELDS
from counter_app.domain.step_events import About, Cash, CitizenTold, DayClosed, Means, ReceptionRefused
from counter_app.domain.waits import Wait
from counter_app.remote.client import Centre
from counter_app.services import life, sync
from tests.central.counters import RECEIVED, Counter
from tests.central.living import NOW, OFFICE, TODAY, Living, enrolled
from tests.pcs import PERSON, Office
from tests.services.test_life import STEPS, live, received

LIMIT, RULES = Limit(3, LimitUnit.WORKING_DAYS), rule_set("ND118/2025")
ASKED, COMPLETED = RECEIVED + 60, RECEIVED + 1440
WAITS = (Wait(ASKED, COMPLETED),)


def projected(living: Living) -> dict[str, Dossier]:
    with living.owner.connect() as connection:
        rows = connection.execute(select(tables.dossiers)).all()
    return {row.code: from_public(row._asdict()) for row in rows}


def test_a_whole_life_is_projected_as_the_counter_has_it(office: Office) -> None:
    counter = office.open()
    codes = []
    for shift in range(0, len(STEPS), 6):
        codes.append(received(counter))
        live(counter, codes[-1], [(step, 1440) for step in (*STEPS[shift:], *STEPS[:shift])])
    assert sync.exchange(counter).problem == ""
    assert office.living.count("quarantine") == 0
    held = projected(office.living)
    assert set(held) == set(codes)
    for code in codes:
        own = life.file_of(counter, PERSON, code).dossier
        for name in PUBLIC_FIELDS:
            assert getattr(held[code], name) == getattr(own, name), name


def test_another_counter_folds_the_same_life_from_the_feed(office: Office) -> None:
    here, there = office.open(), office.open("two")
    code = received(here)
    live(here, code, [(step, 1440) for step in STEPS])
    for counter in (here, there):
        assert sync.exchange(counter).problem == ""
    assert life.file_of(there, PERSON, code).dossier == life.file_of(here, PERSON, code).dossier


def test_what_tells_of_no_dossier_is_kept_and_counts_none(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    refused = ReceptionRefused("1.001193", "Khai sinh", Channel.IN_PERSON, RECEIVED, reason="Sai nơi")
    slip = counter.tell(refused, "1.001193").event.event_id
    counter.tell(SlipPrinted(slip, f"03:{slip}", 1), slip)
    counter.tell(DayClosed("2026-11-19", RECEIVED, 1, 0, 0, 0, 0, 1, (Cash("lan", 0, 0),)), "2026-11-19")
    assert centre.push(counter.batch()).quarantined == []
    assert living.count("dossiers") == 0


def in_force(living: Living) -> WorkCalendar:
    """Return the centre's own calendar of the office."""
    with living.owner.connect() as connection:
        (told,) = calendar_versions.told(connection, OFFICE, "H26.14", "2026-11-19")
        return WorkCalendar(told.version, told.days, hours_of(connection, OFFICE))


def promised(living: Living, **changes: Any) -> Promise:
    """Reckon with the centre's own calendar."""
    calendar = in_force(living)
    due = deadline.resumed(LIMIT, RECEIVED, WAITS, calendar, RULES)
    right = Promise(due.at, LIMIT, RECEIVED, WAITS, due.reasons, calendar.version, RULES.rules_id)
    return dataclasses.replace(right, **changes)


def asked(living: Living, code: str, **changes: Any) -> SupplementAsked:
    """Ask for a supplement within a window reckoned with the centre's own calendar."""
    calendar = in_force(living)
    window = deadline.due_at(RULES.supplement_window, RECEIVED, calendar, RULES)
    by = (RECEIVED, calendar.version, RULES.rules_id)
    right = SupplementAsked(code, ASKED, AfterWait.RESTART, window, 1, "", *by, missing=("Giấy",))
    return dataclasses.replace(right, **changes)


def completed(living: Living, pair: tuple[Counter, Centre], promise: Promise) -> list[tuple[int, str]]:
    counter, centre = pair
    code = counter.receive().event.subject
    counter.tell(asked(living, code), code)
    counter.tell(SupplementCompleted(code, COMPLETED, promise), code)
    answer = centre.push(counter.batch())
    assert answer.acknowledged == 4
    return [(one.seq, one.code) for one in answer.quarantined]


@pytest.mark.parametrize(
    ("changes", "quarantined"),
    [
        ({}, []),
        ({"at": RECEIVED + 20_000}, [(4, "promise_differs")]),
        ({"limit": Limit(9, LimitUnit.WORKING_DAYS)}, [(4, "promise_differs")]),
        ({"waits": ()}, [(4, "promise_differs")]),
        ({"calendar": 99, "at": RECEIVED + 20_000}, []),  # a version that is not held proves nothing
        ({"rules": "ND1/2099", "at": RECEIVED + 20_000}, []),
    ],
)
def test_a_later_promise_is_reckoned_again(
    living: Living, address: str, changes: dict[str, Any], quarantined: list[tuple[int, str]]
) -> None:
    pair = enrolled(living, address)
    promise = promised(living, **changes)
    assert completed(living, pair, promise) == quarantined
    (held,) = projected(living).values()
    # What is quarantined is kept and does not count: the dossier still waits, with its first promise.
    assert held.due == (held.first_due if quarantined else promise.at)
    assert (held.waiting_since is None) == (not quarantined)
    assert living.count("events") == 4


@pytest.mark.parametrize(
    ("instead", "calendar", "quarantined"),
    [
        (RECEIVED + 1440, 1, []),
        (RECEIVED + 8 * 60 + 1, 1, ["told_differs"]),  # after closing
        (RECEIVED, 1, ["told_differs"]),  # not to come
        (RECEIVED + 8 * 60 + 1, 99, []),  # a version that is not held proves nothing
        (None, None, []),
    ],
)
def test_a_told_day_is_held_against_the_calendar_it_names(
    living: Living, address: str, instead: int | None, calendar: int | None, quarantined: list[str]
) -> None:
    counter, centre = enrolled(living, address)
    code = counter.receive().event.subject
    about = About.DELAY if instead is None else About.CALENDAR
    counter.tell(CitizenTold(code, RECEIVED, about, Means.PHONE, instead, calendar), code)
    assert [one.code for one in centre.push(counter.batch()).quarantined] == quarantined


def test_a_promise_by_a_calendar_of_before_still_reckons(
    living: Living, address: str, tmp_path: Path
) -> None:
    old = promised(living)
    table = tmp_path / "calendar.csv"
    rows = (reference.RESOURCES / "vn_calendar.csv").read_text("utf-8").splitlines(keepends=True)
    off = [f"2026-11-{day},off,Nghỉ tránh bão,high,CĐ 12\n" for day in (23, 25)]
    table.write_text(rows[0] + "".join(sorted([*rows[1:], *off])), "utf-8")
    decision = publishing.Decision(table, "CĐ 12", TODAY, TODAY)
    publishing.publish_calendar(living.owner, decision, NOW, dry_run=False)
    new = promised(living)
    assert (new.calendar, old.calendar) == (2, 1)
    assert new.at > old.at
    pairs = [enrolled(living, address) for _ in range(3)]
    assert completed(living, pairs[0], old) == completed(living, pairs[1], new) == []
    crossed = dataclasses.replace(new, calendar=1, at=new.at + 1440)
    assert completed(living, pairs[2], crossed) == [(4, "promise_differs")]
