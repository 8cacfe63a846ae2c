"""The law's clock from end to end: restarted, warned of, extended once, late, explained, reported."""

from typing import Any

import pytest

from counter_app.domain.dossier import Lateness, State
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.moments import iso_local, parse_local
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import About, Ending, Means, Recipient
from counter_app.domain.urgency import Level
from counter_app.errors import Refused
from counter_app.services import board, desk, explanation, forms, life, recomputation, reports, sync
from counter_app.services.board import Lot
from counter_app.services.reports import Kept
from tests.documents.samples import Seen
from tests.pcs import PERSON, Office, intake

AGAIN = "1.004884"  # birth registered again: five working days, no fee
HEAD, HEAD_TITLE = "Phạm Văn Chủ", "Chủ tịch"


class Day:
    """One PC and the centre on the days of the story; `at` is local time."""

    def __init__(self, office: Office) -> None:
        self.office, self.pc = office, office.open()

    def at(self, text: str) -> None:
        self.office.living.clock.now = parse_local(text) * 60_000
        assert sync.exchange(self.pc).problem == ""

    def act(self, kind: type[commands.LifeCommand], code: str, **values: Any) -> life.Acted:
        return life.act(self.pc, kind(event_id=new_event_id(), actor_id=PERSON, code=code, **values))

    def paper(self, event_id: str) -> str:
        return " ".join(" ".join(Seen(forms.paper_of(self.pc, PERSON, event_id).pdf).texts).split())

    def row(self, code: str) -> board.Row | None:
        looked = board.look(self.pc, PERSON)
        rows = [row for lot in board.COLUMNS for row in looked.first[lot].rows]
        return next((row for row in rows if row.code == code), None)


@pytest.fixture
def day(office: Office) -> Day:
    office.living.clock.now = parse_local("2026-11-02T08:00") * 60_000
    return Day(office)


def local(minute: int | None) -> str:
    return iso_local(minute)[:16] if minute is not None else ""


def test_a_dossier_late_within_its_extension(day: Day) -> None:
    code = restarted(day)
    warned(day, code)
    extended(day, code)
    late_and_explained(day, code)
    proved(day, code)


def restarted(day: Day) -> str:
    """Received, sent for a paper, complete: DOMAIN §2's last example, the limit from zero."""
    day.at("2026-11-02T09:00")
    receipt = desk.receive(day.pc, intake(procedure=AGAIN))
    code = receipt.code
    assert local(receipt.due.at) == "2026-11-09T17:00"
    day.at("2026-11-04T10:00")
    asked = day.act(commands.AskSupplement, code, missing=("Bản sao giấy khai sinh cũ",))
    assert "Bản sao giấy khai sinh cũ" in day.paper(asked.event_id)
    assert day.row(code) is None  # it waits for the citizen: no promise runs
    day.at("2026-11-17T09:00")
    completed = day.act(commands.CompleteSupplement, code)
    after = completed.dossier
    assert (local(after.first_due), local(after.due)) == ("2026-11-09T17:00", "2026-11-25T17:00")
    again = day.paper(completed.event_id)
    for promise in (
        "25 tháng 11 năm 2026",
        "Hẹn lần đầu: 17 giờ 00 phút, thứ Hai ngày 09",
    ):  # the first stays on the new paper
        assert promise in again
    with pytest.raises(Refused, match="supplement_once"):
        day.act(commands.AskSupplement, code, missing=("Thêm nữa",))
    return code


def warned(day: Day, code: str) -> None:
    """Green on Friday; amber on Monday, for Tuesday is a holiday; Form 04 is due the same evening."""
    day.at("2026-11-20T10:00")
    row = day.row(code)
    assert row is not None
    assert row.level is Level.GREEN
    day.at("2026-11-23T10:00")
    row = day.row(code)
    assert row is not None
    assert (row.level, local(row.first)) == (Level.AMBER, "2026-11-09T17:00")
    assert local(row.apology_by) == "2026-11-23T17:00"


