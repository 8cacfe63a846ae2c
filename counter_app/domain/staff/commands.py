"""What people ask about people. None carries the present moment: the counter's clock gives it."""

from dataclasses import dataclass

from counter_app.domain.staff_events import AbsenceReason, Ending, Span, Standing


@dataclass(frozen=True, slots=True)
class StaffCommand:
    """`event_id` (UUIDv7) is made before any effect: asked twice, answered once."""

    event_id: str
    actor_id: str


@dataclass(frozen=True, slots=True)
class LogAbsence(StaffCommand):
    """`person` is away for `spans`. The absence takes the command's event_id as its own id."""

    person: str
    spans: tuple[Span, ...]
    reason: AbsenceReason
    planned: bool = True
    text: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class EndAbsence(StaffCommand):
    """Early return: back from the minute `back` (UTC) on, None from now on. `sheet` numbers the list.

    Of an absence that recurs only the time that has `back` in it ends, or the next; all where `further`.
    """

    absence: str
    back: int | None = None
    text: str = ""
    sheet: str = ""
    further: bool = False


@dataclass(frozen=True, slots=True)
class AskSubstitute(StaffCommand):
    """Ask `substitute` to stand in at `counter` for the absence, all of it or the given spans."""

    absence: str
    counter: str
    substitute: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSubstitution(StaffCommand):
    """The person asked says yes or no."""

    request: str
    accepted: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class DecideSubstitution(StaffCommand):
    """An approver decides; a refusal needs its ground."""

    request: str
    approved: bool
    ground: str = ""


@dataclass(frozen=True, slots=True)
class BeginSubstitution(StaffCommand):
    """The substitute sits down, approved or to be confirmed. `sheet` numbers the hand-over list."""

    request: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class EndSubstitution(StaffCommand):
    """Counter and dossiers go back before the time is over. `sheet` numbers the list of what goes back."""

    request: str
    why: Ending
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class CheckPresence(StaffCommand):
    """A look whether the person is at his counter."""

    person: str
    present: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class HoldInspection(StaffCommand):
    """Minutes of an inspection; `due` (YYYY-MM-DD) is needed where something is recommended."""

    surprise: bool
    people: tuple[str, ...]
    strengths: str = ""
    faults: str = ""
    recommendations: str = ""
    footage: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpInspection(StaffCommand):
    """What was done about it."""

    inspection: str
    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class RecordStanding(StaffCommand):
    """A commendation or a disciplinary measure, by its decision."""

    person: str
    what: Standing
    decision: str
    day: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Rotate(StaffCommand):
    """Another counter for a person from a day on, by a decision, with the reason.

    `opens` says that the counter is a new one.
    """

    person: str
    to_counter: str
    from_day: str
    decision: str
    reason: str
    opens: bool = False
