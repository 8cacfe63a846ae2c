"""The one way from a command to facts: each kind of command has its judgement."""

from collections.abc import Callable
from typing import Any

from counter_app.domain.kinds import DossierFact
from counter_app.domain.life import commands, promises, steps
from counter_app.domain.life.case import Case

_JUDGEMENTS: dict[type[commands.LifeCommand], Callable[[Any, Case], list[DossierFact]]] = {
    commands.AskSupplement: promises.ask_supplement,
    commands.CompleteSupplement: promises.complete_supplement,
    commands.AskPayment: promises.ask_payment,
    commands.SettlePayment: promises.settle_payment,
    commands.CorrectProcedure: promises.correct_procedure,
    commands.PrepareApology: promises.prepare_apology,
    commands.SignApology: promises.sign_apology,
    commands.ExplainLateness: promises.explain_lateness,
    commands.PayFee: steps.pay_fee,
    commands.EndDossier: steps.end_dossier,
    commands.HandOver: steps.hand_over,
    commands.TakeOver: steps.take_over,
    commands.Resolve: steps.resolve,
    commands.RecordArrival: steps.record_arrival,
    commands.TellCitizen: steps.tell_citizen,
    commands.ReturnResult: steps.return_result,
    commands.AmendDossier: steps.amend,
    commands.VoidReceipt: steps.void_receipt,
    commands.ReportDifficulty: steps.report_difficulty,
}


def judge(command: commands.LifeCommand, case: Case) -> list[DossierFact]:
    """Answer with the facts that the command makes. Raises Refused as its judgement says."""
    return _JUDGEMENTS[type(command)](command, case)
