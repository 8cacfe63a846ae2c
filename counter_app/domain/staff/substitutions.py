"""Judgements on standing in: asked, answered, decided, begun and ended, each by the one who may."""

from dataclasses import replace
from typing import Protocol

from counter_app.domain.life.case import MAX_LINE, MAX_TEXT, check_text
from counter_app.domain.staff import approval
from counter_app.domain.staff.absence import overlap, speaks_for
from counter_app.domain.staff.absences import MAX_SHEET, Said, check_spans
from counter_app.domain.staff.approvers import check_may_decide
from counter_app.domain.staff.availability import (
    COMMITTED,
    check_speaks_for,
    coming,
    committed,
    handed,
    hindrance,
    sits_at,
)
from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    DecideSubstitution,
    EndSubstitution,
)
from counter_app.domain.staff.request import OPEN, Request, RequestState
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import (
    Span,
    SubstituteAnswered,
    SubstituteAsked,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)
from counter_app.errors import Refused


class Approver(Protocol):
    """The key that an approver's PIN has opened here: `public` is 32 bytes, a signature 64."""

    public: bytes

    def sign(self, data: bytes) -> bytes:
        """Return the Ed25519 signature over `data`."""
        ...


def ask_substitute(command: AskSubstitute, roster: Roster) -> Said:
    """Ask somebody to stand in for what is still to come of an absence.

    Raises Refused: unknown_absence, absence_not_yours, absence_over, those of `check_spans`,
    spans_outside_absence, not_his_counter, unknown_person, those of `hindrance`, already_covered,
    already_asked.
    """
    absence = roster.absence(command.absence)
    check_speaks_for(roster, command.actor_id, absence.person)
    left = coming(absence.standing, roster.now)
    if not left:
        raise Refused("absence_over", "absence")
    spans = coming(check_spans(command.spans, roster.now), roster.now) if command.spans else left
    if not spans or not all(any(a.begin <= b.begin and b.end <= a.end for a in left) for b in spans):
        raise Refused("spans_outside_absence", "spans")
    if not sits_at(roster, absence.person, command.counter, spans):
        raise Refused("not_his_counter", "counter")
    substitute = roster.person(command.substitute).person_id
    _check_free(roster, substitute, absence.person, spans)
    _check_not_asked(command, roster, absence.person, spans)
    fact = SubstituteAsked(
        request=command.event_id,
        absence=absence.absence,
        absent=absence.person,
        counter=command.counter,
        substitute=substitute,
        at=roster.now,
        spans=spans,
    )
    return [(fact.request, fact)]


def answer_substitution(command: AnswerSubstitution, roster: Roster) -> Said:
    """Say yes or no: only the person asked, a no also after a yes as long as he has not sat down.

    Raises Refused: unknown_request, not_asked_of_you, request_closed, already_answered, those of
    `hindrance`, already_covered, too_long, bad_characters.
    """
    request = roster.request(command.request)
    if command.actor_id != request.asked.substitute:
        raise Refused("not_asked_of_you", None)
    if request.state(roster.now) not in OPEN:
        raise Refused("request_closed", None)
    if request.began is not None or (command.accepted and request.accepted):
        raise Refused("already_answered", None)
    if command.accepted:
        _check_still_free(roster, request, request.spans)
    text = check_text(command.text, "text", MAX_TEXT)
    return [(request.request, SubstituteAnswered(request.request, roster.now, command.accepted, text))]


