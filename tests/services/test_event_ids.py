"""An id answers for one thing: asked again it is done, for anything else it is refused."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, AskForPapers, ConfirmPrinted, RefuseReception
from counter_app.domain.day import CloseDay
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import AskSupplement, LifeCommand, RecordArrival, Resolve
from counter_app.domain.step_events import Means
from counter_app.errors import Refused
from counter_app.services import calendar_news, day, desk, life
from counter_app.services.calendar_news import Telling
from counter_app.services.counter import Counter
from tests.pcs import BIRTH, PERSON, intake, opened
from tests.services.papers_life import STAY, at


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as found:
        at(found, "2026-11-19T09:00")
        yield found


def refusal(event_id: str, procedure: str = STAY) -> RefuseReception:
    return RefuseReception(event_id, PERSON, procedure, Channel.IN_PERSON, Applicant("Lan"), "Không thuộc")


OTHERS: list[Callable[[Counter, str, str], object]] = [
    lambda counter, used, code: life.act(counter, RecordArrival(used, PERSON, code)),
    lambda counter, used, _code: desk.receive(counter, intake(event_id=used)),
    lambda counter, used, _code: desk.refuse_reception(counter, refusal(used)),
    lambda counter, used, _code: desk.ask_for_papers(
        counter, AskForPapers(used, PERSON, STAY, Channel.IN_PERSON, Applicant("Lan"), ("Tờ khai",))
    ),
    lambda counter, used, code: desk.confirm_printed(counter, ConfirmPrinted(used, PERSON, code, "01")),
    lambda counter, used, _code: day.close(counter, CloseDay(used, PERSON)),
    lambda counter, used, code: calendar_news.tell(counter, Telling(used, PERSON, code, Means.PHONE)),
]


@pytest.mark.parametrize("other", OTHERS)
def test_an_id_used_for_something_else_is_refused(
    counter: Counter, other: Callable[[Counter, str, str], object]
) -> None:
    code = desk.receive(counter, intake(procedure=STAY)).code
    used = new_event_id()
    life.act(counter, Resolve(used, PERSON, code))
    before = life.file_of(counter, PERSON, code)
    with pytest.raises(Refused, match="event_id_taken") as refused:
        other(counter, used, code)
    assert refused.value.field == "event_id"
    assert life.file_of(counter, PERSON, code).history == before.history


def test_an_id_of_the_same_kind_answers_for_its_own_subject_only(counter: Counter) -> None:
    first, second = (desk.receive(counter, intake(procedure=STAY, repeat=True)).code for _ in range(2))
    used = new_event_id()
    assert life.act(counter, RecordArrival(used, PERSON, first)).facts
    assert life.act(counter, RecordArrival(used, PERSON, first)).facts == ()
    with pytest.raises(Refused, match="event_id_taken"):
        life.act(counter, RecordArrival(used, PERSON, second))
    assert life.file_of(counter, PERSON, second).dossier.arrived is None
    turned = new_event_id()
    assert desk.refuse_reception(counter, refusal(turned)) == turned
    assert desk.refuse_reception(counter, refusal(turned)) == turned
    with pytest.raises(Refused, match="event_id_taken"):
        desk.refuse_reception(counter, refusal(turned, BIRTH))


def test_a_receptions_id_is_no_acts(counter: Counter) -> None:
    command = intake(procedure=STAY)
    receipt = desk.receive(counter, command)
    assert desk.receive(counter, command) == receipt
    asked: list[LifeCommand] = [
        RecordArrival(command.event_id, PERSON, receipt.code),
        AskSupplement(command.event_id, PERSON, receipt.code, ("Tờ khai",)),
    ]
    for act in asked:
        with pytest.raises(Refused, match="event_id_taken"):
            life.act(counter, act)
