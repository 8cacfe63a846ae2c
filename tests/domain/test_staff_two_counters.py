"""Who falls ill while he covers another's counter: each counter goes with its own dossiers, to one person."""

from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    EndAbsence,
    EndSubstitution,
    LogAbsence,
)
from counter_app.domain.staff_events import Ending, Span, SubstitutionBegan, SubstitutionEnded
from tests.domain.lives import minute
from tests.domain.staff_desk import ANH, HEAD, MINH, RESERVE, SICK, THURSDAY, Desk


def seated(desk: Desk, absence: str, counter: str, who: str) -> tuple[str, int]:
    """Let somebody sit down for an absence; return the request and how many dossiers he takes."""
    request = desk.do(AskSubstitute, HEAD, absence=absence, counter=counter, substitute=who)
    desk.do(AnswerSubstitution, who, request=request, accepted=True)
    (fact,) = desk.judged(BeginSubstitution, who, request=request)
    desk.do(BeginSubstitution, who, request=request)
    assert isinstance(fact, SubstitutionBegan)
    return request, fact.dossiers


def ill_while_covering() -> Desk:
    """Anh of Quầy 3, who covers Minh's Quầy 2, falls ill at 09:00."""
    desk = Desk(dossiers={MINH: 5, ANH: 7})
    desk.do(LogAbsence, MINH, "a1", person=MINH, spans=THURSDAY, **SICK)
    desk.at("03-05 08:00")
    assert seated(desk, "a1", "Quầy 2", ANH)[1] == 5
    desk.at("03-05 09:00")
    spans = (Span(desk.now, minute("03-05 17:00")),)
    desk.do(LogAbsence, HEAD, "a2", person=ANH, spans=spans, planned=False, **SICK)
    return desk


def answers(desk: Desk) -> tuple[str, str]:
    """Return who answers for Minh's and for Anh's dossiers now."""
    return desk.roster.responsible(MINH, desk.now), desk.roster.responsible(ANH, desk.now)


def test_each_counter_goes_with_its_own_dossiers() -> None:
    desk = ill_while_covering()
    own, count = seated(desk, "a2", "Quầy 3", RESERVE)
    assert (count, answers(desk)) == (7, (ANH, RESERVE))
    desk.at("03-05 09:02")
    covered, count = seated(desk, "a2", "Quầy 2", HEAD)
    assert (count, answers(desk)) == (5, (HEAD, RESERVE))
    for request, goes_back, left in ((own, 7, (HEAD, ANH)), (covered, 5, (ANH, ANH))):
        (fact,) = desk.judged(EndSubstitution, HEAD, request=request, why=Ending.RETURNED)
        assert isinstance(fact, SubstitutionEnded)
        assert fact.dossiers == goes_back
        desk.do(EndSubstitution, HEAD, request=request, why=Ending.RETURNED)
        assert answers(desk) == left


def test_the_order_of_the_two_does_not_matter() -> None:
    desk = ill_while_covering()
    assert seated(desk, "a2", "Quầy 2", HEAD)[1] == 5
    desk.at("03-05 09:02")
    assert seated(desk, "a2", "Quầy 3", RESERVE)[1] == 7
    assert answers(desk) == (HEAD, RESERVE)
    desk.do(EndAbsence, HEAD, absence="a1", back=desk.now)  # Minh is back: his counter is his again
    assert answers(desk) == (MINH, RESERVE)


def test_what_the_reserve_received_goes_with_the_counter_where_he_sits() -> None:
    desk = Desk(dossiers={MINH: 5, RESERVE: 2})
    desk.do(LogAbsence, MINH, "a1", person=MINH, spans=THURSDAY, **SICK)
    desk.at("03-05 08:00")
    assert seated(desk, "a1", "Quầy 2", RESERVE)[1] == 5
    spans = (Span(desk.now, minute("03-05 17:00")),)
    desk.do(LogAbsence, HEAD, "a2", person=RESERVE, spans=spans, planned=False, **SICK)
    assert seated(desk, "a2", "Quầy 2", ANH)[1] == 7
    assert [desk.roster.responsible(one, desk.now) for one in (MINH, RESERVE, ANH)] == [ANH, ANH, ANH]
