"""Form 04 extends only what it apologises for a day ahead: no promise of the same day begins that anew."""

from collections.abc import Callable

import pytest

from counter_app.domain.dossier import Lateness
from counter_app.domain.life.commands import (
    AskPayment,
    CorrectProcedure,
    PrepareApology,
    SettlePayment,
    SignApology,
)
from counter_app.domain.promise_events import ApologyPrepared
from tests.domain.given import BILL, DUE, SIGNED, SLIP, received
from tests.domain.lives import Life

ON_THE_DAY = SIGNED | {"signed_on": "2026-11-25"}


def _pays(life: Life) -> None:
    life.do(AskPayment, **BILL)
    life.do(SettlePayment, evidence="x")


def _corrected(life: Life, *procedures: str) -> None:
    for procedure in procedures:
        life.do(CorrectProcedure, procedure=procedure, apology="Xin lỗi")


def _there_and_back(life: Life) -> None:
    _corrected(life, "1.2", "1.1")


def _there_paid_and_back(life: Life) -> None:
    _corrected(life, "1.2")
    _pays(life)
    _corrected(life, "1.1")


@pytest.mark.parametrize("trick", [_pays, _there_and_back, _there_paid_and_back])
def test_a_slip_too_late_is_made_timely_by_no_promise_of_the_same_day(trick: Callable[[Life], None]) -> None:
    """Form 04 was due 11-24 17:00."""
    life = received().at("11-25 10:00")
    trick(life)
    assert life.dossier.due == DUE
    (slip,) = life.do(PrepareApology, **SLIP)
    assert isinstance(slip, ApologyPrepared)
    assert slip.latest < life.now
    life.do(SignApology, **ON_THE_DAY)
    assert not life.dossier.extended_in_time
    assert life.at("11-26 09:00").lateness is Lateness.LATE


def test_a_promise_first_made_on_its_last_day_may_still_be_extended() -> None:
    life = Life().received("1.2").at("11-25 10:00")
    _corrected(life, "1.1")
    assert life.dossier.due == DUE
    life.do(PrepareApology, **SLIP)
    life.do(SignApology, **ON_THE_DAY)
    assert life.at("11-26 09:00").lateness is Lateness.WITHIN_EXTENSION
