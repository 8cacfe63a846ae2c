"""`verify --all`: what holds, and each edit by somebody with the key, named."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain import chain, codec
from counter_app.seal import SigningKey
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log
from counter_app.store import log, projections
from tests.cli.conftest import Shell
from tests.pcs import opened, with_the_key


def edit(pc: Path, statement: str, *values: object) -> None:
    with with_the_key(pc) as connection:
        assert connection.execute(statement, values).rowcount == 1


def test_verify_all(shell: Shell, pc: Path, told: list[str]) -> None:
    said = shell("verify", "--all", data=pc)
    assert said.code == 0
    assert (said.value["holds"], said.value["events"], said.value["dossiers"]) == (True, 4, 3)
    assert (said.value["differences"], said.value["not_recomputed"], said.value["differing"]) == ([], [], 0)
    assert shell.plain("verify", "--all", data=pc).out.splitlines() == [
        "Nhật ký nguyên vẹn: 4 sự việc.",
        "Tính lại khớp: 3 hồ sơ.",
    ]
    assert "dossiers" not in shell("verify", data=pc).value


def _body(pc: Path, seq: int, **changes: Any) -> None:
    """Write a body with other values as canonical as ours."""
    with with_the_key(pc) as connection:
        (text,) = connection.execute("SELECT body FROM events WHERE seq = ?", (seq,)).fetchone()
        body = codec.canonical(codec.parse(text) | changes)
        connection.execute("UPDATE events SET body = ? WHERE seq = ?", (body, seq))


NINE, FIVE = 29_917_560, 29_918_040  # 2026-11-19 09:00 and 17:00 in minutes
BODIES: list[tuple[dict[str, Any], set[str]]] = [
    ({"due": FIVE + 1440}, {"due_differs"}),
    ({"received": NINE - 1440}, {"code_day_differs", "received_differs", "due_differs"}),
    ({"received": NINE + 30}, {"received_differs"}),
    ({"reasons": [{"code": "received", "values": {}}]}, set()),
    ({"limit": {"amount": 3, "unit": "wd"}}, {"due_differs"}),
    ({"due": 2**52}, {"due_differs"}),
    ({"received": 2**52}, {"code_day_differs", "received_differs", "due_differs"}),
    ({"code": "H26.14-261119-1002"}, {"subject_differs"}),
    ({"due": "mai"}, {"fact_unreadable"}),
]


@pytest.mark.parametrize(("changes", "codes"), BODIES)
def test_an_edited_fact_is_named(
    shell: Shell, pc: Path, told: list[str], changes: dict[str, Any], codes: set[str]
) -> None:
    _body(pc, 2, **changes)
    said = shell("verify", "--all", data=pc)
    assert (said.code, said.value["holds"]) == (4, False)
    assert [(fault["code"], fault["seq"]) for fault in said.value["faults"]] == [("chain_unsigned", "2")]
    named = [item for item in said.value["differences"] if item["code"] != "projection_differs"]
    assert {item["code"] for item in named} == codes
    assert {item["seq"] for item in named} <= {2}
    of_dossiers = [item for item in said.value["differences"] if item["column"] != "lane_use.lane_id"]
    assert {item["dossier"] for item in of_dossiers} <= {told[1]}
    assert shell("explain", told[1], data=pc).code == 4
    assert shell.plain("explain", told[1], data=pc).code == 4
    assert shell("explain", told[0], data=pc).code == 0


def test_a_due_date_is_told_as_it_is_and_as_it_should_be(shell: Shell, pc: Path, told: list[str]) -> None:
    _body(pc, 2, due=FIVE + 1440)
    log_says, *lists = shell("verify", "--all", data=pc).value["differences"]
    assert (log_says["code"], log_says["stored"], log_says["recomputed"]) == (
        "due_differs",
        "2026-11-20T17:00:00+07:00",
        "2026-11-19T17:00:00+07:00",
    )
    assert log_says["event_id"]
    assert [(says["code"], says["event_id"]) for says in lists] == [
        ("projection_differs", log_says["event_id"])
    ] * 3
    assert {says["column"] for says in lists} == {"first_due", "due", "watched"}
    assert told[1] in log_says["message"]
    assert "17:00 thứ Sáu 20/11/2026" in log_says["message"]
    (fault,) = [step["fault"] for step in shell("explain", told[1], data=pc).value["events"]]
    assert fault["code"] == "chain_unsigned"


def test_every_edited_event_is_named_not_only_the_first(shell: Shell, pc: Path, told: list[str]) -> None:
    for seq in (1, 3):
        _body(pc, seq, due=FIVE + 1440)
    edit(pc, "UPDATE events SET hash = zeroblob(32) WHERE seq = 2")
    edit(
        pc,
        "UPDATE personal SET text = text || ' ' WHERE event_id = (SELECT event_id FROM events WHERE seq = 2)",
    )
    value = shell("verify", "--all", data=pc).value
    assert [(fault["code"], fault["seq"]) for fault in value["faults"]] == [
        ("chain_unsigned", "1"),
        ("hash_changed", "2"),
        ("chain_unsigned", "3"),
    ]
    assert [item["seq"] for item in value["differences"] if item["code"] == "due_differs"] == [1, 3]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 2", "hash_changed"),
        (
            "UPDATE personal SET text = replace(text, 'Hai', 'Tám') WHERE event_id = "
            "(SELECT event_id FROM events WHERE seq = 2)",
            "personal_changed",
        ),
        ("UPDATE events SET happened_at = happened_at - 86400000 WHERE seq = 2", "chain_unsigned"),
        ("UPDATE events SET happened_at = 'hôm qua' WHERE seq = 2", "chain_unsigned"),
        ("UPDATE events SET actor_id = 'ba-dinh-01' WHERE seq = 2", "chain_unsigned"),
        ("UPDATE events SET clock = 'A' WHERE seq = 2", "chain_unsigned"),
    ],
)
def test_what_lies_beside_a_fact(shell: Shell, pc: Path, told: list[str], statement: str, code: str) -> None:
    edit(pc, statement)
    said = shell("explain", told[1], data=pc)
    assert said.code == 4
    (step,) = said.value["events"]
    assert (step["proved"], step["fault"]["code"]) == (False, code)
    assert "Tám" not in said.out
    assert [fault["seq"] for fault in shell("verify", "--all", data=pc).value["faults"]] == ["2"]


def test_an_event_moved_within_its_log_and_data_of_nobody(pc: Path, told: list[str]) -> None:
    def found() -> list[tuple[object, ...]]:
        with opened(pc) as counter:
            return [(fault.code, *fault.values.values()) for fault in verify_log(counter).faults]

    edit(pc, "UPDATE personal SET event_id = 'x' WHERE event_id = (SELECT min(event_id) FROM personal)")
    assert found() == [("personal_stray", "x")]
    edit(pc, "UPDATE events SET position = 99 WHERE seq = 2")
    ((code, _own, seq),) = found()
    assert (code, seq) == ("log_disordered", 3)


ROWS = [
    ("due", "due = due + 1440", "2026-11-20T17:00:00+07:00", "2026-11-19T17:00:00+07:00"),
    ("received", "received = 29917500", "2026-11-19T08:00:00+07:00", None),
    ("received", "received = 'x'", "x", None),
    ("name", "name = 'Người Khác'", None, None),
    ("copies_printed", "copies_printed = 9", 9, 0),
    ("fee_paid", "fee_paid = 7", 7, 0),
    ("fee_amount", "fee_amount = 5", 5, None),
]


@pytest.mark.parametrize(("column", "change", "stored", "recomputed"), ROWS)
def test_an_edited_list_is_named_and_rebuilding_heals_it(
    shell: Shell, pc: Path, told: list[str], column: str, change: str, stored: object, recomputed: object
) -> None:
    edit(pc, f"UPDATE dossiers SET {change} WHERE seq = 2")
    said = shell("verify", "--all", data=pc)
    assert (said.code, said.value["faults"]) == (4, [])
    (found,) = said.value["differences"]
    assert (found["code"], found["column"], found["dossier"]) == ("projection_differs", column, told[1])
    assert (found["stored"], found["seq"]) == (stored, 2)
    if column == "received":  # the minute of the test's own run
        assert found["recomputed"].startswith("2026-11-19T09:")
    else:
        assert found["recomputed"] == recomputed
    assert "Người Khác" not in said.out
    assert [item["column"] for item in shell("explain", told[1], data=pc).value["differences"]] == [column]
    with opened(pc) as counter, counter.store.write() as conn:
        projections.rebuild(conn)
    assert shell("verify", "--all", data=pc).code == 0


def test_a_row_hidden_and_a_row_invented(shell: Shell, pc: Path, told: list[str]) -> None:
    edit(pc, "UPDATE dossiers SET code = 'H26.14-261119-1777' WHERE seq = 2")
    found = shell("verify", "--all", data=pc).value["differences"]
    assert {(item["dossier"], item["stored"], item["recomputed"]) for item in found} == {
        ("H26.14-261119-1777", "H26.14-261119-1777", None),
        (told[1], None, told[1]),
    }


def test_lists_are_compared_across_pages(
    shell: Shell, pc: Path, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projections, "CHUNK", 1)
    assert shell("verify", "--all", data=pc).value["differences"] == []
    edit(pc, "UPDATE dossiers SET due = 0 WHERE seq = 3")
    edit(pc, "UPDATE dossiers SET code = 'Z' WHERE seq = 1")
    found = shell("verify", "--all", data=pc).value["differences"]
    assert [(item["dossier"], item["column"]) for item in found] == [
        (told[0], "code"),
        (told[2], "due"),
        ("Z", "code"),
    ]


def test_a_calendar_not_held_is_listed_apart(shell: Shell, pc: Path, told: list[str]) -> None:
    with with_the_key(pc) as connection:
        connection.execute("DELETE FROM calendars")
    said = shell("verify", "--all", data=pc)
    assert (said.code, said.value["differences"]) == (0, [])
    (apart,) = said.value["not_recomputed"]
    assert (apart["code"], apart["stored"], apart["events"], apart["seq"]) == ("calendar_not_held", 1, 3, 1)
    assert "lịch phiên bản 1" in apart["message"]
    value = shell("explain", told[0], data=pc).value
    assert (value["holds"], value["calendar"]["editions_held"]) == (True, 0)


def test_a_kept_calendar_edited_is_named(shell: Shell, pc: Path, told: list[str]) -> None:
    edit(pc, "UPDATE calendars SET days = x'5b5d'")
    said = shell("verify", "--all", data=pc)
    assert said.code == 4
    assert [(item["code"], item["stored"]) for item in said.value["differences"]] == [("calendar_changed", 1)]


def test_a_log_signed_anew_with_another_key_does_not_pass(pc: Path, told: list[str]) -> None:
    """The public keys lie beside the log; our own is taken from the keyring instead."""
    thief = SigningKey.generate()
    with opened(pc) as counter, counter.store.read() as conn:
        own = counter.installation.installation_id
        links = log.read_events(conn, own, 0, 100)
        public = counter.signer.public
    with with_the_key(pc) as connection:
        prev = chain.GENESIS
        for event in links:
            signed, prev = chain.link(dataclasses.replace(event, prev=prev), thief.sign)
            connection.execute(
                "UPDATE events SET prev = ?, signature = ?, hash = ? WHERE seq = ?",
                (signed.prev, signed.signature, prev, signed.seq),
            )
        (raw,) = connection.execute("SELECT json FROM briefing").fetchone()
        forged = raw.replace(_text(public), _text(thief.public))
        assert forged != raw
        connection.execute("UPDATE briefing SET json = ?, digest = 'x'", (forged,))
    with opened(pc) as counter:
        assert {fault.code for fault in verify_log(counter).faults} == {"chain_unsigned"}


def _text(key: bytes) -> bytes:
    import base64

    return base64.b64encode(key)


@pytest.mark.parametrize("seq", ["0", "-5", "'x'"])
def test_an_event_numbered_out_of_the_way_is_found(pc: Path, told: list[str], seq: str) -> None:
    with with_the_key(pc) as connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(events)")]
        taken = [seq if name == "seq" else "'e'" if name == "event_id" else name for name in names]
        taken[names.index("position")] = "NULL"
        connection.execute(f"INSERT INTO events SELECT {', '.join(taken)} FROM events WHERE seq = 4")
    with opened(pc) as counter:
        assert "chain_gap" in {fault.code for fault in verify_log(counter).faults}
        recompute(counter)
