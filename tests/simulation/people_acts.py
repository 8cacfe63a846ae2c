"""What happens to the office's own people: absences, substitutes, who decides, who signs in, who inspects."""

import random
from dataclasses import replace

from counter_app.central import staffing
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff import commands
from counter_app.domain.staff.commands import StaffCommand
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import AbsenceReason, Ending, Span
from counter_app.errors import Refused
from counter_app.services import desk, sign_in, staff
from tests.central.living import BY
from tests.simulation.desk_acts import EVERYBODY, OFFICERS
from tests.simulation.town import OFFICE, Town
from tests.simulation.virtual_pc import VirtualPc

HEAD, CHAIR, INSPECTOR = "ba-dinh-01", "ba-dinh-05", "ba-dinh-06"
HOUR, DAY = 60, 1440
COUNTERS = ("Quầy 1", "Quầy 2", "Quầy 3")


def sit(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Let somebody sign in by his PIN; who has none gets one from the administrator."""
    person = chance.choice((CHAIR, CHAIR, HEAD, *OFFICERS))
    if person in desk.opening(pc.open).with_keys:
        sign_in.again(pc.open, person, town.pins.get(person, "quên mất rồi 1"))
        return
    try:
        if person in town.pins:
            sign_in.first(pc.open, person, town.pins[person])
            return
        given = staffing.first_pin(town.owner, OFFICE, person, *BY)
        chosen = f"lúa chín {chance.randrange(10**6)}"
        town.people.private |= {given, chosen}
        sign_in.first(pc.open, person, given, chosen)
        town.pins[person] = chosen
    except Refused as refused:
        if refused.code in ("wrong_pin", "no_pin"):  # an answer was lost: he asks for another
            town.pins.pop(person, None)
        raise


def manage(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Do something about the desk's people, by what this PC knows of them."""
    counter = pc.open
    with counter.store.read() as conn:
        roster = staff.roster(conn, counter, counter.clock.now())
    command = _command(roster, chance)
    if command is not None:
        staff.act(counter, replace(command, event_id=counter.own_event_id(command.event_id)))


def _command(roster: Roster, chance: random.Random) -> StaffCommand | None:
    makes = [_log_absence, _log_absence, _inspect]
    if roster.absences:
        makes += [_end_absence, _ask, _ask, _ask]
    if roster.requests:
        makes += [_of_request] * 6
    return chance.choice(makes)(roster, chance)


def _log_absence(roster: Roster, chance: random.Random) -> StaffCommand:
    person, begin = chance.choice(EVERYBODY), roster.now + chance.choice((0, 0, HOUR, DAY, 3 * DAY))
    spans = (Span(begin, begin + chance.choice((2 * HOUR, 8 * HOUR, 2 * DAY))),)
    who = chance.choice((HEAD, person))
    reason = chance.choice((AbsenceReason.SICK, AbsenceReason.ANNUAL))
    return commands.LogAbsence(new_event_id(), who, person, spans, reason, begin > roster.now)


def _end_absence(roster: Roster, chance: random.Random) -> StaffCommand:
    absence = chance.choice(roster.absences)
    return commands.EndAbsence(new_event_id(), HEAD, absence.absence, roster.now)


def _ask(roster: Roster, chance: random.Random) -> StaffCommand:
    absence = chance.choice(roster.absences[-5:])
    at = roster.counter_of(absence.person, roster.today) or chance.choice(COUNTERS)
    return commands.AskSubstitute(new_event_id(), HEAD, absence.absence, at, chance.choice(OFFICERS))


def _of_request(roster: Roster, chance: random.Random) -> StaffCommand:
    request = chance.choice(roster.requests[-5:])
    kind = chance.choice(("answer", "answer", "decide", "decide", "begin", "begin", "end"))
    if kind == "answer":
        accepted = chance.random() < 0.85
        return commands.AnswerSubstitution(
            new_event_id(), request.asked.substitute, request.request, accepted
        )
    if kind == "decide":
        approved = chance.random() < 0.7
        who = chance.choice((CHAIR, CHAIR, HEAD))
        return commands.DecideSubstitution(new_event_id(), who, request.request, approved, "Quyết định 7")
    if kind == "begin":
        return commands.BeginSubstitution(new_event_id(), request.asked.substitute, request.request)
    return commands.EndSubstitution(
        new_event_id(), request.asked.substitute, request.request, Ending.NOT_NEEDED
    )


def _inspect(roster: Roster, chance: random.Random) -> StaffCommand:
    who, whom = chance.choice((HEAD, INSPECTOR)), chance.choice(OFFICERS)
    if chance.random() < 0.5:
        return commands.CheckPresence(new_event_id(), who, whom, chance.random() < 0.8)
    return commands.HoldInspection(new_event_id(), who, True, (whom,), strengths="Đúng giờ")
