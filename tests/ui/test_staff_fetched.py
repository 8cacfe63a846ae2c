"""What another PC said of people comes while somebody looks who may read it; until then pages say so."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.domain.people import find_person
from counter_app.errors import Refused, Unavailable
from counter_app.remote import files
from counter_app.services import desk
from counter_app.services.counter import Counter
from counter_app.ui.jobs import Jobs
from counter_app.ui.notices import Notices
from counter_app.ui.screens.audit.presenter import AuditPresenter
from counter_app.ui.screens.inspections.presenter import InspectionsPresenter
from counter_app.ui.screens.inspections.view import _told as card
from counter_app.ui.screens.people import weighing
from counter_app.ui.screens.people.presenter import PeoplePresenter
from counter_app.ui.screens.people_records import words
from counter_app.ui.screens.people_records.presenter import RecordsPresenter
from counter_app.ui.session import Session
from tests.pcs import Office
from tests.services.standing_in import ANH, CHAIR, HEAD, MINH, accepted, asked
from tests.services.test_staff_fetching import SAID, Told, heard
from tests.ui.conftest import FakePrinter

ELSEWHERE = "chưa tải về máy này"


class Looking:
    """The pages of a PC to which only the log came, before whoever sits there."""

    def __init__(self, counter: Counter, told: Told, printer: FakePrinter) -> None:
        self.parent, self.told = QObject(), told
        opening = desk.opening(counter)
        self.session = Session(Jobs(self.parent), Notices(self.parent), counter, opening)
        self.sit(HEAD)
        self.people = PeoplePresenter(self.session, self.parent)
        self.records = RecordsPresenter(self.session, printer, self.parent)
        self.inspections = InspectionsPresenter(self.session, self.parent)
        self.audit = AuditPresenter(self.session, self.parent)

    def sit(self, person: str) -> None:
        """Let somebody sit down."""
        self.session.sit_down(find_person(self.session.opening.people, person))

    @property
    def month(self) -> str:
        """What the figures of the month say."""
        sheet = self.records.state.sheet
        if sheet is None:
            return ""
        absences = (line[0] for line in words.absences(sheet.record))
        return "\n".join((*absences, *words.noted(sheet.record, sheet.names)))

    @property
    def minutes(self) -> str:
        """What the card of the marked inspection says."""
        one = self.inspections.state.inspection
        return "\n".join(text for text, _role in card(one)) if one else ""

    @property
    def grounds(self) -> str:
        """What stands as grounds in the audit."""
        return "\n".join(one.ground for one in self.audit.state.entries)

    @property
    def why(self) -> str:
        """What is weighed of the first request."""
        rota = self.people.state.rota
        if rota is None or not rota.roster.requests:
            return ""
        return weighing.facts(rota.roster.requests[0], rota.roster)[0][1]


@pytest.fixture
def looking(office: Office, printer: FakePrinter) -> Iterator[Looking]:
    _one, two, told = heard(office)
    accepted(two, asked(two, told.absence))
    made = Looking(two, told, printer)
    yield made
    made.session.jobs.close()


def pages(looking: Looking) -> tuple[tuple[QObject, Callable[[], str], str], ...]:
    """Return each page with what it says and a word that it says once all is here."""
    looking.records.state = looking.records.state.__class__(looking.records.state.period, person=MINH)
    return (
        (looking.records, lambda: looking.month, "Đi muộn"),
        (looking.inspections, lambda: looking.minutes, "Đã dọn"),
        (looking.audit, lambda: looking.grounds, SAID),
        (looking.people, lambda: looking.why, SAID),
    )


@pytest.mark.parametrize("which", range(4))
def test_each_page_says_that_it_is_not_here_and_then_shows_it(
    looking: Looking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, which: int
) -> None:
    straight = files.personal

    def silent(*_values: object) -> list[object]:
        raise Unavailable("centre_unreachable", reason="cut")

    monkeypatch.setattr(files, "personal", silent)
    page, says, word = pages(looking)[which]
    page.refresh()  # type: ignore[attr-defined]
    failed = page.fetching  # type: ignore[attr-defined]
    qtbot.waitUntil(failed._rest.isActive)
    qtbot.waitUntil(lambda: ELSEWHERE in says())
    assert word not in says()
    monkeypatch.setattr(files, "personal", straight)
    failed._rest.stop()  # a minute later
    page.refresh()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: word in says())
    qtbot.waitUntil(lambda: ELSEWHERE not in says())


def test_who_may_not_read_asks_for_nothing(
    looking: Looking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for: list[object] = []
    monkeypatch.setattr(files, "personal", lambda *values: asked_for.append(values))
    looking.sit(ANH)
    looking.records.refresh()
    qtbot.waitUntil(lambda: looking.records.state.sheet is not None)
    looking.people.refresh()
    qtbot.waitUntil(lambda: looking.people.state.rota is not None)
    assert looking.why == "Nguyễn Thị Thu Hương", "who asked: why is not his to know"
    assert asked_for == []


def test_the_centre_is_asked_once_for_what_it_has_not(
    looking: Looking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from counter_app.wire_files import Beside

    asked_for: list[list[str]] = []

    def nothing(_centre: object, request: object, _key: object) -> list[Beside]:
        ids = list(request.event_ids)  # type: ignore[attr-defined]
        if looking.told.absence not in ids:  # that is asked for by the page of people
            asked_for.append(ids)
        return [Beside(one, None) for one in ids[:1]]

    monkeypatch.setattr(files, "personal", nothing)
    looking.sit(CHAIR)
    looking.inspections.refresh()
    qtbot.waitUntil(lambda: len(asked_for) == 2)  # the inspection and what was done, one at a time
    looking.inspections.refresh()
    qtbot.waitUntil(lambda: not looking.inspections.fetching._busy)
    assert [len(one) for one in asked_for] == [2, 1]
    assert ELSEWHERE in looking.minutes


def test_what_one_reader_was_refused_keeps_nobody_else_waiting(
    looking: Looking, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    straight, begun, changed = files.personal, Event(), Event()

    def slow(*_values: object) -> list[object]:
        begun.set()
        changed.wait(60)
        monkeypatch.setattr(files, "personal", straight)
        raise Refused("not_permitted")

    monkeypatch.setattr(files, "personal", slow)
    told: list[object] = []
    looking.inspections.fetching.failed.connect(told.append)
    looking.inspections.refresh()
    qtbot.waitUntil(begun.is_set)
    looking.sit(CHAIR)
    looking.inspections.refresh()
    changed.set()
    qtbot.waitUntil(lambda: "Đã dọn" in looking.minutes)
    assert told == []
