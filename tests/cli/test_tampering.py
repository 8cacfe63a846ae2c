"""Somebody with the database key makes a late dossier look on time: `verify --all` names the event."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain import chain, codec, deadline, facts
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.identity import new_event_id
from counter_app.domain.promise_events import Promise, SupplementCompleted
from counter_app.domain.rules import rule_set
from counter_app.domain.waits import Wait
from counter_app.seal import SigningKey
from counter_app.store import log, projections
from tests.cli.conftest import Shell
from tests.pcs import opened, with_the_key
from tests.services.papers_life import minute

RECEIVED, ASKED, COMPLETED, PREPARED, SIGNED, ARRIVED, EXPLAINED = 1, 3, 4, 5, 6, 7, 8
DUE, LATER = minute("2026-11-27T17:00"), minute("2026-12-04T17:00")


@pytest.fixture
def pc(lived_pc: Path) -> Path:
    """Tamper with the PC that holds a whole life."""
    return lived_pc


@pytest.fixture
def code(lived: tuple[Path, str]) -> str:
    """Give its dossier's code."""
    return lived[1]


def told(shell: Shell, pc: Path) -> tuple[list[tuple[str, str]], list[tuple[str, int, str | None]]]:
    """Return the faults of the chain and the differences, each with the event's number."""
    said = shell("verify", "--all", data=pc)
    value = said.value
    faults = [(fault["code"], fault["seq"]) for fault in value["faults"]]
    differs = [(found["code"], found["seq"], found["column"]) for found in value["differences"]]
    assert said.code == (4 if faults or differs else 0)
    return faults, differs


def body(pc: Path, seq: int, **changes: Any) -> None:
    """Write a body with other values as canonical as ours; `promise` is laid over the promise."""
    with with_the_key(pc) as connection:
        (text,) = connection.execute("SELECT body FROM events WHERE seq = ?", (seq,)).fetchone()
        parsed = codec.parse(text)
        promise = parsed.get("promise", {}) | changes.pop("promise", {})
        after = parsed | changes | ({"promise": promise} if promise else {})
        connection.execute("UPDATE events SET body = ? WHERE seq = ?", (codec.canonical(after), seq))


def test_a_life_lived_by_the_rules_holds(shell: Shell, pc: Path, code: str) -> None:
    assert told(shell, pc) == ([], [])
    assert shell("explain", code, data=pc).value["holds"]


BODIES: list[tuple[int, dict[str, Any], set[tuple[str, str | None]]]] = [
    (COMPLETED, {"promise": {"at": LATER}}, {("due_differs", None)}),
    (
        COMPLETED,
        {"promise": {"received": minute("2026-11-19T10:00")}},
        {("promise_differs", "received")},
    ),
    (
        COMPLETED,
        {"promise": {"limit": {"amount": 9, "unit": "wd"}, "at": minute("2026-12-07T17:00")}},
        {("promise_differs", "limit")},
    ),
    (COMPLETED, {"promise": {"waits": []}}, {("due_differs", None), ("promise_differs", "waits")}),
    (COMPLETED, {"promise": {"waits": [{"began": 2**52, "ended": 2**52}]}}, {("due_differs", None)}),
    (COMPLETED, {"at": minute("2026-11-24T09:00")}, {("moment_differs", None)}),
    (RECEIVED, {"due": LATER}, {("due_differs", None)}),
    (RECEIVED, {"received": minute("2026-11-19T10:00")}, {("received_differs", None)}),
    (ASKED, {"at": minute("2026-11-19T09:30")}, {("moment_differs", None), ("promise_differs", "waits")}),
    (PREPARED, {"new_due": LATER + 1440}, {("extension_differs", None)}),
    (PREPARED, {"cause": "system"}, set()),
    (SIGNED, {"new_due": LATER + 1440}, {("extension_differs", None)}),
    (SIGNED, {"at": minute("2026-11-24T09:00")}, {("moment_differs", None)}),
    (ARRIVED, {"at": minute("2026-11-25T09:00")}, {("moment_differs", None)}),
    (EXPLAINED, {"at": minute("2026-11-25T09:00")}, {("moment_differs", None)}),
    (EXPLAINED, {"unit": "Công an"}, set()),
]


@pytest.mark.parametrize(("seq", "changes", "codes"), BODIES)
def test_an_edited_fact_is_named(
    shell: Shell, pc: Path, code: str, seq: int, changes: dict[str, Any], codes: set[tuple[str, str | None]]
) -> None:
    body(pc, seq, **changes)
    faults, differs = told(shell, pc)
    assert faults == [("chain_unsigned", str(seq))]
    found = {(what, column) for what, _seq, column in differs if what != "projection_differs"}
    assert found >= codes
    named = {at for what, at, _column in differs if what not in ("projection_differs", "promise_differs")}
    assert named <= {seq, SIGNED}  # a slip prepared otherwise shows in the one that was signed
    assert shell.plain("explain", code, data=pc).code == 4


@pytest.mark.parametrize("seq", [RECEIVED, ASKED, COMPLETED, PREPARED, EXPLAINED])
def test_an_edited_reason_is_named(shell: Shell, pc: Path, code: str, seq: int) -> None:
    with with_the_key(pc) as connection:
        changed = connection.execute(
            "UPDATE personal SET text = replace(text, '\":\"', '\":\"Vì ') WHERE event_id = "
            "(SELECT event_id FROM events WHERE seq = ?)",
            (seq,),
        )
        assert changed.rowcount == 1
    faults, _differs = told(shell, pc)
    assert faults == ([("personal_changed", str(seq))] if seq != COMPLETED else [])


