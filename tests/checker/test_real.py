"""The stand-alone checker and the real thing: a counter's file, a printed receipt, a PostgreSQL centre."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from counter_app import wire
from counter_app.central.__main__ import main as counter_central
from counter_app.cli import main as counter_app
from counter_app.documents import form01
from counter_app.domain import chain
from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.events import Personal
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.services import desk, forms, papers, sync
from counter_app.services.counter import Counter
from counter_app.services.log_export import export_log
from counter_app.store import queries
from tests.central.living import OFFICE, Living, enrolled
from tests.checker.test_vectors import alone
from tests.pcs import PERSON, Office, intake, opened, receive, with_the_key
from tests.services.papers_life import STAY, act, at
from tests.services.standing_in import HEAD


def said(*arguments: object) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the faults and notes of one run of the checker, and its verdict."""
    run = alone("check.py", "--json", *map(str, arguments))
    *told, verdict = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == (0 if verdict["holds"] else 1), run.stderr
    return told, verdict


def faults(*arguments: object) -> list[tuple[str, int | None]]:
    """Return what is at fault: the word and the event's number."""
    return [(one["fault"], one.get("seq")) for one in said(*arguments)[0] if "fault" in one]


def lived(counter: Counter) -> str:
    """Live a dossier to its second promise; return its code."""
    at(counter, "2026-11-19T09:00")
    code = desk.receive(counter, intake(procedure=STAY)).code
    desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, code, "01"))
    at(counter, "2026-11-20T09:00")
    act(counter, commands.AskSupplement, code, missing=("Giấy tờ chỗ ở",), reason="Thiếu bản gốc")
    at(counter, "2026-11-23T09:00")
    return code


def test_a_counter_and_its_papers(pc: Path, tmp_path: Path) -> None:
    file, paper = tmp_path / "log.jsonl", tmp_path / "receipt.pdf"
    with opened(pc) as counter:
        code = lived(counter)
        paper.write_bytes(papers.receipt_pdf(counter, PERSON, code))
        qr = papers.receipt_qr(counter, PERSON, code)
        again = act(counter, commands.CompleteSupplement, code)
        later = tmp_path / "later.pdf"
        later.write_bytes(forms.paper_of(counter, PERSON, again.event_id).pdf)
        counted: list[int] = []
        assert export_log(counter, HEAD, file, counted.append) == (len(counted), 0)
        with counter.store.read() as conn:
            dossier = queries.dossier(conn, code)
            assert dossier is not None
            form = papers._form01(conn, counter, dossier)
    told, verdict = said("log", file)
    assert (told, verdict["proved"], verdict["events"]) == ([], counted[-1], counted[-1])
    assert faults("receipt", qr, "--log", file) == []
    assert faults("paper", paper, "--log", file) == []
    assert faults("paper", later, "--log", file) == []
    assert said("paper", paper, "--log", file)[1]["due"] == "2026-11-25T17:00+07:00"
    paper.write_bytes(form01.render(dataclasses.replace(form, due=form.due + 1440)))
    (told_of,) = said("paper", paper, "--log", file)[0]
    assert (told_of["fault"], told_of["field"]) == ("printed_differs", "due")
    assert faults("paper", paper) == [("receipt_key_unknown", None), ("printed_differs", None)]


