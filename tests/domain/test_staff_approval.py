"""An approver's signature holds for one request, one interval, one office, one person and one answer."""

import dataclasses
from dataclasses import replace
from typing import Any

import pytest

from counter_app.domain import kinds, permissions
from counter_app.domain.people import Grant, PersonKey, Role
from counter_app.domain.staff.approval import check_approval, text
from counter_app.domain.staff.approvers import next_approvers
from counter_app.domain.staff.commands import AskSubstitute, DecideSubstitution
from counter_app.domain.staff.judge import judge
from counter_app.domain.staff.request import Request
from counter_app.domain.staff_events import Span, SubstituteAsked, SubstitutionBegan, SubstitutionDecided
from counter_app.errors import Refused
from counter_app.seal import SigningKey, verify
from tests.domain.lives import OFFICE
from tests.domain.staff_desk import (
    ABOVE,
    CHAIR,
    HEAD,
    KEYS,
    MINH,
    MONDAY,
    RESERVE,
    THURSDAY,
    Desk,
    absent,
    accepted,
    asked,
    away,
    question,
)

HIS = (PersonKey(CHAIR, "pc-1", KEYS[CHAIR].public, 0),)


def decided(**answers: Any) -> tuple[Request, SubstitutionDecided]:
    desk = accepted()
    said = {"request": "ask", "approved": True, **answers}
    fact = desk.judged(DecideSubstitution, CHAIR, **said)[0]
    assert isinstance(fact, SubstitutionDecided)
    return desk.request("ask"), fact


def outcome(
    request: Request,
    fact: SubstitutionDecided,
    office: str = OFFICE.office_id,
    actor: str = CHAIR,
    keys: tuple[PersonKey, ...] = HIS,
) -> str:
    try:
        check_approval(office, actor, request, fact, keys, verify)
    except Refused as found:
        return found.code
    return ""


def altered(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, tuple):
        return (Span(value[0].begin, value[0].end + 1), *value[1:])
    return ("0" if value[:1] != "0" else "1") + value[1:] if value else "x"


def test_what_he_signed_holds() -> None:
    assert outcome(*decided()) == ""
    assert outcome(*decided(approved=False, ground="Cần người khác")) == ""


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(SubstituteAsked)])
def test_no_field_of_the_question_can_be_altered(name: str) -> None:
    request, fact = decided()
    other = replace(request.asked, **{name: altered(getattr(request.asked, name))})
    assert outcome(replace(request, asked=other), fact) == "approval_forged"


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(SubstitutionDecided)])
@pytest.mark.parametrize("ground", ["", "Cần người khác"])
def test_no_field_of_the_answer_can_be_altered(name: str, ground: str) -> None:
    request, fact = decided(approved=not ground, ground=ground)
    code = outcome(request, replace(fact, **{name: altered(getattr(fact, name))}))
    first = {
        "request": "approval_other_request",
        "asked": "approval_other_request",
        "key": "approval_not_his_key",
    }
    missing = "text_missing" if name == "approved" and not ground else "approval_forged"
    assert code == first.get(name, missing)


def test_it_holds_at_one_office_for_one_person() -> None:
    request, fact = decided()
    assert outcome(request, fact, office="00005") == "approval_forged"
    assert outcome(request, fact, actor=HEAD) == "approval_not_his_key"
    both = (*HIS, PersonKey(HEAD, "pc-1", KEYS[CHAIR].public, 0))
    assert outcome(request, fact, actor=HEAD, keys=both) == "approval_forged"


def test_it_answers_one_request_only() -> None:
    request, fact = decided()
    again = replace(
        request, request="ask-2", asked_event="ask-2", asked=replace(request.asked, request="ask-2")
    )
    assert outcome(again, fact) == "approval_other_request"
    assert outcome(again, replace(fact, request="ask-2", asked="ask-2")) == "approval_forged"


def test_a_refusal_has_its_ground() -> None:
    request, fact = decided(approved=False, ground="Cần người khác")
    assert outcome(request, replace(fact, ground="")) == "text_missing"


