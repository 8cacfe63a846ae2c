"""A joint procedure (liên thông) from the catalogue to the last unit, at a real counter and its centre."""

import json
from pathlib import Path
from typing import Any

import pytest

from counter_app.central import reference
from counter_app.domain.catalog import Limit
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.moments import iso_local, parse_local
from counter_app.domain.step_events import HandedOver, Outcome
from counter_app.errors import Refused
from counter_app.services import desk, explanation, forms, life, promises, recomputation, sync, verification
from counter_app.services.counter import Counter
from counter_app.texts import explanations
from tests.central.living import TODAY, Living
from tests.documents.samples import Seen
from tests.pcs import PERSON, Office, intake

BIRTH_AND_CARD = "2.000986"  # birth, residence and health insurance of a child under six: 20 working days
WARD, POLICE, INSURANCE = "UBND phường Ba Đình", "Công an phường Ba Đình", "Bảo hiểm xã hội cơ sở"
PARTS = ((WARD, 16, "wh"), (POLICE, 8, "wd"), (INSURANCE, 10, "wd"))


def confirmed(folder: Path, *parts: tuple[str, int, str]) -> reference.Sources:
    """Write an office's answers with these parts for the joint procedure; return where they lie."""
    sources = reference.Sources(TODAY)
    answers: dict[str, Any] = json.loads(sources.confirmations.read_text("utf-8"))
    (joint,) = (each for each in answers["procedures"] if each["code"] == BIRTH_AND_CARD)
    for channel in joint["channels"]:
        channel["parts"] = [{"name": name, "value": value, "unit": unit} for name, value, unit in parts]
    path = folder / "confirmed.json"
    path.write_text(json.dumps(answers, ensure_ascii=False), "utf-8")
    return reference.Sources(TODAY, confirmations=path)


def load(living: Living, sources: reference.Sources) -> int:
    with living.owner.begin() as connection:
        return reference.load_catalogue(connection, sources)[0]


class Story:
    """One PC; `at` is local time, heard from the centre."""

    def __init__(self, office: Office) -> None:
        self.office, self.pc = office, office.open()

    def at(self, text: str) -> None:
        self.office.living.clock.now = parse_local(text) * 60_000
        assert sync.exchange(self.pc).problem == ""

    def act(self, kind: type[commands.LifeCommand], code: str, **values: Any) -> life.Acted:
        return life.act(self.pc, kind(event_id=new_event_id(), actor_id=PERSON, code=code, **values))

    def hand_over(self, code: str) -> tuple[str, str, str]:
        """Hand over as proposed, and let the unit take it; return unit, limit and the share's end."""
        turn = promises.next_share(life.file_of(self.pc, PERSON, code))
        assert turn is not None
        acted = self.act(commands.HandOver, code, to_unit=turn.unit, share=turn.limit)
        (fact,) = acted.facts
        assert isinstance(fact, HandedOver)
        assert (fact.share_due, fact.to_unit) == (turn.due, turn.unit)
        self.act(commands.TakeOver, code, handed=acted.event_id, receiver="Phạm Văn Khải")
        return turn.unit, told(turn.limit), local(fact.share_due)


def told(limit: Limit) -> str:
    return f"{limit.amount} {limit.unit.value}"


def local(minute: int | None) -> str:
    return iso_local(minute)[:16] if minute is not None else ""


def receipt(pc: Counter, code: str) -> str:
    return " ".join(" ".join(Seen(forms.last_paper(pc, PERSON, code, "01").pdf).texts).split())


def explained(pc: Counter, code: str) -> list[str]:
    return list(explanations.lines(explanation.explain(pc, PERSON, code), ids=False))


def holds(pc: Counter) -> None:
    """What `verify --all` asks for."""
    assert verification.verify_log(pc).faults == ()
    found = recomputation.recompute(pc)
    assert (found.differences, found.apart) == ((), ())


@pytest.fixture
def story(office: Office, tmp_path: Path) -> Story:
    assert load(office.living, confirmed(tmp_path, *PARTS)) == 2
    return Story(office)


def test_each_unit_has_its_share_from_the_receipt_to_the_last_hand_over(story: Story) -> None:
    story.at("2026-11-19T09:00")
    code = desk.receive(story.pc, intake(procedure=BIRTH_AND_CARD)).code
    parts = "UBND phường Ba Đình: 16 giờ làm việc; Công an phường Ba Đình: 08 ngày làm việc; "
    whole = f"20 ngày làm việc ({parts}Bảo hiểm xã hội cơ sở: 10 ngày làm việc)"
    assert receipt(story.pc, code).count(whole) == 2, "on both copies"
    assert [line.strip() for line in explained(story.pc, code) if "Phần của" in line] == [
        "Phần của UBND phường Ba Đình: 16 giờ làm việc, đến 09:00 thứ Hai 23/11/2026",
        "Phần của Công an phường Ba Đình: 8 ngày làm việc, đến 17:00 thứ Sáu 04/12/2026",
        "Phần của Bảo hiểm xã hội cơ sở: 10 ngày làm việc, đến 17:00 thứ Sáu 18/12/2026",
    ]
    given = []
    for moment in ("2026-11-19T10:00", "2026-11-23T08:30", "2026-12-04T16:00"):
        story.at(moment)
        given.append(story.hand_over(code))
    assert given == [
        (WARD, "16 wh", "2026-11-23T10:00"),
        (POLICE, "8 wd", "2026-12-04T17:00"),
        (INSURANCE, "10 wd", "2026-12-18T17:00"),
    ]
    assert promises.next_share(life.file_of(story.pc, PERSON, code)) is None
    story.at("2026-12-18T15:00")
    story.act(commands.Resolve, code, outcome=Outcome.GRANTED, number="88")
    story.act(commands.RecordArrival, code)
    holds(story.pc)
    assert sync.exchange(story.pc).problem == ""
    assert story.office.living.count("quarantine") == 0


def test_a_unit_for_which_the_promise_leaves_no_room_is_given_none(story: Story) -> None:
    story.at("2026-11-19T09:00")
    code = desk.receive(story.pc, intake(procedure=BIRTH_AND_CARD)).code
    story.hand_over(code)
    story.at("2026-12-14T09:00")
    turn = promises.next_share(life.file_of(story.pc, PERSON, code))
    assert turn is not None
    assert (turn.unit, turn.due) == (POLICE, None)
    with pytest.raises(Refused, match="shares_exceed_whole"):
        story.act(commands.HandOver, code, to_unit=turn.unit, share=turn.limit)
    story.act(commands.HandOver, code, to_unit=turn.unit)
    assert any("Phần của Công an" in line for line in explained(story.pc, code)), "the receipt's own stay"
    holds(story.pc)


def test_parts_that_are_not_the_limit_reach_no_counter(office: Office, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="shares_fall_short"):
        load(office.living, confirmed(tmp_path, *PARTS[:2]))
    pc = office.open()
    code = desk.receive(pc, intake(procedure=BIRTH_AND_CARD)).code
    assert promises.next_share(life.file_of(pc, PERSON, code)) is None
    assert "Phần của" not in " ".join(explained(pc, code))
