"""A sick officer and who stands in for him, at two PCs and their centre, from 07:40 to the month's sheet."""

from typing import Any

import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import RecordArrival, ReturnResult
from counter_app.domain.staff import commands
from counter_app.domain.staff.coverage import Cover
from counter_app.domain.staff.ranking import candidates
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff_events import AbsenceReason, Ending, Span, SubstitutionBegan, SubstitutionEnded
from counter_app.errors import Refused
from counter_app.services import (
    board,
    desk,
    duty,
    life,
    promises,
    recomputation,
    rota,
    sign_in,
    staff_papers,
    staff_records,
    verification,
)
from counter_app.services.board import Lot
from counter_app.services.counter import Counter
from tests.journeys.desk_and_head import DAY, DUNG, MINH_NAME, OANH, PIN, Story, minute
from tests.pcs import Office
from tests.services.papers_life import read
from tests.services.standing_in import CHAIR, COUNTER, HEAD, MINH, RESERVE, roster


@pytest.fixture
def story(office: Office) -> Story:
    return Story(office)


def state(pc: Counter, request_id: str) -> RequestState:
    now = roster(pc)
    return now.request(request_id).state(now.now)


def named(pc: Counter) -> tuple[str, str]:
    """Return who is named on the duty board at Minh's counter, and in whose place."""
    (one,) = [one for one in duty.today(pc).people if one.counter == COUNTER]
    return one.name, one.stands_in_for


def reader(pc: Counter) -> str:
    """Return who has signed in at a PC, else one who does so to read; all whom this story seats may."""
    if not pc.seats:
        sign_in.to_read(pc, min(desk.opening(pc).with_keys), PIN)
    return next(iter(pc.seats))


def cover(pc: Counter, text: str) -> Cover:
    """Return how Minh's counter is covered at a time of the day."""
    cells = [cell for cell in rota.look(pc, reader(pc), DAY, DAY).cells if cell.counter == COUNTER]
    (found,) = [cell.cover for cell in cells if cell.begin <= minute(text) < cell.end]
    return found


def responsible(pc: Counter, code: str) -> str:
    """Return the one name that board, dossier and roster give of a dossier in this minute."""
    (row,) = [row for row in board.page(pc, reader(pc), Lot.ALL).rows if row.code == code]
    assert promises.responsible(life.file_of(pc, reader(pc), code)) == row.responsible
    return row.responsible


def holds(pc: Counter) -> None:
    """What `verify --all` asks for."""
    assert verification.verify_log(pc).faults == ()
    found = recomputation.recompute(pc)
    assert (found.differences, found.apart) == ((), ())


def test_a_sick_officer_is_stood_in_for_and_comes_back(story: Story) -> None:
    hall = story.hall
    story.at("2026-11-19T15:00")
    story.sits(hall, MINH)
    open_, done = story.receives("Nguyễn Văn Thử"), story.receives("Trần Thị Hai")
    for step in (RecordArrival(new_event_id(), MINH, done), ReturnResult(new_event_id(), MINH, done)):
        life.act(hall, step)
    absence, asked = falls_sick(story)
    decided_apart(story, asked, open_, True)
    confirmed_after_contact(story, asked, open_)
    taken = story.receives("Lê Văn Ba")
    story.told()
    comes_back(story, absence, asked, (open_, taken, done))
    month_is_told(story)
    for pc in story.both:
        holds(pc)
    assert story.office.living.count("quarantine") == 0


def falls_sick(story: Story) -> tuple[str, str]:
    """07:40: Minh rings up; the head of the desk logs it and asks whom the ranking proposes."""
    hall, upstairs = story.both
    story.at("07:40")
    assert story.sits(hall, HEAD)
    away = (Span(minute("07:40"), minute("17:00")),)
    absence = story.asks(hall, commands.LogAbsence, MINH, away, AbsenceReason.SICK, False).event_id
    assert cover(hall, "09:00") is Cover.UNCOVERED
    assert named(hall) == ("", "")
    found = candidates(roster(hall), roster(hall).absence(absence), COUNTER)
    assert found[0].person_id == RESERVE
    assert {"trained", "free"} <= set(found[0].why)
    asked = story.asks(hall, commands.AskSubstitute, absence, COUNTER, found[0].person_id).event_id
    story.told()
    assert state(upstairs, asked) is RequestState.ASKED
    story.at("07:42")
    assert story.sits(hall, RESERVE)
    story.asks(hall, commands.AnswerSubstitution, asked, True)
    story.told()
    for pc in story.both:
        assert state(pc, asked) is RequestState.ACCEPTED
        assert cover(pc, "09:00") is Cover.AT_RISK
    return absence, asked


def decided_apart(story: Story, asked: str, open_: str, *answer: Any) -> None:
    """The network goes: the Chairman decides at her PC, and the substitute sits down without knowing it."""
    hall, upstairs = story.both
    story.reachable(False)
    story.at("07:50")
    assert not story.sits(upstairs, CHAIR)
    assert not story.sits(hall, HEAD)
    with pytest.raises(Refused, match="approval_of_own_request"):  # she may approve, but not what she asked
        story.asks(hall, commands.DecideSubstitution, asked, True)
    story.asks(upstairs, commands.DecideSubstitution, asked, *answer)
    assert state(upstairs, asked) is (RequestState.APPROVED if answer[0] else RequestState.REFUSED)
    assert state(hall, asked) is RequestState.ACCEPTED
    story.at("07:58")
    assert responsible(hall, open_) == MINH_NAME
    assert not story.sits(hall, RESERVE)
    (fact,) = story.asks(hall, commands.BeginSubstitution, asked).facts
    assert isinstance(fact, SubstitutionBegan)
    assert (fact.confirmed, fact.dossiers) == (False, 1)
    assert state(hall, asked) is RequestState.TO_CONFIRM
    assert (responsible(hall, open_), responsible(upstairs, open_)) == (DUNG, MINH_NAME)
    assert named(hall) == (DUNG, MINH_NAME)


