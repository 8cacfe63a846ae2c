"""`explain`: each date with its events, rules, calendar and clock, each step with who; a whole life too."""

import re
from pathlib import Path
from typing import Any

from counter_app.domain.commands import FeeAnswer
from counter_app.services import desk, sync
from tests.cli.conftest import Shell
from tests.pcs import BIRTH, PERSON, Office, intake, opened, receive

FIRST, LAST, EXTENDED = "2026-11-25T17:00:00+07:00", "2026-11-27T17:00:00+07:00", "2026-12-04T17:00:00+07:00"


def test_every_promise_stands_with_what_made_it(
    shell: Shell, lived_pc: Path, lived: tuple[Path, str]
) -> None:
    value = shell("explain", lived[1], data=lived_pc).value
    first, later = value["promises"]
    assert (value["due_at"], first["due_at"], later["due_at"]) == (FIRST, FIRST, LAST)
    assert (first["kind"], later["kind"]) == ("dossier.received", "supplement.completed")
    assert (first["waits"], later["waits"]) == (
        [],
        [
            {
                "began": "2026-11-20T09:00:00+07:00",
                "ended": "2026-11-23T09:00:00+07:00",
                "after": "restart",
                "cause": "supplement",
            }
        ],
    )
    for promise in (first, later):
        assert (promise["limit"], promise["rules"], promise["actor_id"]) == ("3wd", "ND118/2025", PERSON)
        assert (promise["calendar"], promise["clock"]) == ({"version": 1, "editions_held": 1}, "A")
        assert promise["reasons"]
    (slip,) = value["extensions"]
    assert (slip["new_due_at"], slip["number"], slip["signer"], slip["signed_on"]) == (
        EXTENDED,
        "12/XL",
        "Lê Thị Hoa",
        "2026-11-25",
    )
    kinds = {step["event_id"]: step["kind"] for step in value["events"]}
    assert kinds[slip["prepared"]] == "apology.prepared"
    assert all(step["actor_id"] == PERSON and step["at"] for step in value["events"])
    assert (value["holds"], value["differences"]) == (True, [])


def test_for_a_person(shell: Shell, lived_pc: Path, lived: tuple[Path, str]) -> None:
    lines = shell.plain("explain", lived[1], data=lived_pc).out.splitlines()
    first = lines.index("Hẹn trả: 17:00 thứ Tư 25/11/2026")
    again = lines.index("Hẹn lại: 17:00 thứ Sáu 27/11/2026 (đã bổ sung đủ)")
    extended = lines.index(
        "Gia hạn đến 17:00 thứ Sáu 04/12/2026: văn bản số 12/XL, Lê Thị Hoa ký ngày 25/11/2026"
    )
    assert first < again < extended
    assert lines[again + 1].startswith("  ghi lúc 09:00 thứ Hai 23/11/2026, ")
    assert lines[again + 2] == "  Giờ máy chắc chắn: theo giờ trung tâm."
    assert "Căn cứ: quy tắc ND118/2025, lịch phiên bản 1" in lines
    assert "  lần 1, hạn yêu cầu bổ sung 17:00 thứ Tư 25/11/2026" in lines
    assert "  tại quầy" in lines
    for kind in ("yêu cầu bổ sung sau tiếp nhận", "ký văn bản xin lỗi", "có kết quả", "giải trình quá hạn"):
        assert any(line.startswith("Sự việc số ") and f": {kind}, " in line for line in lines)
    for hidden in ("Cán bộ ốm", "Thiếu bản gốc", "Nguyễn Văn Thử"):
        assert hidden not in "\n".join(lines)


def test_verify_counts_it(shell: Shell, lived_pc: Path) -> None:
    assert shell.plain("verify", "--all", data=lived_pc).out.splitlines() == [
        "Nhật ký nguyên vẹn: 8 sự việc.",
        "Tính lại khớp: 1 hồ sơ.",
    ]


