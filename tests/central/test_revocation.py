"""A revoked PC: what it still sends is kept apart, whole, until a person has decided; none is lost."""

import json
import signal
from collections.abc import Callable
from typing import Any

import pytest

from counter_app.central import __main__ as command_line
from counter_app.central import rulings
from counter_app.errors import Refused
from counter_app.remote import client
from counter_app.wire import FeedRequest, PushRequest
from tests.central.counters import Counter
from tests.central.living import Living, enrolled

WHY = ("--reason", "Máy bị mất, biên bản 12/BB", "--by", "Trần Thị Thử")
Shell = Callable[..., tuple[int, list[Any], str]]


@pytest.fixture
def shell(living: Living, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Run `counter-central` as the database's owner."""
    monkeypatch.setattr(command_line, "wall_clock", living.clock)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # this process keeps its own

    def run(*words: str, url: str = living.owner_url) -> tuple[int, list[Any], str]:
        code = command_line.main([*words, "--url", url, "--data", str(living.home)])
        said = capsys.readouterr()
        return code, [json.loads(line) for line in said.out.splitlines()], said.err

    return run


def sent_then_revoked(living: Living, address: str, shell: Shell) -> tuple[Counter, client.Centre]:
    """One dossier arrived in good time; then the PC is revoked, and receives two more."""
    counter, centre = enrolled(living, address)
    counter.receive(serial=counter.lane.first if counter.lane else None)
    centre.push(counter.batch())
    code, (told,), err = shell("revoke", counter.installation_id, *WHY)
    assert (code, err, told["waiting"], told["revoked_by"]) == (0, "", 0, "Trần Thị Thử")
    counter.receive()
    counter.receive()
    return counter, centre


def test_what_it_sends_is_kept_apart_and_told(living: Living, address: str, shell: Shell) -> None:
    counter, centre = sent_then_revoked(living, address, shell)
    for _again in range(2):  # a lost answer
        answer = centre.push(counter.batch(3))
        assert answer.acknowledged == 6
        assert {item.code for item in answer.quarantined} == {"in_review"}
        assert len(answer.quarantined) == 4
    for ask in (centre.time, centre.briefing, lambda: centre.feed(FeedRequest(0))):
        with pytest.raises(Refused, match="installation_revoked"):
            ask()
    assert (living.count("events"), living.count("dossiers"), living.count("reviews")) == (2, 1, 4)
    _code, (branch,), _err = shell("review", "list")
    assert (branch["waiting"], branch["first_seq"], branch["last_seq"]) == (4, 3, 6)
    assert branch["reason"] == "Máy bị mất, biên bản 12/BB"
    other, _centre = enrolled(living, address)
    _code, everyone, _err = shell("review", "list", "--all")
    named = [(one["installation_id"], one["label"], one["revoked_at"] > 0) for one in everyone]
    assert named == [(counter.installation_id, "Máy thử", True), (other.installation_id, "Máy thử", False)]
    _code, rows, _err = shell("review", "show", counter.installation_id)
    assert [row["seq"] for row in rows] == [3, 4, 5, 6]
    assert "personal" not in rows[0]
    _code, rows, _err = shell("review", "show", counter.installation_id, "--personal")
    assert rows[0]["personal"]["applicant"]["name"] == "Nguyễn Văn Thử"


@pytest.mark.parametrize("written", ["no json", '{"b":1,"a":2}', '{"a":' * 12_000, '{"a":"\x1b[2J\u202e"}'])
def test_a_body_that_is_no_json_of_ours_is_shown(
    living: Living, address: str, shell: Shell, written: str
) -> None:
    counter, centre = sent_then_revoked(living, address, shell)
    counter.write("document.printed", counter.links[0].event.subject, written)
    centre.push(counter.batch(3))
    code, rows, _err = shell("review", "show", counter.installation_id)
    assert (code, [row["seq"] for row in rows]) == (0, [3, 4, 5, 6, 7])
    assert rows[-1]["body"] == written


def test_the_whole_log_sent_again_keeps_only_what_is_new(living: Living, address: str, shell: Shell) -> None:
    counter, centre = sent_then_revoked(living, address, shell)
    answer = centre.push(counter.batch())
    assert [item.seq for item in answer.quarantined] == [3, 4, 5, 6]
    assert living.count("reviews") == 4


def test_what_comes_after_a_gap_is_not_kept(living: Living, address: str, shell: Shell) -> None:
    counter, centre = sent_then_revoked(living, address, shell)
    assert centre.push(counter.batch(5)).acknowledged == 2
    assert living.count("reviews") == 0


def test_accepted_it_takes_effect_once(living: Living, address: str, shell: Shell) -> None:
    counter, centre = sent_then_revoked(living, address, shell)
    centre.push(counter.batch(3))
    _other, beside = enrolled(living, address)
    assert len(beside.feed(FeedRequest(0)).events) == 2
    code, (told,), _err = shell("review", "accept", counter.installation_id, "--upto", "4", *WHY)
    assert (code, told["accepted"]) == (0, 2)
    assert (living.count("events"), living.count("dossiers")) == (4, 2)
    shell("review", "accept", counter.installation_id, *WHY)
    assert (living.count("events"), living.count("dossiers"), living.count("quarantine")) == (6, 3, 0)
    fed = beside.feed(FeedRequest(0)).events
    assert [item.event for item in fed] == [link.event for link in counter.links]
    assert [item.personal for item in fed] == [link.personal for link in counter.links]
    code, _told, err = shell("review", "accept", counter.installation_id, *WHY)
    assert (code, "nothing_to_review" in err) == (1, True)
    _code, (branch,), _err = shell("review", "list")
    assert (branch["waiting"], branch["accepted"], branch["rejected"]) == (0, 4, 0)
    assert centre.push(counter.batch()).quarantined == []


def test_an_accept_that_was_cut_off_is_finished(
    living: Living, address: str, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, centre = sent_then_revoked(living, address, shell)
    centre.push(counter.batch(3))
    with monkeypatch.context() as patched:
        patched.setattr(rulings, "_rule", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            shell("review", "accept", counter.installation_id, *WHY)
    assert living.count("events") == 6
    _code, (told,), _err = shell("review", "accept", counter.installation_id, *WHY)
    assert (told["accepted"], living.count("events"), living.count("rulings")) == (4, 6, 4)


def test_rejected_it_stays_readable_and_ends_the_chain(living: Living, address: str, shell: Shell) -> None:
    counter, centre = sent_then_revoked(living, address, shell)
    centre.push(counter.batch(3, 4))
    _code, (told,), _err = shell("review", "reject", counter.installation_id, *WHY)
    assert told["rejected"] == 2
    centre.push(counter.batch(5))
    code, _told, err = shell("review", "accept", counter.installation_id, *WHY)
    assert (code, "review_broken" in err) == (1, True)
    assert (living.count("events"), living.count("reviews")) == (2, 4)


def test_two_histories_are_both_kept_and_none_is_chosen(living: Living, address: str, shell: Shell) -> None:
    counter, centre = sent_then_revoked(living, address, shell)
    copy = counter.fork(2)
    copy.receive(serial=1400)
    centre.push(counter.batch(3))
    centre.push(copy.batch(3))
    assert living.count("reviews") == 6
    code, _told, err = shell("review", "accept", counter.installation_id, *WHY)
    assert (code, "review_broken" in err) == (1, True)


def test_a_colleagues_pc_carries_it_to_the_same_place(living: Living, address: str, shell: Shell) -> None:
    counter, _centre = sent_then_revoked(living, address, shell)
    successor, beside = enrolled(living, address)
    answer = beside.hand_in(counter.batch())
    assert (answer.acknowledged, len(answer.quarantined)) == (6, 4)
    with living.owner.connect() as connection:
        carried = connection.exec_driver_sql("SELECT DISTINCT carried_by FROM reviews").scalars().all()
    assert carried == [successor.installation_id]


def test_what_is_handed_in_of_one_in_force_counts_once(living: Living, address: str) -> None:
    former, centre = enrolled(living, address)
    former.receive()
    former.receive()
    centre.push(former.batch(1, 2))
    _successor, beside = enrolled(living, address)
    for _again in range(2):
        assert beside.hand_in(former.batch()).acknowledged == 4
    assert (living.count("events"), living.count("dossiers"), living.count("quarantine")) == (4, 2, 0)


def test_only_its_own_signature_vouches(living: Living, address: str) -> None:
    former, _centre = enrolled(living, address)
    forged, beside = enrolled(living, address)
    forged.installation_id = former.installation_id
    forged.receive()
    with pytest.raises(Refused, match="chain_unsigned"):
        beside.hand_in(forged.batch())
    stranger = Counter(forged.key, lane=forged.lane)
    stranger.receive()
    with pytest.raises(Refused, match="installation_unknown"):
        beside.hand_in(stranger.batch())
    with pytest.raises(Refused, match="empty_batch"):
        beside.hand_in(PushRequest([]))


def test_who_may_revoke_what(living: Living, address: str, shell: Shell) -> None:
    counter, _centre = enrolled(living, address)
    cases = (
        (("revoke", "nobody", *WHY), living.owner_url, "installation_unknown"),
        (("revoke", counter.installation_id, *WHY), living.service_url, "owner_needed"),
        (
            ("revoke", counter.installation_id, "--reason", " ", "--by", "A"),
            living.owner_url,
            "ground_missing",
        ),
        (("revoke", counter.installation_id, *WHY), living.owner_url, ""),
        (("revoke", counter.installation_id, *WHY), living.owner_url, "already_revoked"),
    )
    for words, url, expected in cases:
        code, _told, err = shell(*words, url=url)
        assert (code, expected in err) == (int(bool(expected)), True), expected
