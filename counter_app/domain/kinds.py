"""Every kind of fact there is: what `facts` reads, what may stand in the log. A kind is never removed."""

from counter_app.domain import (
    book_events,
    clock_events,
    erasure,
    events,
    key_events,
    online,
    promise_events,
    staff_events,
    step_events,
)

DossierFact = (
    events.DossierReceived
    | book_events.DossierCaptured
    | events.FeeCharged
    | events.DocumentPrinted
    | promise_events.SupplementAsked
    | promise_events.SupplementCompleted
    | promise_events.PaymentAsked
    | promise_events.PaymentSettled
    | promise_events.ProcedureCorrected
    | promise_events.ApologyPrepared
    | promise_events.ApologySigned
    | promise_events.LatenessExplained
    | step_events.FeePaid
    | step_events.DossierEnded
    | step_events.HandedOver
    | step_events.TakenOver
    | step_events.DossierResolved
    | step_events.ResultArrived
    | step_events.CitizenTold
    | step_events.ResultReturned
    | step_events.DossierAmended
    | step_events.ReceiptVoided
    | step_events.DossierLinked
    | step_events.DifficultyReported
    | erasure.PersonalErased
)
StaffFact = (
    staff_events.PersonSignedIn
    | staff_events.AbsenceLogged
    | staff_events.AbsenceEnded
    | staff_events.SubstituteAsked
    | staff_events.SubstituteAnswered
    | staff_events.SubstitutionDecided
    | staff_events.SubstitutionBegan
    | staff_events.SubstitutionEnded
    | staff_events.PresenceChecked
    | staff_events.InspectionHeld
    | staff_events.InspectionFollowedUp
    | staff_events.StandingRecorded
    | staff_events.PersonRotated
)
# What tells of no dossier: its subject is no code.
OtherFact = (
    events.PapersAsked
    | events.SlipPrinted
    | book_events.LeafVoided
    | step_events.ReceptionRefused
    | step_events.DayClosed
    | online.OnlineArrived
    | online.OnlineAnswered
    | key_events.KeyRotated
    | clock_events.ClockCorrected
    | erasure.SubjectErased
)
Fact = DossierFact | OtherFact | StaffFact
KINDS: dict[str, type[Fact]] = {
    kind.KIND: kind for kind in (*DossierFact.__args__, *OtherFact.__args__, *StaffFact.__args__)
}
WITHOUT_DOSSIER = OtherFact | StaffFact
# What begins a dossier.
RECEPTIONS = frozenset((events.DossierReceived.KIND, book_events.DossierCaptured.KIND))
