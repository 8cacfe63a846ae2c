"""What is put on record later of a paper book: a leaf that a citizen holds, a leaf that nobody will hold."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from counter_app.domain.events import PERSONAL, DossierReceived


class LeafFate(StrEnum):
    """Why a leaf of a paper book was given to nobody."""

    SPOILT = "spoilt"
    UNUSED = "unused"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierCaptured(DossierReceived):
    """A dossier that was taken in on a leaf of a paper book, entered later. Minutes as in DossierReceived.

    `received` and `due` are what is written on the leaf: the citizen holds them, so they bind. `captured` is
    the counter's own minute, `reckoned` the due date that the law gives for `received`, `reasons` its
    grounds; `lane` is the book. `scan` is the SHA-256 in hex of the scanned stub. `confirmed_by` is a second
    person, `confirmation` the signature of his own `key` (both hex) over `paper_book.confirmation_text`.
    """

    KIND: ClassVar[str] = "dossier.captured"
    VERSION: ClassVar[int] = 1
    captured: int
    reckoned: int
    scan: str
    confirmed_by: str
    key: str
    confirmation: str


@dataclass(frozen=True, slots=True)
class LeafVoided:
    """A leaf of a paper book was spoilt, or comes back unused: no dossier ever has its code."""

    KIND: ClassVar[str] = "leaf.voided"
    VERSION: ClassVar[int] = 1
    leaf: str
    book: str
    at: int
    fate: LeafFate
    note: str = field(metadata=PERSONAL, default="")