def test_every_kind_of_edit_in_the_store_is_named(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "Một", "Hai", "Ba")

    def edited(statement: str) -> list[tuple[str, int | None]]:
        with with_the_key(pc) as connection:
            before = connection.execute("SELECT * FROM events ORDER BY seq").fetchall()
            beside = connection.execute("SELECT * FROM personal").fetchall()
            connection.execute(statement)
        with opened(pc) as counter:
            export_log(counter, HEAD, tmp_path / "log.jsonl", lambda _count: None)
        with with_the_key(pc) as connection:
            for table, rows in (("events", before), ("personal", beside)):
                connection.execute(f"DELETE FROM {table}")
                marks = ",".join("?" * len(rows[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        return faults("log", tmp_path / "log.jsonl")

    assert edited("UPDATE events SET body = replace(body, '\"due\":', '\"due\":1') WHERE seq = 2") == [
        ("chain_unsigned", 2)
    ]
    assert edited("UPDATE events SET seq = 9 WHERE seq = 3") == [("chain_gap", 9), ("chain_unsigned", 9)]
    assert edited("UPDATE events SET hash = prev WHERE seq = 1") == [("hash_changed", 1)]
    assert edited("UPDATE events SET clock = x'00ff' WHERE seq = 1")[0] == ("bad_event", 1)
    name = "UPDATE personal SET text = replace(text, 'Hai', 'Tư')"
    assert edited(name) == [("personal_changed", 2)]
    assert edited("DELETE FROM personal") == []


def test_the_command_hands_out_and_leaves_out(
    pc: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(pc) as counter:
        receive(counter, "Nguyễn Thị Bí Mật")
    file = tmp_path / "log.jsonl"
    assert (
        counter_app(
            ["export", "log", str(file), "--without-personal", "--as", HEAD, "--json", "--data", str(pc)]
        )
        == 0
    )
    told = {"file": str(file), "events": 1, "personal": False, "lacking": 0}
    assert json.loads(capsys.readouterr().out) == told
    assert "Bí Mật" not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert said("log", file)[1]["left_out"] == 1
    assert counter_app(["export", "log", str(tmp_path / "none" / "x"), "--as", HEAD, "--data", str(pc)]) == 1


def exported(living: Living, file: Path) -> None:
    where = ["--office", OFFICE, "--url", living.service_url, "--data", str(living.folder)]
    assert counter_central(["export", str(file), *where]) == 0


def test_the_office_at_the_centre(office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = office.open("one"), office.open("two")
    code = lived(one)
    receive(two, "Một", "Hai")
    for counter in (one, two, one):
        sync.exchange(counter)
    file, keys, paper = tmp_path / "centre.jsonl", tmp_path / "keys.json", tmp_path / "receipt.pdf"
    exported(office.living, file)
    told = json.loads(capsys.readouterr().out)
    keys.write_text(json.dumps({"centre": told["key"]}))
    notes, verdict = said("log", file, "--keys", keys)
    assert (notes, verdict["proved"], verdict["keys_from"]) == ([], told["events"], "you")
    paper.write_bytes(papers.receipt_pdf(one, PERSON, code))
    assert faults("paper", paper, "--log", file) == []
    own = tmp_path / "two.jsonl"
    export_log(two, HEAD, own, lambda _count: None)
    assert faults("log", own) == []
    assert faults("receipt", papers.receipt_qr(one, PERSON, code), "--log", own) == []
    with office.living.owner.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE events SET clock = 'S' WHERE subject = %s AND kind = 'document.printed'",
            (code,),
        )
    exported(office.living, file)
    assert faults("log", file, "--keys", keys) == [("chain_unsigned", 3)]


def test_a_second_history_is_noted(living: Living, address: str, tmp_path: Path) -> None:
    counter, centre = enrolled(living, address)
    counter.receive()
    counter.receive()
    centre.push(counter.batch())
    data = Personal(bytes(16), "{}")
    forged = dataclasses.replace(counter.links[0].event, personal_digest=chain.personal_digest(data))
    centre.push(wire.PushRequest([wire.WireEvent(counter.signed(forged), data)]))
    exported(living, tmp_path / "centre.jsonl")
    told, verdict = said("log", tmp_path / "centre.jsonl")
    assert [(one["note"], one["seq"]) for one in told if one["note"] == "log_forked"] == [("log_forked", 1)]
    assert verdict["proved"] == 4
    with living.owner.begin() as connection:
        connection.exec_driver_sql("DELETE FROM personal")
        connection.exec_driver_sql("DELETE FROM events WHERE seq = 2")
    exported(living, tmp_path / "centre.jsonl")
    named = faults("log", tmp_path / "centre.jsonl")
    assert ("chain_gap", 3) in named
    assert ("position_gap", 3) in named


def test_what_the_centre_cannot_hand_out(
    living: Living, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--url", living.service_url, "--data", str(living.folder)]
    assert counter_central(["export", str(tmp_path / "x.jsonl"), "--office", "99999", *where]) == 1
    assert "unknown_office" in capsys.readouterr().err
    assert counter_central(["export", str(tmp_path / "none" / "x"), "--office", OFFICE, *where]) == 1
    assert "folder_not_writable" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
    exported(living, tmp_path / "empty.jsonl")
    assert said("log", tmp_path / "empty.jsonl")[1]["events"] == 0
