"""Histories and answers that tests of a dossier's life begin with."""

from collections.abc import Callable
from typing import Any

from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.life.commands import (
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    EndDossier,
    ExplainLateness,
    HandOver,
    PrepareApology,
    RecordArrival,
    Resolve,
    ReturnResult,
    SignApology,
    TakeOver,
)
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import (
    About,
    Ending,
    Means,
    Recipient,
)
from tests.domain.lives import HEAD, Life, minute

DUE = minute("11-25 17:00")
MISSING: dict[str, Any] = {"missing": ("Giấy tờ chỗ ở",)}
ALLOWED: dict[str, Any] = {"allowed_by": HEAD, "allowed_ground": "Người nộp đề nghị"}
BILL: dict[str, Any] = {"amount": 250_000, "ground": "Thông báo thuế số 12"}
SLIP: dict[str, Any] = {"cause": Cause.WORKLOAD, "new_due": minute("12-01 17:00")}
SIGNED: dict[str, Any] = {
    "number": "12/XL",
    "signer": "Lê Thị Hoa",
    "signer_title": "Chủ tịch",
    "signed_on": "2026-11-24",
}
RIGHT: dict[str, Any] = {"procedure": "1.2", "apology": "Xin lỗi ông bà"}
Given = Callable[[], Life]


def received() -> Life:
    return Life().received()


def asked() -> Life:
    life = received().at("11-20 10:00")
    life.do(AskSupplement, **MISSING)
    return life


def completed() -> Life:
    life = asked().at("11-26 10:00")
    life.do(CompleteSupplement)
    return life


def owing() -> Life:
    life = received().at("11-20 10:00")
    life.do(AskPayment, **BILL)
    return life


def prepared() -> Life:
    life = received().at("11-23 10:00")
    life.do(PrepareApology, **SLIP)
    return life


def extended() -> Life:
    life = prepared().at("11-24 10:00")
    life.do(SignApology, **SIGNED)
    return life


def arrived() -> Life:
    life = received().at("11-24 10:00")
    life.do(RecordArrival)
    return life


def stopped() -> Life:
    life = received().at("11-20 10:00")
    life.do(EndDossier, how=Ending.STOPPED, reason="Không đủ điều kiện", legal_ground="Điều 19")
    return life


STOP: dict[str, Any] = {"how": Ending.STOPPED, "reason": "Không đủ", "legal_ground": "Điều 19"}
WITHDRAW: dict[str, Any] = {
    "how": Ending.WITHDRAWN,
    "request": "Đơn ngày 20/11",
    "requested_on": "2026-11-20",
}
PROXY: dict[str, Any] = {"to": Recipient.REPRESENTATIVE, "name": "Trần Văn Hai", "authority": "Giấy ủy quyền"}
POST: dict[str, Any] = {"by": ReturnBy.POST, "to": Recipient.POST, "tracking": "EV1"}
LOST: dict[str, Any] = {"receipt_lost": True, "id_number": "001090000001", "note": "Đã đối chiếu"}
VOID: dict[str, Any] = {"reason": "Nhập nhầm hai lần", "taken_back": True}
SORRY: dict[str, Any] = {
    "applicant": Applicant("Nguyễn Văn Thử", phone="0912345678"),
    "return_by": ReturnBy.POST,
}
HOLIDAY_AT = minute("11-24 09:00")
HOLIDAY: dict[str, Any] = {"about": About.CALENDAR, "means": Means.PHONE}
ONE_DAY = Limit(1, LimitUnit.WORKING_DAYS)


def given_over() -> Life:
    life = received().at("11-20 10:00")
    life.do(HandOver, to_unit="Công an", sheet="BG-1", share=ONE_DAY)
    return life


def taken_over() -> Life:
    life = given_over()
    life.do(TakeOver, handed="e2", receiver="Phạm Văn Khải")
    return life


def resolved() -> Life:
    life = taken_over()
    life.do(Resolve, number="45/QĐ")
    return life


def late() -> Life:
    return received().at("11-26 09:00")


def explained() -> Life:
    life = late()
    life.do(ExplainLateness, text="Đông việc")
    return life


def late_result() -> Life:
    life = late()
    life.do(RecordArrival)
    return life


def owed() -> Life:
    life = Life().received(fee=True).at("11-24 10:00")
    life.do(RecordArrival)
    return life


def returned() -> Life:
    life = arrived()
    life.do(ReturnResult)
    return life
