"""The lists by which a counter goes to a substitute and comes back, told as of their own minute."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.staff.commands import BeginSubstitution, EndSubstitution
from counter_app.domain.staff_events import Ending, SubstitutionEnded
from counter_app.errors import Refused
from counter_app.services import board, desk, life, promises, staff, staff_papers
from counter_app.services.board import Lot
from counter_app.services.counter import Counter
from tests.documents.samples import Seen
from tests.pcs import PERSON, intake, opened, receive
from tests.services.papers_life import STAY, act, at
from tests.services.standing_in import (
    ANH,
    CHAIR,
    COUNTER,
    HEAD,
    RESERVE,
    accepted,
    asked,
    decide,
    key_of,
    roster,
    seated,
    sick,
)

MORNING, LATER = "2026-11-19T09:00", "2026-11-19T10:00"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, MORNING)
        yield made


def codes(counter: Counter, request: str, *, back: bool = False) -> list[str]:
    return [one.code for one in staff_papers.handover(counter, PERSON, request, back=back).dossiers]


def test_the_list_holds_what_was_open_in_its_minute_whenever_it_is_printed(counter: Counter) -> None:
    one, two, three = receive(counter, "Một", "Hai", "Ba")
    act(counter, commands.VoidReceipt, three, reason="nhầm", taken_back=True)
    at(counter, "2026-11-19T09:10")
    request = seated(counter)
    assert codes(counter, request) == [one, two]
    with pytest.raises(Refused, match="substitution_not_over"):
        codes(counter, request, back=True)
    at(counter, LATER)
    act(counter, commands.VoidReceipt, two, reason="nhầm", taken_back=True)
    ended = EndSubstitution(new_event_id(), RESERVE, request, Ending.RETURNED)
    (fact,) = staff.act(counter, ended).facts
    assert isinstance(fact, SubstitutionEnded)
    at(counter, "2026-11-19T11:00")
    act(counter, commands.VoidReceipt, one, reason="nhầm", taken_back=True)
    assert codes(counter, request) == [one, two]
    back = staff_papers.handover(counter, PERSON, request, back=True)
    assert [each.code for each in back.dossiers] == [one]
    assert (back.number, fact.dossiers) == (fact.sheet, 1)
    given = staff_papers.handover(counter, PERSON, request)
    assert (given.counter, given.absent_name, given.substitute_name) == (
        COUNTER, "Trần Quang Minh", "Phạm Văn Dũng"
    )  # fmt: skip
    assert given.ground == ""
    assert given.signs_for_absent == ("Nguyễn Thị Thu Hương", "Phó Giám đốc Trung tâm")
    assert back.signs_for_absent is None


def test_a_substitution_that_ran_out_gives_all_back_under_the_same_number(counter: Counter) -> None:
    (code,) = receive(counter, "Một")
    request = seated(counter)
    decide(counter, request, key_of(counter, CHAIR))
    at(counter, "2026-11-20T08:00")
    given, back = (staff_papers.handover(counter, PERSON, request, back=each) for each in (False, True))
    assert [one.code for one in back.dossiers] == [code]
    assert back.number == f"{given.number}-V"
    assert "Hoàng Thị Kim Oanh phê duyệt" in given.ground
    text = " ".join(Seen(staff_papers.paper(counter, PERSON, request, back=True)[1]).texts)
    assert "DANH SÁCH BÀN GIAO LẠI QUẦY" in text
    assert code in text


def test_a_promise_made_anew_goes_over_beside_the_receipts(counter: Counter) -> None:
    (code,) = receive(counter, "Một")
    act(counter, commands.CorrectProcedure, code, procedure=STAY, apology="Xin lỗi")
    request = seated(counter)
    (one,) = staff_papers.handover(counter, PERSON, request).dossiers
    dossier = life.file_of(counter, PERSON, code).dossier
    assert one.first_due == dossier.first_due < one.due == dossier.due
    assert "Lần đầu: " in " ".join(Seen(staff_papers.paper(counter, PERSON, request)[1]).texts)


def test_who_covers_two_hands_over_both_queues(counter: Counter) -> None:
    (code,) = receive(counter, "Một")
    seated(counter)
    at(counter, LATER)
    request = seated(counter, RESERVE, HEAD)
    assert codes(counter, request) == [code]


def test_nothing_changes_hands_before_anybody_sits_down(counter: Counter) -> None:
    request = asked(counter, sick(counter))
    accepted(counter, request)
    for back in (False, True):
        with pytest.raises(Refused, match="substitution_not_begun"):
            staff_papers.handover(counter, PERSON, request, back=back)
    with pytest.raises(Refused, match="unknown_request"):
        staff_papers.handover(counter, PERSON, "?")
    assert roster(counter).request(request).began is None


def test_of_two_counters_each_takes_its_own_dossiers(counter: Counter) -> None:
    (his,) = receive(counter, "Một")
    own = desk.receive(counter, intake("Ba", repeat=True, actor_id=ANH)).code
    covering = seated(counter, who=ANH)
    at(counter, LATER)
    absence = sick(counter, ANH, by=HEAD)
    lists = {covering: [his]}
    for who, place, expected in ((RESERVE, "Quầy 3", own), (HEAD, COUNTER, his)):
        request = asked(counter, absence, who, at=place)
        accepted(counter, request, who)
        staff.act(counter, BeginSubstitution(new_event_id(), who, request))
        lists[request] = [expected]
        at(counter, "2026-11-19T10:05")
    assert {request: codes(counter, request) for request in lists} == lists
    listed = {row.code: row.responsible for row in board.page(counter, PERSON, Lot.ALL).rows}
    for code, person in ((his, HEAD), (own, RESERVE)):
        name = roster(counter).person(person).name
        page = promises.responsible(life.file_of(counter, PERSON, code))
        assert {page, listed[code]} == {name}
