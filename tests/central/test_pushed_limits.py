"""A unit's share and the window for Form 02, pushed by a client that reckons otherwise than the law."""

from typing import Any

import pytest
import sqlalchemy as sa

from counter_app.central import calendar_versions, court, tables
from counter_app.central.briefing import hours_of
from counter_app.domain import deadline
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.step_events import HandedOver, TakenOver
from counter_app.errors import CounterError
from counter_app.texts.refusals import sentence
from tests.central.counters import RECEIVED
from tests.central.living import OFFICE, Living, enrolled
from tests.central.test_pushed_life import ASKED, RULES, asked, in_force, projected

SHARE, DAYS = Limit(4, LimitUnit.WORKING_HOURS), Limit(2, LimitUnit.WORKING_DAYS)
AFTERNOON = "[[840,1080]]"  # 14:00 to 18:00


def handed(code: str, held: WorkCalendar, /, **changes: Any) -> HandedOver:
    """Hand the papers over an hour after the reception, with the unit's share as a counter reckons it."""
    values: dict[str, Any] = {
        "share_due": deadline.due_at(SHARE, ASKED, held, RULES),
        "share": SHARE,
        "calendar": held.version,
        "rules": RULES.rules_id,
    }
    return HandedOver(code, ASKED, "", "", "Công an", "A", 1, **(values | changes))


FORGED: tuple[tuple[dict[str, Any], list[str]], ...] = (
    ({}, []),
    ({"share_due": ASKED + 9000}, ["share_differs"]),
    ({"share": DAYS}, ["share_differs"]),
    ({"share": None}, ["share_differs"]),
    ({"share_due": None}, ["share_differs"]),
    ({"calendar": None, "rules": ""}, ["share_differs"]),  # a minute that names nothing it came from
    ({"share_due": None, "share": None, "calendar": None, "rules": ""}, []),  # a unit without a share
    ({"calendar": 99, "share_due": ASKED + 9000}, []),  # a version that is not held proves nothing
    ({"rules": "ND1/2099", "share_due": ASKED + 9000}, []),
)


@pytest.mark.parametrize(("changes", "quarantined"), FORGED)
def test_a_share_is_reckoned_again(
    living: Living, address: str, changes: dict[str, Any], quarantined: list[str]
) -> None:
    counter, centre = enrolled(living, address)
    code = counter.receive().event.subject
    told = counter.tell(handed(code, in_force(living), **changes), code)
    counter.tell(TakenOver(code, ASKED + 9, told.event.event_id, "Công an", "B"), code)
    answer = centre.push(counter.batch())
    assert answer.acknowledged == 4
    assert [(one.seq, one.code) for one in answer.quarantined] == [(3, found) for found in quarantined]
    for found in quarantined:
        assert sentence(CounterError(found)) != found


@pytest.mark.parametrize(
    ("changes", "quarantined"),
    [
        ({}, []),
        ({"window": RECEIVED + 20_000}, ["window_differs"]),
        ({"calendar": None}, ["window_differs"]),
        ({"received": RECEIVED + 3000}, ["window_differs"]),
        ({"received": None}, ["window_differs"]),
        ({"calendar": 99, "window": RECEIVED + 20_000}, []),
        ({"rules": "ND1/2099", "window": RECEIVED + 20_000}, []),
    ],
)
def test_a_window_is_reckoned_again(
    living: Living, address: str, changes: dict[str, Any], quarantined: list[str]
) -> None:
    counter, centre = enrolled(living, address)
    code = counter.receive().event.subject
    counter.tell(asked(living, code, **changes), code)
    assert [one.code for one in centre.push(counter.batch()).quarantined] == quarantined
    assert (projected(living)[code].waiting_since is None) == bool(quarantined), "kept, and not counted"
    for found in quarantined:
        assert sentence(CounterError(found)) != found


def editions(living: Living) -> tuple[WorkCalendar, WorkCalendar]:
    """Change the office's hours; return the calendar of before and that of after, of one version."""
    before = in_force(living)
    with living.owner.begin() as connection:
        row = {"office_id": OFFICE, "effective": "2026-11-20", "sessions": AFTERNOON}
        connection.execute(sa.insert(tables.hours), row)
    with living.owner.connect() as connection:
        (told,) = calendar_versions.told(connection, OFFICE, "H26.14", "2026-11-19")
        return before, WorkCalendar(told.version, told.days, hours_of(connection, OFFICE))


def test_a_counter_that_has_not_heard_of_new_hours_is_believed(living: Living, address: str) -> None:
    share = Limit(12, LimitUnit.WORKING_HOURS)
    before, after = editions(living)
    due = [deadline.due_at(share, ASKED, each, RULES) for each in (before, after)]
    assert before.version == after.version
    assert due[0] != due[1]
    for at, quarantined in ((due[0], []), (due[1], []), (due[1] + 60, ["share_differs"])):
        counter, centre = enrolled(living, address)
        code = counter.receive().event.subject
        counter.tell(handed(code, before, share=share, share_due=at), code)
        assert [one.code for one in centre.push(counter.batch()).quarantined] == quarantined


def test_what_came_before_its_reception_is_reckoned_then(living: Living, address: str) -> None:
    (here, receiving), (there, other) = enrolled(living, address), enrolled(living, address)
    code = here.receive().event.subject
    there.tell(handed(code, in_force(living), share_due=ASKED + 9000), code)
    assert [one.code for one in other.push(there.batch()).quarantined] == [court.EARLY]
    receiving.push(here.batch())
    assert projected(living)[code].holder == ""
    with living.owner.connect() as connection:
        assert set(connection.execute(sa.select(tables.quarantine.c.code)).scalars()) == {
            court.EARLY,
            "share_differs",
        }