def decide_substitution(command: DecideSubstitution, roster: Roster, approver: Approver | None) -> Said:
    """Let an approver say yes or no with his own key; also afterwards, where nobody could be reached.

    Raises Refused: unknown_request, those of `check_may_decide`, already_decided, request_closed,
    not_accepted, text_missing (a refusal's ground), too_long, approver_key_missing, approval_not_his_key.
    """
    request = roster.request(command.request)
    check_may_decide(roster, request, command.actor_id)
    if request.approved is not None:
        raise Refused("already_decided", None)
    if request.began is None and request.state(roster.now) not in OPEN:
        raise Refused("request_closed", None)
    if command.approved and not request.accepted:
        raise Refused("not_accepted", None)
    # Signed in the chain, so never purged: no longer than a line.
    ground = check_text(command.ground, "ground", MAX_LINE, required=not command.approved)
    if approver is None:
        raise Refused("approver_key_missing", None)
    if any(one.public_key == approver.public and one.person_id != command.actor_id for one in roster.keys):
        raise Refused("approval_not_his_key", None)
    fact = SubstitutionDecided(
        request=request.request,
        at=roster.now,
        asked=request.asked_event,
        approved=command.approved,
        ground=ground,
        key=approver.public.hex(),
        approval="",
    )
    said = approval.text(roster.office.office_id, command.actor_id, request.asked, fact)
    return [(request.request, replace(fact, approval=approver.sign(said).hex()))]


def begin_substitution(command: BeginSubstitution, roster: Roster) -> Said:
    """Let the substitute sit down for a time that runs or begins today, approved or to be confirmed.

    A time that recurs is sat down for each time; only whether he is free for this one counts now.

    Raises Refused: unknown_request, not_asked_of_you, already_began, request_closed, not_accepted,
    substitution_early, those of `hindrance`, already_covered, too_long.
    """
    request = roster.request(command.request)
    if command.actor_id != request.asked.substitute:
        raise Refused("not_asked_of_you", None)
    if request.state(roster.now) not in OPEN:
        raise Refused("request_closed", None)
    if not request.accepted:
        raise Refused("not_accepted", None)
    if request.seated(roster.now):
        raise Refused("already_began", None)
    span = request.due(roster.now)
    if span is None:
        raise Refused("substitution_early", None)
    _check_still_free(roster, request, (span,))
    fact = SubstitutionBegan(
        request=request.request,
        at=roster.now,
        confirmed=bool(request.approved),
        dossiers=handed(roster, request),
        sheet=check_text(command.sheet, "sheet", MAX_SHEET),
    )
    return [(request.request, fact)]


def end_substitution(command: EndSubstitution, roster: Roster) -> Said:
    """Give counter and dossiers back before the time is over: either of the two, or who speaks for one.

    Raises Refused: unknown_request, request_not_yours, request_closed, too_long.
    """
    request = roster.request(command.request)
    concerned = (request.asked.substitute, request.asked.absent)
    if not any(speaks_for(roster.grants, command.actor_id, one, roster.today) for one in concerned):
        raise Refused("request_not_yours", None)
    if request.state(roster.now) not in OPEN:
        raise Refused("request_closed", None)
    sheet, seated = check_text(command.sheet, "sheet", MAX_SHEET), request.seated(roster.now)
    count = handed(roster, request) if seated else 0  # where nothing goes back there is no list
    fact = SubstitutionEnded(request.request, roster.now, command.why, count, sheet if seated else "")
    return [(request.request, fact)]


def _check_free(
    roster: Roster, substitute: str, absent: str, spans: tuple[Span, ...], besides: str = ""
) -> None:
    code = hindrance(roster, substitute, absent, spans, besides)
    if code:
        raise Refused(code, "substitute")


def _check_still_free(roster: Roster, request: Request, spans: tuple[Span, ...]) -> None:
    asked = request.asked
    spans = coming(spans, roster.now)
    _check_free(roster, asked.substitute, asked.absent, spans, request.request)
    for one in committed(roster, spans):
        if one.request != request.request and _same_seat(one, asked.absent, asked.counter):
            raise Refused("already_covered", None)


def _check_not_asked(command: AskSubstitute, roster: Roster, absent: str, spans: tuple[Span, ...]) -> None:
    for one in roster.requests:
        state = one.state(roster.now)
        if not _same_seat(one, absent, command.counter) or not overlap(one.spans, spans):
            continue
        if state in COMMITTED:
            raise Refused("already_covered", "counter")
        if state is RequestState.ASKED and one.asked.substitute == command.substitute:
            raise Refused("already_asked", "substitute")


def _same_seat(request: Request, absent: str, counter: str) -> bool:
    return (request.asked.absent, request.asked.counter) == (absent, counter)
