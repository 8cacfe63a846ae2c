"""The sentences of the audit: what was done, and the ground it was done on."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from counter_app.domain import (
    book_events,
    clock_events,
    erasure,
    events,
    key_events,
    promise_events,
    staff_events,
    step_events,
)
from counter_app.domain.kinds import KINDS, Fact, OtherFact, StaffFact
from counter_app.domain.people import Grant, Role
from counter_app.texts import N_, _, formats, life, life_facts, staff_facts

_OF_RECORDS = (
    staff_events.PresenceChecked,
    staff_events.InspectionHeld,
    staff_events.InspectionFollowedUp,
    staff_events.StandingRecorded,
)
_NO_DOSSIER = frozenset((*OtherFact.__args__, *StaffFact.__args__))


class Topic(StrEnum):
    """What an audit is narrowed to; GROUNDED are the acts for which somebody had to give a ground."""

    ALL = "all"
    GROUNDED = "grounded"
    RECEIVED = "received"
    PROMISES = "promises"
    STEPS = "steps"
    ABSENCES = "absences"
    DISCIPLINE = "discipline"
    SIGN_IN = "sign_in"
    ROLES = "roles"


TOPICS = {
    Topic.ALL: N_("Mọi việc"),
    Topic.GROUNDED: N_("Việc phải có lý do"),
    Topic.RECEIVED: N_("Tiếp nhận, phí, in giấy"),
    Topic.PROMISES: N_("Lời hẹn, xin lỗi, giải trình"),
    Topic.STEPS: N_("Bàn giao, kết quả, kết thúc"),
    Topic.ABSENCES: N_("Vắng mặt, thay, duyệt"),
    Topic.DISCIPLINE: N_("Kiểm tra, khen, kỷ luật"),
    Topic.SIGN_IN: N_("Đăng nhập"),
    Topic.ROLES: N_("Vai trò do trung tâm giao, thôi"),
}
_ROLES = {
    Role.OFFICER: N_("cán bộ"),
    Role.SUPERVISOR: N_("phụ trách bộ phận"),
    Role.APPROVER: N_("người duyệt"),
    Role.INSPECTOR: N_("người kiểm tra"),
    Role.ADMINISTRATOR: N_("quản trị"),
}


def role(grant: Grant, names: Mapping[str, str], *, ended: bool) -> str:
    """Say that the centre gave somebody a role, or that it ended."""
    said = _("Thôi vai trò {role}: {who}") if ended else _("Giao vai trò {role}: {who}")
    return said.format(role=_(_ROLES[grant.role]), who=names.get(grant.person_id, grant.person_id))


def line(fact: Fact, names: Mapping[str, str]) -> str:
    """Say in a line what happened. A fact read without its personal data names no citizen."""
    return staff_facts.line(fact, names) if type(fact) in _NO_DOSSIER else life_facts.line(fact)


def veiled(fact: Fact, names: Mapping[str, str]) -> str:
    """Say it to who may not read people's records: whom a measure or an inspection is about stays out."""
    return _(TOPICS[Topic.DISCIPLINE]) if type(fact) in _OF_RECORDS else line(fact, names)


def ground(fact: Fact) -> str:
    """Say the reason or ground of a privileged act, "" for any other; without its personal data, less."""
    said = _GROUNDS.get(type(fact))
    return " · ".join(part for part in said(fact) if part) if said else ""


def kinds_of(topic: Topic) -> frozenset[str]:
    """Return the kinds of fact that a topic has; of ALL none, which narrows nothing."""
    return _KINDS.get(topic, frozenset())


def _supplement(fact: promise_events.SupplementAsked) -> Iterator[str]:
    yield fact.allowed_ground or fact.reason


def _apology(fact: promise_events.ApologyPrepared) -> Iterator[str]:
    yield from (_(life.CAUSES[fact.cause]), fact.text)


def _signature(fact: promise_events.ApologySigned) -> Iterator[str]:
    yield _("Số {number}, {who}, {title}").format(
        number=fact.number, who=fact.signer, title=fact.signer_title
    )