@pytest.mark.parametrize("who", ["absent", "asked_by", "substitute"])
def test_nobody_involved_decides(who: str) -> None:
    request, fact = decided()
    if who == "asked_by":
        request = replace(request, asked_by=CHAIR)
    else:
        named: dict[str, Any] = {who: CHAIR}
        request = replace(request, asked=replace(request.asked, **named))
    signed = KEYS[CHAIR].sign(text(OFFICE.office_id, CHAIR, request.asked, fact)).hex()
    assert outcome(request, replace(fact, approval=signed)) == "approval_of_own_request"


def test_only_a_key_of_his_in_force() -> None:
    request, fact = decided()
    at = fact.at * 60_000
    mine = HIS[0]
    assert outcome(request, fact, keys=()) == "approval_not_his_key"
    assert outcome(request, fact, keys=(replace(mine, ended=at),)) == "approval_not_his_key"
    assert outcome(request, fact, keys=(replace(mine, ended=at + 1),)) == ""
    assert outcome(request, fact, keys=(replace(mine, since=at + 60 * 60_000),)) == ""  # a clock behind
    assert outcome(request, fact, keys=(replace(mine, since=at + 25 * 3_600_000),)) == "approval_not_his_key"


@pytest.mark.parametrize("approval", ["", "zz" * 64, "00" * 64, "00" * 63, "00" * 65, "À" * 128])
def test_what_is_no_signature(approval: str) -> None:
    request, fact = decided()
    assert outcome(request, replace(fact, approval=approval)) == "approval_forged"


def test_a_signature_has_one_spelling() -> None:
    request, fact = decided()
    assert outcome(request, replace(fact, approval=fact.approval.upper())) == "approval_forged"


def test_a_decision_needs_the_approver_s_own_key() -> None:
    desk = accepted()
    command = DecideSubstitution("d", CHAIR, "ask", approved=True)
    with pytest.raises(Refused, match="approver_key_missing"):
        judge(command, desk.roster)
    with pytest.raises(Refused, match="approval_not_his_key"):
        judge(command, desk.roster, KEYS[HEAD])
    assert judge(command, desk.roster, SigningKey(bytes(32)))  # a key the centre has not told of yet


def test_the_next_approver_is_asked() -> None:
    desk = accepted()
    assert next_approvers(desk.roster, desk.request("ask")) == (CHAIR, HEAD)
    asked_by_head = absent()
    asked_by_head.do(AskSubstitute, HEAD, "ask", **question())
    assert next_approvers(asked_by_head.roster, asked_by_head.request("ask")) == (CHAIR,)
    now = (Span(MONDAY, MONDAY + 60),)
    nobody = away(asked_by_head, CHAIR, now)()
    assert next_approvers(nobody.roster, nobody.request("ask")) == (ABOVE,)
    nobody.do(AskSubstitute, MINH, "ask-2", **question(substitute="anh"))
    assert next_approvers(nobody.roster, nobody.request("ask-2")) == (HEAD,)


def test_a_delegation_holds_by_its_days() -> None:
    desk = accepted()
    desk.grants = tuple(one for one in desk.grants if one.person_id != CHAIR)
    ended = Desk(grants=(*desk.grants, Grant("x", RESERVE, Role.APPROVER, "2026-01-01", "2026-03-01")))
    ended.links = desk.links
    assert next_approvers(ended.roster, ended.request("ask")) == (HEAD,)
    nobody = Desk(grants=())
    nobody.links = desk.links
    assert next_approvers(nobody.roster, nobody.request("ask")) == ()


def test_only_approvers_make_decisions() -> None:
    assert permissions.MAKES[SubstitutionDecided] == {Role.APPROVER}
    assert set(kinds.StaffFact.__args__) <= permissions.MAKES.keys()


def test_an_approver_s_key_opens_thursday_only() -> None:
    request, fact = decided()
    assert request.spans == THURSDAY
    friday = (Span(THURSDAY[0].begin + 1440, THURSDAY[0].end + 1440),)
    assert outcome(replace(request, asked=replace(request.asked, spans=friday)), fact) == "approval_forged"


def test_who_has_not_answered_does_not_sit_there() -> None:
    desk = asked()
    desk.tell(
        SubstitutionBegan("ask", desk.now, confirmed=False, dossiers=0, sheet=""), "ask", RESERVE, "sat"
    )
    assert desk.request("ask").began is None
