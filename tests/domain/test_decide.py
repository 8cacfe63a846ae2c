"""Intake judged: given what the desk knows, when it is asked, then these facts or this refusal."""

import contextlib
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain import decide, rules
from counter_app.domain.calendar import Hours, WorkCalendar, parse_calendar_csv, parse_hours
from counter_app.domain.catalog import (
    Channel,
    Limit,
    LimitUnit,
    Need,
    Paper,
    PaperKind,
    Procedure,
    Terms,
)
from counter_app.domain.commands import (
    Applicant,
    ApplicantKind,
    AskForPapers,
    FeeAnswer,
    IdKind,
    PaperAnswer,
    PaperMark,
    ReceiveAtOnce,
    ReceiveDossier,
    RefuseReception,
    Representative,
    ReturnBy,
)
from counter_app.domain.events import DossierReceived, FeeCharged, PapersAsked
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import iso_local, parse_local
from counter_app.domain.numbering import Lane
from counter_app.domain.step_events import (
    DossierLinked,
    ReceptionRefused,
    Recipient,
    ResultArrived,
    ResultReturned,
)
from counter_app.errors import Refused

CALENDAR = WorkCalendar(
    1,
    parse_calendar_csv(Path("resources/catalog/vn_calendar.csv").read_text(encoding="utf-8")),
    (Hours("1970-01-01", parse_hours("08:00-12:00,13:00-17:00")),),
)
PROCEDURE = Procedure(
    code="1.004194",
    name="Đăng ký tạm trú",
    field="Cư trú",
    decision="QĐ",
    result="Thông báo",
    terms=(
        Terms(Channel.IN_PERSON, Limit(3, LimitUnit.WORKING_DAYS), 15000, ""),
        Terms(Channel.ONLINE, None, 7000, ""),
    ),
    papers=(
        Paper("Tờ khai CT01", "Tờ khai", Need.MUST),
        Paper("Giấy tờ chỗ ở", "Giấy tờ", Need.IF_APPLIES),
    ),
)
LANE = Lane("L1", "H26.14", "pc", 1000, 1002, 9000, 9001, "2026-01-01", "2026-12-31", b"")
FACTS = decide.IntakeFacts(
    procedure=PROCEDURE,
    catalogue=1,
    calendar=CALENDAR,
    rules=rules.rules_on("2026-11-19"),
    lane=LANE,
    received=parse_local("2026-11-19T09:00"),
    authority="UBND phường Ba Đình",
)
COMMAND = ReceiveDossier(
    event_id="0", actor_id="lan", procedure="1.004194", channel=Channel.IN_PERSON,
    applicant=Applicant("Nguyễn Văn Thử"),
)  # fmt: skip


def asked(**changes: Any) -> ReceiveDossier:
    return dataclasses.replace(COMMAND, **changes)


def given_facts(**changes: Any) -> decide.IntakeFacts:
    return dataclasses.replace(FACTS, **changes)


def refusal(command: ReceiveDossier, facts: decide.IntakeFacts = FACTS) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        decide.receive(command, facts)
    return refused.value.code, refused.value.field


def test_a_dossier_is_received_with_code_promise_and_fee() -> None:
    (subject, received), (_, fee) = decide.receive(asked(quantity=2, fee=FeeAnswer(paid=True)), FACTS)
    assert isinstance(received, DossierReceived)
    assert subject == received.code == "H26.14-261119-1000"
    assert received.resolving_unit == "UBND phường Ba Đình"
    assert iso_local(received.due) == "2026-11-25T17:00:00+07:00"
    assert fee == FeeCharged(received.code, 15000, 2, 30000, paid=True, exempt=False)


def test_the_lane_goes_on_and_then_into_its_recovery_range() -> None:
    codes = []
    last: int | None = None
    for _ in range(5):
        (code, _fact), *_rest = decide.receive(COMMAND, given_facts(last_serial=last))
        codes.append(code[-4:])
        last = int(code[-4:])
    assert codes == ["1000", "1001", "1002", "9000", "9001"]
    assert refusal(COMMAND, given_facts(last_serial=last))[0] == "lane_empty"


def test_exempt_charges_nothing_and_says_why() -> None:
    facts = decide.receive(asked(fee=FeeAnswer(exempt_ground="Hộ nghèo")), FACTS)
    assert facts[1][1] == FeeCharged(facts[0][0], 15000, 1, 0, False, True, "Hộ nghèo")


