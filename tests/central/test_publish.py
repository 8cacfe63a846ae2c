"""`counter-central publish calendar`: what is shown and stored, what is refused, and who is told what."""

import dataclasses
import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from counter_app.central import __main__ as command_line
from counter_app.central import calendar_versions, founding, publishing, reference
from counter_app.central.database import open_database
from counter_app.domain.calendar import parse_calendar_csv
from counter_app.errors import Refused, Unavailable
from counter_app.wire import CalendarVersion
from tests.central.living import NOW, OFFICE, TODAY, Ground, Living

KNOWN = (reference.RESOURCES / "vn_calendar.csv").read_text("utf-8")
HEAD = KNOWN.splitlines(keepends=True)[0]
SWAP = "2026-12-31,off,Nghỉ hoán đổi,high,TB 1/BNV\n2027-01-09,work,Làm bù cho 31/12/2026,high,TB 1/BNV\n"
GROUND = "TB 1/TB-BNV ngày 19/11/2026"
ELSEWHERE = "00007"
Publish = Callable[..., publishing.Publication]


def with_days(days: str, base: str = KNOWN) -> str:
    """Return the shipped calendar with more days, in order."""
    rows = (base.rstrip("\n") + "\n" + days).splitlines(keepends=True)
    return HEAD + "".join(sorted(row for row in rows if row != HEAD))


def told(living: Living, office: str = OFFICE, agency: str = "H26.14") -> tuple[CalendarVersion, ...]:
    """Return the calendars that an office's briefing carries today."""
    with living.centre.engine.connect() as connection:
        return calendar_versions.told(connection, office, agency, TODAY)


def kinds(version: CalendarVersion, *dates: str) -> list[str]:
    """Return what a version says of each day, "" for nothing."""
    table = {day.date: day.kind for day in version.days}
    return [table.get(date, "") for date in dates]


@pytest.fixture
def publish(living: Living, tmp_path: Path) -> Publish:
    """Publish a text as the owner, on the day of the tests."""

    def run(content: str, *, dry_run: bool = False, **changes: str) -> publishing.Publication:
        file = tmp_path / "calendar.csv"
        file.write_text(content, "utf-8")
        decision = publishing.Decision(file, GROUND, TODAY, TODAY)
        decision = dataclasses.replace(decision, **changes)  # type: ignore[arg-type] # all are texts
        return publishing.publish_calendar(living.owner, decision, NOW, dry_run=dry_run)

    return run


@pytest.fixture
def two_provinces(living: Living, tmp_path: Path) -> Living:
    """Add an office of another province."""
    entries = json.loads((reference.RESOURCES / "tryout_office.json").read_text("utf-8"))
    entries["offices"][0] |= {"office_id": ELSEWHERE, "agency_id": "H30.1"}
    path = tmp_path / "offices.json"
    path.write_text(json.dumps(entries), "utf-8")
    with living.owner.begin() as connection:
        reference.load_offices(connection, reference.Sources(TODAY, path))
    return living


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
        place = ["--url", url, "--data", str(living.folder), "--ground", GROUND]
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
    assert err.endswith("[cannot_publish]\n")


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
    "a day twice": (KNOWN + SWAP + SWAP, {}, ("bad_calendar", len(LINES) + 3)),
    "off and work": (
        KNOWN + SWAP + "2026-12-31,work,x,high,y\n",
        {},
        ("bad_calendar", len(LINES) + 3),
    ),
    "no such kind": (KNOWN + "2027-12-30,holiday,x,high,y\n", {}, ("bad_calendar", len(LINES) + 1)),
    "no such day": (KNOWN + "2027-02-29,off,x,high,y\n", {}, ("bad_calendar", len(LINES) + 1)),
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
        (central_ground.cluster.superuser, Refused, "cannot_publish"),  # never founded
    ):
        engine = open_database(url)
        with pytest.raises(error) as caught:
            publishing.publish_calendar(engine, decision, NOW, dry_run=False)
        assert caught.value.code == code
        engine.dispose()


def test_a_version_that_binds_later_is_carried_ahead(living: Living, publish: Publish) -> None:
    done = publish(with_days(SWAP), effective="2026-12-01")
    assert "Hồ sơ nhận trước thứ Ba 01/12/2026 vẫn hẹn theo lịch cũ." in list(
        publishing.lines(done, TODAY, dry_run=False)
    )
    now, ahead = told(living)
    assert (now.version, now.ground) == (1, "")
    assert (ahead.version, ahead.effective, ahead.ground) == (2, "2026-12-01", GROUND)
    assert kinds(ahead, "2026-12-31") == ["off"]


def test_a_later_decision_supersedes_one_that_has_not_begun(living: Living, publish: Publish) -> None:
    publish(with_days(SWAP), effective="2026-12-01")
    done = publish(with_days("2026-12-30,off,Khác,high,x\n"), effective="2026-11-20")
    assert (done.before, done.version, done.superseded, done.renumbered) == (2, 3, (2,), ())
    assert [change.date for change in done.changes] == ["2026-12-30", "2026-12-31", "2027-01-09"]
    assert [one.version for one in told(living)] == [1, 3]
    publish(with_days(SWAP), effective="2026-12-01")
    assert [one.version for one in told(living)] == [1, 3, 4]


