"""Dossier codes and lanes: what is accepted, what is made, and that no serial comes twice."""

import dataclasses
import random
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import codec
from counter_app.domain.moments import minute_at, parse_day
from counter_app.domain.numbering import (
    BOOKS_FIRST,
    BOOKS_LAST,
    LANES,
    TRAINING_FIRST,
    Code,
    Lane,
    check_agency_id,
    default_lane_ranges,
    format_code,
    lane_bytes,
    latest_minute,
    next_serial,
    parse_code,
)
from counter_app.errors import Damaged, Refused

DAY = "2026-11-19"
LANE = Lane("lane-1", "H26.14", "pc-1", *default_lane_ranges(0), "2026-11-01", "2026-11-30", b"x")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("H56.14-240823-0001", Code("H56.14", "2024-08-23", 1)),
        (" h56.14-240823-0001\r", Code("H56.14", "2024-08-23", 1)),
        ("000.17.22.H56-210531-0001", Code("H56.22.17.000", "2021-05-31", 1)),  # groups the other way
        ("H26-240229-9999", Code("H26", "2024-02-29", 9999)),
        ("H26.A12-240229-9999", Code("H26.A12", "2024-02-29", 9999)),
    ],
)
def test_codes_are_read(text: str, code: Code) -> None:
    assert parse_code(text) == code


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "H56.14",
            "H56.14-240823-000",
            "H56.14-240823-00011",
            "H56.14-240230-0001",
            "H56.14-240823-0000",
        ),
        *("Z56.14-240823-0001", "H5.14-240823-0001", "H56..14-240823-0001", ".H56-240823-0001"),
        *("H56.14-240823-0001\nX", "Ħ56.14-240823-0001", "H56.14-٢40823-0001", "x" * 10_000),
        *("H56." + "1" * 40 + "-240823-0001", "A" * 36 + "-240823-0001"),
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_code(text)
    assert (refused.value.code, refused.value.field) == ("bad_code", "code")


def test_ten_thousand_damaged_codes_are_codes_or_refused() -> None:
    chance = random.Random(2)
    for _ in range(10_000):
        letters = list("H56.14-240823-0001")
        for _ in range(chance.randint(1, 4)):
            letters[chance.randrange(len(letters))] = chance.choice(string.printable + "Đđ٣\ud800\x00")
        refusal, code = "bad_code", None
        try:
            code = parse_code("".join(letters))
        except Refused as refused:
            refusal = refused.code
        assert refusal == "bad_code"
        if code:
            assert parse_code(format_code(code.agency_id, code.day, code.serial)) == code


@given(st.from_regex(r"[A-Y]\d{2}(\.[A-Z0-9]{1,6}){0,4}", fullmatch=True), st.integers(1, 9999))
def test_codes_come_back(agency_id: str, serial: int) -> None:
    if not agency_id.isascii():
        return
    text = format_code(agency_id, DAY, serial)
    assert parse_code(text) == Code(agency_id, DAY, serial)
    assert text == f"{agency_id}-261119-{serial:04}"


def test_the_old_order_is_never_made() -> None:
    with pytest.raises(Refused, match="bad_agency_id"):
        format_code("000.17.22.H56", DAY, 1)
    with pytest.raises(Refused, match="bad_agency_id"):
        check_agency_id("17.H56")


@pytest.mark.parametrize(("day", "serial"), [(DAY, 0), (DAY, 10_000), (DAY, -1), ("1999-11-19", 1), ("x", 1)])
def test_codes_that_nobody_could_read_are_not_made(day: str, serial: int) -> None:
    with pytest.raises(Refused, match="bad_code"):
        format_code("H26.14", day, serial)


def walk(lane: Lane) -> list[int]:
    serials = [next_serial(lane, DAY, None)]
    while serials[-1] != lane.recovery_last:
        serials.append(next_serial(lane, DAY, serials[-1]))
    with pytest.raises(Refused, match="lane_empty"):
        next_serial(lane, DAY, serials[-1])
    return serials


def test_a_lane_gives_its_serials_once_then_its_recovery_then_nothing() -> None:
    assert walk(LANE) == [*range(1000, 1500), *range(9000, 9050)]


def test_sixteen_lanes_never_meet() -> None:
    ranges = [default_lane_ranges(number) for number in range(LANES)]
    serials = [
        serial for lane in ranges for first, last in (lane[:2], lane[2:]) for serial in range(first, last + 1)
    ]
    assert sorted(serials) == [*range(1000, 9000), *range(9000, 9800)]
    for number in (-1, 16):
        with pytest.raises(Refused, match="no_free_lane"):
            default_lane_ranges(number)


def test_the_training_range_is_nobodys_to_receive_on() -> None:
    granted = [default_lane_ranges(number) for number in range(16)]
    assert max(max(lane) for lane in granted) < BOOKS_FIRST < BOOKS_LAST < TRAINING_FIRST
    for lane in (dataclasses.replace(LANE, last=9950), dataclasses.replace(LANE, recovery_last=9960)):
        with pytest.raises(Refused, match="training_serial"):
            next_serial(lane, DAY, None)


def test_a_lane_is_for_its_days_only() -> None:
    for day in ("2026-10-31", "2026-12-01"):
        with pytest.raises(Refused, match="lane_not_valid_on_day"):
            next_serial(LANE, day, None)
    assert next_serial(LANE, "2026-11-01", None) == next_serial(LANE, "2026-11-30", None) == 1000


def test_a_serial_of_another_lane_stops_the_writing() -> None:
    for foreign in (0, 999, 1500, 8999, 9050, 9999):
        with pytest.raises(Damaged, match="serial_outside_lane"):
            next_serial(LANE, DAY, foreign)


def test_what_the_centre_signs_covers_every_field() -> None:
    seen = {lane_bytes(LANE)}
    for field in dataclasses.fields(Lane):
        was = getattr(LANE, field.name)
        changes: dict[str, Any] = {field.name: was * 2 if isinstance(was, int) else was + was[:1]}
        seen.add(lane_bytes(dataclasses.replace(LANE, **changes)))
    assert len(seen) == len(dataclasses.fields(Lane))  # all but the signature itself
    assert "signature" not in codec.parse(lane_bytes(LANE).decode())


def test_codes_reach_to_the_end_of_the_lanes_that_follow_each_other() -> None:
    own = dataclasses.replace(LANE, valid_from="2026-01-01", valid_to="2026-06-30")
    after = dataclasses.replace(own, lane_id="after", valid_from="2026-07-01", valid_to="2026-12-31")
    apart = dataclasses.replace(own, lane_id="apart", valid_from="2027-02-01", valid_to="2027-06-30")
    another = dataclasses.replace(own, installation_id="pc-2", valid_from="2027-01-01", valid_to="2027-01-31")
    for lanes, last in (((), "2026-07-01"), ((apart, after, another), "2027-01-01")):
        assert latest_minute(own, lanes, "2026-03-01") == minute_at(parse_day(last), 0) - 1
    assert latest_minute(apart, (own,), "2026-03-01") == minute_at(parse_day("2026-07-01"), 0) - 1
