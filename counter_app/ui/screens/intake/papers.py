"""How keys and clicks answer one row of the check list."""

from dataclasses import replace

from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import PaperMark
from counter_app.texts import _
from counter_app.ui.screens.intake.form import MARKS, PaperRow

KINDS = tuple(PaperKind)
MOST = 999


def toggled(row: PaperRow) -> PaperRow:
    """Space: given (or seen), and back to how it started."""
    start, there = MARKS[row.need]
    return replace(row, mark=start if row.mark is there else there)


def marked(row: PaperRow, mark: PaperMark) -> PaperRow:
    """T and K: missing, does not apply."""
    return replace(row, mark=mark)


def counted(row: PaperRow, count: int) -> PaperRow:
    """Digits: that many were handed in."""
    if count < 1:
        return row
    return replace(row, count=min(count, MOST), mark=PaperMark.GIVEN)


def turned(row: PaperRow, step: int) -> PaperRow:
    """Left and right: original, copy, certified copy."""
    return replace(row, kind=KINDS[(KINDS.index(row.kind) + step) % len(KINDS)])


def mark_words(row: PaperRow) -> tuple[str, str, str]:
    """Return (word, icon, token) of the officer's answer."""
    return {
        PaperMark.GIVEN: (_("Đã nhận"), "check", "ok"),
        PaperMark.SHOWN: (_("Đã xem"), "eye", "info"),
        PaperMark.NOT_APPLICABLE: (_("Không áp dụng"), "minus", "muted"),
        PaperMark.MISSING: (_("Thiếu"), "alert", "late"),
    }[row.mark]


def kind_word(kind: PaperKind) -> str:
    """Return what kind of paper it is, in words."""
    return {
        PaperKind.ORIGINAL: _("Bản chính"),
        PaperKind.COPY: _("Bản sao"),
        PaperKind.CERTIFIED: _("Chứng thực"),
    }[kind]