def extended(day: Day, code: str) -> None:
    """Form 04 moves the date once, and only when the head has signed."""
    new_due = parse_local("2026-11-27T17:00")
    asked = {"cause": Cause.CONSULTED_UNIT, "new_due": new_due, "text": "Chờ trả lời"}
    assert day.act(commands.PrepareApology, code, **asked).dossier.extended_due is None
    signature = {"number": "12/XL-UBND", "signer": HEAD, "signer_title": HEAD_TITLE}
    signed = day.act(commands.SignApology, code, signed_on="2026-11-23", **signature)
    after = signed.dossier
    assert (local(after.due), after.extended_due) == ("2026-11-25T17:00", new_due)
    slip = day.paper(signed.event_id)
    for words in ("ngày 09 tháng", "ngày 25 tháng", "ngày 27 tháng", "12/XL-UBND", HEAD):
        assert words in slip
    with pytest.raises(Refused, match="extended_once"):
        day.act(commands.PrepareApology, code, **asked)


def late_and_explained(day: Day, code: str) -> None:
    """Here on the 26th: after the promise, within the extension; returned only once it is explained."""
    day.at("2026-11-26T10:00")
    day.act(commands.Resolve, code)
    arrived = day.act(commands.RecordArrival, code).dossier
    assert arrived.lateness(0) is Lateness.WITHIN_EXTENSION
    with pytest.raises(Refused, match="explanation_missing"):
        day.act(commands.ReturnResult, code)
    day.act(commands.ExplainLateness, code, text="Sở Tư pháp trả lời ngày 26/11")
    day.act(commands.TellCitizen, code, about=About.RESULT, means=Means.PHONE)
    day.at("2026-11-30T08:30")
    to = {"to": Recipient.REPRESENTATIVE, "name": "Trần B", "authority": "Giấy ủy quyền 7"}
    returned = day.act(commands.ReturnResult, code, **to).dossier
    assert (returned.state, returned.lateness(0)) == (State.RETURNED, Lateness.WITHIN_EXTENSION)


def proved(day: Day, code: str) -> None:
    """The whole life holds at both ends, and each of its promises is explained."""
    day.at("2026-11-30T09:00")
    found = recomputation.recompute(day.pc)
    assert (found.count, found.apart) == (0, ())
    explained = explanation.explain(day.pc, PERSON, code)
    assert explained.holds
    assert day.office.living.count("quarantine") == 0
    with day.office.living.owner.connect() as connection:
        row = connection.exec_driver_sql("SELECT due, first_due, extended_due, arrived FROM dossiers").one()
    kept = reports.lateness_report(day.pc, PERSON, "2026-11-01", "2026-11-30").whole
    assert kept == Kept(within_extension=1)
    file = life.file_of(day.pc, PERSON, code).dossier
    assert tuple(row) == (file.due, file.first_due, file.extended_due, file.arrived)


def test_a_dossier_that_never_came_is_overdue_and_cannot_be_closed_quietly(day: Day) -> None:
    day.at("2026-11-02T09:00")
    code = desk.receive(day.pc, intake(procedure=AGAIN)).code
    day.at("2026-11-10T08:00")
    row = day.row(code)
    assert row is not None
    assert (row.level, board.look(day.pc, PERSON).counts[Lot.OVERDUE]) == (Level.OVERDUE, 1)
    for kind, values in (
        (commands.VoidReceipt, {"reason": "In nhầm", "taken_back": True}),
        (commands.EndDossier, {"how": Ending.WITHDRAWN, "request": "Đơn 1", "requested_on": "2026-11-10"}),
    ):
        with pytest.raises(Refused, match="explanation_missing"):
            day.act(kind, code, **values)
    day.act(commands.ExplainLateness, code, text="Quá tải")
    late = day.act(commands.RecordArrival, code).dossier
    assert late.lateness(0) is Lateness.LATE


def test_a_fresh_receipt_does_not_hide_a_late_one(day: Day) -> None:
    day.at("2026-11-02T09:00")
    first = desk.receive(day.pc, intake(procedure=AGAIN))
    day.at("2026-11-10T08:00")
    day.act(commands.ExplainLateness, first.code, text="Quá tải")
    day.act(commands.VoidReceipt, first.code, reason="Nộp lại", taken_back=True)
    second = desk.receive(day.pc, intake(procedure=AGAIN, repeat=True))
    file = life.file_of(day.pc, PERSON, second.code)
    assert file.dossier.linked_to == first.code
    assert second.code != first.code
