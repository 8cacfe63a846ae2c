"""Online arrivals (DOMAIN §2.10): what the portal took in, and how the counter answered."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from counter_app.domain.commands import Applicant
from counter_app.domain.events import PERSONAL, PaperGiven

SUBJECT = "online:"


class Answer(StrEnum):
    """How an online dossier was answered: received, sent for papers (Form 02), refused (Form 03)."""

    RECEIVED = "received"
    PAPERS_ASKED = "papers_asked"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class OnlineArrived:
    """The centre tells of a dossier handed in online; `at` is the portal's own minute, UTC."""

    KIND: ClassVar[str] = "online.arrived"
    VERSION: ClassVar[int] = 1
    reference: str
    at: int
    procedure: str
    applicant: Applicant | None = field(metadata=PERSONAL, default=None)
    papers: tuple[PaperGiven, ...] = field(metadata=PERSONAL, default=())
    content: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class OnlineAnswered:
    """The counter answered; `code` is the new dossier's, "" where none was received."""

    KIND: ClassVar[str] = "online.answered"
    VERSION: ClassVar[int] = 1
    reference: str
    at: int
    answer: Answer
    code: str = ""