@pytest.mark.parametrize("seq", [RECEIVED, ASKED, COMPLETED, PREPARED, EXPLAINED])
def test_a_deleted_reason_is_missed(shell: Shell, pc: Path, code: str, seq: int) -> None:
    """The chain holds without it, as after a purge that nothing allowed; the list of purges is no proof."""
    with with_the_key(pc) as connection:
        beside = "DELETE FROM personal WHERE event_id = (SELECT event_id FROM events WHERE seq = ?)"
        assert connection.execute(beside, (seq,)).rowcount == 1
        connection.execute("INSERT INTO purged VALUES (?, 1, 'erased')", (code,))
    faults, differs = told(shell, pc)
    assert faults == []
    assert ("personal_missing", seq, None) in differs
    assert shell.plain("explain", code, data=pc).code == 4


def test_an_arrival_moved_with_its_event(shell: Shell, pc: Path, code: str) -> None:
    """Also where fact and envelope agree, and the list was told anew."""
    earlier = minute("2026-11-25T10:00")
    body(pc, ARRIVED, at=earlier)
    with with_the_key(pc) as connection:
        connection.execute("UPDATE events SET happened_at = ? WHERE seq = ?", (earlier * 60_000, ARRIVED))
    rebuilt(pc)
    assert told(shell, pc) == ([("chain_unsigned", str(ARRIVED))], [])


ROWS = [
    ("late", "'on_time'"),
    ("due", str(LATER)),
    ("first_due", str(LATER)),
    ("extended_due", str(LATER + 1440)),
    ("extended_due", "NULL"),
    ("arrived", str(DUE)),
    ("received", str(minute("2026-11-20T09:00"))),
    ("explained", "0"),
    ("watched", str(LATER)),
    ("asked", "0"),
    ("apology", "NULL"),
]


@pytest.mark.parametrize(("column", "value"), ROWS)
def test_an_edited_list_is_named(shell: Shell, pc: Path, code: str, column: str, value: str) -> None:
    with with_the_key(pc) as connection:
        assert connection.execute(f"UPDATE dossiers SET {column} = {value}").rowcount == 1
    said = shell("verify", "--all", data=pc)
    assert (said.code, said.value["faults"]) == (4, [])
    (found,) = said.value["differences"]
    assert (found["code"], found["column"], found["dossier"]) == ("projection_differs", column, code)


@pytest.mark.parametrize(
    ("seq", "codes"),
    [
        (SIGNED, {"extended_due", "late"}),
        (COMPLETED, {"due", "waiting_since"}),
        (ASKED, {"waits", "asked"}),
        (PREPARED, {None}),
    ],
)
def test_a_deleted_fact_is_missed(
    shell: Shell, pc: Path, code: str, seq: int, codes: set[str | None]
) -> None:
    with with_the_key(pc) as connection:
        assert connection.execute("DELETE FROM events WHERE seq = ?", (seq,)).rowcount == 1
    faults, differs = told(shell, pc)
    assert [fault for fault in faults if fault[0] == "chain_gap"] == [("chain_gap", str(seq + 1))]
    assert {column for _what, _seq, column in differs} >= codes
    rebuilt(pc)
    assert ("chain_gap", str(seq + 1)) in told(shell, pc)[0]


def test_a_forged_supplement_with_a_later_promise(shell: Shell, pc: Path, code: str) -> None:
    """Chained as ours are and signed with another key, with a promise that reckons."""
    with opened(pc) as counter, counter.store.read() as conn:
        *_, last = log.read_events(conn, counter.installation.installation_id, 0, 100)
        calendar = counter.reference(conn).calendar
    received, now = minute("2026-11-19T09:00"), minute("2026-11-30T10:00")
    waits = (Wait(minute("2026-11-20T09:00"), now),)
    limit = Limit(3, LimitUnit.WORKING_DAYS)
    due = deadline.resumed(limit, received, waits, calendar, rule_set("ND118/2025"))
    promise = Promise(due.at, limit, received, waits, due.reasons, calendar.version, "ND118/2025")
    body_of, _beside = facts.split(SupplementCompleted(code, now, promise))
    event = dataclasses.replace(
        last,
        event_id=new_event_id(),
        seq=last.seq + 1,
        prev=chain.digest(last),
        kind=SupplementCompleted.KIND,
        body=body_of,
        personal_digest=None,
        happened_at=now * 60_000,
    )
    signed, digest = chain.link(event, SigningKey.generate().sign)
    with with_the_key(pc) as connection:
        row = dataclasses.asdict(signed) | {"hash": digest}
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO events ({', '.join(row)}) VALUES ({marks})", list(row.values()))
    rebuilt(pc)
    faults, differs = told(shell, pc)
    assert faults == [("chain_unsigned", str(event.seq))]
    # The wait that it claims was asked for; what the same PC had ended before is left out.
    assert differs == [("promise_differs", event.seq, "waits")]


def rebuilt(pc: Path) -> None:
    """Tell the lists anew, as one who knows the app would."""
    with opened(pc) as counter, counter.store.write() as conn:
        projections.rebuild(conn)
