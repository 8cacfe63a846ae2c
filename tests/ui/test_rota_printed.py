"""The rota on paper from the page of people, by one key."""

import pytest
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.services import rota_paper
from counter_app.ui.app import Application
from counter_app.ui.screens.people.period import Shown
from tests.documents.samples import Seen, squeezed
from tests.services.standing_in import seated
from tests.ui.conftest import Desk, FakePrinter
from tests.ui.rostering import MINH, People, staffed


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(MINH)
    return made


@pytest.mark.parametrize(("shown", "pages"), [(Shown.WEEK, 1), (Shown.MONTH, 2), (Shown.AHEAD, 2)])
def test_what_is_shown_is_printed_by_one_key(
    people: People, printer: FakePrinter, shown: Shown, pages: int
) -> None:
    people.open()
    people.view.presenter.show(shown)
    people.look()
    people.type("p")
    people.until(lambda: people.desk.work.people.paper is not None)
    paper = people.desk.work.people.paper
    assert paper is not None
    people.until(lambda: paper.view.pages >= pages)
    assert paper.windowTitle() == "Lịch trực"
    paper.print_it.click()
    people.until(lambda: printer.printed == ["Lịch trực"])


def test_the_paper_says_what_the_page_says(people: People) -> None:
    seated(people.counter)
    week = Seen(rota_paper.paper(people.counter, MINH, "2026-11-16", "2026-11-22"))
    assert "LỊCH TRỰC TUẦN" in week.texts[0]
    assert "thứ Hai 16/11/2026" in week.texts[0]
    assert "Quầy 2 · Hộ tịch, chứng thực" in week.texts[0]
    assert squeezed("? Phạm Văn Dũng (thay Trần Quang Minh)") in week.whole
    assert "! Không có" in week.texts[0]  # the reserve sits at the counter
    assert "ốm" not in week.whole
    assert not week.faults()
    month = Seen(rota_paper.paper(people.counter, MINH, "2026-11-01", "2026-11-30"))
    assert "LỊCH TRỰC THÁNG 11/2026" in month.texts[0]
    assert sum(text.count("Tuần từ") for text in month.texts) == 6  # 26/10 to 6/12: whole weeks
    assert not month.faults()


def test_p_is_the_rota_among_the_requests_too_and_g_the_request_s_own_paper(people: People) -> None:
    seated(people.counter)
    people.open()
    people.look()
    people.type("hp")
    people.until(lambda: people.desk.work.people.paper is not None)
    assert people.put_away() == "Lịch trực"
    people.type("g")
    people.until(lambda: people.desk.work.people.paper is not None)
    assert people.put_away() == "Danh sách bàn giao quầy"