def _absence(fact: staff_events.AbsenceLogged) -> Iterator[str]:
    if fact.reason is not staff_events.AbsenceReason.OTHER or fact.text:  # else its reason is not to be read
        yield _(staff_facts.REASONS[fact.reason])
    yield fact.text


def _minutes(fact: staff_events.InspectionHeld) -> Iterator[str]:
    yield fact.faults
    yield fact.recommendations
    yield _("Hạn khắc phục {day}").format(day=formats.numbers(fact.due)) if fact.due else ""


_GROUNDS: dict[type[Fact], Callable[[Any], Iterator[str]]] = {
    promise_events.SupplementAsked: _supplement,
    promise_events.ProcedureCorrected: lambda fact: iter((fact.ground,)),
    promise_events.ApologyPrepared: _apology,
    promise_events.ApologySigned: _signature,
    promise_events.LatenessExplained: lambda fact: iter((fact.text,)),
    step_events.DossierEnded: lambda fact: iter((fact.legal_ground, fact.reason)),
    step_events.DossierAmended: lambda fact: iter((fact.ground,)),
    step_events.ReceiptVoided: lambda fact: iter((fact.reason,)),
    step_events.ReceptionRefused: lambda fact: iter((fact.reason,)),
    staff_events.AbsenceLogged: _absence,
    staff_events.AbsenceEnded: lambda fact: iter((fact.text,)),
    staff_events.SubstituteAnswered: lambda fact: iter((fact.text,)),
    staff_events.SubstitutionDecided: lambda fact: iter((fact.ground,)),
    staff_events.SubstitutionEnded: lambda fact: iter((_(staff_facts.ENDINGS[fact.why]),)),
    staff_events.PresenceChecked: lambda fact: iter((fact.text,)),
    staff_events.InspectionHeld: _minutes,
    staff_events.InspectionFollowedUp: lambda fact: iter((fact.text,)),
    staff_events.StandingRecorded: lambda fact: iter((fact.text,)),
    staff_events.PersonRotated: lambda fact: iter((fact.reason,)),
    clock_events.ClockCorrected: lambda fact: iter((fact.reason,)),
}


def _told(*kinds: type[Fact]) -> frozenset[str]:
    return frozenset(kind.KIND for kind in kinds)


_KINDS = {
    Topic.GROUNDED: _told(*_GROUNDS),
    Topic.RECEIVED: frozenset(
        kind for kind in KINDS if kind.split(".")[0] in ("papers", "fee", "document", "slip", "online")
    )
    - _told(step_events.HandedOver, step_events.TakenOver)
    | _told(
        events.DossierReceived,
        book_events.DossierCaptured,
        book_events.LeafVoided,
        step_events.ReceptionRefused,
        step_events.DossierAmended,
        step_events.ReceiptVoided,
        step_events.DossierLinked,
        step_events.DayClosed,
    ),
    Topic.PROMISES: _told(
        *(kind for kind in KINDS.values() if kind.__module__ == promise_events.__name__),
    ),
    Topic.STEPS: _told(
        step_events.DossierEnded,
        step_events.HandedOver,
        step_events.TakenOver,
        step_events.DossierResolved,
        step_events.ResultArrived,
        step_events.CitizenTold,
        step_events.ResultReturned,
        step_events.DifficultyReported,
        erasure.PersonalErased,
        erasure.SubjectErased,
    ),
    Topic.ABSENCES: _told(
        staff_events.AbsenceLogged,
        staff_events.AbsenceEnded,
        staff_events.SubstituteAsked,
        staff_events.SubstituteAnswered,
        staff_events.SubstitutionDecided,
        staff_events.SubstitutionBegan,
        staff_events.SubstitutionEnded,
    ),
    Topic.DISCIPLINE: _told(
        staff_events.PresenceChecked,
        staff_events.InspectionHeld,
        staff_events.InspectionFollowedUp,
        staff_events.StandingRecorded,
        staff_events.PersonRotated,
    ),
    Topic.SIGN_IN: _told(staff_events.PersonSignedIn, key_events.KeyRotated, clock_events.ClockCorrected),
}
