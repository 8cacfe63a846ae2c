"""Finding dossiers in a real store: by what is typed or scanned, page by page, whoever was turned away."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, AskForPapers, IdKind, RefuseReception
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import AskSupplement, RecordArrival, ReturnResult
from counter_app.services import desk, life, papers, search
from counter_app.services.counter import Counter
from counter_app.services.search import Page, Shown
from tests.pcs import BIRTH, PERSON, intake, opened, receive

NUMBER = "001090012345"
CARD = f"{NUMBER}|012345678|Nguyễn Văn Thử|01011990|Nam|Tổ 1, phường Ba Đình, Hà Nội|25122021"
HOLDER = Applicant("Nguyễn Văn Thử", id_kind=IdKind.CITIZEN_ID, id_number=NUMBER)


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def found(page: Page) -> list[str]:
    said = []
    for hit in page.hits:
        if hit.dossier is not None:
            said.append(hit.dossier.name)
        elif hit.away is not None:
            said.append(f"{hit.away.form} {hit.away.name}")
    return said


def names(counter: Counter, typed: str, shown: Shown = Shown.ALL) -> list[str]:
    return found(search.find(counter, PERSON, typed, shown))


def test_a_name_is_found_by_the_beginnings_of_its_words_without_marks(counter: Counter) -> None:
    receive(counter, "Đặng Thị Ổn", "Trần Văn Bình", "Trần Thị Bích")
    assert names(counter, "tran bi") == ["Trần Thị Bích", "Trần Văn Bình"]
    assert names(counter, "ĐẶNG") == ["Đặng Thị Ổn"]
    assert names(counter, "on dang") == ["Đặng Thị Ổn"]
    assert names(counter, "ran") == []
    assert names(counter, "%") == names(counter, "_") == names(counter, "!") == []


def test_a_code_is_found_whole_or_by_its_end(counter: Counter) -> None:
    code, other = receive(counter, "Lê Một", "Lê Hai")
    assert names(counter, code) == names(counter, code.lower()) == ["Lê Một"]
    assert names(counter, code[-4:]) == ["Lê Một"]
    assert names(counter, other.partition("-")[2]) == ["Lê Hai"]
    assert search.scanned(f" {code} ") == code
    assert search.scanned(papers.receipt_qr(counter, PERSON, code)) == code
    assert search.scanned(papers.receipt_qr(counter, PERSON, code).lower()) == code
    assert search.scanned("1002") == search.scanned("x" * 5000) == ""


def test_a_number_is_found_typed_in_part_or_scanned_from_the_card(counter: Counter) -> None:
    desk.receive(counter, intake(applicant=HOLDER))
    receive(counter, "Người khác")
    for typed in (NUMBER, NUMBER[:7], CARD, "001 090 012 345"):
        assert names(counter, typed) == ["Nguyễn Văn Thử"], typed


def test_a_procedure_is_found_by_code_and_by_two_words_of_its_name(counter: Counter) -> None:
    receive(counter, "Lê Một")
    assert names(counter, BIRTH) == names(counter, BIRTH[:5]) == names(counter, "khai sinh") == ["Lê Một"]
    assert names(counter, "1.999999") == []


def test_filters_part_the_open_from_the_waiting_the_resolved_and_the_closed(counter: Counter) -> None:
    waiting, here, closed, _opened = receive(counter, "Chờ", "Có", "Xong", "Mở")
    life.act(counter, AskSupplement(new_event_id(), PERSON, waiting, ("Giấy chứng sinh",)))
    for code in (here, closed):
        life.act(counter, RecordArrival(new_event_id(), PERSON, code))
    life.act(counter, ReturnResult(new_event_id(), PERSON, closed))
    assert names(counter, "", Shown.OPEN) == ["Mở", "Có", "Chờ"]
    assert names(counter, "", Shown.WAITING) == ["Chờ"]
    assert names(counter, "", Shown.RESULT) == ["Có"]
    assert names(counter, "", Shown.CLOSED) == ["Xong"]
    assert names(counter, "", Shown.ALL) == ["Mở", "Xong", "Có", "Chờ"]


def test_whoever_was_turned_away_is_found_by_person_and_procedure(counter: Counter) -> None:
    desk.ask_for_papers(
        counter, AskForPapers(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, HOLDER, ("Giấy chứng sinh",))
    )
    other = Applicant("Trần Văn Khác")
    desk.refuse_reception(
        counter, RefuseReception(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, other, "Sai nơi nộp")
    )
    assert set(names(counter, "", Shown.TURNED_AWAY)) == {"02 Nguyễn Văn Thử", "03 Trần Văn Khác"}
    assert names(counter, NUMBER) == names(counter, "thu nguyen") == ["02 Nguyễn Văn Thử"]
    assert len(names(counter, BIRTH)) == len(names(counter, "khai sinh", Shown.TURNED_AWAY)) == 2
    assert names(counter, "", Shown.OPEN) == names(counter, "1000", Shown.TURNED_AWAY) == []


def test_pages_follow_one_another_without_gap_or_repetition(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "PAGE", 3)
    expected = list(reversed(receive(counter, *(f"Lê {number}" for number in range(7)))))
    for _ in range(2):
        away = AskForPapers(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, HOLDER, ("Giấy chứng sinh",))
        desk.ask_for_papers(counter, away)
    for shown, count in ((Shown.OPEN, 7), (Shown.ALL, 9), (Shown.TURNED_AWAY, 2)):
        seen: list[str] = []
        after = None
        while True:
            page = search.find(counter, PERSON, "", shown, after)
            seen += [hit.place.key for hit in page.hits]
            if (after := page.after) is None:
                break
            assert len(page.hits) == 3
        assert len(seen) == len(set(seen)) == count
        assert [key for key in seen if key in expected] == (expected if count > 2 else [])
