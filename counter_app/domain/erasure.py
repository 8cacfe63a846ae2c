"""Erasure on request: the centre tells every counter whose personal data is gone."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class PersonalErased:
    """What lay beside this dossier's events was erased at the centre; the events and their dates stand.

    Told by the centre's own installation alone. Who asked, and why, is kept at the centre with its deeds.
    """

    KIND: ClassVar[str] = "personal.erased"
    VERSION: ClassVar[int] = 1
    code: str
    at: int


@dataclass(frozen=True, slots=True)
class SubjectErased:
    """The same of who has no dossier: `subject` is the event that turned him away, or his online arrival."""

    KIND: ClassVar[str] = "subject.erased"
    VERSION: ClassVar[int] = 1
    subject: str
    at: int


ERASES = frozenset((PersonalErased.KIND, SubjectErased.KIND))
