"""What in a published procedure no machine may decide: each doubt names its place and what it found."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from counter_app.domain.catalog_source import NOT_STATED, WORKING_DAY, Published, PublishedChannel, clean

MAX_FOUND = 200
MAX_COPIES = 20
UNIT_DOUBTS = {"UNKNOWN": "unit_missing", "calendar_day?": "unit_unsure", NOT_STATED: "limit_not_stated"}
PROSE_UNITS = {"ngày làm việc": WORKING_DAY, "ngày": "calendar_day?"}
SPAN = re.compile(
    r"(\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?(ngày làm việc|ngày|giờ làm việc|giờ|tháng)", re.IGNORECASE
)
# A sentence about the whole: counted from when the dossier, the request or the case was taken in.
TOTAL = re.compile(
    r"kể từ (?:ngày|khi) (?:nhận|tiếp nhận|nộp|thụ lý)[^.;]{0,40}?(?:hồ sơ|đề nghị|giải quyết)"
    r"|không quá \d{1,3} ngày",
    re.IGNORECASE,
)
MONEY = re.compile(r"(\d{1,3}(?:[.,]\d{3}){1,3}|\d{4,9})\s*(?:đồng|đ\b|VNĐ|Việt Nam Đồng)", re.IGNORECASE)
ELSEWHERE = re.compile(r"Hội đồng nhân dân|quy định của Luật phí", re.IGNORECASE)
COPIES = re.compile(r"(\d+) bản (chính|sao)")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing for an administrator to confirm.

    `code` says what, `procedure` the code of the procedure ("" where it cannot be read), `path` the place in
    the source or in the confirmations, `found` what stands there, cut to 200 characters.
    """

    code: str
    procedure: str
    path: str
    found: str = ""


def of_limit(published: Published, rows: tuple[PublishedChannel, ...], at: str) -> Iterator[Doubt]:
    """Yield the doubts about one channel's limit: unit_missing, unit_unsure, limit_not_stated, ..."""
    for row in rows:
        if code := UNIT_DOUBTS.get(row.limit_unit):
            yield Doubt(code, published.code, f"{at}.limit_unit", stated((row,)))
        if prose := _contradiction(published, row):
            yield Doubt("field_against_prose", published.code, f"{at}.limit_value", prose)
    if len(rows) > 1:
        yield Doubt("channel_repeated", published.code, at, stated(rows))


def of_fee(published: Published, rows: tuple[PublishedChannel, ...], at: str) -> Iterator[Doubt]:
    """Yield the doubts about one channel's fee: currency, fee_not_stated, fee_varies, fee_against_prose."""
    for row in rows:
        if code := _fee_doubt(row):
            yield Doubt(code, published.code, f"{at}.fee_vnd", clean(row.fee_note)[:MAX_FOUND])


def of_procedure(published: Published, at: str) -> Iterator[Doubt]:
    """Yield channels_differ and fees_differ: lawful, and yet to be confirmed."""
    limits = {(row.limit_value, row.limit_unit) for row in published.channels}
    fees = {row.fee_vnd for row in published.channels}
    for code, kinds in (("channels_differ", limits), ("fees_differ", fees)):
        if len(kinds) > 1:
            yield Doubt(code, published.code, f"{at}.channels", stated(published.channels)[:MAX_FOUND])


def of_papers(published: Published, at: str) -> Iterator[Doubt]:
    """Yield paper_unconfirmed once, and copies_implausible for each row with an impossible number."""
    if published.required_papers:
        count = str(len(published.required_papers))
        yield Doubt("paper_unconfirmed", published.code, f"{at}.required_papers", count)
    for index, paper in enumerate(published.required_papers):
        found = COPIES.findall(paper.copies)
        if not found or any(len(number) > 2 or int(number) > MAX_COPIES for number, _ in found):  # noqa: PLR2004
            path = f"{at}.required_papers[{index}].copies"
            yield Doubt("copies_implausible", published.code, path, clean(paper.copies)[:MAX_FOUND])


def stated(rows: Iterable[PublishedChannel]) -> str:
    """Return rows as a confirmation quotes them: `<value> <unit>, <fee>`, joined by ` | `, `-` for none."""
    return " | ".join(
        f"{'-' if row.limit_value is None else row.limit_value} {row.limit_unit},"
        f" {'-' if row.fee_vnd is None else row.fee_vnd}"
        for row in rows
    )


def _contradiction(published: Published, row: PublishedChannel) -> str:
    """Return the sentence that gives another limit than the field, if no sentence gives the field's own."""
    if row.limit_value is None:
        return ""
    notes = (other.fee_note for other in published.channels if other is not row)
    prose = [clean(text) for text in (row.fee_note, *notes, *published.time_hints) if not _is_table(text)]
    for text in prose:
        for value, unit in SPAN.findall(text):
            same_unit = row.limit_unit in ("UNKNOWN", PROSE_UNITS.get(unit.lower()))
            if same_unit and int(value) == row.limit_value:
                return ""
    against = [text for text in prose if SPAN.search(text) and TOTAL.search(text)]
    against += [clean(text) for text in published.warnings if "contradiction" in text and _unsure(row)]
    return against[0][:MAX_FOUND] if against else ""


def _is_table(text: str) -> bool:
    """Tell a table of channels that was taken for a sentence: it only repeats the field."""
    return text.lstrip().startswith("Hình thức nộp")


def _unsure(row: PublishedChannel) -> bool:
    return row.limit_unit == "calendar_day?"


def _fee_doubt(row: PublishedChannel) -> str:
    amounts = [int(re.sub(r"\D", "", amount)) for amount in MONEY.findall(row.fee_note)]
    if row.fee_vnd is None:
        return "currency" if "USD" in row.fee_note else "fee_not_stated"
    # The note begins with the field's own amount; only what follows it is prose.
    prose = amounts[1:] if amounts[:1] == [row.fee_vnd] else amounts
    if prose and row.fee_vnd not in prose:
        return "fee_against_prose"
    return "fee_varies" if len(set(prose)) > 1 or ELSEWHERE.search(row.fee_note) else ""
