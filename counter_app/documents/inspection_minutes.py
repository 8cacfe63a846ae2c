"""The minutes of an inspection of the desk, Biên bản kiểm tra, signed by all who took part."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from counter_app.documents import wording
from counter_app.documents.closing import foot, signatures
from counter_app.documents.flow import Cell, Strip, row, stack, tied
from counter_app.documents.letterhead import BLANK_NUMBER, copy_line, head, title
from counter_app.documents.particulars import field, numbered, paragraph
from counter_app.documents.sheet import LEFT, MARK, MEASURE, RIGHT, STRONG, Matter, publish
from counter_app.domain.people import Office

TITLE = "BIÊN BẢN KIỂM TRA"
COPIES = ("Bản 1: Người kiểm tra giữ", "Bản 2: Bộ phận Một cửa giữ")
_NONE = "Không ghi nhận."
_ABREAST = 2  # signatures on a line


class Part(StrEnum):
    """As what somebody took part."""

    INSPECTS = "inspects"
    INSPECTED = "inspected"
    WITNESS = "witness"
    WRITES = "writes"


PARTS = {
    Part.INSPECTS: "Người kiểm tra",
    Part.INSPECTED: "Người được kiểm tra",
    Part.WITNESS: "Người chứng kiến",
    Part.WRITES: "Người ghi biên bản",
}


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who was there and signs."""

    name: str
    title: str
    part: Part


@dataclass(frozen=True, slots=True)
class Minutes:
    """Everything that stands in the minutes. `at` is the minute (UTC) of the inspection.

    Texts have a paragraph a line, "" for nothing found; `footage` names camera and time; `due` is the day
    (YYYY-MM-DD) of the follow-up, "" for none.
    """

    office: Office
    at: int
    surprise: bool
    participants: tuple[Participant, ...]
    strengths: str = ""
    faults: str = ""
    recommendations: str = ""
    footage: str = ""
    due: str = ""
    number: str = ""
    copy: int = 1


def render(minutes: Minutes, copies: Sequence[str] = COPIES) -> bytes:
    """Return the PDF on A4, all pages once per copy. Raises Refused: bad_date."""
    top = [
        head(minutes.office, minutes.at, minutes.number or BLANK_NUMBER, label="Số:"),
        Strip(9),
        *title(TITLE),
    ]
    kind = "Kiểm tra đột xuất" if minutes.surprise else "Kiểm tra theo kế hoạch"
    top += row(Cell(kind, LEFT, MEASURE, STRONG, "centre"))
    drop = sum(strip.height for strip in top)
    mark = copy_line(minutes.copy) if minutes.copy > 1 else Strip(MARK.leading if any(copies) else 0)
    name = f"biên bản kiểm tra {wording.date(minutes.at)}"
    matter = Matter(stack(*top, mark, Strip(8)), drop, tuple(_body(minutes)), foot(minutes.office), name)
    return publish(
        matter, "A4", copies, f"Biên bản kiểm tra, {wording.date(minutes.at)}", minutes.office.name
    )


def _body(minutes: Minutes) -> list[Strip]:
    strips = field("Thời gian:", f"{wording.time(minutes.at)}, {wording.date(minutes.at)}")
    strips += field(
        "Địa điểm:", ", ".join(part for part in (minutes.office.name, minutes.office.address) if part)
    )
    strips += _headed("I. Thành phần")
    strips += numbered([_named(one) for one in minutes.participants])
    for heading, text in (
        ("II. Ưu điểm", minutes.strengths),
        ("III. Hạn chế, vi phạm", minutes.faults),
        ("IV. Kiến nghị", minutes.recommendations),
    ):
        first, *others = [line for line in text.splitlines() if line.strip()] or [_NONE]
        strips += _headed(heading, *paragraph(first))
        strips += [strip for line in others for strip in paragraph(line)]
    strips += _headed("V. Theo dõi, đối chiếu")
    strips += field("Hình ảnh camera:", minutes.footage)
    strips += field("Kiểm tra lại:", minutes.due and wording.iso_date(minutes.due), STRONG)
    strips += paragraph("Biên bản đã được đọc lại cho những người có tên trên cùng nghe và ký tên.")
    first_line, *lines = _signed(minutes.participants) or [Strip(0)]
    return [*tied(strips, Strip(8), first_line), *lines]


def _headed(heading: str, *after: Strip) -> list[Strip]:
    """Keep a heading with the line after it."""
    words = row(Cell(heading, LEFT, MEASURE, STRONG))
    return [stack(Strip(6), *words, *after[:2]), *after[2:]]


def _named(one: Participant) -> str:
    return ", ".join(part for part in (one.name, one.title, PARTS[one.part].lower()) if part)


def _signed(participants: Sequence[Participant]) -> list[Strip]:
    """Return a line for every two who sign."""
    lines = [participants[n : n + _ABREAST] for n in range(0, len(participants), _ABREAST)]
    half = LEFT + MEASURE / 2
    return [
        stack(
            Strip(6),
            signatures(
                *((PARTS[one.part], one.title, one.name) for one in line),
                right=half if len(line) == 1 else RIGHT,
            ),
        )
        for line in lines
    ]
