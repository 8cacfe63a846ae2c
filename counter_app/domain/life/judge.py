"""The one way from a command to facts: each kind of command has its judgement."""

from collections.abc import Callable
from typing import Any

from counter_app.domain import promise_events, step_events
from counter_app.domain.kinds import DossierFact
from counter_app.domain.life import commands, promises, steps
from counter_app.domain.life.case import Case

_Judgement = Callable[[Any, Case], list[DossierFact]]
# With the kind of the first fact that it answers with.
_JUDGEMENTS: dict[type[commands.LifeCommand], tuple[_Judgement, type[DossierFact]]] = {
    commands.AskSupplement: (promises.ask_supplement, promise_events.SupplementAsked),
    commands.CompleteSupplement: (promises.complete_supplement, promise_events.SupplementCompleted),
    commands.AskPayment: (promises.ask_payment, promise_events.PaymentAsked),
    commands.SettlePayment: (promises.settle_payment, promise_events.PaymentSettled),
    commands.CorrectProcedure: (promises.correct_procedure, promise_events.ProcedureCorrected),
    commands.PrepareApology: (promises.prepare_apology, promise_events.ApologyPrepared),
    commands.SignApology: (promises.sign_apology, promise_events.ApologySigned),
    commands.ExplainLateness: (promises.explain_lateness, promise_events.LatenessExplained),
    commands.PayFee: (steps.pay_fee, step_events.FeePaid),
    commands.EndDossier: (steps.end_dossier, step_events.DossierEnded),
    commands.HandOver: (steps.hand_over, step_events.HandedOver),
    commands.TakeOver: (steps.take_over, step_events.TakenOver),
    commands.Resolve: (steps.resolve, step_events.DossierResolved),
    commands.RecordArrival: (steps.record_arrival, step_events.ResultArrived),
    commands.TellCitizen: (steps.tell_citizen, step_events.CitizenTold),
    commands.ReturnResult: (steps.return_result, step_events.ResultReturned),
    commands.AmendDossier: (steps.amend, step_events.DossierAmended),
    commands.VoidReceipt: (steps.void_receipt, step_events.ReceiptVoided),
    commands.ReportDifficulty: (steps.report_difficulty, step_events.DifficultyReported),
}


def judge(command: commands.LifeCommand, case: Case) -> list[DossierFact]:
    """Answer with the facts that the command makes. Raises Refused as its judgement says."""
    judgement, _kind = _JUDGEMENTS[type(command)]
    return judgement(command, case)


def answer_of(command: commands.LifeCommand) -> type[DossierFact]:
    """Return the kind of fact that takes the command's own id."""
    return _JUDGEMENTS[type(command)][1]
