"""Judgements on the desk's discipline: presence, inspections, measures by decision, rotation of positions."""

from counter_app.domain.life.case import MAX_LINE, MAX_TEXT, check_text
from counter_app.domain.moments import day_iso, day_of, parse_day
from counter_app.domain.staff.absences import AHEAD, Said
from counter_app.domain.staff.commands import (
    CheckPresence,
    FollowUpInspection,
    HoldInspection,
    RecordStanding,
    Rotate,
)
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import (
    InspectionFollowedUp,
    InspectionHeld,
    PersonRotated,
    PresenceChecked,
    Standing,
    StandingRecorded,
)
from counter_app.errors import Refused

MAX_PEOPLE = 60
MAX_COUNTER = 60


def check_presence(command: CheckPresence, roster: Roster) -> Said:
    """Record a look at somebody's counter. Raises Refused: unknown_person, about_yourself, too_long."""
    person = _another(command.person, command.actor_id, roster)
    counter = roster.counter_of(person, roster.today)
    text = check_text(command.text, "text", MAX_TEXT)
    return [(command.event_id, PresenceChecked(person, counter, roster.now, command.present, text))]


def hold_inspection(command: HoldInspection, roster: Roster) -> Said:
    """Record the minutes of an inspection; what is recommended has a day by which it is looked at again.

    Raises Refused: people_missing, too_many_people, unknown_person, about_yourself, text_missing (nothing
    found at all), bad_date, day_past, span_far, too_long, bad_characters.
    """
    if not command.people:
        raise Refused("people_missing", "people")
    if len(command.people) > MAX_PEOPLE:
        raise Refused("too_many_people", "people", limit=MAX_PEOPLE)
    people = tuple(dict.fromkeys(_another(one, command.actor_id, roster, "people") for one in command.people))
    strengths = check_text(command.strengths, "strengths", MAX_TEXT)
    recommendations = check_text(command.recommendations, "recommendations", MAX_TEXT)
    bare = not strengths and not recommendations
    fact = InspectionHeld(
        inspection=command.event_id,
        at=roster.now,
        surprise=command.surprise,
        people=people,
        footage=check_text(command.footage, "footage", MAX_LINE),
        due=_coming_day(command.due, "due", roster) if recommendations or command.due else "",
        strengths=strengths,
        faults=check_text(command.faults, "faults", MAX_TEXT, required=bare),
        recommendations=recommendations,
    )
    return [(fact.inspection, fact)]


def follow_up_inspection(command: FollowUpInspection, roster: Roster) -> Said:
    """Record what was done, never about an inspection of oneself.

    Raises Refused: unknown_inspection (or closed), about_yourself, text_missing, too_long.
    """
    if command.inspection not in roster.inspections:
        raise Refused("unknown_inspection", "inspection")
    if command.actor_id in roster.inspections[command.inspection]:
        raise Refused("about_yourself", "inspection")
    text = check_text(command.text, "text", MAX_TEXT, required=True)
    return [(command.inspection, InspectionFollowedUp(command.inspection, roster.now, command.done, text))]


def record_standing(command: RecordStanding, roster: Roster) -> Said:
    """Record a commendation or a measure by its decision, or a reminder, never about oneself.

    Raises Refused: unknown_person, about_yourself, text_missing, bad_date, day_ahead, too_long.
    """
    person = _another(command.person, command.actor_id, roster)
    decided = command.what is not Standing.REMINDED
    decision = check_text(command.decision, "decision", MAX_LINE, required=decided)
    day = parse_day(command.day, "day")
    if day > day_of(roster.now):
        raise Refused("day_ahead", "day")
    text = check_text(command.text, "text", MAX_TEXT, required=True)
    fact = StandingRecorded(person, roster.now, command.what, decision, day_iso(day), text)
    return [(command.event_id, fact)]


def rotate(command: Rotate, roster: Roster) -> Said:
    """Give a person another counter from a day on, by a decision and with the reason.

    Raises Refused: unknown_person, about_yourself, bad_date, day_past, span_far, unknown_counter,
    same_counter, text_missing, too_long, bad_characters.
    """
    person = _another(command.person, command.actor_id, roster)
    from_day = _coming_day(command.from_day, "from_day", roster)
    to_counter = check_text(command.to_counter, "to_counter", MAX_COUNTER)
    if to_counter not in _counters(roster) and not command.opens:
        raise Refused("unknown_counter", "to_counter")
    from_counter = roster.counter_of(person, from_day)
    if to_counter == from_counter:
        raise Refused("same_counter", "to_counter")
    fact = PersonRotated(
        person=person,
        at=roster.now,
        from_counter=from_counter,
        to_counter=to_counter,
        from_day=from_day,
        decision=check_text(command.decision, "decision", MAX_LINE, required=True),
        reason=check_text(command.reason, "reason", MAX_TEXT, required=True),
    )
    return [(command.event_id, fact)]


def _counters(roster: Roster) -> set[str]:
    """Return the counters that there are, and "" for the reserve."""
    moved = (one for turn in roster.rotations for one in (turn.from_counter, turn.to_counter))
    return {"", *(one.counter for one in roster.people), *moved}


def _another(person_id: str, actor: str, roster: Roster, field: str = "person") -> str:
    if person_id == actor:
        raise Refused("about_yourself", field)
    return roster.person(person_id).person_id


def _coming_day(text: str, field: str, roster: Roster) -> str:
    day = parse_day(text, field)
    if day < day_of(roster.now):
        raise Refused("day_past", field)
    if day > day_of(roster.now + AHEAD):
        raise Refused("span_far", field)
    return day_iso(day)
