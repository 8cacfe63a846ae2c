"""What somebody at the centre does about what it does not count, and how far the daily comparison reaches."""

import json
from threading import Thread

import pytest
import sqlalchemy as sa

from counter_app import wire
from counter_app.central import digests, doubts, pc_reports, rejudging, rulings, stored
from counter_app.central.__main__ import main
from counter_app.central.centre import Centre
from counter_app.central.deeds import Warrant
from counter_app.central.people_tables import deeds, grants
from counter_app.central.tables import forks, quarantine
from counter_app.domain.life import commands
from counter_app.errors import Refused
from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.store import disbelief, outbox, quarantined, retention
from tests.central.living import BY, OFFICE, enrolled
from tests.central.test_pushed_life import projected
from tests.pcs import Office, codes, receive
from tests.services.papers_life import act
from tests.services.test_copied_folder import forked
from tests.services.test_state_digests import a_day_later, damage, stands

WHY = Warrant.read(*BY)
DAY_MS = 24 * 60 * 60_000


def owner(office: Office) -> Centre:
    one = office.living
    return Centre(one.owner, one.centre.key, one.clock, folder=one.home)


def run(office: Office, *words: str) -> int:
    where = ["--url", office.living.owner_url, "--data", str(office.living.home)]
    return main([*words, *where, "--by", BY[0], "--reason", BY[1]])


def waiting(counter: Counter) -> list[str]:
    with counter.store.read() as conn:
        return [one.event_id for one in quarantined.waiting(conn)]


def disputed(counter: Counter, code: str) -> bool:
    with counter.store.read() as conn:
        return bool(retention._disputed(conn, [code]))


def hears(counter: Counter) -> None:
    a_day_later(counter)
    assert sync.exchange(counter).problem == ""


@pytest.fixture
def roleless(office: Office) -> tuple[Counter, str, list[dict[str, object]]]:
    """Return a PC whose receipt, and the arrival told of it, came while nobody had a role; and the roles."""
    pc = office.open("pc")
    sync.exchange(pc)
    with office.living.owner.begin() as connection:
        held = [dict(row) for row in connection.execute(sa.select(grants)).mappings()]
        connection.execute(sa.delete(grants))
    (code,) = receive(pc, "A")
    act(pc, commands.RecordArrival, code)
    sync.exchange(pc)
    assert len(waiting(pc)) == 2
    assert projected(office.living) == {}
    assert disputed(pc, code)
    return pc, code, held


def test_a_role_entered_late_lets_a_receipt_count(
    office: Office, roleless: tuple[Counter, str, list[dict[str, object]]], capsys: pytest.CaptureFixture[str]
) -> None:
    pc, code, held = roleless
    received, arrived = waiting(pc)
    assert run(office, "doubts", "rejudge", received) == 0
    assert "[not_permitted]" in capsys.readouterr().out
    with office.living.owner.begin() as connection:
        connection.execute(sa.insert(grants), held)
    assert run(office, "doubts", "rejudge", received, arrived, "--json") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["event_id"], one["counts"]) for one in told] == [(received, True), (arrived, True)]
    assert projected(office.living)[code].arrived is not None
    again = rejudging.rejudge_these(owner(office), [received], WHY)
    assert [(one.before, one.now) for one in again] == [([], [])]
    hears(pc)
    assert (waiting(pc), disputed(pc, code), stands(pc).rebuilds) == ([], False, 0)
    with office.living.owner.connect() as connection:
        acts = connection.execute(sa.select(deeds.c.act, deeds.c.person_id, deeds.c.detail)).all()
    assert sorted(row[1:] for row in acts if row.act == rejudging.REJUDGED) == sorted(
        [
            (received, "not_permitted > not_permitted"),
            (received, "not_permitted >"),
            (arrived, "not_permitted >"),
        ]
    )


