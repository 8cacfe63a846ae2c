"""Limits that wait (DOMAIN §2, items 11 and 12): examples, and what is told and refused."""

import dataclasses

import pytest

from counter_app.domain import codec
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.deadline import AfterWait, Wait, WaitFor, due_at, resumed, resumed_at
from counter_app.domain.limits import parse_limit
from counter_app.domain.moments import iso_local, parse_local
from counter_app.domain.rules import RuleSet
from counter_app.errors import Refused
from counter_app.texts.reasons import reasons

RESTART, PAUSE = AfterWait.RESTART, AfterWait.PAUSE


def wait(began: str, ended: str, after: AfterWait = PAUSE, cause: WaitFor = WaitFor.SUPPLEMENT) -> Wait:
    return Wait(parse_local(f"2026-11-{began}"), parse_local(f"2026-11-{ended}"), after, cause)


EXAMPLES = [
    # DOMAIN §2's table
    ("5wd", "02T09:00", [wait("04T10:00", "17T09:00", RESTART)], "2026-11-25T17:00"),
    # a pause: day 1 (3/11) had ended, 4/11 and 17/11 are not counted
    ("5wd", "02T09:00", [wait("04T10:00", "17T09:00")], "2026-11-23T17:00"),
    ("5wd", "02T09:00", [wait("04T17:00", "17T09:00")], "2026-11-20T17:00"),
    ("5wd", "02T09:00", [wait("02T10:00", "02T11:00")], "2026-11-09T17:00"),
    # within a day: nothing is added, however often; one that outlasts the limit moves it
    ("5wd", "02T09:00", [wait("04T10:00", "04T10:05")], "2026-11-09T17:00"),
    ("5wd", "02T09:00", [wait("09T16:59", "09T16:59")] * 10, "2026-11-09T17:00"),
    ("5wd", "02T09:00", [wait("09T16:59", "09T17:01")], "2026-11-10T17:00"),
    ("5d", "02T09:00", [wait("04T10:00", "04T17:00")], "2026-11-09T17:00"),
    ("1m", "02T09:00", [wait("04T10:00", "04T17:00")], "2026-12-02T17:00"),
    ("same-day", "02T09:00", [wait("02T15:10", "02T15:20")], "2026-11-02T17:00"),
    ("5wd", "02T09:00", [wait("09T17:00", "17T09:00")], "2026-11-09T17:00"),
    ("5wd", "02T09:00", [wait("09T16:59", "17T09:00")], "2026-11-18T17:00"),
    # days: 3/11 had ended, 14 are left from 17/11; a last day that is off counted, one day is left
    ("15d", "02T09:00", [wait("04T10:00", "17T09:00")], "2026-12-01T17:00"),
    ("5d", "02T09:00", [wait("08T10:00", "12T09:00")], "2026-11-13T17:00"),
    ("6d", "02T09:00", [wait("09T10:00", "12T09:00")], "2026-11-13T17:00"),
    ("1m", "02T09:00", [wait("04T10:00", "17T09:00")], "2026-12-16T17:00"),
    # hours go on where they stopped; two pauses; two that overlap count once
    ("8wh", "02T09:00", [wait("02T10:00", "17T09:00")], "2026-11-17T17:00"),
    ("8wh", "02T09:00", [wait("02T10:00", "03T08:00"), wait("03T09:00", "03T10:30")], "2026-11-04T08:30"),
    ("8wh", "02T09:00", [wait("02T10:00", "03T10:00"), wait("02T11:00", "03T09:00")], "2026-11-04T09:00"),
    ("same-day", "02T09:00", [wait("02T10:00", "03T10:00")], "2026-11-03T17:00"),
    ("same-day", "02T09:00", [wait("02T10:00", "03T15:01")], "2026-11-04T17:00"),
    # fees first, then a restart: what was before is forgotten
    (
        "2wd",
        "02T09:00",
        [wait("03T08:00", "04T08:00"), wait("05T08:00", "06T08:00", RESTART)],
        "2026-11-10T17:00",
    ),
    # a restart inside a longer wait begins with the end of both
    (
        "2wd",
        "02T09:00",
        [wait("03T08:00", "10T08:00"), wait("04T08:00", "06T08:00", RESTART)],
        "2026-11-12T17:00",
    ),
    # also where the longer one began too late to change anything by itself
    (
        "1d",
        "02T09:00",
        [wait("03T17:00", "10T08:00"), wait("03T17:01", "03T17:02", RESTART)],
        "2026-11-11T17:00",
    ),
]


