"""A joint procedure: its units' parts from the catalogue to the receipt, the hand-overs and the check."""

from dataclasses import replace
from typing import Any

import pytest

from counter_app.documents import wording
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Channel, Limit, LimitUnit, Part
from counter_app.domain.cross_check import cross_check
from counter_app.domain.kinds import Fact
from counter_app.domain.life.case import Case, Surroundings, case_of
from counter_app.domain.life.commands import AskSupplement, HandOver, TakeOver
from counter_app.domain.promise_events import SupplementAsked
from counter_app.domain.recomputation import Difference, calendar_of, differences
from counter_app.domain.shares import next_part
from counter_app.domain.step_events import HandedOver
from counter_app.errors import Refused
from tests.domain.lives import CALENDAR, CATALOGUE, CODE, GRANTS, OFFICE, PEOPLE, RULES, Life, minute
from tests.domain.test_catalog_import import imported, sample

POLICE, TAX = (
    Part(unit, Limit(days, LimitUnit.WORKING_DAYS)) for unit, days in (("Công an", 2), ("Thuế", 1))
)
PARTS = (POLICE, TAX)


def told(*parts: tuple[str, int, str]) -> dict[str, Any]:
    """Return an office's own answers for a residence procedure of three working days, with these parts."""
    confirmed: dict[str, Any] = sample("1.004194")[1]
    for channel in confirmed["procedures"][0]["channels"]:
        channel |= {"value": 3, "unit": "wd"}
        channel["parts"] = [{"name": name, "value": value, "unit": unit} for name, value, unit in parts]
    return confirmed


def test_an_office_names_the_parts_in_its_catalogue() -> None:
    source, plain = sample("1.004194")
    answers = told(("Công an", 2, "wd"), ("Thuế", 8, "wh"))
    (procedure,) = imported(source, answers).catalogue.procedures
    hours = Part("Thuế", Limit(8, LimitUnit.WORKING_HOURS))
    assert procedure.on(Channel.IN_PERSON).parts == (POLICE, hours)
    (shipped,) = imported(source, plain).catalogue.procedures
    assert {terms.parts for terms in shipped.terms} == {()}


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((("Công an", 2, "wd"), ("Thuế", 2, "wd")), "shares_exceed_whole"),
        ((("Công an", 2, "wd"),), "shares_fall_short"),
        ((("", 3, "wd"),), "bad_confirmation"),
        ((("Công an", 0, "wd"), ("Thuế", 3, "wd")), "bad_confirmation"),
    ],
)
def test_parts_that_are_not_the_limit_are_refused_at_load(parts: Any, code: str) -> None:
    with pytest.raises(Refused, match=code) as refused:
        imported(sample("1.004194")[0], told(*parts))
    assert (refused.value.field or "").startswith("confirmed.procedures[0].channels[0]")


def case(life: Life) -> Case:
    return case_of(
        life.links, CODE, Surroundings(life.now, CALENDAR, RULES, CATALOGUE, OFFICE, PEOPLE, GRANTS)
    )


def test_each_unit_has_its_turn_and_its_own_share() -> None:
    life = Life().received(parts=PARTS)
    assert next_part(case(life).parts, case(life).units) == POLICE
    (handed,) = life.do(HandOver, to_unit=POLICE.unit, share=POLICE.limit)
    assert isinstance(handed, HandedOver)
    assert (handed.share_due, handed.share) == (minute("11-23 17:00"), POLICE.limit)
    life.do(TakeOver, handed="e2", receiver="Phạm Văn Khải")
    life.at("11-23 10:00")
    assert next_part(case(life).parts, case(life).units) == TAX
    (onward,) = life.do(HandOver, to_unit=TAX.unit, share=TAX.limit)
    assert isinstance(onward, HandedOver)
    assert onward.share_due == minute("11-25 17:00")
    assert next_part(case(life).parts, case(life).units) is None


def test_the_receipt_names_the_parts() -> None:
    three = Limit(3, LimitUnit.WORKING_DAYS)
    said = "03 ngày làm việc (Công an: 02 ngày làm việc; Thuế: 01 ngày làm việc)"
    assert wording.limit(three, PARTS) == said
    assert wording.limit(three) == "03 ngày làm việc"


def found(life: Life, fact: Fact, *calendars: WorkCalendar) -> list[Difference]:
    return list(differences(life.links[-1][0], fact, calendars or (CALENDAR,)))


def test_a_share_is_reckoned_again() -> None:
    life = Life().received(parts=PARTS)
    (fact,) = life.do(HandOver, to_unit=POLICE.unit, share=POLICE.limit)
    assert isinstance(fact, HandedOver)
    assert found(life, fact) == []
    assert calendar_of(fact) == 1
    assert fact.share_due is not None
    for altered in (
        replace(fact, share_due=fact.share_due + 1440),
        replace(fact, share=TAX.limit),
        replace(fact, share=None),
        replace(fact, share_due=None),
        replace(fact, calendar=None),
    ):
        assert [item.code for item in found(life, altered)] == ["share_differs"]
    assert [item.code for item in differences(life.links[-1][0], fact, ())] == ["calendar_not_held"]
    assert [item.code for item in found(life, replace(fact, rules="ND1/1900"))] == ["rules_not_held"]
    (plain,) = life.do(TakeOver, handed="e2", receiver="A") and life.do(HandOver, to_unit="Thuế")
    assert found(life, plain) == []


def test_the_window_for_form_02_is_reckoned_again() -> None:
    life = Life().received("1.2")
    (fact,) = life.do(AskSupplement, missing=("Tờ khai",))
    assert isinstance(fact, SupplementAsked)
    assert found(life, fact) == []
    (late,) = found(life, replace(fact, window=fact.window + 1440))
    assert (late.code, late.stored, late.recomputed) == ("window_differs", fact.window + 1440, fact.window)
    assert late.in_minutes
    assert list(cross_check(life.links)) == []
    moved = replace(fact, received=fact.at + 1440)
    event = life.links[-1][0]
    (unfounded,) = cross_check([*life.links[:-1], (event, moved)])
    assert (unfounded.code, unfounded.column) == ("promise_differs", "received")
