"""`counter-central publish calendar`: what is shown and stored, what is refused, and who is told what."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from counter_app.central import __main__ as command_line
from counter_app.central import founding, publishing, reference
from counter_app.central.database import open_database
from counter_app.domain.calendar import parse_calendar_csv
from counter_app.errors import Refused, Unavailable
from tests.central.decided import GROUND, HEAD, KNOWN, SWAP, Publish, publisher, told, with_days
from tests.central.living import NOW, OFFICE, TODAY, Ground, Living


@pytest.fixture
def publish(living: Living, tmp_path: Path) -> Publish:
    return publisher(living, tmp_path / "calendar.csv")


@pytest.fixture
def shell(
    living: Living, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run the command as an administrator does, on the day of the tests."""
    monkeypatch.setattr(command_line, "wall_clock", living.clock)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # this process keeps its own

    def run(content: str, *more: str, url: str = living.owner_url) -> tuple[int, str, str]:
        file = tmp_path / "calendar.csv"
        file.write_text(content, "utf-8")
        place = ["--url", url, "--data", str(living.home), "--ground", GROUND]
        code = command_line.main(["publish", "calendar", str(file), *place, *more])
        return code, *capsys.readouterr()

    return run


SHOWN = [
    "lịch quốc gia: phiên bản 1 → 2, áp dụng từ thứ Năm 19/11/2026. Căn cứ: TB 1/TB-BNV ngày 19/11/2026",
    "  thứ Năm 31/12/2026: ngày làm việc → nghỉ (Nghỉ hoán đổi) · nguồn: TB 1/BNV (high)",
    "  thứ Bảy 09/01/2027: nghỉ cuối tuần → làm việc (Làm bù cho 31/12/2026) · nguồn: TB 1/BNV (high)",
]


def test_a_dry_run_shows_and_writes_nothing(
    living: Living, shell: Callable[..., tuple[int, str, str]]
) -> None:
    before = told(living)
    for url in (living.owner_url, living.service_url):  # looking needs no rights
        code, out, err = shell(with_days(SWAP), "--dry-run", url=url)
        assert (code, err) == (0, "")
        assert out.splitlines() == [*SHOWN, "2 ngày thay đổi. Chỉ xem, chưa ghi gì."]
    assert told(living) == before
    assert living.count("calendars") == 1


def test_a_day_that_is_past_is_told_apart(shell: Callable[..., tuple[int, str, str]]) -> None:
    """It moves no printed promise; one made anew, after a pause, would count over it."""
    _code, out, _err = shell(with_days("2026-11-12,off,Nghỉ bù,high,x\n" + SWAP), "--dry-run")
    assert out.splitlines()[-2:] == [
        "Trong đó 1 ngày đã qua: hẹn đã in vẫn giữ, nhưng hẹn lại từ nay tính theo lịch này.",
        "3 ngày thay đổi. Chỉ xem, chưa ghi gì.",
    ]


def test_a_decision_becomes_a_version(living: Living, shell: Callable[..., tuple[int, str, str]]) -> None:
    code, out, _ = shell(with_days(SWAP))
    assert (code, out.splitlines()[:-1]) == (0, SHOWN)
    (now,) = told(living)
    assert (now.version, now.effective, now.ground) == (2, TODAY, GROUND)
    assert now.days == parse_calendar_csv(with_days(SWAP))
    with living.owner.connect() as connection:
        (row,) = connection.execute(text("SELECT * FROM calendars WHERE version = 2")).all()
    assert (row.scope, row.place, row.published_at) == ("national", "", NOW)
    code, _, err = shell(with_days(SWAP))
    assert (code, "[calendar_unchanged]" in err, living.count("calendars")) == (1, True, 2)


def test_the_service_may_not_publish(living: Living, shell: Callable[..., tuple[int, str, str]]) -> None:
    code, out, err = shell(with_days(SWAP), url=living.service_url)
    assert (code, out, living.count("calendars")) == (1, "", 1)
    assert err.endswith("[owner_needed]\n")


def test_another_init_does_not_undo_a_decision(living: Living, publish: Publish, tmp_path: Path) -> None:
    publish(with_days(SWAP))
    shipped = tmp_path / "shipped.csv"
    shipped.write_text(with_days("2027-12-31,off,Thử,low,x\n"), "utf-8")
    for path in (reference.RESOURCES / "vn_calendar.csv", shipped):
        done = founding.found(living.owner_url, living.folder, reference.Sources(TODAY, calendar=path))
        assert done.calendar == 2
    assert living.count("calendars") == 2