@pytest.mark.parametrize(("limit", "received", "waits", "expected"), EXAMPLES)
def test_examples(
    vietnam: WorkCalendar, rules: RuleSet, limit: str, received: str, waits: list[Wait], expected: str
) -> None:
    case = (parse_limit(limit), parse_local(f"2026-11-{received}"), waits, vietnam, rules)
    assert iso_local(resumed_at(*case))[:16] == expected
    assert resumed(*case).at == resumed_at(*case)


def test_the_day_on_which_a_pause_begins_is_a_setting(vietnam: WorkCalendar, rules: RuleSet) -> None:
    counts = dataclasses.replace(rules, begun_day_counts=True)
    limit, received = parse_limit("5wd"), parse_local("2026-11-02T09:00")
    for ended, expected in (("17T09:00", "2026-11-20"), ("04T10:05", "2026-11-09")):
        at = resumed_at(limit, received, [wait("04T10:00", ended)], vietnam, counts)
        assert iso_local(at)[:10] == expected


@pytest.mark.parametrize(
    ("limit", "waits", "said"),
    [
        (
            "2wd",
            [wait("04T10:00", "17T09:00", RESTART)],
            "nhận 09:00 thứ Hai 2/11; chờ bổ sung từ 10:00 thứ Tư 4/11 đến 09:00 thứ Ba 17/11; "
            "tính lại từ đầu; ngày 1 thứ Tư 18/11; ngày 2 thứ Năm 19/11",
        ),
        (
            "3wd",
            [wait("04T10:00", "17T09:00", PAUSE, WaitFor.PAYMENT)],
            "nhận 09:00 thứ Hai 2/11; chờ nộp tiền từ 10:00 thứ Tư 4/11 đến 09:00 thứ Ba 17/11; "
            "tạm dừng 71 giờ làm việc; đã tính 1 ngày, còn 2 ngày; "
            "ngày 2 thứ Tư 18/11; ngày 3 thứ Năm 19/11",
        ),
        (
            "8wh",
            [wait("02T10:00", "17T09:00"), wait("18T08:00", "18T09:00")],
            "nhận 09:00 thứ Hai 2/11; chờ bổ sung từ 10:00 thứ Hai 2/11 đến 09:00 thứ Ba 17/11; "
            "tạm dừng 87 giờ làm việc; đã tính 1 giờ, còn 7 giờ; "
            "chờ bổ sung từ 08:00 thứ Tư 18/11 đến 09:00 thứ Tư 18/11; "
            "đã hết hạn từ trước nên không kéo dài; 7 giờ thứ Ba 17/11",
        ),
        (
            "2wd",
            [wait("03T10:00", "03T10:30")],
            "nhận 09:00 thứ Hai 2/11; chờ bổ sung từ 10:00 thứ Ba 3/11 đến 10:30 thứ Ba 3/11; "
            "xong trong ngày nên không kéo dài; ngày 1 thứ Ba 3/11; ngày 2 thứ Tư 4/11",
        ),
    ],
)
def test_each_wait_is_told(
    vietnam: WorkCalendar, rules: RuleSet, limit: str, waits: list[Wait], said: str
) -> None:
    answer = resumed(parse_limit(limit), parse_local("2026-11-02T09:00"), waits, vietnam, rules)
    assert reasons(answer.reasons) == said
    assert codec.canonical(codec.plain(answer.reasons))


@pytest.mark.parametrize(
    "waits",
    [
        [wait("02T08:59", "02T10:00")],
        [wait("04T08:59", "04T08:00")],
        [wait("04T08:00", "04T09:00")] * 51,
    ],
)
def test_waits_that_cannot_be_are_refused(vietnam: WorkCalendar, rules: RuleSet, waits: list[Wait]) -> None:
    with pytest.raises(Refused) as refused:
        resumed(parse_limit("5wd"), parse_local("2026-11-02T09:00"), waits, vietnam, rules)
    assert (refused.value.code, refused.value.field) == ("bad_wait", "waits")


def test_the_windows_of_the_law_are_limits_in_the_rules(vietnam: WorkCalendar, rules: RuleSet) -> None:
    friday = parse_local("2026-11-20T15:30")
    assert iso_local(due_at(rules.supplement_window, friday, vietnam, rules))[:16] == "2026-11-26T17:00"
    assert iso_local(due_at(rules.online_acceptance, friday, vietnam, rules))[:16] == "2026-11-23T15:30"
    saturday = parse_local("2026-11-21T20:00")
    assert iso_local(due_at(rules.online_acceptance, saturday, vietnam, rules))[:16] == "2026-11-23T17:00"
