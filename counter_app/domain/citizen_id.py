"""The citizen's identity card: its QR text and its number (DOMAIN §7). Warns, never blocks."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from counter_app.domain.keystrokes import (
    compose_name,
    compose_text,
    decode_bytes,
    looks_garbled,
    row_digits,
)
from counter_app.errors import Refused

MAX_CARD = 1000  # characters
LEAST_FIELDS = 3
FIELDS_TO_GUESS = 5  # a text cut by another character than `|` must look like a card all the more

_NUMBER = re.compile(r"\d{12}", re.ASCII)
_OLD_NUMBER = re.compile(r"\d{9}", re.ASCII)
_DATE = re.compile(r"(?:(\d{2})[/.-]?(\d{2})[/.-]?)(\d{4})", re.ASCII)
_YEAR = re.compile(r"(?:0000)?(\d{4})", re.ASCII)
_SEPARATOR = re.compile(r"\d{12}\s*([^\w\s])")
_SEX = {"nam": "male", "male": "male", "nữ": "female", "nu": "female", "female": "female"}
_EARLIEST_YEAR, _LATEST_YEAR = 1880, 2099
_LAST_CENTURY_DIGIT = 3  # 2 and 3 are the 2000s
_FIRST_FOREIGN = 100  # three digits from here on name countries
# Places of registration: the 63 provinces before July 2025, whose codes stay in the numbers.
# fmt: off
_PROVINCES = frozenset((
    1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38,
    40, 42, 44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80,
    82, 83, 84, 86, 87, 89, 91, 92, 93, 94, 95, 96,
))
# fmt: on


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What a card's QR says. Dates are ISO (a bare year where the card has no more), None where absent.

    `sex` is male or female; `extras` are fields not understood, as they came; `warnings` codes of:
    garbled_input, field_order, name_missing, old_number_unusual, bad_birth_date, birth_year_only, bad_sex,
    bad_issue_date, issue_before_birth, and those of `check_number`.
    """

    number: str
    old_number: str | None
    name: str | None
    birth_date: str | None
    sex: str | None
    address: str | None
    issue_date: str | None
    extras: tuple[str, ...]
    warnings: tuple[str, ...]


def read_card(text: str) -> CitizenCard:
    """Read a scanned card: seven fields joined by `|`, six-field and longer variants too.

    Raises Refused("bad_card", "card") for what is no card, or longer than 1000 characters.
    """
    if len(text) > MAX_CARD:
        raise Refused("bad_card", "card")
    decoded = decode_bytes(text)
    fields, repaired = _split(_clean(decoded))
    warnings = ["garbled_input"] if repaired or decoded != text else []
    placed = _in_order(fields)
    if placed is None:
        placed = _by_content(fields)
        warnings.append("field_order")
    return _card(*placed, warnings)