def test_what_has_not_begun_is_brought_forward(living: Living, publish: Publish) -> None:
    publish(with_days(SWAP), effective="2026-12-01")
    done = publish(with_days(SWAP))
    assert (done.version, done.changes, done.superseded) == (3, (), (2,))
    assert [(one.version, one.effective) for one in told(living)] == [(3, TODAY)]
    with pytest.raises(Refused, match="calendar_unchanged"):
        publish(with_days(SWAP))


STORM = "2026-11-23,off,Nghỉ tránh bão,high,QĐ 9/UBND\n"


def test_a_layer_concerns_its_own_offices_only(two_provinces: Living, publish: Publish) -> None:
    done = publish(HEAD + STORM, scope="province", office=OFFICE, ground="QĐ 9/QĐ-UBND")
    assert (done.place, done.before, done.version) == (("province", "H26"), 0, 2)
    (here,), (there,) = told(two_provinces), told(two_provinces, ELSEWHERE, "H30.1")
    assert (here.version, here.ground, kinds(here, "2026-11-23", "2026-11-24")) == (
        2,
        "QĐ 9/QĐ-UBND",
        ["off", "off"],
    )
    assert (there.version, there.ground, kinds(there, "2026-11-23", "2026-11-24")) == (1, "", ["", "off"])
    open_day = "2026-11-24,work,Trực ngày lễ,high,QĐ 10\n"
    done = publish(HEAD + open_day, scope="office", office=OFFICE)
    assert [(one.lower, one.upper, one.was.kind, one.now.kind) for one in done.conflicts] == [
        ("lịch quốc gia", "lịch đơn vị 00004", "off", "work")
    ]
    assert (
        "  thứ Ba 24/11/2026: lịch quốc gia ghi nghỉ (Ngày Văn hóa Việt Nam (lần đầu)), "
        "lịch đơn vị 00004 ghi làm việc (Trực ngày lễ): theo lịch đơn vị 00004"
    ) in list(publishing.lines(done, TODAY, dry_run=True))
    (here,) = told(two_provinces)
    assert (here.version, kinds(here, "2026-11-23", "2026-11-24")) == (3, ["off", "work"])
    done = publish(with_days(SWAP))  # the nation's new version lies under them
    assert [one.upper for one in done.conflicts] == ["lịch đơn vị 00004"]
    (here,), (there,) = told(two_provinces), told(two_provinces, ELSEWHERE, "H30.1")
    days = ("2026-11-23", "2026-11-24", "2026-12-31")
    assert (here.version, kinds(here, *days)) == (4, ["off", "work", "off"])
    assert (there.version, kinds(there, *days)) == (4, ["", "off", "off"])


def test_a_conflict_is_told_once(two_provinces: Living, publish: Publish) -> None:
    """Though the province lies over an office with days of its own and over others without."""
    with two_provinces.owner.begin() as connection:
        connection.execute(text("UPDATE offices SET agency_id = 'H26.15' WHERE office_id = '00007'"))
    publish(HEAD + STORM, scope="office", office=ELSEWHERE)
    done = publish(HEAD + "2026-11-24,work,Trực,high,x\n", scope="province", office=OFFICE)
    assert [(one.lower, one.upper) for one in done.conflicts] == [("lịch quốc gia", "lịch tỉnh H26")]


def test_numbers_grow_with_the_days_on_which_layers_bind(two_provinces: Living, publish: Publish) -> None:
    """Else one number would stand for two calendars: before and after the version that waits."""
    publish(with_days(SWAP), effective="2026-12-01")
    done = publish(HEAD + STORM, scope="office", office=OFFICE)
    assert (done.version, done.renumbered) == (3, ((2, 4),))
    now, ahead = told(two_provinces)
    assert [(one.version, one.effective, one.ground) for one in (now, ahead)] == [
        (3, TODAY, GROUND),
        (4, "2026-12-01", GROUND),
    ]
    assert kinds(now, "2026-11-23", "2026-12-31") == ["off", ""]
    assert kinds(ahead, "2026-11-23", "2026-12-31") == ["off", "off"]
    assert [one.version for one in told(two_provinces, ELSEWHERE, "H30.1")] == [1, 4]


def test_what_was_founded_before_keeps_its_calendar(central_ground: Ground) -> None:
    engine = open_database(central_ground.cluster.make_database("founded_before"))
    config = Config()
    config.set_main_option("script_location", str(founding.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"], config.attributes["metadata"] = connection, None
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO calendars VALUES (1, '[]')"))
        command.upgrade(config, "0002")
    with engine.connect() as connection:
        (one,) = calendar_versions.told(connection, OFFICE, "H26.14", TODAY)
    engine.dispose()
    assert one == CalendarVersion(1, "", "", ())