def test_what_was_told_of_a_dossier_before_it_counted_waits_no_more(
    office: Office, roleless: tuple[Counter, str, list[dict[str, object]]]
) -> None:
    pc, code, held = roleless
    with office.living.owner.begin() as connection:
        connection.execute(sa.insert(grants), held)
    late = receive(pc, "B")[0]
    received, arrived = waiting(pc)
    with office.living.owner.begin() as connection:
        connection.execute(
            sa.update(quarantine).where(quarantine.c.event_id == arrived).values(code="unknown_dossier")
        )
    rejudging.rejudge_these(owner(office), [received], WHY)
    assert projected(office.living)[code].arrived is not None
    with office.living.owner.connect() as connection:
        assert doubts.listed(connection) == []
    sync.exchange(pc)
    hears(pc)
    assert waiting(pc) == []
    assert late in projected(office.living)


def test_what_was_settled_waits_no_more_and_holds_nobodys_data(
    office: Office, roleless: tuple[Counter, str, list[dict[str, object]]], capsys: pytest.CaptureFixture[str]
) -> None:
    pc, code, _held = roleless
    events = waiting(pc)
    assert run(office, "doubts", "settle", *events) == 0
    assert "2" in capsys.readouterr().out
    assert doubts.settle(owner(office), events, WHY) == 0
    hears(pc)
    assert (waiting(pc), sync.state(pc).quarantined, disputed(pc, code)) == ([], (), False)
    assert projected(office.living) == {}
    with pc.store.write() as conn:
        outbox.send_all(conn, pc.installation.installation_id)
    assert sync.exchange(pc).quarantined == ()
    rejudging.rejudge_these(owner(office), events, WHY)
    with office.living.owner.connect() as connection:
        assert doubts.listed(connection) == []
        assert pc_reports.standings(connection, OFFICE)[0].quarantined == 0
        told = connection.execute(sa.select(deeds.c.by, deeds.c.reason, deeds.c.person_id, deeds.c.act)).all()
    assert sorted(row[:3] for row in told if row.act == doubts.SETTLED) == sorted(
        (*BY, one) for one in events
    )


def test_what_is_settled_while_somebody_judges_it_waits_for_his_verdict(
    office: Office, roleless: tuple[Counter, str, list[dict[str, object]]]
) -> None:
    """Else the mark that he writes anew would wait again, although one was told that it does not."""
    pc, _code, _held = roleless
    counts: list[int] = []
    settling = Thread(target=lambda: counts.append(doubts.settle(owner(office), waiting(pc), WHY)))
    with office.living.owner.begin() as judging:
        stored.lock(judging, OFFICE)
        settling.start()
        settling.join(0.3)
        assert counts == []
    settling.join(60)
    assert counts == [2]


def test_nothing_is_done_about_an_event_that_nobody_holds_or_without_a_reason(
    office: Office, roleless: tuple[Counter, str, list[dict[str, object]]]
) -> None:
    pc, _code, _held = roleless
    with pytest.raises(Refused, match="unknown_doubt"):
        doubts.settle(owner(office), [*waiting(pc), "nobody"], WHY)
    with pytest.raises(Refused, match="unknown_event"):
        rejudging.rejudge_these(owner(office), [*waiting(pc), "nobody"], WHY)
    where = ["--url", office.living.owner_url, "--data", str(office.living.home)]
    assert main(["doubts", "settle", waiting(pc)[0], *where]) == 1
    with office.living.owner.connect() as connection:
        assert len(doubts.listed(connection)) == 2


def test_what_lies_beside_a_log_can_be_settled_too(office: Office) -> None:
    copy = forked(office)[1]
    sync.exchange(copy)
    with office.living.owner.connect() as connection:
        apart = [one.event_id for one in doubts.listed(connection) if one.forked]
    held = waiting(copy)
    assert held
    assert set(held) == set(apart)
    assert doubts.settle(owner(office), apart, WHY) == len(apart)
    a_day_later(copy)
    sync.exchange(copy)
    with office.living.owner.connect() as connection:
        assert doubts.listed(connection) == []
        assert pc_reports.standings(connection, OFFICE)[0].forked == 0
        assert len(connection.execute(sa.select(forks)).all()) == len(apart)
    assert waiting(copy) == []
    with copy.store.read() as conn:
        assert outbox.is_forked(conn, copy.installation.installation_id)


