"""A dossier lived by hand for papers: acts at moments that a test chooses, and what a PDF's reader sees."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import ConfirmPrinted, PaperAnswer
from counter_app.domain.identity import new_event_id
from counter_app.domain.kinds import Fact
from counter_app.domain.life.commands import LifeCommand
from counter_app.errors import Refused
from counter_app.services import desk, forms, life
from counter_app.services.counter import Counter
from counter_app.services.forms import PrintedPaper
from tests.documents.samples import LONG_PERSON, LONG_TEXT, Seen
from tests.pcs import PERSON, intake

STAY = "1.004194"  # temporary residence: three working days, a fee
OTHER = "1.004222"  # permanent residence
SUPERVISOR = "ba-dinh-01"
FIRST = "17 giờ 00 phút, thứ Năm ngày 03 tháng 12 năm 2026"  # three working days from Monday, 30 November
MINUTE_MS = 60_000


def minute(text: str) -> int:
    """Return the minute of YYYY-MM-DDTHH:MM at +07:00."""
    return int(datetime.fromisoformat(f"{text}+07:00").timestamp()) // 60


def at(counter: Counter, text: str) -> None:
    """Set the counter's clock, as the centre would."""
    counter.clock.anchor(minute(text) * MINUTE_MS)


def received(counter: Counter, text: str = "2026-11-30T09:00", **changes: Any) -> desk.Receipt:
    """Receive a dossier of the longest data at a moment."""
    at(counter, text)
    applicant = changes.pop("applicant", LONG_PERSON)
    given = {"procedure": STAY, "applicant": applicant, "content": LONG_TEXT, "repeat": True} | changes
    return desk.receive(counter, intake(**given))


def act(counter: Counter, kind: type[LifeCommand], code: str, *values: Any, **named: Any) -> life.Acted:
    """Do something with the dossier now."""
    return life.act(counter, kind(new_event_id(), PERSON, code, *values, **named))


def event_of(counter: Counter, code: str, kind: type[Fact]) -> str:
    """Return the id of the dossier's last event of a kind."""
    history = life.file_of(counter, PERSON, code).history
    return [event.event_id for event, fact in history if isinstance(fact, kind)][-1]


def read(paper: PrintedPaper | bytes) -> str:
    """Return what stands on a paper, in one line."""
    pdf = paper if isinstance(paper, bytes) else paper.pdf
    return " ".join(Seen(pdf).texts)


def whole(paper: PrintedPaper) -> str:
    """Return what stands on all pages, without white space and what a page's end puts between."""
    return re.sub(r"Liên\d:(Lưu|Giaongườinộp(tiền)?)", "", Seen(paper.pdf).whole)


def printed(counter: Counter, paper: PrintedPaper) -> None:
    """Say that the printer took it."""
    desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, paper.code, paper.document))


def paper_of(counter: Counter, acted: life.Acted) -> PrintedPaper:
    """Return the paper of what was done."""
    return forms.paper_of(counter, PERSON, acted.event_id)


def refused(code: str, counter: Counter, event_id: str) -> None:
    """Ask for the paper of an event that has none."""
    with pytest.raises(Refused) as caught:
        forms.paper_of(counter, PERSON, event_id)
    assert caught.value.code == code


def answers(names: Sequence[str]) -> tuple[PaperAnswer, ...]:
    """Return papers as given."""
    return tuple(PaperAnswer(name, PaperKind.COPY, 1) for name in names)
