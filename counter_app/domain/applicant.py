"""What an applicant's data must look like, and what one procedure needs of it."""

import datetime
import re
from collections.abc import Callable

from counter_app.domain.catalog import Procedure
from counter_app.domain.commands import Applicant, ApplicantKind, IdKind
from counter_app.errors import Refused

LIMITS = {"name": 200, "id_number": 30, "birth_date": 10, "address": 300, "phone": 20, "email": 120}
ID_NUMBERS = {
    IdKind.CITIZEN_ID: re.compile(r"\d{12}|\d{9}"),  # 9 digits: the identity card before 2021
    IdKind.PASSPORT: re.compile(r"[A-Z0-9]{5,15}"),
    IdKind.TAX_CODE: re.compile(r"\d{10}(-\d{3})?|\d{12,13}"),
    IdKind.NONE: re.compile(r""),
}
PHONE = re.compile(r"\+?\d[\d .()-]{6,18}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Unicode's categories Cc and Cs, controls and halves of a letter, but for the new line.
UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
BIRTH_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")  # old papers may state only the year


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
    """Refuse control characters and lone surrogates, which no paper can show: bad_characters."""
    if UNPRINTABLE.search(text):
        raise Refused("bad_characters", field)


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
