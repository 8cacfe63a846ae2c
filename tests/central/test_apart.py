"""What is kept beside the counted logs is bounded for each PC; no log that counts is touched by it."""

import pytest

from counter_app.central import apart, pc_reports, rulings
from counter_app.central.__main__ import main
from counter_app.central.centre import Centre
from counter_app.errors import Refused
from counter_app.services import sync
from counter_app.texts.refusals import sentence
from counter_app.wire import PushRequest
from tests.central.counters import Counter
from tests.central.living import BY, OFFICE, Living, enrolled
from tests.pcs import Office, receive

MOST = 20_000  # bytes


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "MOST", MOST)


def owner(living: Living) -> Centre:
    return Centre(living.owner, living.centre.key, living.clock, folder=living.home)


def held(living: Living) -> dict[str, int]:
    """What the database says, in percent, by PC."""
    with living.owner.connect() as connection:
        return {one.installation_id: one.apart for one in pc_reports.standings(connection, OFFICE)}


def flood(counter: Counter, count: int = 20) -> None:
    for number in range(count):
        counter.write("x.y", f"subject-{number}", f'{{"a":"{"x" * 1000}"}}')


def sent(line: object, counter: Counter, after: int) -> int:
    """Send one by one what comes after; return how many were taken before the centre refused."""
    for number, link in enumerate(counter.links[after:]):
        try:
            line.push(PushRequest([link]))  # type: ignore[attr-defined]
        except Refused as refused:
            if refused.code == "apart_full":
                return number
            raise
    return len(counter.links) - after


def test_a_stolen_key_fills_its_own_share_of_the_review_only(living: Living, address: str) -> None:
    thief, line = enrolled(living, address)
    honest, honest_line = enrolled(living, address)
    rulings.revoke(owner(living), thief.installation_id, *BY)
    flood(thief)
    taken = sent(line, thief, 0)
    assert 5 < taken < 20
    assert living.count("reviews") == taken
    assert line.push(PushRequest(thief.links[:taken])).acknowledged == taken  # again: a lost answer
    assert sent(line, thief, taken) == 0
    living.centre.apart.clear()  # another process, which reads what the first one counted
    assert sent(line, thief, taken) == 0
    assert 80 < held(living)[thief.installation_id] <= 100
    rulings.revoke(owner(living), honest.installation_id, *BY)
    honest.receive(1)
    assert honest_line.push(PushRequest(honest.links)).acknowledged == 2
    assert 0 < held(living)[honest.installation_id] < 50
    assert "qmc_apart_ratio 1.000\n" in living.centre.metrics.text()


def test_a_stolen_key_fills_no_more_beside_the_log_which_goes_on(living: Living, address: str) -> None:
    counter, line = enrolled(living, address)
    counter.receive(counter.lane.first if counter.lane else None)
    line.push(PushRequest(counter.links))
    twin = counter.fork(1)
    flood(twin)
    taken = sent(line, twin, 1)
    assert 5 < taken < 20
    assert living.count("forks") == taken
    assert line.push(PushRequest(twin.links[1 : 1 + taken])).acknowledged == 1 + taken
    assert living.count("forks") == taken
    flood(counter, 3)
    assert line.push(PushRequest(counter.links)).acknowledged == 5
    assert living.count("events") == 5


def test_personal_data_beside_it_counts_too(living: Living, address: str) -> None:
    counter, line = enrolled(living, address)
    rulings.revoke(owner(living), counter.installation_id, *BY)
    for number in range(20):
        counter.receive(number + 1)
    taken = sent(line, counter, 0)
    assert 0 < taken < 40
    with living.owner.connect() as connection:
        raw = connection.exec_driver_sql("SELECT sum(octet_length(raw)) FROM reviews").scalar_one()
        beside = connection.exec_driver_sql("SELECT sum(octet_length(text)) FROM personal").scalar_one()
    assert beside > 0
    assert raw + beside == living.centre.apart[counter.installation_id] <= MOST


def test_the_operator_reads_of_it(living: Living, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    counter, line = enrolled(living, address)
    where = ["--url", living.owner_url, "--data", str(living.home)]
    rulings.revoke(owner(living), counter.installation_id, *BY)
    assert main(["health", *where]) == 0
    assert "giữ riêng" not in capsys.readouterr().out
    flood(counter)
    sent(line, counter, 0)
    assert main(["health", *where]) == 0
    assert "việc giữ riêng đã chiếm 9" in capsys.readouterr().out


def test_the_pc_keeps_all_of_it_says_so_and_hears_that_it_is_revoked(office: Office) -> None:
    pc = office.open("pc")
    receive(pc, "A")
    sync.exchange(pc)
    rulings.revoke(owner(office.living), pc.installation.installation_id, *BY)
    for number in range(20):
        receive(pc, f"Người {number}")
    assert sync.exchange(pc).problem == "installation_revoked"
    assert sync.state(pc).unsent == 20
    assert "Báo quản trị trung tâm" in sentence(Refused("apart_full"))
