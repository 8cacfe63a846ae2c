"""The published catalogue as it comes: its shapes, what counts as readable, and the cleaning of its texts."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from counter_app.domain import codec
from counter_app.domain.catalog import Channel
from counter_app.errors import Refused

MAX_PROCEDURES, MAX_ROWS, MAX_TEXT = 5000, 200, 4000
MAX_LIMIT, MAX_FEE = 999, 100_000_000
CHANNELS = {
    "Trực tiếp": Channel.IN_PERSON,
    "Trực tuyến": Channel.ONLINE,
    "Dịch vụ bưu chính": Channel.POST,
}
WORKING_DAY, NOT_STATED = "working_day", "not_stated"
LIMIT_UNITS = (WORKING_DAY, "calendar_day?", "UNKNOWN", NOT_STATED)
CODE = re.compile(r"\d{1,3}\.\d{3,9}")
# "Giấy khai sinhMã: KQ.G15.000031": a result's code is glued behind its name, and the next name behind it.
RESULT_CODE = re.compile(r"\s*Mã:\s*(?:KQ\.[A-Z]\d{2}\.\d{1,6}|[\dA-Z.]+-KQ\d+|\w+)")


@dataclass(frozen=True, slots=True)
class PublishedChannel:
    """One row of a procedure's table of channels."""

    channel: str
    limit_value: int | None
    limit_unit: str
    fee_vnd: int | None
    fee_note: str


@dataclass(frozen=True, slots=True)
class PublishedPaper:
    """One row of the list of papers: prose, and such as `1 bản chính,1 bản sao`."""

    name: str
    copies: str


@dataclass(frozen=True, slots=True)
class Published:
    """One procedure as published; `time_hints` are sentences of its prose that speak of time."""

    code: str
    name: str
    field: str
    level: str
    decision: str
    channels: tuple[PublishedChannel, ...]
    same_day_cutoff_15h: bool
    receives_saturday_morning: bool
    time_hints: tuple[str, ...]
    required_papers: tuple[PublishedPaper, ...]
    result: str
    warnings: tuple[str, ...]
    detail_url: str = ""
    confidence: str = ""

    def rows(self) -> dict[Channel, tuple[PublishedChannel, ...]]:
        """Return the rows of each offered channel, in the channels' own order."""
        found: dict[Channel, tuple[PublishedChannel, ...]] = {}
        for channel in Channel:
            if rows := tuple(row for row in self.channels if CHANNELS[row.channel] is channel):
                found[channel] = rows
        return found


def records(source: object) -> Iterator[tuple[str, object]]:
    """Yield (path, record). Raises Refused("bad_catalogue") unless `source` has a list of sane length."""
    listed = source.get("procedures") if isinstance(source, dict) else None
    if not isinstance(listed, list) or len(listed) > MAX_PROCEDURES:
        raise Refused("bad_catalogue", "procedures")
    for index, record in enumerate(listed):
        yield f"procedures[{index}]", record


def read(record: object, at: str) -> Published:
    """Read one record. Raises Refused("malformed", field=path) at the first wrong place."""
    try:
        published = codec.read(Published, record, at)
    except Refused as refused:
        raise Refused("malformed", refused.field or at) from refused
    for path, sane in _checks(published):
        if not sane:
            raise Refused("malformed", f"{at}.{path}")
    return published


def clean(text: str) -> str:
    """Return `text` in NFC, white space made single, without control and other invisible characters."""
    kept = (c for c in unicodedata.normalize("NFC", text) if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join("".join(kept).split())


def name_of(text: str) -> str:
    """Return a name without the full stops and colons that trail some of them."""
    return clean(text).rstrip(".:; ")


def result_of(text: str) -> str:
    """Return the results' names, joined by `; `, without the codes glued behind them."""
    return "; ".join(part for raw in RESULT_CODE.split(text) if (part := name_of(raw).removeprefix("- ")))


def _checks(published: Published) -> Iterator[tuple[str, bool]]:
    yield "code", CODE.fullmatch(published.code) is not None
    yield "name", bool(name_of(published.name))
    for name in ("name", "field", "level", "decision", "result"):
        yield name, len(getattr(published, name)) <= MAX_TEXT
    for name in ("time_hints", "warnings"):
        texts = getattr(published, name)
        yield name, len(texts) <= MAX_ROWS and all(len(text) <= MAX_TEXT for text in texts)
    yield "channels", 0 < len(published.channels) <= MAX_ROWS
    for index, row in enumerate(published.channels):
        yield f"channels[{index}]", _sane_row(row)
    yield "required_papers", len(published.required_papers) <= MAX_ROWS
    for index, paper in enumerate(published.required_papers):
        sane = bool(clean(paper.name)) and max(len(paper.name), len(paper.copies)) <= MAX_TEXT
        yield f"required_papers[{index}]", sane


def _sane_row(row: PublishedChannel) -> bool:
    stated = row.limit_unit != NOT_STATED
    return (
        row.channel in CHANNELS
        and row.limit_unit in LIMIT_UNITS
        and (row.limit_value is not None) is stated
        and (row.limit_value is None or 0 < row.limit_value <= MAX_LIMIT)
        and (row.fee_vnd is None or 0 <= row.fee_vnd <= MAX_FEE)
        and len(row.fee_note) <= MAX_TEXT
    )
