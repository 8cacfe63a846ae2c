"""`explain` of a whole life: each promise with its events, rules, calendar and clock, each step with who."""

from pathlib import Path

from tests.cli.conftest import Shell
from tests.pcs import PERSON

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
    assert lines[again + 2] == "  Giờ A: Chuẩn: theo giờ trung tâm."
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
