"""A substitution that recurs is sat down for each time: judged, covered, told and counted by itself."""

import pytest

from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    DecideSubstitution,
    EndAbsence,
    EndSubstitution,
    LogAbsence,
)
from counter_app.domain.staff.coverage import Cover, coverage
from counter_app.domain.staff.ranking import _lately
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff_events import Ending, Span, SubstitutionBegan, SubstitutionEnded
from tests.domain.lives import minute
from tests.domain.staff_desk import ANH, CHAIR, HEAD, MINH, RESERVE, SICK, Desk

DAYS = ("03-03", "03-10", "03-17")  # Tuesdays
SPANS = tuple(Span(minute(f"{day} 08:00"), minute(f"{day} 17:00")) for day in DAYS)


@pytest.fixture
def desk() -> Desk:
    """The reserve has said yes to three Tuesdays, and it was approved."""
    desk = Desk(dossiers={MINH: 7})
    desk.do(LogAbsence, MINH, "away", person=MINH, spans=SPANS, **SICK)
    desk.do(AskSubstitute, MINH, "ask", absence="away", counter="Quầy 2", substitute=RESERVE)
    desk.do(AnswerSubstitution, RESERVE, request="ask", accepted=True)
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=True)
    return desk


def sit(desk: Desk, moment: str) -> None:
    desk.at(moment).do(BeginSubstitution, RESERVE, request="ask")


def covers(desk: Desk, day: str) -> list[tuple[Cover, str]]:
    """Return how Minh's counter stands on a day of March."""
    iso = f"2026-{day}"
    found = [cell for cell in coverage(desk.roster, iso, iso) if cell.counter == "Quầy 2"]
    return [(cell.cover, cell.person) for cell in found]


def test_one_sitting_is_not_one_for_the_weeks_after(desk: Desk) -> None:
    sit(desk, "03-03 07:50")
    assert desk.refusal(BeginSubstitution, RESERVE, request="ask") == ("already_began", None)
    assert desk.request("ask").state(desk.now) is RequestState.ACTIVE
    desk.at("03-04 09:00")
    assert desk.request("ask").state(desk.now) is RequestState.APPROVED
    assert desk.refusal(BeginSubstitution, RESERVE, request="ask") == ("substitution_early", None)
    assert covers(desk, "03-10") == [(Cover.SUBSTITUTE, RESERVE)] * 2  # as planned
    desk.at("03-10 08:20")
    assert not desk.request("ask").active(desk.now)
    assert desk.roster.responsible(MINH, desk.now) == MINH
    assert covers(desk, "03-10")[0] == (Cover.UNCOVERED, "")  # the twenty minutes that are over
    assert covers(desk, "03-10")[1] == (Cover.AT_RISK, RESERVE)  # he is late to sit
    (sat,) = desk.judged(BeginSubstitution, RESERVE, request="ask")
    assert sat == SubstitutionBegan("ask", desk.now, confirmed=True, dossiers=7, sheet="")
    sit(desk, "03-10 08:20")
    assert desk.roster.responsible(MINH, desk.now) == RESERVE
    assert covers(desk, "03-10")[1] == (Cover.SUBSTITUTE, RESERVE)
    desk.at("03-18 09:00")  # nobody came on the third
    assert covers(desk, "03-17") == [(Cover.UNCOVERED, "")] * 2
    assert covers(desk, "03-10")[-1] == (Cover.SUBSTITUTE, RESERVE)
    held = desk.request("ask").held
    assert held == ((minute("03-03 07:50"), SPANS[0]), (minute("03-10 08:20"), SPANS[1]))
    assert _lately(desk.roster, RESERVE) == 2


def test_unconfirmed_he_sits_down_again_and_stays_red(desk: Desk) -> None:
    desk.links["ask"] = desk.links["ask"][:2]  # nobody has decided
    sit(desk, "03-03 07:50")
    desk.at("03-04 09:00")
    assert desk.request("ask").state(desk.now) is RequestState.TO_CONFIRM
    assert covers(desk, "03-10") == [(Cover.AT_RISK, RESERVE)] * 2
    sit(desk, "03-10 07:55")
    assert desk.request("ask").since(minute("03-10 09:00")) == minute("03-10 07:55")
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=False, ground="Cần người khác")
    assert desk.request("ask").held == ((minute("03-03 07:50"), SPANS[0]),)


def test_what_he_is_kept_from_later_is_no_reason_today(desk: Desk) -> None:
    desk.do(LogAbsence, RESERVE, person=RESERVE, spans=SPANS[1:2], **SICK)
    sit(desk, "03-03 07:50")
    desk.at("03-10 07:50")
    assert desk.refusal(BeginSubstitution, RESERVE, request="ask") == ("substitute_absent", "substitute")


def test_a_time_called_off_takes_no_sitting_with_it(desk: Desk) -> None:
    desk.at("03-03 07:40").do(EndAbsence, MINH, absence="away")  # back this time, before anybody sat
    assert desk.refusal(BeginSubstitution, RESERVE, request="ask") == ("substitution_early", None)
    at = minute("03-03 07:45")  # at a PC that does not know it yet
    desk.tell(SubstitutionBegan("ask", at, confirmed=True, dossiers=0, sheet=""), "ask", RESERVE, "x", at)
    assert desk.request("ask").held == ()
    sit(desk, "03-10 07:50")
    assert desk.request("ask").active(minute("03-10 08:00"))


def test_between_two_times_nothing_goes_back(desk: Desk) -> None:
    sit(desk, "03-03 07:50")
    running = desk.at("03-03 10:00").judged(EndSubstitution, HEAD, request="ask", why=Ending.NOT_NEEDED)
    between = desk.at("03-04 10:00").judged(EndSubstitution, HEAD, request="ask", why=Ending.NOT_NEEDED)
    assert [one.dossiers for one in (*running, *between) if isinstance(one, SubstitutionEnded)] == [7, 0]


def test_somebody_else_s_times_are_his_own(desk: Desk) -> None:
    """Whoever is asked for one of the weeks only sits down for that one."""
    desk.do(LogAbsence, ANH, "hers", person=ANH, spans=SPANS, **SICK)
    desk.do(
        AskSubstitute,
        ANH,
        "one",
        absence="hers",
        counter="Quầy 3",
        substitute=HEAD,
        spans=SPANS[1:2],
    )
    desk.do(AnswerSubstitution, HEAD, request="one", accepted=True)
    desk.at("03-03 08:00")
    assert desk.refusal(BeginSubstitution, HEAD, request="one") == ("substitution_early", None)
    desk.at("03-10 08:00").do(BeginSubstitution, HEAD, request="one")
    assert desk.roster.responsible(ANH, desk.now) == HEAD
