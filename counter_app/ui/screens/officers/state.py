"""What the page of who sits here shows, and what is left out in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from counter_app.domain.dossier import folded
from counter_app.domain.people import Person
from counter_app.domain.sign_in import LEAST
from counter_app.errors import Refused
from counter_app.texts import _
from counter_app.texts.refusals import sentence

PIN, NEW, AGAIN = "pin", "new_pin", "again"


class Stage(StrEnum):
    """What is asked: a name; the PIN; the PIN for the first time here; and one of his own besides.

    CHANGE: the PIN that was and another, by who has a key here.
    """

    NAMES = "names"
    PIN = "pin"
    FIRST = "first"
    OWN = "own"
    CHANGE = "change"

    @property
    def chooses(self) -> bool:
        """Tell whether a new PIN is asked for, twice."""
        return self in (Stage.OWN, Stage.CHANGE)


@dataclass(frozen=True, slots=True)
class SeatingState:
    """What the page shows; no PIN is ever in it. `person` is who gives his PIN, `sitter` who may come back.

    `mark` is the person_id offered among the names, `locked` that nobody goes past without being asked,
    `least` how many characters a new PIN has at least.
    """

    stage: Stage = Stage.NAMES
    people: tuple[Person, ...] = ()
    query: str = ""
    mark: str = ""
    person: Person | None = None
    sitter: Person | None = None
    locked: bool = False
    busy: bool = False
    note: str = ""
    tone: str = "info"
    least: int = LEAST
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def hits(self) -> tuple[Person, ...]:
        """The people whose name, title or counter has every word that was typed."""
        words = folded(self.query).split()
        return tuple(one for one in self.people if all(word in _spelled(one) for word in words))


def _spelled(person: Person) -> str:
    return folded(f"{person.name} {person.title} {person.counter}")


def lacking(stage: Stage, pin: str, new_pin: str, again: str) -> tuple[str, str] | None:
    """Return beside what to say that something is left out, or typed differently the second time."""
    if not pin:
        return PIN, _("Nhập mã PIN.")
    if stage.chooses and not new_pin:
        return NEW, _("Nhập mã PIN mới.")
    if stage.chooses and new_pin != again:
        return AGAIN, sentence(Refused("pin_differs", AGAIN))
    return None
