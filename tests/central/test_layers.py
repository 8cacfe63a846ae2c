"""Calendars of nation, province and office laid over each other: what each office is told, and from when."""

import json
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from counter_app.central import calendar_versions, founding, publishing, reference
from counter_app.central.database import open_database
from counter_app.errors import Refused
from counter_app.wire import CalendarVersion
from tests.central.decided import GROUND, HEAD, SWAP, Publish, kinds, publisher, told, with_days
from tests.central.living import OFFICE, TODAY, Ground, Living

ELSEWHERE = "00007"


@pytest.fixture
def publish(living: Living, tmp_path: Path) -> Publish:
    return publisher(living, tmp_path / "calendar.csv")


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