LINES = KNOWN.splitlines(keepends=True)
NEW_YEAR = next(n for n, line in enumerate(LINES, start=1) if line.startswith("2026-01-01"))
REFUSED = {
    "nothing changes": (KNOWN, {}, ("calendar_unchanged", None)),
    "no head": (SWAP, {}, ("bad_calendar", 1)),
    "empty": ("", {}, ("bad_calendar", 1)),
    "a day twice": (KNOWN + SWAP + SWAP, {}, ("calendar_day_twice", len(LINES) + 3)),
    "off and work": (
        KNOWN + SWAP + "2026-12-31,work,x,high,y\n",
        {},
        ("calendar_day_twice", len(LINES) + 3),
    ),
    "no such kind": (KNOWN + "2027-12-30,holiday,x,high,y\n", {}, ("bad_calendar_cell", len(LINES) + 1)),
    "no such day": (KNOWN + "2027-02-29,off,x,high,y\n", {}, ("bad_calendar_cell", len(LINES) + 1)),
    "too few columns": (KNOWN + "2027-12-30,off\n", {}, ("bad_calendar", len(LINES) + 1)),
    "too large": (KNOWN + f"2027-12-30,off,x,high,{'y' * 1_000_000}\n", {}, ("calendar_too_large", None)),
    "a day of the past is lost": (
        "".join(line for line in LINES if not line.startswith("2026-01-01")) + SWAP,
        {},
        ("calendar_loses_past", NEW_YEAR),
    ),
    "all the past is lost": (HEAD + SWAP, {}, ("calendar_loses_past", 2)),
    "no ground": (with_days(SWAP), {"ground": "  "}, ("ground_missing", None)),
    "a long ground": (with_days(SWAP), {"ground": "x" * 501}, ("too_long", None)),
    "an unprintable ground": (with_days(SWAP), {"ground": "QĐ\x1b[2J"}, ("bad_characters", None)),
    "no such effective day": (with_days(SWAP), {"effective": "2026-13-01"}, ("bad_date", None)),
    "no such office": (HEAD + SWAP, {"scope": "office", "office": "9"}, ("unknown_office", None)),
    "an office for the nation": (with_days(SWAP), {"office": OFFICE}, ("scope_without_office", None)),
    "no office for a province": (HEAD + SWAP, {"scope": "province"}, ("scope_without_office", None)),
    "a blank line": (HEAD + "\n" + SWAP + SWAP, {}, ("bad_calendar", 2)),
    "later than announced": (
        HEAD + SWAP + "2028-01-03,off,x,high,y\n",
        {"scope": "office", "office": OFFICE},
        ("calendar_beyond_announced", 4),
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(living: Living, publish: Publish, case: str) -> None:
    content, changes, (code, row) = REFUSED[case]
    with pytest.raises(Refused) as caught:
        publish(content, **changes)
    assert (caught.value.code, caught.value.values.get("row")) == (code, row)
    assert living.count("calendars") == 1


def test_files_that_cannot_be_read(living: Living, tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes(HEAD.encode() + b"2027-12-30,off,T\xea,high,y\n")
    for path, expected in ((latin, ("bad_calendar", 2)), (tmp_path / "none.csv", ("bad_file", None))):
        decision = publishing.Decision(path, GROUND, TODAY, TODAY)
        with pytest.raises(Refused) as caught:
            publishing.publish_calendar(living.owner, decision, NOW, dry_run=True)
        assert (caught.value.code, caught.value.values.get("row")) == expected


def test_nowhere_to_publish(central_ground: Ground, tmp_path: Path) -> None:
    file = tmp_path / "calendar.csv"
    file.write_text(with_days(SWAP), "utf-8")
    decision = publishing.Decision(file, GROUND, TODAY, TODAY)
    for url, error, code in (
        ("postgresql://127.0.0.1:9/x", Unavailable, "database_unreachable"),
        (central_ground.cluster.superuser, Refused, "owner_needed"),  # never founded
    ):
        engine = open_database(url)
        with pytest.raises(error) as caught:
            publishing.publish_calendar(engine, decision, NOW, dry_run=False)
        assert caught.value.code == code
        engine.dispose()
