"""What happens to the people of a desk: who is away, who stands in, who allowed it, and what is on record.

The subject of an absence's facts is its id, of a substitution's facts the request's id; the others stand for
themselves. `at` is the minute (UTC) of the counter's own clock; spans name minutes to come or gone.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from counter_app.domain.events import PERSONAL


class AbsenceReason(StrEnum):
    """The six lawful reasons (Decree 61/2018 Art. 12.8), and another with its own words."""

    ANNUAL = "annual"
    COMPENSATORY = "compensatory"
    SICK = "sick"
    PERSONAL = "personal"
    STUDY = "study"
    MISSION = "mission"
    OTHER = "other"


class Ending(StrEnum):
    """Why a substitution ended before its last minute."""

    RETURNED = "returned"
    NOT_NEEDED = "not_needed"
    NOT_ABLE = "not_able"


class Standing(StrEnum):
    """A measure with a decision's number behind it, or a reminder: that one needs none."""

    COMMENDED = "commended"
    DISCIPLINED = "disciplined"
    REMINDED = "reminded"


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes UTC from `begin` up to, and without, `end`."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class PersonSignedIn:
    """A person opened this PC with his own PIN; `online` when the centre confirmed it in the same minute."""

    KIND: ClassVar[str] = "person.signed_in"
    VERSION: ClassVar[int] = 1
    person: str
    at: int
    online: bool


@dataclass(frozen=True, slots=True)
class AbsenceLogged:
    """A person is away for these spans (several where it recurs). `document` is a scan's SHA-256 or ""."""

    KIND: ClassVar[str] = "absence.logged"
    VERSION: ClassVar[int] = 1
    absence: str
    person: str
    at: int
    spans: tuple[Span, ...]
    planned: bool
    document: str = ""
    reason: AbsenceReason = field(metadata=PERSONAL, default=AbsenceReason.OTHER)
    text: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class AbsenceEnded:
    """The person is back from the minute `back` on; not later than a span's begin, it never was.

    `further` says that the spans after it are called off too, else only the one that has `back` in it ends.
    """

    KIND: ClassVar[str] = "absence.ended"
    VERSION: ClassVar[int] = 1
    absence: str
    at: int
    back: int
    text: str = field(metadata=PERSONAL, default="")
    further: bool = True


@dataclass(frozen=True, slots=True)
class SubstituteAsked:
    """Somebody is asked to stand in at `counter` for the `absent` person; the actor is who asks for him."""

    KIND: ClassVar[str] = "substitute.asked"
    VERSION: ClassVar[int] = 1
    request: str
    absence: str
    absent: str
    counter: str
    substitute: str
    at: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SubstituteAnswered:
    """The person asked has said yes or no."""

    KIND: ClassVar[str] = "substitute.answered"
    VERSION: ClassVar[int] = 1
    request: str
    at: int
    accepted: bool
    text: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class SubstitutionDecided:
    """An approver's yes or no. `asked` is the event_id of the request, `key` the hex of his public key here.

    `approval` is his own signature in hex over `staff.approval.text`, made by a key that only his PIN opens.
    """

    KIND: ClassVar[str] = "substitution.decided"
    VERSION: ClassVar[int] = 1
    request: str
    at: int
    asked: str
    approved: bool
    ground: str
    key: str
    approval: str


@dataclass(frozen=True, slots=True)
class SubstitutionBegan:
    """The substitute has the counter, its queue and its `dossiers` open ones, on the hand-over list `sheet`.

    Without an approval so far he sits there to be confirmed.
    """

    KIND: ClassVar[str] = "substitution.began"
    VERSION: ClassVar[int] = 1
    request: str
    at: int
    confirmed: bool
    dossiers: int
    sheet: str


@dataclass(frozen=True, slots=True)
class SubstitutionEnded:
    """Counter and open dossiers went back before the last span was over; nothing received is undone.

    `until` is a later minute in which they will, 0 for `at`. Without `further` only the span that has it in
    it ends.
    """

    KIND: ClassVar[str] = "substitution.ended"
    VERSION: ClassVar[int] = 1
    request: str
    at: int
    why: Ending
    dossiers: int
    sheet: str
    until: int = 0
    further: bool = True

    @property
    def stop(self) -> int:
        """The minute from which it does not hold any more, never before it was said."""
        return max(self.at, self.until)


@dataclass(frozen=True, slots=True)
class PresenceChecked:
    """A supervisor looked whether a person was at his counter."""

    KIND: ClassVar[str] = "presence.checked"
    VERSION: ClassVar[int] = 1
    person: str
    counter: str
    at: int
    present: bool
    text: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class InspectionHeld:
    """The minutes (biên bản) of an inspection. `footage` names camera and time, `due` the follow-up's day."""

    KIND: ClassVar[str] = "inspection.held"
    VERSION: ClassVar[int] = 1
    inspection: str
    at: int
    surprise: bool
    people: tuple[str, ...]
    footage: str = ""
    due: str = ""
    strengths: str = field(metadata=PERSONAL, default="")
    faults: str = field(metadata=PERSONAL, default="")
    recommendations: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class InspectionFollowedUp:
    """What was done about an inspection's recommendations; `done` closes it."""

    KIND: ClassVar[str] = "inspection.followed_up"
    VERSION: ClassVar[int] = 1
    inspection: str
    at: int
    done: bool
    text: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class StandingRecorded:
    """A commendation or a disciplinary measure with the number and day (YYYY-MM-DD) of its decision."""

    KIND: ClassVar[str] = "standing.recorded"
    VERSION: ClassVar[int] = 1
    person: str
    at: int
    what: Standing
    decision: str
    day: str
    text: str = field(metadata=PERSONAL, default="")


@dataclass(frozen=True, slots=True)
class PersonRotated:
    """A person sits at `to_counter` from the day `from_day` (YYYY-MM-DD) on; "" makes him the reserve."""

    KIND: ClassVar[str] = "person.rotated"
    VERSION: ClassVar[int] = 1
    person: str
    at: int
    from_counter: str
    to_counter: str
    from_day: str
    decision: str
    reason: str = field(metadata=PERSONAL, default="")