BAD_APPLICANTS: list[tuple[dict[str, Any], str, str]] = [
    ({"name": "  "}, "name_missing", "applicant.name"),
    ({"name": "A" * 201}, "too_long", "applicant.name"),
    ({"name": "A\x00"}, "bad_characters", "applicant.name"),
    ({"name": "\u200b"}, "bad_characters", "applicant.name"),
    ({"name": "\u202eABC"}, "bad_characters", "applicant.name"),
    ({"name": "王小明"}, "bad_characters", "applicant.name"),
    ({"phone": "+٠٩١٢٣٤٥٦٧٨"}, "bad_characters", "applicant.phone"),
    ({"id_kind": IdKind.CITIZEN_ID, "id_number": "٠٠١٠٩٠٠٠٠٠٠١"}, "bad_characters", "applicant.id_number"),
    ({"phone": "không"}, "bad_phone", "applicant.phone"),
    ({"email": "lan"}, "bad_email", "applicant.email"),
    ({"birth_date": "31/12/1990"}, "bad_birth_date", "applicant.birth_date"),
    ({"birth_date": "2026-11-20"}, "bad_birth_date", "applicant.birth_date"),
    ({"birth_date": "1990-02-30"}, "bad_birth_date", "applicant.birth_date"),
    ({"id_kind": IdKind.CITIZEN_ID, "id_number": "12"}, "bad_id_number", "applicant.id_number"),
    ({"id_kind": IdKind.NONE, "id_number": "001190000001"}, "bad_id_number", "applicant.id_number"),
    ({"sex": "x"}, "bad_sex", "applicant.sex"),
    ({"representative": Representative("")}, "name_missing", "applicant.representative.name"),
    ({"kind": ApplicantKind.ORGANISATION, "birth_date": "1990"}, "bad_birth_date", "applicant.birth_date"),
]


@pytest.mark.parametrize(("changes", "code", "field"), BAD_APPLICANTS)
def test_what_cannot_be_right_is_refused_beside_its_field(
    changes: dict[str, Any], code: str, field: str
) -> None:
    applicant = dataclasses.replace(COMMAND.applicant, **changes)
    assert refusal(asked(applicant=applicant)) == (code, field)


@pytest.mark.parametrize(
    "applicant",
    [
        Applicant("Công ty TNHH Thử", ApplicantKind.ORGANISATION, IdKind.TAX_CODE, "0101234567"),
        Applicant("John Smith", id_kind=IdKind.PASSPORT, id_number="AB123456"),
        Applicant("Trần Bé", representative=Representative("Trần Mẹ", "001190000001", "mẹ ruột")),
        Applicant("Cụ Ông", birth_date="1931", sex="male", phone="0243 825 3536"),
    ],
)
def test_everybody_can_hand_in(applicant: Applicant) -> None:
    assert decide.receive(asked(applicant=applicant), FACTS)


def test_what_a_procedure_needs_is_catalogue_data() -> None:
    needing = dataclasses.replace(PROCEDURE, required=("phone",))
    assert refusal(COMMAND, given_facts(procedure=needing)) == ("field_required", "applicant.phone")


def paper(name: str, mark: PaperMark, count: int = 1) -> PaperAnswer:
    return PaperAnswer(name, PaperKind.ORIGINAL, count, mark)


@pytest.mark.parametrize("mark", [PaperMark.MISSING, PaperMark.NOT_APPLICABLE])
def test_only_a_missing_must_stops(mark: PaperMark) -> None:
    assert refusal(asked(papers=(paper("Tờ khai CT01", mark, 0),))) == ("papers_missing", "papers")
    assert decide.receive(asked(papers=(paper("Giấy tờ chỗ ở", PaperMark.MISSING, 0),)), FACTS)


def test_a_paper_not_on_the_list_is_personal_data() -> None:
    (_, received), *_rest = decide.receive(asked(papers=(paper("Đơn của bà Lan", PaperMark.GIVEN),)), FACTS)
    assert isinstance(received, DossierReceived)
    assert received.papers == ()
    assert received.other_papers[0].label == "Đơn của bà Lan"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sets": 0}, "bad_quantity"),
        ({"quantity": 10000}, "bad_quantity"),
        ({"content": "x" * 1001}, "too_long"),
        ({"papers": (paper("Tờ khai CT01", PaperMark.GIVEN, 0),)}, "bad_count"),
        ({"papers": (paper(" ", PaperMark.GIVEN),)}, "name_missing"),
        ({"papers": (paper("a", PaperMark.GIVEN),) * 101}, "too_many_papers"),
        ({"fee": FeeAnswer(paid=True, exempt_ground="x")}, "fee_both"),
        ({"channel": Channel.ONLINE}, "limit_unconfirmed"),
        ({"channel": Channel.POST}, "channel_not_offered"),
    ],
)
def test_numbers_channels_and_fees_out_of_bounds(changes: dict[str, Any], code: str) -> None:
    assert refusal(asked(**changes))[0] == code


