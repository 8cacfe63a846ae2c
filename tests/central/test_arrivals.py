"""Online arrivals: told by the portal, proved like any event, answered once at a counter."""

import json
from collections.abc import Iterable

import pytest

from counter_app.central import arrivals
from counter_app.domain.catalog import Channel
from counter_app.domain.moments import iso_local
from counter_app.errors import Refused
from counter_app.services import desk, inbox, sync
from counter_app.services.verification import verify_log
from tests.pcs import BIRTH, PERSON, Office, intake

OFFICE = "00004"


def line(reference: str = "G22.99.1", **changes: object) -> bytes:
    told = {
        "reference": reference,
        "arrived": "2026-11-20T15:30:40",
        "procedure": BIRTH,
        "applicant": {"name": "Nguyễn Văn Mạng"},
        "content": "Đăng ký khai sinh cho con",
    }
    return json.dumps(told | changes).encode()


def taken(office: Office, *lines: bytes) -> list[tuple[str, bool, str]]:
    found: Iterable[arrivals.Taken] = arrivals.take(office.living.centre, OFFICE, lines)
    return [(each.reference, each.known, each.refused.code if each.refused else "") for each in found]


def test_an_arrival_reaches_the_inbox_once_and_is_proved(office: Office) -> None:
    pc = office.open()
    assert taken(office, line(), line("G22.99.2"), line()) == [
        ("G22.99.1", False, ""),
        ("G22.99.2", False, ""),
        ("G22.99.1", True, ""),
    ]
    sync.exchange(pc)
    first, second = inbox.arrivals(pc, PERSON)
    assert (first.reference, first.name, second.reference) == ("G22.99.1", "Nguyễn Văn Mạng", "G22.99.2")
    assert iso_local(first.arrived) == "2026-11-20T15:30:00+07:00"
    assert iso_local(first.answer_by) == "2026-11-23T15:30:00+07:00"  # 8 working hours (DOMAIN 2.10)
    assert verify_log(pc).faults == ()
    told = inbox.arrival(pc, PERSON, first.event_id)
    assert told.content == "Đăng ký khai sinh cho con"


def test_accepting_makes_the_receipt_and_answers_for_every_counter(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    taken(office, line())
    for counter in (one, two):
        sync.exchange(counter)
    accepted = intake("Nguyễn Văn Mạng", channel=Channel.ONLINE, online="G22.99.1")
    receipt = desk.receive(one, accepted)
    assert inbox.arrivals(one, PERSON) == ()
    with pytest.raises(Refused) as caught:
        desk.receive(one, intake("Nguyễn Văn Mạng", channel=Channel.ONLINE, online="G22.99.1", repeat=True))
    assert caught.value.code == "online_answered"
    for counter in (one, two):
        sync.exchange(counter)
    assert inbox.arrivals(two, PERSON) == ()
    assert office.living.count("quarantine") == 0
    with two.store.read() as conn:
        row = conn.exec_driver_sql("SELECT answer, code FROM online_inbox").one()
    assert tuple(row) == ("received", receipt.code)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (b"{", "bad_line"),
        (line(arrived="hôm qua"), "bad_moment"),
        (line(reference=""), "bad_value"),
        (line(extra=1), "unknown_field"),
        (line(content="x" * 1001), "too_long"),
        (b" " * 70_000, "line_too_long"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_taken(office: Office, bad: bytes, code: str) -> None:
    assert taken(office, bad, line()) == [("", False, code), ("G22.99.1", False, "")]


def test_an_unknown_office_is_refused(office: Office) -> None:
    with pytest.raises(Refused, match="unknown_office"):
        list(arrivals.take(office.living.centre, "99999", [line()]))
