"""A window left open: over midnight, over a new catalogue, over a change of people and clocks."""

from dataclasses import replace

import msgspec

from counter_app import wire
from counter_app.domain.clock import Machine
from counter_app.store import briefing as briefings
from tests.ui.conftest import DUC, LAN, NINE, Desk

DAY = 24 * 60 * 60_000  # ms
BIRTH = "1.001193"


def told(desk: Desk, briefing: wire.Briefing) -> None:
    """The centre's news is stored, and looked at."""
    counter = desk.work.session.counter
    before = desk.work.session.opening
    with counter.store.write() as conn:
        briefings.save(conn, briefing, NINE)
    desk.work.session.renew()
    desk.until(lambda: desk.work.session.opening != before)


def with_label(briefing: wire.Briefing, old: str, new: str) -> wire.Briefing:
    """Rename one paper of the birth registration."""
    catalogue = briefing.catalogues[0]
    procedures = tuple(
        replace(
            known,
            papers=tuple(replace(p, label=new) if p.label == old else p for p in known.papers),
        )
        if known.code == BIRTH
        else known
        for known in catalogue.procedures
    )
    return msgspec.structs.replace(
        briefing, catalogues=(replace(catalogue, version=2, procedures=procedures),)
    )


def test_a_newborn_of_the_new_day_is_taken(desk: Desk, readings: list[Machine]) -> None:
    desk.intake.set("birth_date", "20/11/2026")
    desk.intake.submit()
    assert "birth_date" in desk.intake.state.errors
    readings.append(Machine(NINE + DAY, 1_000_000 + DAY, "boot-1"))
    desk.intake.submit()
    assert "birth_date" not in desk.intake.state.errors
    desk.work.session.renew()
    desk.until(lambda: desk.work.session.opening.day == "2026-11-20")
    desk.birth()
    desk.intake.submit()
    desk.rows(1)
    assert desk.issuing.state.rows[0].code == "H26.14-261120-1000"


def test_the_day_before_is_no_more_on_the_list(desk: Desk, readings: list[Machine]) -> None:
    desk.birth()
    desk.intake.submit()
    desk.rows(1)
    readings.append(Machine(NINE + DAY, 1_000_000 + DAY, "boot-1"))
    desk.work.session.renew()
    desk.rows(0)
    desk.application.window.status._show_time()
    assert desk.application.window.status.time == "09:00 thứ Sáu 20/11/2026"


def test_a_changed_check_list_is_built_anew_and_keeps_what_still_holds(
    desk: Desk, briefing: wire.Briefing
) -> None:
    desk.birth()
    before = desk.intake.state.form.papers
    must = [row.label for row in before if row.mark.value == "given"]
    told(desk, with_label(briefing, must[0], "Tờ khai theo mẫu mới"))
    rows = {row.label: row for row in desk.intake.state.form.papers}
    assert must[0] not in rows
    assert rows["Tờ khai theo mẫu mới"].blocks
    assert all(rows[label].mark.value == "given" for label in must[1:])
    assert desk.intake.state.form.name == "Nguyễn Văn Thử"
    assert "vừa đổi" in desk.intake.state.hint


def test_a_procedure_that_is_gone_must_be_chosen_again(desk: Desk, briefing: wire.Briefing) -> None:
    desk.birth()
    catalogue = briefing.catalogues[0]
    left = tuple(known for known in catalogue.procedures if known.code != BIRTH)
    told(
        desk, msgspec.structs.replace(briefing, catalogues=(replace(catalogue, version=2, procedures=left),))
    )
    assert desk.intake.state.procedure is None
    assert not desk.intake.state.form.papers
    assert "chọn lại" in desk.intake.state.hint


def test_the_list_of_people_follows(desk: Desk, briefing: wire.Briefing) -> None:
    told(desk, msgspec.structs.replace(briefing, people=(replace(LAN, counter="Quầy 7"), DUC)))
    assert desk.application.window.status.words()[0] == "Nguyễn Thị Lan · Quầy 7"
    assert desk.view.isVisible()
    desk.intake.set("name", "Đang nhập dở")
    told(desk, msgspec.structs.replace(briefing, people=(DUC,)))
    assert desk.work.officers.isVisible()
    assert desk.work.officers.names.line.hasFocus()
    desk.work.officers.chosen.emit(DUC)
    assert desk.intake.state.form.name == "Đang nhập dở"


def test_a_clock_far_ahead_is_asked_about_and_refuses_nobody(desk: Desk, readings: list[Machine]) -> None:
    assert desk.application.window.status.time == "09:00 thứ Năm 19/11/2026"
    assert not desk.view.date.isVisible()
    readings.append(Machine(NINE + 4 * DAY, 5_000, "boot-2"))
    desk.work.session.renew()
    desk.until(desk.view.date.isVisible)
    assert "Hôm nay là thứ Hai 23/11/2026?" in desk.view.date.text
    assert desk.view.date.text.endswith("phiếu ghi ngày thứ Năm 19/11/2026.")
    desk.view.date.accept.click()
    desk.until(lambda: not desk.view.date.isVisible())
    assert desk.work.session.opening.day == "2026-11-23"
    readings.append(Machine(NINE + 8 * DAY, 5_000, "boot-3"))
    desk.work.session.renew()
    desk.until(desk.view.date.isVisible)
    desk.birth()
    desk.intake.submit()
    desk.rows(1)