@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_ruled_on_is_told_as_waiting_no_more(office: Office, accepted: bool) -> None:
    counter, line = enrolled(office.living, office.address)
    rulings.revoke(owner(office), counter.installation_id, *BY)
    counter.receive()
    line.push(wire.PushRequest(counter.links))
    decide = rulings.accept if accepted else rulings.reject
    assert told_in_review(office) == len(counter.links) > 0
    decide(owner(office), counter.installation_id, *BY)
    assert told_in_review(office) == 0
    line.close()


def told_in_review(office: Office) -> int:
    with office.living.owner.connect() as connection:
        return sum(one.in_review for one in pc_reports.standings(connection, OFFICE))


def test_a_flood_in_review_ends_nobodys_daily_comparison(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(digests, "MAX_APART", 10)
    receive(pc := office.open("pc"), "A")
    sync.exchange(pc)
    thief, line = enrolled(office.living, office.address)
    rulings.revoke(owner(office), thief.installation_id, *BY)
    line.push(wire.PushRequest([thief.write("x.y", f"subject-{number}", "{}") for number in range(11)]))
    line.close()
    damage(office, "pc", "UPDATE dossiers SET due = due + 1440")
    hears(pc)
    assert stands(pc).rebuilds == 1


def flooded(office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[Counter, str]:
    """Return a PC with its dossier, and a thief's code, of whose log more does not count than is named."""
    monkeypatch.setattr(digests, "MAX_APART", 10)
    pc = office.open("pc")
    thief, line = enrolled(office.living, office.address)
    code = thief.receive(serial=thief.lane.first if thief.lane else None).event.subject
    for number in range(11):
        thief.write("x.y", f"subject-{number}", "{}")
    line.push(wire.PushRequest(thief.links))
    line.close()
    receive(pc, "A")
    sync.exchange(pc)
    assert len(codes(pc)) == 2
    return pc, code


def test_a_flood_in_a_log_ends_the_daily_comparison_of_that_pcs_dossiers_only(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc, code = flooded(office, monkeypatch)
    damage(office, "pc", f"UPDATE dossiers SET due = due + 1440 WHERE code = '{code}'")
    before = stands(pc).compared_ms
    hears(pc)
    assert (stands(pc).rebuilds, stands(pc).compared_ms > before) == (0, True)
    damage(office, "pc", f"UPDATE dossiers SET due = due + 1440 WHERE code <> '{code}'")
    hears(pc)
    assert stands(pc).rebuilds == 1


def test_what_a_flood_told_of_people_is_believed_no_more_than_before(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc, _code = flooded(office, monkeypatch)
    with pc.store.write() as conn:
        told = conn.exec_driver_sql("SELECT event_id FROM events WHERE kind = 'x.y' LIMIT 1").scalar_one()
        disbelief.keep(conn, [wire.Quarantined(told, 0, "not_granted")])
    hears(pc)
    with pc.store.read() as conn:
        assert disbelief.doubted(conn) == [(told, "not_granted")]


@pytest.mark.parametrize("statement", ["UPDATE dossiers SET due = due + 1440", "DELETE FROM dossiers"])
def test_an_open_dossier_of_long_ago_is_compared(office: Office, statement: str) -> None:
    receive(pc := office.open("pc"), "A")
    sync.exchange(pc)
    office.living.clock.now += 95 * DAY_MS
    sync.exchange(pc)
    damage(office, "pc", statement)
    for _day in range(2):
        hears(pc)
        assert stands(pc).rebuilds == 1
    assert len(codes(pc)) == 1
