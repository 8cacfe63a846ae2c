"""Whatever stands between counter and centre: only the centre's signed word is believed."""

import socketserver
import threading
from http.server import BaseHTTPRequestHandler

import httpx2
import msgspec
import pytest

from counter_app import wire
from counter_app.central.centre import Centre
from counter_app.central.database import open_database
from counter_app.domain.identity import new_event_id
from counter_app.errors import CounterError, Refused, Unavailable
from counter_app.remote import answers, client
from counter_app.seal import SigningKey
from tests.central.counters import Counter
from tests.central.living import Living, enrolled, listening
from tests.remote.meddling import FAULTS, Meddle, between, dripping, hung_up, quiet, reply, signature, silent


@pytest.mark.parametrize("meddle", FAULTS, ids=lambda meddle: meddle.__name__)
def test_no_trustworthy_answer_is_offline(living: Living, address: str, meddle: Meddle) -> None:
    counter, _ = enrolled(living, address)
    with between(address, quiet(meddle)) as proxy:
        centre = client.Centre(
            proxy, living.centre.key.public, counter.installation_id, counter.key, timeout=0.8
        )
        with pytest.raises(Unavailable) as caught:
            centre.time()
        assert caught.value.code == "centre_unreachable"
        with pytest.raises(Unavailable):
            client.enrol(living.token(proxy), new_event_id(), counter.key, "Máy thử", timeout=0.8)
        centre.close()


def test_an_old_answer_played_again_is_offline(living: Living, address: str) -> None:
    counter, _ = enrolled(living, address)
    kept: list[httpx2.Response] = []

    def replay(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
        kept.append(answer)
        reply(handler, 200, signature(kept[0]), kept[0].content)

    with between(address, replay) as proxy:
        centre = client.Centre(proxy, living.centre.key.public, counter.installation_id, counter.key)
        assert centre.time().now == living.clock.now
        with pytest.raises(Unavailable):
            centre.time()


def test_a_lost_answer_is_made_good_by_asking_again(living: Living, address: str) -> None:
    counter, straight = enrolled(living, address)
    counter.receive()
    with between(address, quiet(hung_up)) as proxy:
        lossy = client.Centre(proxy, living.centre.key.public, counter.installation_id, counter.key)
        with pytest.raises(Unavailable):
            lossy.push(counter.batch())
    assert living.count("events") == 2
    assert straight.push(counter.batch()).acknowledged == 2
    assert living.count("events") == 2


def test_another_centre_at_the_address_is_offline_and_no_enrolment(living: Living, address: str) -> None:
    counter, _ = enrolled(living, address)
    other = client.Centre(address, SigningKey.generate().public, counter.installation_id, counter.key)
    with pytest.raises(Unavailable):
        other.time()
    token = living.token(address)
    with pytest.raises(Refused) as caught:
        client.enrol(
            wire.Token(token.url, token.office, "0" * 64, token.secret), "x" * 36, counter.key, "Máy"
        )
    assert caught.value.code == "centre_key_wrong"


def test_nobody_at_home_and_a_dead_database_are_offline(living: Living, address: str) -> None:
    counter, _ = enrolled(living, address)
    nobody = client.Centre(
        "http://127.0.0.1:9", living.centre.key.public, counter.installation_id, counter.key
    )
    with pytest.raises(Unavailable):
        nobody.time()
    headless = Centre(open_database("postgresql://127.0.0.1:9/nothing"), living.centre.key, living.clock)
    with listening(headless) as where:
        asked = client.Centre(where, living.centre.key.public, counter.installation_id, counter.key)
        with pytest.raises(Unavailable):
            asked.time()
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as deaf:
        unanswered = client.Centre(
            f"http://127.0.0.1:{deaf.server_address[1]}",
            living.centre.key.public,
            counter.installation_id,
            counter.key,
            timeout=0.3,
        )
        with pytest.raises(Unavailable):
            unanswered.time()


def test_a_signed_no_is_no_offline(living: Living, address: str) -> None:
    counter, centre = enrolled(living, address)
    stranger = Counter(counter.key)
    with pytest.raises(Refused) as caught:
        centre.push(wire.PushRequest([stranger.write("x", "y", "{}")]))
    assert caught.value.code == "foreign_event"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://centre.example", "plain_http_refused"),
        ("http://127.0.0.1.example:80", "plain_http_refused"),
        ("http://localhost@centre.example", "plain_http_refused"),
        ("ftp://127.0.0.1", "plain_http_refused"),
        ("", "plain_http_refused"),
        ("//[", "plain_http_refused"),
        ("https://centre.example", "bad_ca"),
    ],
)
def test_addresses_that_are_never_called(url: str, code: str) -> None:
    with pytest.raises(CounterError) as caught:
        client.Centre(url, bytes(32), "x", SigningKey.generate())
    assert caught.value.code == code


def test_the_way_to_this_machine_needs_no_proxy(
    living: Living, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    _, centre = enrolled(living, address)
    assert centre.time().now == living.clock.now


def test_the_way_elsewhere_honours_the_systems_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    class Proxy(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline())

    with socketserver.TCPServer(("127.0.0.1", 0), Proxy) as proxy:
        thread = threading.Thread(target=proxy.handle_request)
        thread.start()
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.server_address[1]}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        centre = client.Centre(
            "https://centre.example", bytes(32), "x", SigningKey.generate(), a_certificate()
        )
        with pytest.raises(Unavailable):
            centre.time()
        thread.join()
    assert asked == [b"CONNECT centre.example:443 HTTP/1.1\r\n"]


def a_certificate() -> str:
    import tempfile
    from pathlib import Path

    from tests.central.test_serving import make_certificate

    with tempfile.TemporaryDirectory() as folder:
        return make_certificate(Path(folder) / "ca").read_text()


@pytest.mark.parametrize("meddle", [silent, dripping], ids=lambda meddle: meddle.__name__)
def test_closing_under_a_request_reads_as_offline(living: Living, address: str, meddle: Meddle) -> None:
    """A window that is closed must not wait for a centre that does not answer."""
    counter, _ = enrolled(living, address)
    under_way, told = threading.Event(), []

    def notify(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
        under_way.set()
        meddle(handler, answer)

    with between(address, quiet(notify)) as proxy:
        centre = client.Centre(proxy, living.centre.key.public, counter.installation_id, counter.key)

        def ask() -> None:
            try:
                centre.time()
            except Exception as error:
                told.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        assert under_way.wait(10)
        centre.close()
        thread.join(client.TIMEOUT / 2)
        assert not thread.is_alive()
    ask()  # and so does asking after it
    centre.close()
    assert [getattr(error, "code", error) for error in told] == ["centre_unreachable"] * 2


def test_a_refusal_may_use_any_words() -> None:
    centre = SigningKey.generate()
    values: dict[str, str | int] = {"field": "a", "code": "b", "self": 1}
    body = msgspec.json.encode(wire.RefusedAnswer("bad_value", "name", values))
    headers = {wire.SIGNATURE: centre.sign(wire.answer_bytes("/x", 400, "n", body)).hex()}
    with pytest.raises(Refused) as caught:
        answers.read(answers.Raw("/x", 400, "n", headers, body), centre.public, wire.TimeAnswer)
    assert (caught.value.code, caught.value.field, caught.value.values) == ("bad_value", "name", values)