def test_explain(shell: Shell, pc: Path, told: list[str]) -> None:
    said = shell("explain", told[0].lower(), data=pc)
    assert said.code == 0
    value = said.value
    assert (value["code"], value["holds"], value["differences"]) == (told[0], True, [])
    assert (value["procedure"], value["channel"], value["limit"]) == (BIRTH, "in_person", "same-day")
    assert value["received_at"].startswith("2026-11-19T09:")  # its clock runs on with the tests
    assert value["due_at"] == "2026-11-19T17:00:00+07:00"
    assert value["reasons"] == [
        f"nhận {value['received_at'][11:16]} thứ Năm 19/11",
        "trả trong ngày thứ Năm 19/11",
    ]
    assert (value["rules"], value["catalogue"]) == ("ND118/2025", 1)
    assert value["calendar"] == {"version": 1, "editions_held": 1}
    assert (value["clock"], value["received_by"]) == ("B", PERSON)
    (paper,) = value["printed"]
    assert (paper["document"], paper["copy"]) == ("01", 1)
    assert paper["at"] >= value["received_at"]
    first, second = value["events"]
    assert (first["kind"], first["seq"], first["event_id"]) == (
        "dossier.received",
        1,
        value["received_event"],
    )
    assert (second["kind"], second["seq"], second["event_id"]) == ("document.printed", 4, paper["event_id"])
    assert [(step["acknowledged"], step["proved"], step["fault"]) for step in (first, second)] == [
        (False, True, None)
    ] * 2
    assert first["actor"]
    assert "Một" not in said.out


def test_explain_for_a_person(shell: Shell, pc: Path, told: list[str]) -> None:
    lines = shell.plain("explain", told[0], data=pc).out.splitlines()
    assert lines[0].startswith(f"{told[0]} · {BIRTH} ")
    assert re.match(r"Nhận: 09:\d\d thứ Năm 19/11/2026, ", lines[1])
    assert lines[2] == "  Giờ máy chắc chắn: chạy tiếp từ giờ trung tâm, máy chưa khởi động lại."
    assert lines[3:5] == ["Thời hạn: trong ngày", "Hẹn trả: 17:00 thứ Năm 19/11/2026"]
    assert "Căn cứ: quy tắc ND118/2025, lịch phiên bản 1, danh mục phiên bản 1" in lines
    assert any(re.match(r"Đã in mẫu 01, bản 1: 09:\d\d thứ Năm 19/11/2026", text) for text in lines)
    assert "  trung tâm chưa nhận · chữ ký, mã băm và dữ liệu đi kèm đều khớp" in lines


def test_explain_a_fee_and_what_the_centre_holds(shell: Shell, office: Office) -> None:
    counter = office.open()
    procedure, quantity = _with_fee(counter), 3
    taken = intake("A", procedure, quantity=quantity, fee=FeeAnswer(paid=True))
    code = desk.receive(counter, taken).code
    sync.exchange(counter)
    elsewhere = office.open("two")
    sync.exchange(elsewhere)
    office.close()
    for name in ("pc", "two"):
        value = shell("explain", code, "--as", PERSON, data=office.root / name).value
        assert [(step["kind"], step["acknowledged"], step["proved"]) for step in value["events"]] == [
            ("dossier.received", True, True),
            ("fee.charged", True, True),
        ]
    assert " × 3 = " in shell.plain("explain", code, data=office.root / "pc").out
    said = shell("verify", "--all", data=office.root / "two")
    assert (said.code, said.value["dossiers"], said.value["differences"]) == (0, 1, [])


def _with_fee(counter: Any) -> str:
    for procedure in desk.opening(counter).catalogue.procedures:
        for terms in procedure.terms:
            ready = terms.channel == "in_person" and terms.limit and terms.fee and not procedure.required
            if ready and not any(paper.need == "must" for paper in procedure.papers):
                return procedure.code
    for procedure in desk.opening(counter).catalogue.procedures:
        for terms in procedure.terms:
            if terms.channel == "in_person" and terms.limit and terms.fee and not procedure.required:
                return procedure.code
    raise AssertionError("no procedure of the catalogue takes a fee")


def test_no_such_dossier(shell: Shell, pc: Path) -> None:
    for code, error in [("H26.14-261119-9999", "unknown_dossier"), ("x", "bad_code"), ("", "bad_code")]:
        said = shell("explain", code, "--as", PERSON, data=pc)
        assert (said.code, said.error["code"], said.error["field"]) == (1, error, "code")


def test_somebody_reads(shell: Shell, pc: Path) -> None:
    """Who acted here last, unless another is named; nobody has, and nobody reads."""
    assert shell("explain", "H26.14-261119-9999", data=pc).error["code"] == "reader_needed"
    with opened(pc) as counter:
        (code,) = receive(counter, "Một")
    assert shell("explain", code, data=pc).code == 0
    assert shell("explain", code, "--as", "nobody", data=pc).error["code"] == "not_permitted"
