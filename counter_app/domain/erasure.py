"""Erasure on request: the centre tells every counter that a dossier's personal data is gone."""

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
