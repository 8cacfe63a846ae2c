"""One fact reckoned again from what it names itself: what does not come out the same is a difference."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from counter_app.domain import deadline
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.calendar import WorkCalendar, is_open
from counter_app.domain.catalog import Channel
from counter_app.domain.dossier import local_day
from counter_app.domain.events import DossierReceived, Event, FeeCharged
from counter_app.domain.fact_moments import own_minute
from counter_app.domain.kinds import WITHOUT_DOSSIER, Fact
from counter_app.domain.numbering import parse_code
from counter_app.domain.promise_events import (
    PaymentSettled,
    ProcedureCorrected,
    Promise,
    SupplementAsked,
    SupplementCompleted,
)
from counter_app.domain.rules import rule_set
from counter_app.domain.step_events import CitizenTold, HandedOver
from counter_app.errors import Refused

MINUTE_MS = 60_000
PROMISED_ANEW = (SupplementCompleted, PaymentSettled, ProcedureCorrected)
# No proof of an edit: the means to reckon are missing here, a later app tells its reasons otherwise, or two
# PCs acted without knowing of each other.
APART = frozenset(
    {
        "calendar_not_held",
        "rules_not_held",
        "version_not_known",
        "reasons_differ",
        "extended_twice",
        "arrived_twice",
    }
)
_MINUTES = frozenset(
    {
        "due_differs",
        "received_differs",
        "moment_differs",
        "extension_differs",
        "told_differs",
        "share_differs",
        "window_differs",
    }
)
_MINUTE_COLUMNS = frozenset(
    {
        "received",
        "first_due",
        "due",
        "extended_due",
        "watched",
        "waiting_since",
        "moved",
        "resolved",
        "arrived",
        "told",
        "returned",
        "ended",
        "apology",
        "at",
        "taken_at",
        "share_due",
        "answered",
    }
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something `stored` that is not what was `recomputed`; both "" where there is no value to show.

    Codes: due_differs, received_differs, moment_differs and extension_differs (minutes), told_differs (the
    minute named to a citizen is no working one to come), share_differs, window_differs, promise_differs
    (of `column`: received in minutes, limit, waits), code_day_differs (YYYY-MM-DD), subject_differs,
    fee_differs (VND), fact_unreadable, personal_missing (gone before its time is over), approval_fails
    and leaf_fails (stored: the code of why), calendar_changed (stored: the version), projection_differs
    (of `column`; beside the dossiers `list.column`), and those of APART (stored: the version or rules that
    are not held).
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

    @property
    def in_minutes(self) -> bool:
        """Whether the values are minutes UTC."""
        return self.code in _MINUTES or self.column.rpartition(".")[2] in _MINUTE_COLUMNS


def differences(event: Event, fact: Fact, calendars: Sequence[WorkCalendar]) -> Iterator[Difference]:
    """Reckon a fact again; `calendars` are the editions held of the version it names, oldest first."""
    if not isinstance(fact, WITHOUT_DOSSIER) and fact.code != event.subject:
        yield of(event, "subject_differs", fact.code, event.subject)
    yield from _moment(event, fact)
    promise = promise_of(fact)
    if promise is not None:
        yield from _promise(event, promise, calendars)
    elif isinstance(fact, CitizenTold):
        yield from _told(event, fact, calendars)
    elif isinstance(fact, HandedOver | SupplementAsked):
        yield from _limited(event, fact, calendars)
    elif isinstance(fact, FeeCharged):
        owed = 0 if fact.exempt else fact.unit_fee * fact.quantity
        if fact.amount != owed:
            yield of(event, "fee_differs", fact.amount, owed)


def of(event: Event, code: str, stored: int | str = "", recomputed: int | str = "") -> Difference:
    """Return a difference of this event."""
    where = (event.subject, event.event_id, event.installation_id, event.seq)
    return Difference(code, *where, stored, recomputed)


def promise_of(fact: Fact | None) -> Promise | None:
    """Return what a fact promises with all that it was reckoned from; None for one that promises nothing."""
    if isinstance(fact, DossierReceived):
        told = (fact.limit, fact.received, (), fact.reasons, fact.calendar, fact.rules)
        # A leaf's promise binds whatever the law gives; what is reckoned is told beside it.
        return Promise(fact.reckoned if isinstance(fact, DossierCaptured) else fact.due, *told)
    return fact.promise if isinstance(fact, PROMISED_ANEW) else None


def calendar_of(fact: Fact) -> int | None:
    """Return the version of the calendar by which a fact promises or tells a minute; None without one."""
    promise = promise_of(fact)
    if promise is not None:
        return promise.calendar
    return fact.calendar if isinstance(fact, CitizenTold | HandedOver | SupplementAsked) else None


def _limited(
    event: Event, fact: HandedOver | SupplementAsked, calendars: Sequence[WorkCalendar]
) -> Iterator[Difference]:
    """Reckon a unit's share, or the last minute for Form 02, again from what its fact names."""
    code, stored, since = (
        ("share_differs", fact.share_due, fact.at)
        if isinstance(fact, HandedOver)
        else ("window_differs", fact.window, fact.received)
    )
    if isinstance(fact, HandedOver) and stored is None and fact.share is None:
        return
    if fact.calendar is None:  # a minute that names nothing it came from
        yield of(event, code, "" if stored is None else stored)
        return
    if not calendars:
        yield of(event, "calendar_not_held", fact.calendar)
        return
    try:
        rules = rule_set(fact.rules)
    except Refused:
        yield of(event, "rules_not_held", fact.rules)
        return
    limit = fact.share if isinstance(fact, HandedOver) else rules.supplement_window
    right: list[int] = []
    if limit is not None and since is not None:
        with suppress(Refused):  # no such limit or moment: nothing that the app has ever reckoned
            right = [deadline.due_at(limit, since, each, rules) for each in calendars]
    if stored not in right:
        yield of(event, code, "" if stored is None else stored, right[-1] if right else "")


