"""Who may read who did what: from the log itself, in pages, narrowed, and as a file without citizens."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.kinds import KINDS
from counter_app.domain.life.commands import VoidReceipt
from counter_app.domain.people import Grant, Role
from counter_app.domain.staff.commands import CheckPresence, HoldInspection, RecordStanding
from counter_app.domain.staff_events import Standing
from counter_app.errors import Refused
from counter_app.services import audit, life, staff, staff_records
from counter_app.services.audit import Wanted
from counter_app.services.counter import Counter
from counter_app.services.seat import Seat
from counter_app.store import briefing as briefings
from counter_app.texts import audit as texts
from counter_app.texts.audit import Topic
from tests.pcs import opened, receive
from tests.services.papers_life import at
from tests.services.standing_in import CHAIR, HEAD, MINH, decide, key_of, seated

INSPECTOR = "ba-dinh-06"
KEEPER = "ba-dinh-99"  # an administrator and nothing else
CITIZEN = "Nguyễn Văn Thử"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, "2026-11-19T09:00")
        yield made


def test_every_kind_of_fact_has_one_topic() -> None:
    narrow = [topic for topic in Topic if topic not in (Topic.ALL, Topic.GROUNDED, Topic.ROLES)]
    told = sorted(kind for topic in narrow for kind in texts.kinds_of(topic))
    assert told == sorted(KINDS)


def test_only_who_may_reads_it(counter: Counter) -> None:
    for reader in (MINH, "nobody", ""):
        with pytest.raises(Refused, match="not_permitted"):
            audit.look(counter, reader, Wanted())
        with pytest.raises(Refused, match="not_permitted"):
            audit.export(counter, reader, Wanted(), Path("never"), lambda _seen, _total: True)
    for reader in (HEAD, CHAIR, INSPECTOR):
        audit.look(counter, reader, Wanted())


def test_newest_first_with_the_ground_of_what_needs_one(counter: Counter) -> None:
    (code,) = receive(counter, CITIZEN)
    life.act(counter, VoidReceipt(new_event_id(), HEAD, code, f"{CITIZEN} nộp nhầm nơi", True))
    measure = RecordStanding(
        new_event_id(), HEAD, MINH, Standing.COMMENDED, "12/QĐ-UBND", "2026-11-18", "Không hồ sơ nào quá hạn"
    )
    staff.act(counter, measure)
    newest, voided, *older = audit.look(counter, INSPECTOR, Wanted()).entries
    assert newest.said == "Khen thưởng: Trần Quang Minh, quyết định 12/QĐ-UBND ngày 18/11/2026"
    assert newest.ground == "Không hồ sơ nào quá hạn"
    assert (newest.actor, voided.subject) == ("Nguyễn Thị Thu Hương", code)
    assert voided.said == "Hủy phiếu, đã thu lại hai liên"
    assert voided.ground == f"{CITIZEN} nộp nhầm nơi"
    assert all(CITIZEN not in one.said for one in older)
    of_it = audit.look(counter, HEAD, Wanted(subject=code)).entries
    assert {one.subject for one in of_it} == {code}
    assert [one.event_id for one in audit.look(counter, HEAD, Wanted(topic=Topic.DISCIPLINE)).entries] == [
        newest.event_id
    ]
    assert {one.actor_id for one in audit.look(counter, HEAD, Wanted(person=MINH)).entries} == {MINH}
    assert audit.look(counter, HEAD, Wanted(first="2026-11-20")).entries == ()
    assert audit.look(counter, HEAD, Wanted(last="2026-11-18", topic=Topic.DISCIPLINE)).entries == ()
    with pytest.raises(Refused, match="bad_period"):
        audit.look(counter, HEAD, Wanted(first="2026-11-20", last="2026-11-19"))


def test_pages_follow_each_other_though_more_is_written_meanwhile(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(counter, *(f"Người {number}" for number in range(4)))
    whole = [one.event_id for one in audit.look(counter, HEAD, Wanted()).entries]
    monkeypatch.setattr(audit, "PAGE", 3)
    page = audit.look(counter, HEAD, Wanted())
    read = [one.event_id for one in page.entries]
    receive(counter, "Người mới")
    while page.below is not None:
        page = audit.look(counter, HEAD, Wanted(), page.below)
        read += [one.event_id for one in page.entries]
    assert read == whole


def test_an_approval_shows_its_ground(counter: Counter) -> None:
    request = seated(counter)
    decide(counter, request, key_of(counter, CHAIR), yes=False)
    (refused,) = [
        one
        for one in audit.look(counter, HEAD, Wanted(subject=request)).entries
        if one.kind == "substitution.decided"
    ]
    assert (refused.said, refused.ground) == ("Không duyệt đề nghị thay", "không cần")
    asked = audit.look(counter, HEAD, Wanted(subject=request)).entries[-1]
    assert asked.said.startswith("Nhờ Phạm Văn Dũng thay Trần Quang Minh tại Quầy 2, 09:00–17:00 thứ Năm")


def test_a_file_has_every_event_and_no_citizen(counter: Counter, tmp_path: Path) -> None:
    codes = receive(counter, CITIZEN, "Trần Thị Nhỏ")
    life.act(counter, VoidReceipt(new_event_id(), HEAD, codes[0], f"{CITIZEN} nộp nhầm nơi", True))
    staff.act(
        counter,
        HoldInspection(new_event_id(), HEAD, True, (MINH,), faults=f"Để {CITIZEN} chờ lâu"),
    )
    path, heard = tmp_path / "nhat-ky.csv", []

    def told(seen: int, total: int) -> bool:
        heard.append((seen, total))
        return True

    count = audit.export(counter, HEAD, Wanted(), path, told)
    text = path.read_text("utf-8-sig")
    entries = audit.look(counter, HEAD, Wanted()).entries
    assert count == len(entries) == len(text.splitlines()) - 1
    assert all(one.event_id in text for one in entries)
    assert CITIZEN not in text
    assert "Trần Thị Nhỏ" not in text
    assert "Lập biên bản kiểm tra đột xuất: Trần Quang Minh" in text
    assert heard[-1][0] <= heard[-1][1]
    given_up = tmp_path / "thoi.csv"
    assert audit.export(counter, HEAD, Wanted(), given_up, lambda _seen, _total: False) == 0
    assert not given_up.exists()


def test_roles_of_the_centre_with_their_ground(counter: Counter, tmp_path: Path) -> None:
    with counter.store.write() as conn:
        briefing = counter.reference(conn).briefing
        grant = Grant("r99", MINH, Role.APPROVER, "2026-11-20", "2026-11-30", "QĐ 15/QĐ-UBND")
        told = msgspec.structs.replace(briefing, grants=(*briefing.grants, grant))
        briefings.save(conn, told, counter.clock.now().ms)
    wanted = Wanted(topic=Topic.ROLES, person=MINH, first="2026-11-20")
    ended, given = audit.look(counter, INSPECTOR, wanted).entries
    assert (given.said, given.ground) == ("Giao vai trò người duyệt: Trần Quang Minh", "QĐ 15/QĐ-UBND")
    assert ended.said == "Thôi vai trò người duyệt: Trần Quang Minh"
    path = tmp_path / "vai-tro.csv"
    assert audit.export(counter, INSPECTOR, wanted, path, lambda _seen, _total: True) == 2
    assert "QĐ 15/QĐ-UBND" in path.read_text("utf-8-sig")
    assert len(audit.look(counter, HEAD, Wanted(topic=Topic.ROLES)).entries) == len(briefing.grants) + 2


def test_who_may_not_read_records_learns_of_no_measure(counter: Counter, tmp_path: Path) -> None:
    with counter.store.write() as conn:
        briefing = counter.reference(conn).briefing
        keeper = Grant("r99", KEEPER, Role.ADMINISTRATOR, "2026-11-01")
        told = msgspec.structs.replace(briefing, grants=(*briefing.grants, keeper))
        briefings.save(conn, told, counter.clock.now().ms)
    measure = RecordStanding(
        new_event_id(), HEAD, MINH, Standing.DISCIPLINED, "77/QĐ-KL", "2026-11-18", "trễ"
    )
    staff.act(counter, measure)
    staff.act(counter, CheckPresence(new_event_id(), HEAD, MINH, False, "vắng"))
    staff.act(counter, HoldInspection(new_event_id(), HEAD, True, (MINH,), faults="chậm"))
    texts = {}
    for reader in (KEEPER, HEAD):
        path = tmp_path / reader
        audit.export(counter, reader, Wanted(), path, lambda _seen, _total: True)
        seen = [f"{one.said} {one.ground}" for one in audit.look(counter, reader, Wanted()).entries]
        texts[reader] = "\n".join([*seen, path.read_text("utf-8-sig")])
    for word in ("Trần Quang Minh", "77/QĐ-KL", "không ở quầy"):
        assert word in texts[HEAD]
        assert word not in texts[KEEPER]
    assert texts[KEEPER].count("Kiểm tra, khen, kỷ luật") == 6


def test_where_pins_are_asked_for_a_reader_sits_here_by_his_own(counter: Counter) -> None:
    with counter.store.write() as conn:
        briefing = counter.reference(conn).briefing
        told = msgspec.structs.replace(briefing, sign_in_from="2026-11-01")
        briefings.save(conn, told, counter.clock.now().ms)
    with pytest.raises(Refused, match="not_signed_in"):
        audit.look(counter, HEAD, Wanted())
    with pytest.raises(Refused, match="not_signed_in"):
        staff_records.month(counter, MINH, MINH, "2026-11")
    counter.seats[HEAD] = Seat(HEAD, key_of(counter, HEAD), online=True)
    assert audit.look(counter, HEAD, Wanted()).entries == ()
    assert staff_records.month(counter, HEAD, MINH, "2026-11").person.person_id == MINH
