"""Dossier codes `<agency id>-YYMMDD-XXXX` and the lanes that hand out their serials offline."""

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from counter_app.domain import codec
from counter_app.domain.moments import day_iso, minute_at, parse_day
from counter_app.errors import Damaged, Refused

MAX_AGENCY_ID = 35  # characters of an agency's identifier
MAX_CODE = MAX_AGENCY_ID + 12
LANES, LANE_SIZE, RECOVERY_SIZE = 16, 500, 50
LANES_FIRST, RECOVERY_FIRST = 1000, 9000
BOOKS_FIRST, BOOKS_LAST = 9800, 9949  # leaves of paper books (DESIGN §5)
TRAINING_FIRST = 9950  # from here on for training: no receipt of these is ever an official one

_GROUPS = re.compile(r"[A-Z0-9]{1,12}(?:\.[A-Z0-9]{1,12}){0,7}", re.ASCII)
_LEVEL_ONE = re.compile(r"[A-Y]\d{2}", re.ASCII)
_CODE = re.compile(r"([A-Z0-9.]{3,35})-(\d{2})(\d{2})(\d{2})-(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lane:
    """A sub-range of an agency's daily serials that one installation alone may use.

    `first`..`last` and the recovery range are inclusive; `valid_from`..`valid_to` are days YYYY-MM-DD.
    `signature` is the centre's, over `codec.canonical` of the other fields.
    """

    lane_id: str
    agency_id: str
    installation_id: str
    first: int
    last: int
    recovery_first: int
    recovery_last: int
    valid_from: str
    valid_to: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Code:
    """A dossier's code: the agency in today's order of groups, the day of reception, its serial 1-9999."""

    agency_id: str
    day: str
    serial: int


class LaneRanges(NamedTuple):
    """The serials of one of the office's lanes, ends included."""

    first: int
    last: int
    recovery_first: int
    recovery_last: int


def check_agency_id(text: str) -> str:
    """Return an agency's identifier: groups of [A-Z0-9] joined by dots, the first of level 1 (DOMAIN §3).

    Raises Refused("bad_agency_id", "agency_id").
    """
    groups = text.split(".") if len(text) <= MAX_AGENCY_ID and _GROUPS.fullmatch(text) else [""]
    if not _LEVEL_ONE.fullmatch(groups[0]):
        raise Refused("bad_agency_id", "agency_id")
    return text


def format_code(agency_id: str, day: str, serial: int) -> str:
    """Return the code of a serial on a day YYYY-MM-DD. Raises Refused: bad_agency_id, bad_code."""
    text = f"{check_agency_id(agency_id)}-{day[2:4]}{day[5:7]}{day[8:]}-{serial:04}"
    if parse_code(text) != Code(agency_id, day, serial):
        raise Refused("bad_code", "code")
    return text


@functools.lru_cache(maxsize=1024)
def parse_code(text: str) -> Code:
    """Read a code as typed or scanned, either case; older codes with the groups reversed too (DOMAIN §3).

    Raises Refused("bad_code", "code").
    """
    short = text.strip() if len(text) <= 2 * MAX_CODE else ""
    found = _CODE.fullmatch(short.upper()) if short.isascii() else None
    if not found:
        raise Refused("bad_code", "code")
    agency, year, month, day, serial = found.groups()
    try:
        received = date(2000 + int(year), int(month), int(day))
        agency_id = _forwards(agency)
    except (ValueError, Refused) as error:
        raise Refused("bad_code", "code") from error
    if int(serial) == 0:
        raise Refused("bad_code", "code")
    return Code(agency_id, received.isoformat(), int(serial))


def lane_on(own: Lane, lanes: Iterable[Lane], day: str) -> Lane:
    """Return which lane of the holder of `own` gives codes on `day` (YYYY-MM-DD): `own` where it does itself.

    Of all that the office ever gave (`lanes`) another one may: a centre's wrong clock leaves `own` elsewhere.
    """
    held = (own, *(lane for lane in lanes if lane.installation_id == own.installation_id))
    return next((lane for lane in held if lane.valid_from <= day <= lane.valid_to), own)


def latest_minute(own: Lane, lanes: Iterable[Lane], day: str) -> int:
    """Return the last minute (UTC) of the days from `day` on of which `lane_on` gives codes without a gap."""
    known = tuple(lanes)
    after = parse_day(lane_on(own, known, day).valid_to) + 1
    while (lane := lane_on(own, known, day_iso(after))).valid_from <= day_iso(after) <= lane.valid_to:
        after = parse_day(lane.valid_to) + 1
    return minute_at(after, 0) - 1


def gives(lane: Lane, code: str) -> bool:
    """Tell whether a code is one that this lane hands out. Raises Refused: bad_code."""
    told = parse_code(code)
    own = lane.first <= told.serial <= lane.last
    recovery = lane.recovery_first <= told.serial <= lane.recovery_last
    return (
        told.agency_id == lane.agency_id
        and lane.valid_from <= told.day <= lane.valid_to
        and (own or recovery)
    )


def is_leaf(code: str) -> bool:
    """Tell whether a code can be a paper book's, which no lane hands out. Raises Refused: bad_code."""
    return BOOKS_FIRST <= parse_code(code).serial <= BOOKS_LAST


def next_serial(lane: Lane, day: str, last_used: int | None) -> int:
    """Return the serial after `last_used`, the lane's last on that day; None where none was used yet.

    The recovery range follows the lane's own; nothing wraps. Raises Refused: lane_not_valid_on_day,
    lane_empty, training_serial; Damaged: serial_outside_lane.
    """
    check_official(max(lane.last, lane.recovery_last))
    if not lane.valid_from <= day <= lane.valid_to:
        raise Refused("lane_not_valid_on_day", None, lane=lane.lane_id, day=day)
    if last_used is None:
        return lane.first
    if last_used == lane.recovery_last:
        raise Refused("lane_empty", None, lane=lane.lane_id, day=day)
    if last_used == lane.last:
        return lane.recovery_first
    own = lane.first <= last_used < lane.last
    if not own and not lane.recovery_first <= last_used < lane.recovery_last:
        raise Damaged("serial_outside_lane", lane=lane.lane_id, serial=last_used)
    return last_used + 1


def check_official(serial: int, field: str | None = None) -> None:
    """Refuse a serial of the training range, whoever granted it. Raises Refused: training_serial."""
    if serial >= TRAINING_FIRST:
        raise Refused("training_serial", field, serial=serial)


def default_lane_ranges(number: int) -> LaneRanges:
    """Return lane 0 to 15: 500 serials of 1000-8999, 50 of 9000-9799. Raises Refused("no_free_lane")."""
    if not 0 <= number < LANES:
        raise Refused("no_free_lane")
    first = LANES_FIRST + number * LANE_SIZE
    recovery = RECOVERY_FIRST + number * RECOVERY_SIZE
    return LaneRanges(first, first + LANE_SIZE - 1, recovery, recovery + RECOVERY_SIZE - 1)


def lane_bytes(lane: Lane) -> bytes:
    """Return what the centre signs: canonical JSON of all fields but the signature."""
    fields = codec.plain({name: getattr(lane, name) for name in Lane.__slots__ if name != "signature"})
    return codec.canonical(fields).encode()


def _forwards(agency: str) -> str:
    try:
        return check_agency_id(agency)
    except Refused:
        return check_agency_id(".".join(reversed(agency.split("."))))
