"""What a person may ask of a counter about people, in rows as `matrix` has them, and what he may read."""

from typing import Any

from counter_app.domain.people import Role
from counter_app.domain.staff import commands
from counter_app.domain.staff.commands import StaffCommand
from counter_app.domain.staff_events import AbsenceReason, Ending, Standing
from tests.journeys.matrix import Call, Hands, Ready, Row
from tests.services.standing_in import ANH, COUNTER, MINH, RESERVE

OFFICER = "here-officer"  # who is asked to stand in


def _own_absence(hands: Hands, _whose: str) -> Call:
    return lambda actor: hands.asks(
        commands.LogAbsence, actor, (hands.span(),), AbsenceReason.ANNUAL, by=actor
    )


def _another_absent(hands: Hands, _whose: str) -> Call:
    return lambda actor: hands.asks(
        commands.LogAbsence, MINH, (hands.span(),), AbsenceReason.ANNUAL, by=actor
    )


def _end_absence(hands: Hands, whose: str) -> Call:
    absence = hands.absence(whose)
    return lambda actor: hands.asks(commands.EndAbsence, absence, hands.now, by=actor)


def _ask(hands: Hands, whose: str) -> Call:
    absence, counter = hands.absence(whose), COUNTER if whose == MINH else whose
    return lambda actor: hands.asks(commands.AskSubstitute, absence, counter, RESERVE, by=actor)


def _answer(hands: Hands, _whose: str) -> Call:
    request = hands.asks(commands.AskSubstitute, hands.absence(MINH), COUNTER, OFFICER)
    return lambda actor: hands.asks(commands.AnswerSubstitution, request, True, by=actor)


def _begin(hands: Hands, _whose: str) -> Call:
    request = hands.request(MINH, OFFICER)
    return lambda actor: hands.asks(commands.BeginSubstitution, request, by=actor)


def _decide(hands: Hands, _whose: str) -> Call:
    request = hands.request()
    return lambda actor: hands.asks(commands.DecideSubstitution, request, True, by=actor)


def _give_back(hands: Hands, whose: str) -> Call:
    request = hands.request(whose)
    return lambda actor: hands.asks(commands.EndSubstitution, request, Ending.NOT_NEEDED, by=actor)


def _follow_up(hands: Hands, _whose: str) -> Call:
    held = hands.asks(
        commands.HoldInspection, True, (MINH,), recommendations="Treo biển tên", due=hands.today
    )
    return lambda actor: hands.asks(commands.FollowUpInspection, held, "Đã sửa", True, by=actor)


def _rotate(hands: Hands, _whose: str) -> Call:
    counter = f"Quầy {hands.span().begin}"  # another one each time
    return lambda actor: hands.asks(
        commands.Rotate, ANH, counter, hands.today, "QĐ 7", "Luân chuyển", True, by=actor
    )


def _head(kind: type[StaffCommand], *values: Any) -> Ready:
    return lambda hands, _whose: lambda actor: hands.asks(kind, *values, by=actor)


def _standing(hands: Hands, _whose: str) -> Call:
    what = (MINH, Standing.COMMENDED, "QĐ 5", hands.today, "Tận tụy")
    return lambda actor: hands.asks(commands.RecordStanding, *what, by=actor)


def _of_minh(ready: Ready) -> Ready:
    return lambda hands, _whose: ready(hands, MINH)


def _but(code: str, *those: Role) -> dict[str, str]:
    """Return a rule's code for everybody but those roles, also for who has none here."""
    return dict.fromkeys([role.value for role in Role if role not in those] + [""], code)


_HEAD_ONLY = _but("absence_not_yours", Role.SUPERVISOR)
_ASKED_ONLY = _but("not_asked_of_you", Role.OFFICER)

PEOPLE: tuple[Row, ...] = (
    Row("own absence", "absence.logged", _own_absence),
    Row("another's absence", "absence.logged", _another_absent, otherwise=_HEAD_ONLY),
    Row("own return", "absence.ended", _end_absence, own=True),
    Row(
        "another's return", "absence.ended", lambda hands, _: _end_absence(hands, MINH), otherwise=_HEAD_ONLY
    ),
    Row("ask for oneself", "substitute.asked", _ask, own=True),
    Row("ask for another", "substitute.asked", _of_minh(_ask), otherwise=_HEAD_ONLY),
    Row("answer", "substitute.answered", _answer, otherwise=_ASKED_ONLY),
    Row("sit down", "substitution.began", _begin, otherwise=_ASKED_ONLY),
    Row("decide", "substitution.decided", _decide),
    Row("give back", "substitution.ended", _give_back, own=True),
    Row(
        "give back for others",
        "substitution.ended",
        _of_minh(_give_back),
        otherwise=_but("request_not_yours", Role.SUPERVISOR),
    ),
    Row("look", "presence.checked", _head(commands.CheckPresence, MINH, True)),
    Row("inspect", "inspection.held", _head(commands.HoldInspection, True, (MINH,), "Tốt")),
    Row("follow up", "inspection.followed_up", _follow_up),
    Row("measure", "standing.recorded", _standing),
    Row("rotate", "person.rotated", _rotate),
)
