"""Commands judged: each is answered with facts or refused. Nothing else changes anything."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.domain import applicant as applicants
from counter_app.domain import deadline, numbering
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Procedure, Terms
from counter_app.domain.commands import (
    AskForPapers,
    ConfirmPrinted,
    FeeAnswer,
    PaperAnswer,
    PaperMark,
    ReceiveAtOnce,
    ReceiveDossier,
    RefuseReception,
    ReturnBy,
)
from counter_app.domain.events import (
    DocumentPrinted,
    DossierReceived,
    FeeCharged,
    PaperGiven,
    PapersAsked,
    SlipPrinted,
)
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import as_date, day_of
from counter_app.domain.numbering import Lane
from counter_app.domain.online import SUBJECT, Answer, OnlineAnswered
from counter_app.domain.rules import RuleSet
from counter_app.domain.step_events import (
    DossierLinked,
    ReceptionRefused,
    Recipient,
    ResultArrived,
    ResultReturned,
)
from counter_app.errors import Refused

MAX_PAPERS, MAX_COUNT, MAX_QUANTITY, MAX_CONTENT, MAX_LABEL = 100, 999, 9999, 1000, 300
HANDED_OVER = (PaperMark.GIVEN, PaperMark.SHOWN)
Papers = tuple[tuple[PaperGiven, ...], tuple[PaperGiven, ...]]  # the check list's rows, others


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """What the desk knows when a dossier is handed in.

    `received` is the minute on the paper; `authority` resolves what no other unit does; `last_serial` is
    the last of the lane used that day;
    `same_today` the codes of this person's same procedure received today, `ended_lately` those that were
    voided, withdrawn, refused or stopped within 30 days, each with its last promise (minute UTC);
    `online_open` the reference asked for, where that online arrival is not answered yet.
    """

    procedure: Procedure
    catalogue: int
    calendar: WorkCalendar
    rules: RuleSet
    lane: Lane
    received: int
    authority: str
    last_serial: int | None = None
    same_today: tuple[str, ...] = ()
    ended_lately: tuple[tuple[str, int], ...] = ()
    online_open: tuple[str, ...] = ()

    @property
    def today(self) -> datetime.date:
        """The local day of `received`."""
        return as_date(day_of(self.received))


def receive(command: ReceiveDossier, facts: IntakeFacts) -> list[tuple[str, Fact]]:
    """Answer with DossierReceived (and FeeCharged), each with its subject, the new code.

    Raises Refused: those of `applicant.check`, channel_not_offered, limit_unconfirmed, papers_missing,
    bad_count, too_long, too_many_papers, bad_quantity, fee_unlisted, same_today (codes), lane_empty.
    """
    papers = check_intake(command, facts)
    serial = numbering.next_serial(facts.lane, facts.today.isoformat(), facts.last_serial)
    code = numbering.format_code(facts.lane.agency_id, facts.today.isoformat(), serial)
    return taken_in(command, facts, (code, facts.lane.lane_id), papers)


def check_intake(command: ReceiveDossier, facts: IntakeFacts, *, held: bool = False) -> Papers:
    """Return the papers of what may be taken in; `held` where the citizen has a receipt already.

    Raises as `receive`, but for the code's; a paper that is missing stops nobody who holds a receipt.
    """
    applicants.check(command.applicant, facts.procedure, facts.today)
    if facts.procedure.on(command.channel).limit is None:
        raise Refused("limit_unconfirmed", "procedure", procedure=facts.procedure.code)
    _check_amounts(command)
    papers = _papers(command.papers, facts.procedure, held=held)
    if facts.same_today and not command.repeat:
        raise Refused("same_today", None, codes=", ".join(facts.same_today))
    return papers


def taken_in(
    command: ReceiveDossier, facts: IntakeFacts, named: tuple[str, str], papers: Papers
) -> list[tuple[str, Fact]]:
    """Answer with the facts of a checked intake; `named` is its code and the lane or book it is of."""
    code = named[0]
    received = _received(command, facts, named, papers)
    fees = _fee(code, facts.procedure.on(command.channel), command.quantity, command.fee)
    links = [DossierLinked(code, facts.received, *earlier) for earlier in facts.ended_lately]
    answered = answered_online(command.online, Answer.RECEIVED, facts, code)
    return [*((code, fact) for fact in (received, *fees, *links)), *answered]


def answered_online(
    reference: str, answer: Answer, facts: IntakeFacts, code: str = ""
) -> list[tuple[str, Fact]]:
    """Answer with OnlineAnswered where a command names an online arrival. Raises Refused: online_answered."""
    if not reference:
        return []
    if reference not in facts.online_open:
        raise Refused("online_answered", None)
    return [(SUBJECT + reference, OnlineAnswered(reference, facts.received, answer, code))]


def hand_over_at_once(
    command: ReceiveAtOnce, entries: Sequence[tuple[str, Fact]], facts: IntakeFacts
) -> list[tuple[str, Fact]]:
    """Answer with the result's arrival and return, in the minute of the reception told in `entries`.

    Raises Refused: fee_owed (there is no later), those of the text.
    """
    code = entries[0][0]
    owed = [fact for _code, fact in entries if isinstance(fact, FeeCharged) and fact.amount and not fact.paid]
    if owed:
        raise Refused("fee_owed", "fee", code=code, amount=owed[0].amount)
    _check_text(command.name, MAX_LABEL, "name")
    to = Recipient.REPRESENTATIVE if command.name.strip() else Recipient.APPLICANT
    arrived = ResultArrived(code, facts.received, ReturnBy.COUNTER)
    returned = ResultReturned(
        code, facts.received, ReturnBy.COUNTER, to, at_once=True, name=command.name.strip()
    )
    return [(code, arrived), (code, returned)]


def refuse_reception(command: RefuseReception, facts: IntakeFacts) -> list[tuple[str, Fact]]:
    """Answer with ReceptionRefused: Form 03 before reception takes no code and starts no clock.

    Raises Refused: those of `applicant.check`, text_missing, too_long.
    """
    applicants.check(command.applicant, facts.procedure, facts.today)
    if not command.reason.strip():
        raise Refused("text_missing", "reason")
    _check_text(command.reason, MAX_CONTENT, "reason")
    _check_text(command.content, MAX_CONTENT, "content")
    fact = ReceptionRefused(
        procedure=facts.procedure.code,
        procedure_name=facts.procedure.name,
        channel=command.channel,
        at=facts.received,
        applicant=command.applicant,
        content=command.content,
        reason=command.reason.strip(),
    )
    return [(facts.procedure.code, fact), *answered_online(command.online, Answer.REFUSED, facts)]


def ask_for_papers(command: AskForPapers, facts: IntakeFacts) -> list[tuple[str, Fact]]:
    """Answer with PapersAsked: Form 02 before reception takes no code and starts no clock.

    Raises Refused: those of `applicant.check`, nothing_missing, too_many_papers, too_long.
    """
    applicants.check(command.applicant, facts.procedure, facts.today)
    if not command.missing:
        raise Refused("nothing_missing", "papers")
    if len(command.missing) > MAX_PAPERS:
        raise Refused("too_many_papers", "papers", limit=MAX_PAPERS)
    for text in (*command.missing, command.reason):
        _check_text(text, MAX_CONTENT, "papers")
    fact = PapersAsked(
        procedure=facts.procedure.code,
        procedure_name=facts.procedure.name,
        channel=command.channel,
        asked=facts.received,
        missing=command.missing,
        applicant=command.applicant,
        reason=command.reason,
    )
    return [(facts.procedure.code, fact), *answered_online(command.online, Answer.PAPERS_ASKED, facts)]


def confirm_printed(command: ConfirmPrinted, copies_printed: int) -> list[tuple[str, Fact]]:
    """Answer with DocumentPrinted, or SlipPrinted, numbered after the copies printed so far."""
    kind = DocumentPrinted if command.code else SlipPrinted
    return [(command.subject, kind(command.subject, command.document, copies_printed + 1))]


def _received(
    command: ReceiveDossier, facts: IntakeFacts, named: tuple[str, str], papers: Papers
) -> DossierReceived:
    limit = facts.procedure.on(command.channel).limit
    assert limit is not None  # noqa: S101 - `check_intake` has refused that
    due = deadline.due(limit, facts.received, facts.calendar, facts.rules)
    return DossierReceived(
        code=named[0],
        lane=named[1],
        procedure=facts.procedure.code,
        procedure_name=facts.procedure.name,
        procedure_field=facts.procedure.field,
        catalogue=facts.catalogue,
        calendar=facts.calendar.version,
        rules=facts.rules.rules_id,
        channel=command.channel,
        limit=limit,
        received=facts.received,
        due=due.at,
        reasons=due.reasons,
        papers=papers[0],
        sets=command.sets,
        quantity=command.quantity,
        return_by=command.return_by,
        resolving_unit=facts.procedure.resolving_unit or facts.authority,
        repeat_of=facts.same_today,
        parts=facts.procedure.on(command.channel).parts,
        applicant=command.applicant,
        other_papers=papers[1],
        content=command.content,
    )


def _check_amounts(command: ReceiveDossier) -> None:
    if not 1 <= command.sets <= MAX_COUNT:
        raise Refused("bad_quantity", "sets", limit=MAX_COUNT)
    if not 1 <= command.quantity <= MAX_QUANTITY:
        raise Refused("bad_quantity", "quantity", limit=MAX_QUANTITY)
    _check_text(command.content, MAX_CONTENT, "content")
    _check_text(command.fee.exempt_ground, MAX_LABEL, "fee")


def _check_text(text: str, limit: int, field: str) -> None:
    if len(text) > limit:
        raise Refused("too_long", field, limit=limit)
    applicants.check_characters(text, field)


def _papers(answers: tuple[PaperAnswer, ...], procedure: Procedure, *, held: bool) -> Papers:
    """Part the answers into the check list's rows and others; only a MUST marked otherwise than given stops.

    A row without an answer is not judged: the window answers every row, a bulk line lists what was given.
    """
    if len(answers) > MAX_PAPERS:
        raise Refused("too_many_papers", "papers", limit=MAX_PAPERS)
    labels = {paper.label: paper for paper in procedure.papers}
    listed: list[PaperGiven] = []
    others: list[PaperGiven] = []
    missing: list[str] = []
    for answer in answers:
        _check_answer(answer)
        given = PaperGiven(answer.name.strip(), answer.kind, answer.count, answer.mark)
        paper = labels.get(given.label)
        (others if paper is None else listed).append(given)
        if paper is not None and paper.need == "must" and answer.mark not in HANDED_OVER:
            missing.append(paper.label)
    if missing and not held:
        raise Refused("papers_missing", "papers", papers="; ".join(missing))
    return tuple(listed), tuple(others)


def _check_answer(answer: PaperAnswer) -> None:
    if not answer.name.strip():
        raise Refused("name_missing", "papers")
    _check_text(answer.name, MAX_LABEL, "papers")
    if not (0 if answer.mark is not PaperMark.GIVEN else 1) <= answer.count <= MAX_COUNT:
        raise Refused("bad_count", "papers", limit=MAX_COUNT)


def _fee(code: str, terms: Terms, quantity: int, answer: FeeAnswer) -> list[Fact]:
    """Charge the listed fee times the quantity, or nothing for a ground; no other amount exists."""
    if not terms.fee:
        if answer.paid or answer.exempt_ground:
            raise Refused("fee_unlisted", "fee")
        return []
    exempt = bool(answer.exempt_ground.strip())
    if exempt and answer.paid:
        raise Refused("fee_both", "fee")
    amount = 0 if exempt else terms.fee * quantity
    paid = answer.paid and not exempt
    return [FeeCharged(code, terms.fee, quantity, amount, paid, exempt, answer.exempt_ground.strip())]
