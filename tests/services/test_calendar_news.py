"""A newer calendar over promises on paper: listed, told, never moved."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.events import DossierReceived
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import (
    AskPayment,
    PrepareApology,
    RecordArrival,
    SettlePayment,
    SignApology,
    TellCitizen,
)
from counter_app.domain.moments import iso_local
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import About, CitizenTold
from counter_app.errors import Refused
from counter_app.host.clock import Moment
from counter_app.services import calendar_news, desk, forms, life, recording
from counter_app.services.calendar_news import Effect, Means, Slice, Telling, Touched
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.store import calendar_news as store
from counter_app.store import projections
from tests.pcs import PERSON, intake, opened
from tests.services.calendars import GROUND, take_away

SEVEN_DAYS, EIGHT_DAYS = "1.004222", "1.012796"  # working days


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def received(counter: Counter, procedure: str, name: str = "Nguyễn Văn Thử") -> DossierReceived:
    command = intake(name, procedure, repeat=True)
    desk.receive(counter, command)
    with counter.store.read() as conn:
        return desk.received_fact(conn, command.event_id)


def act(counter: Counter, kind: Any, code: str, **values: Any) -> life.Acted:
    return life.act(counter, kind(new_event_id(), PERSON, code, **values))


def slices(counter: Counter, most: int = store.CHUNK) -> list[Slice]:
    survey, after, found = calendar_news.begin(counter, PERSON), None, list[Slice]()
    while True:
        found.append(calendar_news.look(counter, PERSON, survey, after, most))
        after = found[-1].next
        if after is None:
            return found


def listed(counter: Counter) -> list[Touched]:
    return [one for part in slices(counter) for one in part.touched]


def todo(counter: Counter) -> list[str]:
    return [one.code for one in listed(counter) if one.kind is Effect.PROMISE_ON_DAY_OFF and not one.told]


def tell(counter: Counter, code: str, event_id: str = "") -> life.Acted:
    telling = Telling(event_id or new_event_id(), PERSON, code, Means.PHONE, "Đã nghe máy")
    return calendar_news.tell(counter, telling)


def dues(counter: Counter) -> dict[str, tuple[int, int, int | None]]:
    with counter.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT code, first_due, due, watched FROM dossiers").all()
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def test_what_a_new_calendar_touches_is_listed_and_nothing_is_moved(counter: Counter) -> None:
    seven, eight = received(counter, SEVEN_DAYS, "Bảy"), received(counter, EIGHT_DAYS, "Tám")
    before = dues(counter)
    assert listed(counter) == []
    take_away(counter, seven.due)
    assert listed(counter) == [
        Touched(
            seven.code,
            "Bảy",
            seven.procedure_name,
            seven.due,
            Effect.PROMISE_ON_DAY_OFF,
            eight.due,
            told=False,
        ),
        Touched(
            eight.code,
            "Tám",
            eight.procedure_name,
            eight.due,
            Effect.LAW_SAYS_LATER,
            eight.due + 24 * 60,
            told=False,
        ),
    ]
    assert dues(counter) == before
    later = received(counter, SEVEN_DAYS, "Sau")  # by the new calendar: not touched
    assert later.due == eight.due
    assert len(listed(counter)) == 2


def test_who_was_told_leaves_the_list_and_stays_visible(counter: Counter) -> None:
    one, other = received(counter, SEVEN_DAYS, "Một"), received(counter, SEVEN_DAYS, "Hai")
    version = take_away(counter, one.due)
    before = dues(counter)
    done = tell(counter, one.code)
    (fact,) = done.facts
    assert isinstance(fact, CitizenTold)
    assert (fact.calendar, fact.means, fact.note) == (version, Means.PHONE, "Đã nghe máy")
    assert fact.instead == next(row.propose for row in listed(counter) if row.code == one.code)
    assert todo(counter) == [other.code]
    assert [row.told for row in listed(counter) if row.kind is Effect.PROMISE_ON_DAY_OFF] == [True, False]
    (told,) = calendar_news.told(counter, PERSON)
    assert (told.code, told.name, told.calendar, told.at) == (one.code, "Một", version, fact.at)
    assert told.by
    assert told.by != PERSON
    assert dues(counter) == before
    found = recompute(counter)
    assert (found.count, found.differences) == (0, ())


def test_once_the_day_after_has_gone_by_the_next_one_is_told(counter: Counter) -> None:
    one = received(counter, SEVEN_DAYS)
    version = take_away(counter, one.due)
    (row,) = listed(counter)
    assert row.propose is not None
    counter.clock.anchor((row.propose + 60) * 60_000)  # that evening
    (row,) = listed(counter)
    (fact,) = tell(counter, one.code).facts
    assert isinstance(fact, CitizenTold)
    assert (fact.instead, fact.calendar) == (row.propose, version)
    assert fact.instead is not None
    assert fact.instead > fact.at
    assert todo(counter) == []
    assert recompute(counter).count == 0


def test_a_told_day_is_held_against_the_calendar_its_pc_had_then(counter: Counter) -> None:
    one, other = received(counter, SEVEN_DAYS), received(counter, SEVEN_DAYS, "Hai")
    take_away(counter, one.due)
    (fact,) = tell(counter, one.code).facts
    assert isinstance(fact, CitizenTold)
    assert fact.instead is not None
    newer = take_away(counter, fact.instead)  # off as well, by a calendar that nobody knew of
    assert (recompute(counter).count, recompute(counter).apart) == (0, ())
    asked: dict[str, Any] = {"about": About.CALENDAR, "means": Means.SMS, "instead": fact.instead}
    for version, code in ((newer, "told_off_hours"), (newer - 1, "calendar_outdated")):
        with pytest.raises(Refused) as caught:
            act(counter, TellCitizen, other.code, **asked, calendar=version)
        assert (caught.value.code, caught.value.field) == (code, "instead")
    with counter.store.write() as conn:  # as an app would write that asks nothing
        told = CitizenTold(other.code, fact.at, About.CALENDAR, Means.SMS, fact.instead, newer)
        command = TellCitizen(new_event_id(), PERSON, other.code, **asked, calendar=newer)
        recording.record(conn, counter, command, [(other.code, told)], Moment(fact.at * 60_000, "A"))
    assert [found.code for found in recompute(counter).differences] == ["told_differs"]


def test_the_notice_says_promise_proposal_and_ground(counter: Counter) -> None:
    import pypdfium2  # type: ignore[import-untyped]

    one = received(counter, SEVEN_DAYS)
    take_away(counter, one.due)
    paper = forms.paper_of(counter, PERSON, tell(counter, one.code).event_id)
    assert (paper.form, paper.code, paper.copy) == (forms.NOTICE, one.code, 1)
    text = pypdfium2.PdfDocument(paper.pdf)[0].get_textpage().get_text_range()
    flat = " ".join(text.split())
    assert GROUND in flat
    assert "giữ nguyên như đã in" in flat


def test_told_twice_is_one_event_and_who_need_not_be_told_is_refused(counter: Counter) -> None:
    one, other = received(counter, SEVEN_DAYS), received(counter, EIGHT_DAYS)
    take_away(counter, one.due)
    event_id = new_event_id()
    assert len(tell(counter, one.code, event_id).facts) == 1
    assert tell(counter, one.code, event_id).facts == ()
    for code in (other.code, "H26.14-000000-0000"):
        with pytest.raises(Refused) as refused:
            tell(counter, code)
        assert refused.value.code == "not_on_day_off"


def test_a_day_told_that_is_off_in_turn_is_to_be_told_again(counter: Counter) -> None:
    one = received(counter, SEVEN_DAYS)
    take_away(counter, one.due)
    instead = listed(counter)[0].propose
    assert instead is not None
    tell(counter, one.code)
    assert todo(counter) == []
    take_away(counter, one.due + 20 * 24 * 60)  # a version that leaves both days as they were
    assert todo(counter) == []
    take_away(counter, instead)
    (again,) = [row for row in listed(counter) if row.kind is Effect.PROMISE_ON_DAY_OFF]
    assert not again.told
    assert again.propose is not None
    assert again.propose > instead
    take_away(counter, put_back=[one.due])  # the promise holds after all
    assert todo(counter) == []


def test_an_extension_is_looked_at_by_its_day_alone(counter: Counter) -> None:
    one = received(counter, SEVEN_DAYS)
    new_due = one.due + 7 * 24 * 60
    act(counter, PrepareApology, one.code, cause=Cause.WORKLOAD, new_due=new_due)
    signed = {"number": "04/XL", "signer": "Trần Thị B", "signer_title": "Chủ tịch"}
    today = iso_local(counter.clock.now().ms // 60_000)[:10]
    act(counter, SignApology, one.code, signed_on=today, **signed)
    take_away(counter, one.due)  # the first promise's day: the extension holds
    assert listed(counter) == []
    take_away(counter, new_due)
    assert [(row.due, row.kind) for row in listed(counter)] == [(new_due, Effect.PROMISE_ON_DAY_OFF)]


def test_a_pause_is_reckoned_with_its_waits(counter: Counter) -> None:
    paused, plain = received(counter, EIGHT_DAYS), received(counter, EIGHT_DAYS)
    act(counter, AskPayment, paused.code, amount=10_000, ground="TB 1")
    act(counter, SettlePayment, paused.code, evidence="Biên lai 1")
    with counter.store.read() as conn:
        dossier = projections.load(conn, paused.code)
    assert dossier is not None
    assert dossier.since is None
    first_day = plain.due - 24 * 60
    take_away(counter, first_day)
    kinds = {row.code: row.kind for row in listed(counter)}
    assert kinds[paused.code] in (Effect.LAW_SAYS_LATER, Effect.PROMISE_ON_DAY_OFF)
    assert kinds[plain.code] is Effect.LAW_SAYS_LATER
    assert dues(counter)[paused.code][1] == dossier.due


def test_what_runs_no_more_is_not_listed(counter: Counter) -> None:
    there, waits = received(counter, SEVEN_DAYS), received(counter, SEVEN_DAYS)
    act(counter, RecordArrival, there.code)
    act(counter, AskPayment, waits.code, amount=10_000, ground="TB 1")
    take_away(counter, there.due)
    assert listed(counter) == []


def test_a_survey_goes_in_parts_by_the_index(counter: Counter) -> None:
    made = [received(counter, SEVEN_DAYS, f"Người {number}").code for number in range(5)]
    take_away(counter, received(counter, SEVEN_DAYS).due)
    parts = slices(counter, most=2)
    assert [part.read for part in parts] == [2, 2, 2, 0]
    assert [one.code for part in parts for one in part.touched][:5] == made
    assert calendar_news.begin(counter, PERSON).total == 6
    with counter.store.read() as conn:
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {store._CHUNK._text}", (-1, "", 2, 0)).all()
    assert "USING INDEX dossiers_watched" in plan[0][-1]


def test_whom_to_tell_is_read_from_the_log(counter: Counter) -> None:
    one = received(counter, SEVEN_DAYS, "Lê Thị Gọi")
    assert calendar_news.contact(counter, PERSON, one.code).name == "Lê Thị Gọi"
    with pytest.raises(Refused):
        calendar_news.contact(counter, PERSON, "H26.14-000000-0000")


def test_a_calendar_that_this_pc_does_not_hold_lists_nothing(counter: Counter) -> None:
    one = received(counter, SEVEN_DAYS)
    with counter.store.write() as conn:
        conn.exec_driver_sql("UPDATE dossiers SET calendar = 0 WHERE code = ?", (one.code,))
    take_away(counter, one.due)
    assert listed(counter) == []
