"""Handed in online: the portal's file, the feed, the inbox, the window, the answer at every counter."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from counter_app import bootstrap
from counter_app.central.__main__ import main as counter_central
from counter_app.cli.tryout import running_centre
from counter_app.host.files import DataFolder
from counter_app.services import inbox, sync
from counter_app.services.verification import verify_log
from counter_app.settings import Settings
from counter_app.ui.rehearsal import Rehearsal
from tests.central.living import OFFICE
from tests.pcs import BIRTH, PERSON, Office, opened, passphrase

DAY = 24 * 60 * 60_000  # ms
PAPER = "Giấy chứng sinh"


def message(reference: str, arrived: str) -> dict[str, object]:
    return {
        "reference": reference,
        "arrived": arrived,
        "procedure": BIRTH,
        "applicant": {"name": "Trần Thị Mạng", "id_kind": "citizen_id", "id_number": "001190000017"},
        "papers": [{"label": PAPER, "kind": "original", "count": 1, "mark": "given"}],
        "content": "Đăng ký khai sinh cho con gái",
    }


def told_by_the_portal(office: Office, file: Path, *messages: dict[str, object]) -> None:
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in messages), "utf-8")
    living = office.living
    where = ["--office", OFFICE, "--url", living.service_url, "--data", str(living.folder)]
    counter_central(["arrivals", str(file), *where])


@pytest.fixture
def window(office: Office) -> Iterator[Rehearsal]:
    """The window of one PC; another of the same office stands beside it."""
    folder = office.enrol("one")
    made = Rehearsal(lambda _ask: bootstrap.open_counter(folder), Settings())
    made.sit_down()
    yield made
    made.close()


def waits(window: Rehearsal, *references: str) -> None:
    """Exchange with the centre until exactly these stand on the page."""
    window.workplace.exchange.now()
    online = window.workplace.online
    window.wait("the inbox", lambda: [row.reference for row in online.state.rows] == list(references))


def test_from_the_portal_to_the_receipt(office: Office, window: Rehearsal, tmp_path: Path) -> None:
    other = office.open("two")
    told_by_the_portal(
        office,
        tmp_path / "portal.jsonl",
        message("G22.99.1", "2026-11-18T16:00"),
        message("G22.99.2", "2026-11-19T08:30"),
    )
    waits(window, "G22.99.1", "G22.99.2")
    sync.exchange(other)
    assert [row.reference for row in inbox.arrivals(other, PERSON)] == ["G22.99.1", "G22.99.2"]
    work = window.workplace
    window.press(Qt.Key.Key_F10)
    window.press(Qt.Key.Key_Return)
    window.wait("the form", lambda: work.intake.state.form.online == "G22.99.1")
    window.wait("the due date", lambda: work.intake.state.promise is not None)
    assert work.intake.state.form.content == "Đăng ký khai sinh cho con gái"
    window.reception.give_papers()
    code = window.reception.receive()
    window.wait("the list again", work.online_view.isVisible)
    window.wait("the next one is marked", lambda: work.online.state.marked == "G22.99.2")
    window.wait("all is sent", lambda: sync.state(window.counter).unsent == 0)
    with office.living.owner.connect() as connection:
        kinds = "SELECT kind FROM events WHERE subject = 'online:G22.99.1' ORDER BY position"
        assert list(connection.exec_driver_sql(kinds).scalars()) == ["online.arrived", "online.answered"]
    assert office.living.count("quarantine") == 0
    sync.exchange(other)
    assert [row.reference for row in inbox.arrivals(other, PERSON)] == ["G22.99.2"]
    with other.store.read() as conn:
        answered = "SELECT answer, code FROM online_inbox WHERE reference = 'G22.99.1'"
        assert tuple(conn.exec_driver_sql(answered).one()) == ("received", code)
    assert verify_log(window.counter).faults == ()


def test_not_answered_within_the_hours_it_is_overdue(
    office: Office, window: Rehearsal, tmp_path: Path
) -> None:
    told_by_the_portal(office, tmp_path / "portal.jsonl", message("G22.99.1", "2026-11-19T08:00"))
    waits(window, "G22.99.1")
    online = window.workplace.online
    place = window.workplace._window.rail._buttons["online"]
    assert online.state.rows[0].urgency.level == "red"  # to be answered by 17:00 the same day
    office.living.clock.now += DAY
    window.workplace.exchange.now()
    window.wait("overdue", lambda: online.state.rows[0].urgency.level == "overdue")
    window.wait("the badge", lambda: "1 quá hạn" in place.accessibleName())


def test_the_try_out_brings_one_a_day(apart: Path, tmp_path: Path) -> None:
    with passphrase(), running_centre(apart) as centre:
        reference = centre.hand_in_online()
        assert centre.hand_in_online() == reference
        folder = DataFolder(tmp_path / "pc")
        bootstrap.enrol(folder, centre.token)
        with opened(tmp_path / "pc") as counter:
            sync.exchange(counter)
            assert [row.reference for row in inbox.arrivals(counter, PERSON)] == [reference]