def _told(event: Event, fact: CitizenTold, calendars: Sequence[WorkCalendar]) -> Iterator[Difference]:
    """Hold a minute that a citizen was told against the calendar its PC had then, not against a newer one."""
    if fact.instead is None:
        return
    if fact.instead <= fact.at:
        yield of(event, "told_differs", fact.instead)
    elif fact.calendar is not None and not calendars:
        yield of(event, "calendar_not_held", fact.calendar)
    elif calendars and not any(is_open(calendar, fact.instead) for calendar in calendars):
        yield of(event, "told_differs", fact.instead)


def _moment(event: Event, fact: Fact) -> Iterator[Difference]:
    """Hold a fact's minute against its event's own clock; only a portal's is another's."""
    recorded = event.happened_at // MINUTE_MS
    if isinstance(fact, DossierReceived):
        yield from _reception(event, fact, recorded)
    elif (at := own_minute(fact)) is not None and at != recorded:
        yield of(event, "moment_differs", at, recorded)


def _reception(event: Event, fact: DossierReceived, recorded: int) -> Iterator[Difference]:
    """Hold the time of reception against the code, and at the desk against the event's own clock."""
    try:
        told = parse_code(fact.code).day
    except Refused:
        told = ""
    day = local_day(fact.received)
    if isinstance(fact, DossierCaptured):
        yield from _captured(event, fact, recorded, told)
        return
    if told != day:
        yield of(event, "code_day_differs", day, told)
    if fact.channel is Channel.IN_PERSON and fact.received != recorded:
        yield of(event, "received_differs", fact.received, recorded)


def _captured(event: Event, fact: DossierCaptured, recorded: int, granted: str) -> Iterator[Difference]:
    """Hold a leaf's times: its code is of the book's day, so of no later one than the reception's."""
    day = local_day(fact.received)
    if not granted or granted > day:
        yield of(event, "code_day_differs", day, granted)
    if fact.captured != recorded:
        yield of(event, "moment_differs", fact.captured, recorded)
    if not fact.received <= fact.captured or fact.due <= fact.received:
        yield of(event, "received_differs", fact.received, recorded)


def _promise(event: Event, promise: Promise, calendars: Sequence[WorkCalendar]) -> Iterator[Difference]:
    """Reckon a promise with each edition held: it was right when it is right by one of them."""
    if not calendars:
        yield of(event, "calendar_not_held", promise.calendar)
        return
    try:
        rules = rule_set(promise.rules)
    except Refused:
        yield of(event, "rules_not_held", promise.rules)
        return
    asked = (promise.limit, promise.received)
    try:
        if promise.waits:
            answers = [deadline.resumed(*asked, promise.waits, each, rules) for each in calendars]
        else:
            answers = [deadline.due(*asked, each, rules) for each in calendars]
    except Refused:  # no such limit, wait or moment: nothing that the app has ever promised
        yield of(event, "due_differs", promise.at)
        return
    right = [answer for answer in answers if answer.at == promise.at]
    if not right:
        yield of(event, "due_differs", promise.at, answers[-1].at)
    elif all(answer.reasons != promise.reasons for answer in right):
        yield of(event, "reasons_differ")
