"""The one way from a command about people to facts: each kind of command has its judgement."""

from collections.abc import Callable
from typing import Any

from counter_app.domain import staff_events
from counter_app.domain.kinds import StaffFact
from counter_app.domain.staff import absences, commands, discipline, substitutions
from counter_app.domain.staff.absences import Said
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff.substitutions import Approver

_Judgement = Callable[[Any, Roster], Said]
# With the kind of the first fact that it answers with; a decision is judged with the approver's key besides.
_JUDGEMENTS: dict[type[commands.StaffCommand], tuple[_Judgement, type[StaffFact]]] = {
    commands.LogAbsence: (absences.log_absence, staff_events.AbsenceLogged),
    commands.EndAbsence: (absences.end_absence, staff_events.AbsenceEnded),
    commands.AskSubstitute: (substitutions.ask_substitute, staff_events.SubstituteAsked),
    commands.AnswerSubstitution: (substitutions.answer_substitution, staff_events.SubstituteAnswered),
    commands.BeginSubstitution: (substitutions.begin_substitution, staff_events.SubstitutionBegan),
    commands.EndSubstitution: (substitutions.end_substitution, staff_events.SubstitutionEnded),
    commands.CheckPresence: (discipline.check_presence, staff_events.PresenceChecked),
    commands.HoldInspection: (discipline.hold_inspection, staff_events.InspectionHeld),
    commands.FollowUpInspection: (discipline.follow_up_inspection, staff_events.InspectionFollowedUp),
    commands.RecordStanding: (discipline.record_standing, staff_events.StandingRecorded),
    commands.Rotate: (discipline.rotate, staff_events.PersonRotated),
}


def judge(command: commands.StaffCommand, roster: Roster, approver: Approver | None = None) -> Said:
    """Answer with the facts that the command makes, each with its subject. Raises Refused as its judgement.

    `approver` is the key of who decides; no other command needs it. Roles are `permissions`'s to check.
    """
    if isinstance(command, commands.DecideSubstitution):
        return substitutions.decide_substitution(command, roster, approver)
    judgement, _kind = _JUDGEMENTS[type(command)]
    return judgement(command, roster)


def answer_of(command: commands.StaffCommand) -> type[StaffFact]:
    """Return the kind of fact that takes the command's own id."""
    if isinstance(command, commands.DecideSubstitution):
        return staff_events.SubstitutionDecided
    return _JUDGEMENTS[type(command)][1]
