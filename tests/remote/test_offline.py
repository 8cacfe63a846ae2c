"""Whatever stands between counter and centre: only the centre's signed word is believed."""

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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

Meddle = Callable[[BaseHTTPRequestHandler, httpx2.Response], None]
PORTAL = b"<html><body>Vui long dang nhap Wi-Fi</body></html>"


def reply(
    handler: BaseHTTPRequestHandler,
    status: int,
    headers: dict[str, str],
    body: bytes,
    length: int | None = None,
) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("content-length", str(len(body) if length is None else length))
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def between(address: str, meddle: Meddle) -> Iterator[str]:
    """Stand between counter and centre: pass each request on, then `meddle` with the answer."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.close_connection = True
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name: value for name, value in self.headers.items() if name.startswith("qmc-")}
            meddle(self, httpx2.post(address + self.path, content=body, headers=headers, trust_env=False))

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def signature(answer: httpx2.Response) -> dict[str, str]:
    return {name: answer.headers[name] for name in (wire.SIGNATURE, wire.KEY)}


def portal(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, {"content-type": "text/html"}, PORTAL)


def redirect(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 302, {"location": "http://127.0.0.1:9/login"}, b"")


def unsigned(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, {}, answer.content)


def bad_signature(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, {wire.SIGNATURE: "zz", wire.KEY: "é"}, answer.content)


def mangled(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, signature(answer), answer.content.replace(b'"now":1', b'"now":2'))


def other_status(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 400, signature(answer), answer.content)


def bad_gateway(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 502, {}, b"Bad Gateway")


def cut_short(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, signature(answer), answer.content[:5], len(answer.content))


def hung_up(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def no_http(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


def silent(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    time.sleep(3)


def dripping(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def dripping_head(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(40):
        handler.wfile.write(f"x-{number}: y\r\n".encode())
        time.sleep(0.1)
    handler.wfile.write(f"content-length: {len(answer.content)}\r\n".encode())
    for name, value in signature(answer).items():
        handler.wfile.write(f"{name}: {value}\r\n".encode())
    handler.wfile.write(b"\r\n" + answer.content)


def endless(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.send_response(200)
    handler.send_header("connection", "close")
    handler.end_headers()
    for _ in range(2 * client.MAX_ANSWER // 65536):
        handler.wfile.write(b" " * 65536)


FAULTS = [
    *(portal, redirect, unsigned, bad_signature, mangled, other_status, bad_gateway),
    *(cut_short, hung_up, no_http, silent, dripping, dripping_head, endless),
]


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


def quiet(meddle: Meddle) -> Meddle:
    """Let the counter hang up on the meddler without noise."""

    def wrapped(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
        try:
            meddle(handler, answer)
        except OSError:
            handler.close_connection = True

    return wrapped


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
