"""A list that goes out printed, A4: title, table, totals, who signs. It knows nothing of what it lists."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents.closing import signatures
from counter_app.documents.flow import Cell, Strip, row, side_by_side, stack
from counter_app.documents.letterhead import copy_line, head, title
from counter_app.documents.sheet import (
    BODY,
    LEFT,
    MARK,
    STRONG,
    TABLE_ACROSS,
    TABLE_UPRIGHT,
    Matter,
    Sheet,
    publish,
)
from counter_app.documents.table import Column, table
from counter_app.domain.people import Office

_FACT = 96.0  # points: the labels of the facts above the table
_TOTAL = 210.0  # points: a total with its label, so many side by side as the sheet holds
_VALUE = 48.0  # points: what the label of a total leaves to its value


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that stands on a list. `at` is the minute of its date since 1970-01-01T00:00Z.

    `period` stands under the title and is told on every page, `remark` under it; `facts` and `words` (a
    paragraph each) above the table, `totals` under it; facts and totals are (label, value). `signers` are
    (role, title, name) from left to right, "" where it is left to be written. `across` lays the sheet
    across, for many columns. `copy` from 2 on is marked as a copy.
    """

    office: Office
    at: int
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    period: str = ""
    remark: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()
    totals: tuple[tuple[str, str], ...] = ()
    signers: tuple[tuple[str, str, str], ...] = ()
    across: bool = False
    copy: int = 1


def render(listing: Listing, copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF on A4, all pages once per copy; by default one, without a mark."""
    sheet = TABLE_ACROSS if listing.across else TABLE_UPRIGHT
    top = [head(listing.office, listing.at, right=sheet.right), Strip(9)]
    top += title(listing.title, right=sheet.right)
    for line in (listing.period, listing.remark):
        top += row(Cell(line, LEFT, sheet.right - LEFT, MARK, "centre"))
    mark_drop = sum(strip.height for strip in top)
    blank = Strip(MARK.leading if any(copies) else 0)
    mark = copy_line(listing.copy, sheet.right) if listing.copy > 1 else blank
    opening = stack(*top, mark, Strip(8))
    matter = Matter(opening, mark_drop, tuple(_body(listing, sheet)), Strip(0), _name(listing))
    return publish(matter, "A4", copies, listing.title, listing.office.name, sheet)


def _name(listing: Listing) -> str:
    """Say how the later pages call the list."""
    period = listing.period
    return ", ".join(part for part in (listing.title.lower(), period[:1].lower() + period[1:]) if part)


def _body(listing: Listing, sheet: Sheet) -> list[Strip]:
    measure = sheet.right - LEFT
    strips: list[Strip] = []
    for label, value in listing.facts:
        strips += row(Cell(label, LEFT, _FACT, BODY), Cell(value, LEFT + _FACT, measure - _FACT, STRONG))
    for words in listing.words:
        strips += [*row(Cell(words, LEFT, measure, BODY)), Strip(3)]
    *others, last = table(listing.columns, listing.rows, sheet.right)
    return [*strips, Strip(4), *others, _end(last, listing, sheet)]


def _end(last: Strip, listing: Listing, sheet: Sheet) -> Strip:
    """Keep the totals and the signatures with the last row: nobody signs a sheet that lists nothing."""
    ending = [last, Strip(6), *_totals(listing.totals, sheet)]
    if listing.signers:
        ending += [Strip(10), signatures(*listing.signers, room=44, right=sheet.right)]
    return stack(*ending, head=last.head)


def _totals(totals: Sequence[tuple[str, str]], sheet: Sheet) -> list[Strip]:
    measure = sheet.right - LEFT
    abreast = int(measure // _TOTAL)
    lines = [totals[i : i + abreast] for i in range(0, len(totals), abreast)]
    return [
        side_by_side(
            *(_total(*one, LEFT + n * measure / abreast, measure / abreast) for n, one in enumerate(line))
        )
        for line in lines
    ]


def _total(label: str, value: str, left: float, width: float) -> Strip:
    label = f"{label}:"
    used = min(BODY.width(label) + 4, width - _VALUE)
    return stack(*row(Cell(label, left, used, BODY), Cell(value, left + used, width - used - 8, STRONG)))
