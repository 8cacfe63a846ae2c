"""One fact reckoned again from what it names itself: what does not come out the same is a difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counter_app.domain import deadline
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Channel
from counter_app.domain.dossier import local_day
from counter_app.domain.events import DossierReceived, Event, FeeCharged
from counter_app.domain.kinds import Fact
from counter_app.domain.numbering import parse_code
from counter_app.domain.rules import rule_set
from counter_app.errors import Refused

MINUTE_MS = 60_000
# No proof of an edit: the means to reckon are missing here, or a later app tells its reasons otherwise.
APART = frozenset({"calendar_not_held", "rules_not_held", "version_not_known", "reasons_differ"})


@dataclass(frozen=True, slots=True)
class Difference:
    """Something `stored` that is not what was `recomputed`; both "" where there is no value to show.

    Codes: due_differs and received_differs (minutes), code_day_differs (YYYY-MM-DD), subject_differs,
    fee_differs (VND), fact_unreadable, calendar_changed (stored: the version), projection_differs (of
    `column`), and those of APART (stored: the version or rules that are not held).
    """

    code: str
    dossier: str
    event_id: str
    installation_id: str
    seq: int
    stored: int | str = ""
    recomputed: int | str = ""
    column: str = ""

    @property
    def apart(self) -> bool:
        """Whether this is only listed, and proves nothing."""
        return self.code in APART


def differences(event: Event, fact: Fact, calendars: Sequence[WorkCalendar]) -> Iterator[Difference]:
    """Reckon a fact again; `calendars` are the editions held of the version it names, oldest first."""
    if isinstance(fact, (DossierReceived, FeeCharged)) and fact.code != event.subject:
        yield of(event, "subject_differs", fact.code, event.subject)
    if isinstance(fact, DossierReceived):
        yield from _reception(event, fact)
        yield from _promise(event, fact, calendars)
    elif isinstance(fact, FeeCharged):
        owed = 0 if fact.exempt else fact.unit_fee * fact.quantity
        if fact.amount != owed:
            yield of(event, "fee_differs", fact.amount, owed)


def of(event: Event, code: str, stored: int | str = "", recomputed: int | str = "") -> Difference:
    """Return a difference of this event."""
    where = (event.subject, event.event_id, event.installation_id, event.seq)
    return Difference(code, *where, stored, recomputed)


def _reception(event: Event, fact: DossierReceived) -> Iterator[Difference]:
    """Hold the time of reception against the code, and at the desk against the event's own clock."""
    try:
        told = parse_code(fact.code).day
    except Refused:
        told = ""
    day = local_day(fact.received)
    if told != day:
        yield of(event, "code_day_differs", day, told)
    recorded = event.happened_at // MINUTE_MS
    if fact.channel is Channel.IN_PERSON and fact.received != recorded:
        yield of(event, "received_differs", fact.received, recorded)


def _promise(event: Event, fact: DossierReceived, calendars: Sequence[WorkCalendar]) -> Iterator[Difference]:
    """Reckon the promise with each edition held: it was right when it is right by one of them."""
    if not calendars:
        yield of(event, "calendar_not_held", fact.calendar)
        return
    try:
        rules = rule_set(fact.rules)
    except Refused:
        yield of(event, "rules_not_held", fact.rules)
        return
    try:
        answers = [deadline.due(fact.limit, fact.received, calendar, rules) for calendar in calendars]
    except Refused:  # no such limit, or no such moment: nothing that the app has ever promised
        yield of(event, "due_differs", fact.due)
        return
    right = [answer for answer in answers if answer.at == fact.due]
    if not right:
        yield of(event, "due_differs", fact.due, answers[-1].at)
    elif all(answer.reasons != fact.reasons for answer in right):
        yield of(event, "reasons_differ")
