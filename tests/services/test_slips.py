"""Papers given before reception, printed again: no code, and still a copy with its number."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import AskForPapers, ConfirmPrinted, RefuseReception
from counter_app.domain.events import SlipPrinted
from counter_app.domain.identity import new_event_id
from counter_app.services import desk, forms
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.store import log
from tests.documents.samples import LONG_PERSON
from tests.pcs import BIRTH, PERSON, opened
from tests.services.papers_life import printed, read
from tests.services.test_desk import refused


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def _slips(counter: Counter) -> tuple[str, str]:
    common = (BIRTH, Channel.IN_PERSON, LONG_PERSON)
    asked = desk.ask_for_papers(counter, AskForPapers(new_event_id(), PERSON, *common, ("Giấy chứng sinh",)))
    sent = desk.refuse_reception(counter, RefuseReception(new_event_id(), PERSON, *common, "Sai nơi nộp"))
    return asked, sent


def test_a_slip_printed_again_is_a_copy_with_its_number(counter: Counter) -> None:
    slips = _slips(counter)
    for slip in slips:
        for copy in (1, 2, 3):
            paper = forms.paper_of(counter, PERSON, slip)
            assert (paper.copy, f"BẢN SAO LẦN {copy}" in read(paper)) == (copy, copy > 1)
            printed(counter, paper)
    assert [forms.paper_of(counter, PERSON, slip).copy for slip in slips] == [4, 4]
    assert forms.paper_of(counter, PERSON, _slips(counter)[0]).copy == 1, "each counts its own"
    assert recompute(counter).differences == ()


def test_a_print_is_recorded_once_and_only_of_its_own_slip(counter: Counter) -> None:
    asked, sent = _slips(counter)
    command = ConfirmPrinted(new_event_id(), PERSON, "", f"02:{asked}")
    desk.confirm_printed(counter, command)
    desk.confirm_printed(counter, command)
    with counter.store.read() as conn:
        assert log.fact(conn, command.event_id) == SlipPrinted(asked, f"02:{asked}", 1)
    for document in (f"03:{asked}", f"02:{sent}", "02", f"02:{command.event_id}", f"02:{new_event_id()}"):
        other = ConfirmPrinted(new_event_id(), PERSON, "", document)
        refused("unknown_dossier", "code", desk.confirm_printed, counter, other)
