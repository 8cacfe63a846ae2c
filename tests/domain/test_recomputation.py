"""One fact reckoned again: agreement, each difference, and what only lies apart."""

from dataclasses import replace

import pytest

from counter_app.domain import chain, deadline, facts
from counter_app.domain.calendar import CalendarDay, WorkCalendar
from counter_app.domain.catalog import Channel, Limit, LimitUnit
from counter_app.domain.events import DocumentPrinted, DossierReceived, Event, FeeCharged, PapersAsked
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import parse_local
from counter_app.domain.online import Answer, OnlineAnswered, OnlineArrived
from counter_app.domain.recomputation import differences
from counter_app.domain.rules import rule_set
from counter_app.domain.step_events import FeePaid, ReceptionRefused
from tests.domain.test_dossier import RECEIVED

NINE = parse_local("2026-11-19T09:00")
RULES = rule_set("ND118/2025")
LIMIT = Limit(3, LimitUnit.WORKING_DAYS)
OLD = WorkCalendar(1, (CalendarDay("2026-11-24", "off", "Ngày Văn hóa", "high", ""),))
NEW = WorkCalendar(1, ())
CODE = "H17.99-261119-0001"


def promised(calendar: WorkCalendar = OLD) -> DossierReceived:
    due = deadline.due(LIMIT, NINE, calendar, RULES)
    return replace(
        RECEIVED,
        code=CODE,
        rules=RULES.rules_id,
        limit=LIMIT,
        received=NINE,
        due=due.at,
        reasons=due.reasons,
        channel=Channel.IN_PERSON,
    )


def event(fact: Fact) -> Event:
    body, _beside = facts.split(fact)
    stamp = ("lan", NINE * 60_000 + 59_999, "A")
    return Event("e1", "pc-1", 1, chain.GENESIS, fact.KIND, fact.VERSION, CODE, *stamp, body, None, b"")


def found(fact: Fact, *calendars: WorkCalendar) -> list[tuple[str, int | str, int | str]]:
    return [(item.code, item.stored, item.recomputed) for item in differences(event(fact), fact, calendars)]


def test_what_was_promised_comes_out_again() -> None:
    assert found(promised(), OLD) == []
    assert found(promised(NEW), OLD, NEW) == []  # by the edition in force when it was promised
    assert found(promised(OLD), OLD, NEW) == []


def test_a_due_date_of_no_held_edition() -> None:
    fact = promised()
    assert found(replace(fact, due=fact.due + 1440), OLD) == [("due_differs", fact.due + 1440, fact.due)]
    assert found(promised(NEW), OLD) == [("due_differs", promised(NEW).due, fact.due)]
    assert found(replace(fact, limit=Limit(0, LimitUnit.MONTHS)), OLD) == [("due_differs", fact.due, "")]
    (longer,) = found(replace(fact, limit=Limit(4, LimitUnit.WORKING_DAYS)), OLD)
    assert longer[:2] == ("due_differs", fact.due)


def test_a_reception_moved() -> None:
    earlier = replace(promised(), received=NINE - 1440)
    assert [code for code, *_ in found(earlier, OLD)] == [
        "code_day_differs",
        "received_differs",
        "due_differs",
    ]
    assert ("received_differs", NINE - 30, NINE) in found(replace(promised(), received=NINE - 30), OLD)
    online = replace(promised(), received=NINE - 30, channel=Channel.ONLINE)
    assert [code for code, *_ in found(online, OLD)] == ["reasons_differ"]
    assert found(replace(promised(), code="x"), OLD)[:2] == [
        ("subject_differs", "x", CODE),
        ("code_day_differs", "2026-11-19", ""),
    ]


def test_what_cannot_be_reckoned_lies_apart() -> None:
    fact = promised()
    apart = [
        *differences(event(fact), fact, ()),
        *differences(event(fact), replace(fact, rules="ND999"), (OLD,)),
        *differences(event(fact), replace(fact, reasons=fact.reasons[1:]), (OLD,)),
    ]
    assert [(item.code, item.stored) for item in apart] == [
        ("calendar_not_held", 1),
        ("rules_not_held", "ND999"),
        ("reasons_differ", ""),
    ]
    assert all(item.apart for item in apart)


@pytest.mark.parametrize(
    ("amount", "exempt", "differs"),
    [
        (30_000, False, []),
        (0, True, []),
        (15_000, False, [("fee_differs", 15_000, 30_000)]),
        (30_000, True, [("fee_differs", 30_000, 0)]),
    ],
)
def test_a_fee_is_its_unit_times_the_quantity(
    amount: int, exempt: bool, differs: list[tuple[str, int, int]]
) -> None:
    assert found(FeeCharged(CODE, 15_000, 2, amount, False, exempt)) == differs


def test_other_facts_have_nothing_to_reckon() -> None:
    assert found(DocumentPrinted(CODE, "01", 1)) == []


def test_every_other_moment_is_that_of_its_event_except_a_portals() -> None:
    asked = PapersAsked("1.001193", "Khai sinh", Channel.IN_PERSON, NINE, ("Giấy",))
    refused = ReceptionRefused("1.001193", "Khai sinh", Channel.IN_PERSON, NINE)
    arrived = OnlineArrived("DVC-1", NINE - 600, "1.001193")
    for fact in (asked, refused, arrived, OnlineAnswered("DVC-1", NINE, Answer.REFUSED)):
        assert found(fact) == []
    for moved in (replace(asked, asked=NINE - 1), replace(refused, at=NINE - 1)):
        assert found(moved) == [("moment_differs", NINE - 1, NINE)]


def test_what_follows_a_reception_names_its_own_dossier() -> None:
    assert found(FeePaid("H17.99-261119-0002", NINE, 1)) == [("subject_differs", "H17.99-261119-0002", CODE)]