def test_an_unlisted_fee_cannot_be_entered() -> None:
    free = dataclasses.replace(PROCEDURE, terms=(dataclasses.replace(PROCEDURE.terms[0], fee=None),))
    assert refusal(asked(fee=FeeAnswer(paid=True)), given_facts(procedure=free)) == ("fee_unlisted", "fee")
    assert len(decide.receive(COMMAND, given_facts(procedure=free))) == 1


def test_the_same_person_again_today_is_asked_about_and_linked() -> None:
    facts = given_facts(same_today=("H26.14-261119-1000",), last_serial=1000)
    assert refusal(COMMAND, facts) == ("same_today", None)
    (_, received), *_rest = decide.receive(asked(repeat=True), facts)
    assert isinstance(received, DossierReceived)
    assert received.repeat_of == ("H26.14-261119-1000",)


def test_form_02_takes_no_code() -> None:
    command = AskForPapers(
        "0", "lan", "1.004194", Channel.IN_PERSON, Applicant("Lan"), missing=("Tờ khai CT01",)
    )
    ((subject, fact),) = decide.ask_for_papers(command, FACTS)
    assert subject == "1.004194"
    assert isinstance(fact, PapersAsked)
    with pytest.raises(Refused, match="nothing_missing"):
        decide.ask_for_papers(dataclasses.replace(command, missing=()), FACTS)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=15))
def test_any_text_is_received_or_refused(name: str, address: str, phone: str) -> None:
    command = asked(applicant=Applicant(name, address=address, phone=phone))
    with contextlib.suppress(Refused):
        assert decide.receive(command, FACTS)


def at_once(**changes: Any) -> list[tuple[str, Fact]]:
    entries = decide.receive(asked(**changes), FACTS)
    return decide.hand_over_at_once(ReceiveAtOnce(asked(**changes), "Trần Văn Hai"), entries, FACTS)


def test_a_result_at_once_arrives_and_is_returned_in_the_minute_of_reception() -> None:
    (code, arrived), (_, returned) = at_once(fee=FeeAnswer(paid=True))
    assert arrived == ResultArrived(code, FACTS.received, ReturnBy.COUNTER)
    assert returned == ResultReturned(
        code, FACTS.received, ReturnBy.COUNTER, Recipient.REPRESENTATIVE, at_once=True, name="Trần Văn Hai"
    )
    assert at_once(fee=FeeAnswer(exempt_ground="Hộ nghèo"))
    with pytest.raises(Refused) as owed:
        at_once()
    assert (owed.value.code, owed.value.field) == ("fee_owed", "fee")


def test_form_03_before_reception_takes_no_code() -> None:
    command = RefuseReception(
        "0", "lan", "1.004194", Channel.IN_PERSON, Applicant("Lan"), " Không thuộc thẩm quyền ", "Tạm trú"
    )
    ((subject, fact),) = decide.refuse_reception(command, FACTS)
    assert subject == "1.004194"
    assert isinstance(fact, ReceptionRefused)
    assert (fact.at, fact.reason, fact.content) == (FACTS.received, "Không thuộc thẩm quyền", "Tạm trú")
    for changes, field in (({"reason": " "}, "reason"), ({"content": "x" * 1001}, "content")):
        with pytest.raises(Refused) as refused:
            decide.refuse_reception(dataclasses.replace(command, **changes), FACTS)  # type: ignore[arg-type]
        assert refused.value.field == field


def test_a_fresh_receipt_names_each_that_ended_within_thirty_days() -> None:
    ended = (("H26.14-261101-1000", 29_900_000), ("H26.14-261102-1000", 29_901_000))
    entries = decide.receive(COMMAND, given_facts(ended_lately=ended))
    code = entries[0][0]
    assert [fact for _code, fact in entries if isinstance(fact, DossierLinked)] == [
        DossierLinked(code, FACTS.received, *earlier) for earlier in ended
    ]
