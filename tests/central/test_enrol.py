"""Enrolment, briefings and lanes: one token lets one PC in, each lane has one holder."""

import dataclasses
import threading

import pytest
from sqlalchemy import update

from counter_app import wire
from counter_app.central import tables
from counter_app.central.__main__ import main
from counter_app.central.enrol import make_token
from counter_app.domain import numbering
from counter_app.domain.identity import new_event_id
from counter_app.domain.people import Role
from counter_app.errors import Refused
from counter_app.remote import client
from counter_app.seal import SigningKey, verify
from tests.central.living import OFFICE, Living, enrolled

HOUR, DAY = 3_600_000, 24 * 3_600_000


def enrol(token: wire.Token, key: SigningKey | None = None, installation: str = "") -> wire.EnrolAnswer:
    return client.enrol(token, installation or new_event_id(), key or SigningKey.generate(), "Máy thử")


def refused(token: wire.Token, key: SigningKey | None = None, installation: str = "") -> str:
    with pytest.raises(Refused) as caught:
        enrol(token, key, installation)
    return caught.value.code


def test_an_enrolled_pc_knows_all_it_needs_to_work_offline(living: Living, address: str) -> None:
    answer = enrol(wire.read_token(living.token(address).text()))
    briefing = answer.briefing
    assert (briefing.office.agency_id, briefing.office.place) == ("H26.14", "Ba Đình")
    assert len(briefing.people) == 6
    assert {grant.role for grant in briefing.grants} == {*Role} - {Role.ADMINISTRATOR}
    assert len(briefing.catalogues) == 1
    assert len(briefing.catalogues[0].procedures) == 65
    assert briefing.calendar_version == 1
    assert len(briefing.calendar) > 100
    assert briefing.rules == "ND118/2025"
    lane = briefing.lane
    assert (lane.first, lane.last, lane.recovery_first, lane.recovery_last) == (1000, 1499, 9000, 9049)
    assert (lane.valid_from, lane.valid_to) == ("2026-11-19", "2027-05-21")
    assert verify(answer.centre_key, numbering.lane_bytes(lane), lane.signature)


def test_a_token_lets_in_one_pc_only(living: Living, address: str) -> None:
    token = living.token(address)
    key, installation = SigningKey.generate(), new_event_id()
    first = enrol(token, key, installation)
    assert enrol(token, key, installation) == first  # its answer was lost: it may ask again
    assert refused(token) == "token_used"
    assert refused(token, SigningKey.generate(), installation) == "token_used"
    assert enrol(living.token(address), key, installation) == first  # or with a fresh token
    assert refused(living.token(address), SigningKey.generate(), installation) == "installation_exists"
    assert living.count("installations") == living.count("lanes") == 1


def test_a_token_used_by_two_at_once_lets_in_one(living: Living, address: str) -> None:
    token = living.token(address)
    outcomes: list[str] = []

    def go() -> None:
        try:
            enrol(token)
            outcomes.append("in")
        except Refused as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "token_used", "token_used", "token_used"]


def test_a_token_lives_a_day(living: Living, address: str) -> None:
    token = living.token(address)
    living.clock.now += 24 * HOUR
    assert refused(token) == "token_expired"


def test_strange_tokens_are_refused(living: Living, address: str) -> None:
    token = living.token(address)
    assert refused(wire.Token(token.url, token.office, token.fingerprint, "guess")) == "token_unknown"
    assert refused(wire.Token(token.url, token.office, "0" * 64, token.secret)) == "centre_key_wrong"
    with pytest.raises(Refused, match="unknown_office"):
        make_token(living.centre, "99999", address)
    with living.owner.connect() as connection:
        stored = connection.exec_driver_sql("SELECT digest FROM enrolment_tokens").scalars().all()
    assert token.secret.encode() not in stored


def test_sixteen_lanes_without_overlap_then_none(living: Living, address: str) -> None:
    granted = [enrol(living.token(address)).briefing.lane for _ in range(16)]
    serials = [n for lane in granted for n in range(lane.first, lane.last + 1)]
    assert sorted(serials) == list(range(1000, 9000))
    assert refused(living.token(address)) == "no_free_lane"
    living.clock.now += 184 * DAY
    again = enrol(living.token(address)).briefing.lane
    assert (again.first, again.valid_from > granted[0].valid_to) == (1000, True)


def test_a_lane_is_prolonged_long_before_its_end(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    before = centre.briefing().lane
    assert before == counter.lane
    digest = centre.feed(wire.FeedRequest(0)).briefing
    living.clock.now += 40 * DAY
    assert centre.feed(wire.FeedRequest(0)).briefing != digest
    after = centre.briefing().lane
    assert after.valid_to > before.valid_to
    assert after == dataclasses.replace(before, valid_to=after.valid_to, signature=after.signature)
    assert verify(living.centre.key.public, numbering.lane_bytes(after), after.signature)
    living.clock.now += 200 * DAY
    other, _ = enrolled(living, address)
    assert other.lane is not None
    assert other.lane.first == before.first  # the old window is over: its serials may be another's
    newest = centre.briefing().lane
    assert (newest.first, newest.valid_from > after.valid_to) == (1500, True)
    assert centre.briefing().lane == newest


def test_the_feed_tells_when_the_briefing_is_another(living: Living, address: str) -> None:
    _, centre = enrolled(living, address)
    briefing = centre.briefing()
    digest = wire.briefing_digest(briefing)
    assert centre.feed(wire.FeedRequest(0)).briefing == digest
    enrolled(living, address)
    assert centre.feed(wire.FeedRequest(0)).briefing == wire.briefing_digest(centre.briefing()) != digest


def test_who_is_unknown_or_revoked_is_told_so(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    key = living.centre.key.public
    stranger = client.Centre(address, key, new_event_id(), counter.key)
    thief = client.Centre(address, key, counter.installation_id, SigningKey.generate())
    for asked, code in ((stranger, "installation_unknown"), (thief, "bad_signature")):
        with pytest.raises(Refused) as caught:
            asked.time()
        assert caught.value.code == code
    with living.owner.begin() as connection:
        connection.execute(update(tables.installations).values(revoked_at=1))
    with pytest.raises(Refused) as caught:
        centre.time()
    assert caught.value.code == "installation_revoked"


@pytest.mark.parametrize("address", ["abc", "ftp://host", "http://10.0.0.5", "https://", "https://host:x"])
def test_no_token_names_an_address_where_no_pc_would_go(
    living: Living, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--url", living.owner_url, "--data", str(living.home), "--office", OFFICE]
    assert main(["enrol", "--address", address, *where]) == 1
    assert "https://" in capsys.readouterr().err
