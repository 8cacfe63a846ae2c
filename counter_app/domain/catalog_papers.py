"""The check list of a procedure: as an administrator confirmed it, else as the published prose suggests."""

import re
import unicodedata

from counter_app.domain.catalog import Need, Paper, PaperKind
from counter_app.domain.catalog_confirm import MAX_LABEL, ConfirmedPaper
from counter_app.domain.catalog_doubts import COPIES, MAX_COPIES
from counter_app.domain.catalog_source import PublishedPaper, clean

HEADING = re.compile(r"^(?:Giấy tờ phải (?:nộp|xuất trình)\s*:|Lưu ý\s*:?|[-+\s])+")
CONDITION = re.compile(r"trường hợp|đối với|nếu", re.IGNORECASE)
SHOWN = re.compile(r"xuất trình", re.IGNORECASE)


def matches(confirmed: tuple[ConfirmedPaper, ...], published: tuple[PublishedPaper, ...]) -> bool:
    """Tell whether answers and published rows are the same ones in the same order."""
    return len(confirmed) == len(published) and all(
        clean(row.name).startswith(unicodedata.normalize("NFC", answer.published))
        for answer, row in zip(confirmed, published, strict=True)
    )


def confirmed_papers(
    confirmed: tuple[ConfirmedPaper, ...], published: tuple[PublishedPaper, ...]
) -> tuple[Paper, ...]:
    """Return the rows that are papers, with the administrator's label, need, kind and count."""
    return tuple(
        Paper(answer.label, clean(row.name), answer.need, answer.kind, answer.count)
        for answer, row in zip(confirmed, published, strict=True)
        if answer.need is not None
    )


def suggested_papers(published: tuple[PublishedPaper, ...]) -> tuple[Paper, ...]:
    """Return every row with a shortened label; labels are made distinct by a number behind them."""
    papers: list[Paper] = []
    taken: set[str] = set()
    for row in published:
        full = clean(row.name)
        label = _distinct(HEADING.sub("", full) or full, taken)
        taken.add(label)
        kind, count = _copies(row.copies)
        papers.append(Paper(label, full, _need(full, count), kind, max(count, 1)))
    return tuple(papers)


def _need(full: str, count: int) -> Need:
    if count == 0:
        return Need.SHOW_ONLY
    if CONDITION.search(full):
        return Need.IF_APPLIES
    return Need.SHOW_ONLY if SHOWN.search(full) else Need.MUST


def _copies(copies: str) -> tuple[PaperKind, int]:
    """Return kind and number of `1 bản chính,2 bản sao`; an impossible number counts as one."""
    for number, word in COPIES.findall(copies):
        count = int(number) if len(number) <= len(str(MAX_COPIES)) else 1
        if count:
            return (
                PaperKind.ORIGINAL if word == "chính" else PaperKind.COPY,
                count if count <= MAX_COPIES else 1,
            )
    return PaperKind.ORIGINAL, 0


def _distinct(text: str, taken: set[str]) -> str:
    label, number = _cut(text, MAX_LABEL), 1
    while label in taken:
        number += 1
        suffix = f" ({number})"
        label = _cut(text, MAX_LABEL - len(suffix)) + suffix
    return label


def _cut(text: str, width: int) -> str:
    if len(text) <= width:
        return text.rstrip(" ;.,:")
    return (
        text[: width - 1].rpartition(" ")[0].rstrip(" ;.,:(") + "…"
        if " " in text[: width - 1]
        else text[:width]
    )