def confirmed_after_contact(story: Story, asked: str, open_: str) -> None:
    """The network is back: both PCs and the centre tell the same, and the papers say so."""
    hall, upstairs = story.both
    story.at("09:30")
    assert named(hall) == (DUNG, MINH_NAME)
    story.reachable(True)
    story.told()
    for pc in story.both:
        assert state(pc, asked) is RequestState.ACTIVE
        assert roster(pc).request(asked).decided_by == CHAIR
        assert responsible(pc, open_) == DUNG
        assert named(pc) == (DUNG, MINH_NAME)
        assert cover(pc, "10:00") is Cover.SUBSTITUTE
        for name in (DUNG, COUNTER):
            assert name in read(duty.paper(pc, reader(pc)))
    central = story.at_the_centre(asked)
    assert (central.approved, central.decided_by, central.decided_at) == (True, CHAIR, minute("07:50"))
    assert central.state(minute("09:30")) is RequestState.ACTIVE
    listed = staff_papers.handover(hall, reader(hall), asked)
    assert [one.code for one in listed.dossiers] == [open_]
    assert listed == staff_papers.handover(upstairs, reader(upstairs), asked)
    said = read(staff_papers.paper(hall, reader(hall), asked)[1])
    for wanted in (listed.number, open_, MINH_NAME, DUNG, OANH):
        assert wanted in said
    assert all(
        name in read(duty.notice(upstairs, reader(upstairs), asked)) for name in (MINH_NAME, DUNG, OANH)
    )


def comes_back(story: Story, absence: str, asked: str, codes: tuple[str, str, str]) -> None:
    """14:00: Minh is back, and has his counter and his open dossier again; what Dũng received stays his."""
    hall, upstairs = story.both
    open_, taken, done = codes
    story.at("14:00")
    assert story.sits(hall, MINH)
    ended = story.asks(hall, commands.EndAbsence, absence, minute("14:00")).facts
    (fact,) = [one for one in ended if isinstance(one, SubstitutionEnded)]
    assert (fact.why, fact.dossiers) == (Ending.RETURNED, 1)
    story.told()
    for pc in story.both:
        assert state(pc, asked) is RequestState.ENDED
        assert (responsible(pc, open_), responsible(pc, taken)) == (MINH_NAME, DUNG)
        assert named(pc) == (MINH_NAME, "")
        assert cover(pc, "15:00") is Cover.COVERED
        back = staff_papers.handover(pc, reader(pc), asked, back=True)
        assert ([one.code for one in back.dossiers], back.number) == ([open_], fact.sheet)
    assert story.at_the_centre(asked).why is Ending.RETURNED
    said = read(staff_papers.paper(upstairs, reader(upstairs), asked, back=True)[1])
    assert all(wanted in said for wanted in (fact.sheet, open_))
    assert done not in said


def month_is_told(story: Story) -> None:
    """Minh reads his own month; his colleagues do not, the head of the desk does."""
    hall, upstairs = story.both
    own = staff_records.sheet(hall, MINH, MINH, DAY[:7])
    (away,) = own.record.absences
    assert away.reason is AbsenceReason.SICK
    (taken,) = own.record.taken
    assert own.record.kept.received == 2
    assert all(wanted in read(own.pdf) for wanted in (MINH_NAME, DUNG))
    assert story.sits(hall, RESERVE)
    with pytest.raises(Refused, match="not_permitted"):
        staff_records.sheet(hall, RESERVE, MINH, DAY[:7])
    story.told()
    (given,) = staff_records.month(upstairs, CHAIR, RESERVE, DAY[:7]).given
    assert given.minutes == taken.minutes
    sheet = staff_records.sheet(upstairs, CHAIR, RESERVE, DAY[:7])
    assert sheet.record.kept.received == 1
    assert all(wanted in read(sheet.pdf) for wanted in (MINH_NAME, DUNG))


def test_a_refusal_that_comes_later_ends_it_and_undoes_nothing(story: Story) -> None:
    hall = story.hall
    story.at("2026-11-19T15:00")
    story.sits(hall, MINH)
    open_ = story.receives("Nguyễn Văn Thử")
    _absence, asked = falls_sick(story)
    decided_apart(story, asked, open_, False, "Cử người khác")
    story.at("08:30")
    taken = story.receives("Lê Văn Ba")
    story.at("09:30")
    story.reachable(True)
    story.told()
    for pc in story.both:
        assert state(pc, asked) is RequestState.REFUSED
        assert (responsible(pc, open_), responsible(pc, taken)) == (MINH_NAME, DUNG)
        assert cover(pc, "10:00") is Cover.UNCOVERED
        assert named(pc) == ("", "")
        given, back = (staff_papers.handover(pc, reader(pc), asked, back=way) for way in (False, True))
        assert given.at == back.at == minute("07:58")  # not given back before it was taken
        assert given.dossiers == back.dossiers
        holds(pc)
    assert story.at_the_centre(asked).approved is False
    assert story.office.living.count("quarantine") == 0
