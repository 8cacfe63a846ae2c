"""A dossier's facts held against each other: what agrees, and each promise that nothing bears out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from counter_app.domain import deadline
from counter_app.domain.catalog import AfterWait, Limit, LimitUnit
from counter_app.domain.cross_check import cross_check
from counter_app.domain.life.commands import (
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    CorrectProcedure,
    PrepareApology,
    RecordArrival,
    SettlePayment,
    SignApology,
)
from counter_app.domain.promise_events import ApologySigned, Cause, Promise, SupplementCompleted
from counter_app.domain.recomputation import differences
from counter_app.domain.waits import Wait, WaitFor
from tests.domain.given import (
    ALLOWED,
    BILL,
    MISSING,
    RIGHT,
    SIGNED,
    asked,
    completed,
    extended,
    prepared,
    received,
)  # fmt: skip
from tests.domain.lives import CALENDAR, CODE, RULES, Life, minute


def crossed(life: Life) -> list[tuple[str, str, int, int | str]]:
    return [(found.code, found.column, found.seq, found.stored) for found in cross_check(life.links)]


def reckoned(life: Life) -> list[tuple[str, int]]:
    return [(found.code, found.seq) for link in life.links for found in differences(*link, (CALENDAR,))]


def promised(received_at: int, *waits: Wait, limit: Limit | None = None) -> Promise:
    """Reckon a promise properly, from whatever somebody claims."""
    limit = limit or Limit(3, LimitUnit.WORKING_DAYS)
    due = deadline.resumed(limit, received_at, waits, CALENDAR, RULES)
    return Promise(due.at, limit, received_at, waits, due.reasons, 1, RULES.rules_id)


def whole() -> Life:
    life = completed()
    life.do(AskPayment, **BILL)
    life.at("11-27 10:00").do(SettlePayment, evidence="x")
    life.do(CorrectProcedure, **RIGHT)
    life.do(AskSupplement, **MISSING, **ALLOWED)
    life.at("11-30 10:00").do(CompleteSupplement)
    life.do(PrepareApology, cause=Cause.WORKLOAD, new_due=minute("12-21 10:00"))
    life.do(SignApology, **(SIGNED | {"signed_on": "2026-11-30"}))
    life.at("12-02 10:00").do(RecordArrival)
    return life


def test_a_life_lived_by_the_rules_agrees_with_itself() -> None:
    life = whole()
    assert (crossed(life), reckoned(life)) == ([], [])


def test_nothing_is_held_against_a_dossier_not_received_here() -> None:
    life = whole()
    life.links.pop(0)
    assert crossed(life) == []


RECEIVED = minute("11-19 09:00")
WAIT = Wait(minute("11-20 10:00"), minute("11-26 10:00"))
FORGED: list[tuple[Callable[[], Life], dict[str, Any], list[tuple[str, str, int | str]]]] = [
    (received, {"waits": (WAIT,)}, [("promise_differs", "waits", "")]),
    (received, {"waits": ()}, [("promise_differs", "waits", "")]),
    (asked, {"waits": (WAIT,)}, []),
    (asked, {"waits": ()}, [("promise_differs", "waits", "")]),
    (asked, {"waits": (replace(WAIT, began=WAIT.began - 60),)}, [("promise_differs", "waits", "")]),
    (asked, {"waits": (replace(WAIT, ended=WAIT.ended + 1440),)}, [("promise_differs", "waits", "")]),
    (asked, {"waits": (replace(WAIT, after=AfterWait.PAUSE),)}, [("promise_differs", "waits", "")]),
    (asked, {"waits": (replace(WAIT, cause=WaitFor.PAYMENT),)}, [("promise_differs", "waits", "")]),
    (
        asked,
        {"waits": (WAIT,), "limit": Limit(9, LimitUnit.WORKING_DAYS)},
        [("promise_differs", "limit", "")],
    ),
    (
        asked,
        {"waits": (WAIT,), "received": RECEIVED + 60},
        [("promise_differs", "received", RECEIVED + 60)],
    ),
    (completed, {"waits": (WAIT,)}, []),  # the same wait answered twice, at two PCs
]


@pytest.mark.parametrize(("given", "claim", "found"), FORGED)
def test_a_promise_that_nothing_bears_out(
    given: Callable[[], Life], claim: dict[str, Any], found: list[tuple[str, str, int | str]]
) -> None:
    life = given().at("11-26 10:00")
    claim = {"received": RECEIVED, **claim}
    promise = promised(claim.pop("received"), *claim.pop("waits"), **claim)
    life.tell(SupplementCompleted(CODE, life.now, promise), "pc-9")
    seq = len(life.links)
    assert crossed(life) == [(code, column, seq, stored) for code, column, stored in found]
    assert reckoned(life) == []


def test_a_wait_that_the_same_pc_knew_of_is_not_left_out() -> None:
    life = completed()
    life.do(AskPayment, **BILL)
    (fact,) = life.at("11-30 10:00").judged(SettlePayment, evidence="x")
    own = fact.promise.waits[-1]  # type: ignore[union-attr]
    life.tell(replace(fact, promise=promised(RECEIVED, own)))  # type: ignore[arg-type]
    assert crossed(life) == [("promise_differs", "waits", 5, "")]
    life.links.pop()
    life.tell(replace(fact, promise=promised(RECEIVED, own)), "pc-2")  # type: ignore[arg-type]
    assert crossed(life) == []


def test_a_promise_moved_from_where_it_reckons() -> None:
    life = completed()
    event, fact = life.links[-1]
    assert isinstance(fact, SupplementCompleted)
    moved = replace(fact, promise=replace(fact.promise, at=fact.promise.at + 1440))
    (found,) = differences(event, moved, (CALENDAR,))
    assert (found.code, found.stored, found.recomputed) == (
        "due_differs",
        fact.promise.at + 1440,
        fact.promise.at,
    )
    (none,) = differences(event, fact, ())
    assert (none.code, none.stored, none.apart) == ("calendar_not_held", 1, True)
    bad = replace(fact, promise=replace(fact.promise, waits=(Wait(0, 1),)))
    assert [found.code for found in differences(event, bad, (CALENDAR,))] == ["due_differs"]


def test_an_extension_is_the_one_that_was_prepared() -> None:
    life = extended()
    event, fact = life.links[-1]
    assert isinstance(fact, ApologySigned)
    life.links[-1] = (event, replace(fact, new_due=fact.new_due + 1440))
    assert crossed(life) == [("extension_differs", "", 3, fact.new_due + 1440)]
    life.links[-1] = (event, replace(fact, prepared="e9"))
    assert crossed(life) == [("extension_differs", "", 3, fact.new_due)]


def test_a_second_signature_is_listed_and_proves_nothing() -> None:
    life = prepared().at("11-24 10:00")
    (fact,) = life.judged(SignApology, **SIGNED)
    for installation in ("pc-1", "pc-2"):
        life.tell(fact, installation)
    assert crossed(life) == [("extended_twice", "", 4, "")]
    assert all(found.apart for found in cross_check(life.links))


def test_every_moment_is_that_of_its_event() -> None:
    life = whole()
    for event, fact in life.links[1:]:
        moved = replace(fact, at=event.happened_at // 60_000 - 30)  # type: ignore[arg-type]
        codes = [found.code for found in differences(event, moved, (CALENDAR,))]
        assert codes == ["moment_differs"], fact
