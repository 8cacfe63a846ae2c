"""Absences and substitutions at real PCs for tests: the try-out office's people, each by his own id."""

from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    DecideSubstitution,
    LogAbsence,
)
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.seal import SigningKey
from counter_app.services import staff
from counter_app.services.counter import Counter
from counter_app.store import person_keys
from tests.services.papers_life import minute

HEAD, MINH, ANH, RESERVE, CHAIR = (f"ba-dinh-0{number}" for number in (1, 2, 3, 4, 5))
COUNTER = "Quầy 2"  # Minh's


def roster(counter: Counter) -> Roster:
    with counter.store.read() as conn:
        return staff.roster(conn, counter, counter.clock.now())


def sick(counter: Counter, person: str = MINH, until: str = "2026-11-19T17:00", by: str = "") -> str:
    """Log that a person is away from now on; return the absence's id."""
    now = counter.clock.now().ms // 60_000
    spans = (Span(now, minute(until)),)
    command = LogAbsence(new_event_id(), by or person, person, spans, AbsenceReason.SICK, planned=False)
    return staff.act(counter, command).event_id


def asked(counter: Counter, absence: str, who: str = RESERVE, by: str = HEAD, at: str = COUNTER) -> str:
    """Ask somebody to stand in; return the request's id."""
    return staff.act(counter, AskSubstitute(new_event_id(), by, absence, at, who)).event_id


def accepted(counter: Counter, request: str, who: str = RESERVE) -> None:
    """Let the one asked say yes."""
    staff.act(counter, AnswerSubstitution(new_event_id(), who, request, accepted=True))


def seated(counter: Counter, absent: str = MINH, who: str = RESERVE, at: str = COUNTER) -> str:
    """Let somebody stand in, to be confirmed; return the request's id."""
    request = asked(counter, sick(counter, absent), who, at=at)
    accepted(counter, request, who)
    staff.act(counter, BeginSubstitution(new_event_id(), who, request))
    return request


def key_of(counter: Counter, person: str) -> SigningKey:
    """Make a person's key at a PC as his first sign-in does, with the centre out of reach since."""
    key = SigningKey.generate()
    with counter.store.write() as conn:
        person_keys.keep(conn, person_keys.HeldKey(person, b"", key.public, 0))
    return key


def decide(
    counter: Counter, request: str, key: SigningKey, *, yes: bool = True, by: str = CHAIR
) -> staff.StaffActed:
    """Let an approver decide with his own key."""
    command = DecideSubstitution(new_event_id(), by, request, yes, "" if yes else "không cần")
    return staff.act(counter, command, key)