def check_number(number: str, birth_date: str | None = None, sex: str | None = None) -> tuple[str, ...]:
    """Return what is odd about a 12-digit number, alone and against the ISO birth date and sex.

    Codes: number_malformed, number_place_unknown, number_century_unlikely, century_differs,
    birth_year_differs, sex_differs. There is no check digit (DOMAIN §7).
    """
    if not _NUMBER.fullmatch(number):
        return ("number_malformed",)
    century, year = int(number[3]), number[4:6]
    born = str(1900 + century // 2 * 100 + int(year))
    odd = {
        "number_place_unknown": int(number[:3]) < _FIRST_FOREIGN and int(number[:3]) not in _PROVINCES,
        "number_century_unlikely": century > _LAST_CENTURY_DIGIT,
        "birth_year_differs": bool(birth_date) and (birth_date or "")[2:4] != year,
        "century_differs": bool(birth_date) and (birth_date or "")[:2] != born[:2],
        "sex_differs": sex in _SEX and sex != ("female" if century % 2 else "male"),
    }
    return tuple(code for code, holds in odd.items() if holds)


def _clean(text: str) -> str:
    """Drop what no card holds: control, format, private and lone surrogate characters."""
    kinds = ((letter, unicodedata.category(letter)) for letter in text)
    kept = (letter if kind[0] != "C" else " " if kind == "Cc" else "" for letter, kind in kinds)
    return "".join(kept).strip()


def _split(text: str) -> tuple[list[str], bool]:
    """Cut into fields, telling whether something had to be repaired. Raises Refused("bad_card")."""
    separator, least, repaired = "|", LEAST_FIELDS, False
    if "|" not in text and (found := _SEPARATOR.match(text)):
        separator, least, repaired = found[1], FIELDS_TO_GUESS, True
    fields = [" ".join(field.split()) for field in text.split(separator)]
    digits = [row_digits(field) for field in fields]
    if not _NUMBER.fullmatch(fields[0]) and _NUMBER.fullmatch(digits[0] or ""):
        fields = [digit or field for digit, field in zip(digits, fields, strict=True)]
        repaired = True
    # Not before: normalising puts marks in order, and marks may still have been digits.
    fields = [unicodedata.normalize("NFC", field) for field in fields]
    if len(fields) < least or not any(map(_NUMBER.fullmatch, fields)):
        raise Refused("bad_card", "card")
    return fields, repaired


Placed = tuple[Sequence[str], Sequence[str]]  # number, old number, name, birth, sex, address, issue; extras


def _in_order(fields: list[str]) -> Placed | None:
    """Place fields in the order of the card of 2021, with or without the old number; None if unfit."""
    number, *rest = fields
    if not _NUMBER.fullmatch(number):
        return None
    if rest[0] and not (rest[0].isdecimal() and _date(rest[0]) is None):
        rest = ["", *rest]
    old, name, birth, sex, address, issue, *extras = [*rest, *[""] * 6]
    named = not name or (any(map(str.isalpha, name)) and _sex(name) is None and _date(name) is None)
    if not named or not (_date(birth) or _sex(sex)):
        return None
    return (number, old, name, birth, sex, address, issue), extras


def _by_content(fields: list[str]) -> Placed:
    """Tell the fields of a card in another order by what they look like. Raises Refused("bad_card")."""
    left = list(fields)
    number = _take(left, [field for field in left if _NUMBER.fullmatch(field)])
    dates = sorted((field for field in left if _is_full_date(field)), key=lambda field: _date(field) or "")
    birth, issue = _take(left, dates[:1]), _take(left, dates[1:2])
    sex = _take(left, [field for field in left if _sex(field)])
    old = _take(left, [field for field in left if _OLD_NUMBER.fullmatch(field)])
    name = _take(left, [field for field in left if field and all(c.isalpha() or c in " '-." for c in field)])
    if not name or not (birth or sex):
        raise Refused("bad_card", "card")
    address = _take(left, [field for field in left if any(map(str.isalpha, field))])
    return (number, old, name, birth, sex, address, issue), left


def _take(left: list[str], found: list[str]) -> str:
    if not found:
        return ""
    left.remove(found[0])
    return found[0]


def _card(placed: Sequence[str], extras: Sequence[str], warnings: list[str]) -> CitizenCard:
    number, old, raw_name, raw_birth, raw_sex, raw_address, raw_issue = placed
    name = compose_name(raw_name)
    sex, birth, issue = _sex(raw_sex), _date(raw_birth), _date(raw_issue)
    typed = name != raw_name or (sex is not None and raw_sex.casefold() not in _SEX)
    address = compose_text(raw_address) if typed else raw_address
    odd = {
        "garbled_input": typed or looks_garbled(name) or any(letter in address for letter in "?\ufffd"),
        "name_missing": not name,
        "old_number_unusual": bool(old) and not _OLD_NUMBER.fullmatch(old),
        "bad_birth_date": birth is None,
        "birth_year_only": birth is not None and len(birth) == len("1990"),
        "bad_sex": sex is None,
        "bad_issue_date": bool(raw_issue) and not _is_full_date(raw_issue),
        "issue_before_birth": bool(birth and issue and issue < birth),
    }
    warnings += [code for code, holds in odd.items() if holds]
    pairs = ((raw_birth, birth), (raw_sex, sex), (raw_issue, issue))
    unread = [raw for raw, value in pairs if raw and value is None]
    return CitizenCard(
        number,
        old or None,
        name or None,
        birth,
        sex,
        address or None,
        issue if _is_full_date(raw_issue) else None,
        tuple(field for field in (*unread, *extras) if field),
        tuple(dict.fromkeys((*warnings, *check_number(number, birth, sex)))),
    )


def _sex(field: str) -> str | None:
    return _SEX.get(field.casefold()) or _SEX.get(compose_name(field).casefold())


def _date(field: str) -> str | None:
    """Read ddMMyyyy, or a bare year (0000yyyy, yyyy), into ISO; None when it is neither."""
    found, year = _DATE.fullmatch(field), _YEAR.fullmatch(field)
    if year and _EARLIEST_YEAR <= int(year[1]) <= _LATEST_YEAR:
        return year[1]
    if not found or not _EARLIEST_YEAR <= int(found[3]) <= _LATEST_YEAR:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return None


def _is_full_date(field: str) -> bool:
    return len(_date(field) or "") == len("1990-01-01")
