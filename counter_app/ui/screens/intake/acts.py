"""What a filled form can be put to, and what came of it. No widgets; `run` is for the db lane."""

from dataclasses import dataclass, replace
from enum import StrEnum

from counter_app.domain.commands import FeeAnswer, ReceiveAtOnce, RefuseReception
from counter_app.domain.life.commands import AmendDossier
from counter_app.services import day, desk, life
from counter_app.services.counter import Counter
from counter_app.services.day import Taken
from counter_app.services.desk import Receipt
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake.form import Form


class Act(StrEnum):
    """Take in; Form 02; take in and hand over at once, without or with Form 01; Form 03; put right; enter a
    paper book's leaf, or give one up.
    """

    RECEIVE = "receive"
    ASK = "ask"
    AT_ONCE = "at_once"
    AT_ONCE_PRINTED = "at_once_printed"
    REFUSE = "refuse"
    AMEND = "amend"
    CAPTURE = "capture"
    VOID_LEAF = "void_leaf"


AT_ONCE = (Act.AT_ONCE, Act.AT_ONCE_PRINTED)


@dataclass(frozen=True, slots=True)
class Work:
    """One act on one form. `owed` says that a fee is listed, `code` which dossier is put right."""

    act: Act
    form: Form
    actor_id: str
    repeat: bool = False
    owed: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What stands on record now: the event, the reception where there is one, and money taken with it."""

    act: Act
    event_id: str
    code: str = ""
    receipt: Receipt | None = None
    taken: Taken | None = None


def run(counter: Counter, work: Work) -> Done:
    """Do it, durable on return. Raises as the service does."""
    work = replace(work, form=forms.of_here(work.form, counter))
    if work.act is Act.ASK:
        return Done(work.act, desk.ask_for_papers(counter, forms.ask_command(work.form, work.actor_id)))
    if work.act is Act.REFUSE:
        return Done(work.act, desk.refuse_reception(counter, _refusal(work)))
    if work.act is Act.AMEND:
        return Done(work.act, life.act(counter, _amendment(work)).event_id, work.code)
    if work.act is Act.RECEIVE:
        receipt = desk.receive(counter, forms.receive_command(work.form, work.actor_id, work.repeat))
        return Done(work.act, receipt.event_id, receipt.code, receipt)
    receipt = desk.receive(counter, _at_once(work))
    taken = day.taken(counter, work.actor_id, receipt.code)
    return Done(work.act, receipt.event_id, receipt.code, receipt, taken)


def _at_once(work: Work) -> ReceiveAtOnce:
    """Handing over the result says that its fee was taken, or why none was."""
    command = forms.receive_command(work.form, work.actor_id, work.repeat)
    if work.owed and not work.form.exempt:
        command = replace(command, fee=FeeAnswer(paid=True))
    return ReceiveAtOnce(command)


def _refusal(work: Work) -> RefuseReception:
    plain = forms.receive_command(work.form, work.actor_id, False)
    return RefuseReception(
        event_id=plain.event_id,
        actor_id=plain.actor_id,
        procedure=plain.procedure,
        channel=plain.channel,
        applicant=plain.applicant,
        reason=work.form.reason.strip(),
        content=plain.content,
        online=plain.online,
    )


def _amendment(work: Work) -> AmendDossier:
    plain = forms.receive_command(work.form, work.actor_id, False)
    return AmendDossier(
        event_id=plain.event_id,
        actor_id=plain.actor_id,
        code=work.code,
        applicant=plain.applicant,
        return_by=plain.return_by,
        papers=plain.papers,
        content=plain.content,
    )
