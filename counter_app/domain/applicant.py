"""What an applicant's data must look like, and what one procedure needs of it."""

import datetime
import re
import unicodedata
from collections.abc import Callable

from counter_app.domain.catalog import Procedure
from counter_app.domain.commands import Applicant, ApplicantKind, IdKind
from counter_app.errors import Refused

LIMITS = {"name": 200, "id_number": 30, "birth_date": 10, "address": 300, "phone": 20, "email": 120}
ID_NUMBERS = {
    IdKind.CITIZEN_ID: re.compile(r"[0-9]{12}|[0-9]{9}"),  # 9 digits: the identity card before 2021
    IdKind.PASSPORT: re.compile(r"[A-Z0-9]{5,15}"),
    IdKind.TAX_CODE: re.compile(r"[0-9]{10}(-[0-9]{3})?|[0-9]{12,13}"),
    IdKind.NONE: re.compile(r""),
}
PHONE = re.compile(r"\+?[0-9][0-9 .()-]{6,18}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
BIRTH_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")  # old papers may state only the year
# What our papers' typeface shows: Latin with all of Vietnamese, Greek, Cyrillic, and common signs. Nothing
# invisible: a name that cannot be seen would stand on a receipt.
UNPRINTABLE = re.compile(
    r"[^\n -~\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1e9b\u1ea0-\u1ef9"
    r"\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u04ff\u2010\u2012-\u2015"
    r"\u2018-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ab\u20ac\u2116]"
)


def check(applicant: Applicant, procedure: Procedure, today: datetime.date) -> None:
    """Refuse an applicant that cannot be right, naming the field as `applicant.<field>`.

    Raises Refused: name_missing, too_long, bad_characters, bad_id_number, bad_birth_date, bad_phone,
    bad_email, bad_sex, field_required.
    """
    if not applicant.name.strip():
        raise Refused("name_missing", "applicant.name")
    texts = {name: getattr(applicant, name) for name in LIMITS}
    for name, text in texts.items():
        _check_text(f"applicant.{name}", text, LIMITS[name])
    _check_shapes(applicant, today)
    if applicant.representative is not None:
        _check_representative(applicant)
    for name in procedure.required:
        if not texts[name].strip():
            raise Refused("field_required", f"applicant.{name}")


def _check_representative(applicant: Applicant) -> None:
    other = applicant.representative
    assert other is not None  # noqa: S101 - the caller looked
    if not other.name.strip():
        raise Refused("name_missing", "applicant.representative.name")
    for name, limit in (("name", 200), ("id_number", 30), ("authority", 300)):
        _check_text(f"applicant.representative.{name}", getattr(other, name), limit)


def _check_text(field: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise Refused("too_long", field, limit=limit)
    check_characters(text, field)


def check_characters(text: str, field: str) -> None:
    """Refuse what our papers cannot show: bad_characters, with the first such `letter`."""
    found = UNPRINTABLE.search(unicodedata.normalize("NFC", text))
    if found:
        shown = found[0] if found[0].isprintable() else ""
        raise Refused("bad_characters", field, letter=f"{shown} U+{ord(found[0]):04X}".strip())


def _check_shapes(applicant: Applicant, today: datetime.date) -> None:
    checks: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
        ("bad_phone", "phone", lambda text: PHONE.fullmatch(text) is not None),
        ("bad_email", "email", lambda text: EMAIL.fullmatch(text) is not None),
        ("bad_birth_date", "birth_date", lambda text: _was_a_day(text, today)),
        ("bad_sex", "sex", lambda text: text in ("male", "female")),
    )
    for code, name, holds in checks:
        text = getattr(applicant, name)
        if text and not holds(text):
            raise Refused(code, f"applicant.{name}")
    if not ID_NUMBERS[applicant.id_kind].fullmatch(applicant.id_number):
        raise Refused("bad_id_number", "applicant.id_number", id_kind=applicant.id_kind.value)
    if applicant.kind is ApplicantKind.ORGANISATION and applicant.birth_date:
        raise Refused("bad_birth_date", "applicant.birth_date")


def _was_a_day(text: str, today: datetime.date) -> bool:
    if not BIRTH_DATE.fullmatch(text):
        return False
    try:
        day = datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return datetime.date(1880, 1, 1) <= day <= today
