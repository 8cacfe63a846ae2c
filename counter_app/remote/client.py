"""The counter's way to the centre. Raises only our errors: Unavailable is offline, Refused a signed no."""

import secrets
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from counter_app import packing, wire, wire_digests, wire_keys
from counter_app.domain.events import Event
from counter_app.errors import Refused
from counter_app.remote import answers
from counter_app.remote.deadline import Deadline
from counter_app.seal import SigningKey

if TYPE_CHECKING:
    import httpx2

T = TypeVar("T")
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
MAX_ANSWER = 16 * 1024 * 1024  # bytes; a page of the feed has about 4 MB, a briefing about 1
TIMEOUT = 20.0  # seconds for a whole request and its answer, beside what their bytes take (`deadline`)
CONNECT_TIMEOUT = 5.0  # seconds of it until somebody is there


class Centre:
    """A connection to one centre as one installation. Used by one thread at a time and by one more `aside`,
    closed by any.

    `centre_key` is the pinned 32-byte public key; `ca_pem` the only authority believed for HTTPS.
    """

    def __init__(
        self,
        url: str,
        centre_key: bytes,
        installation_id: str,
        signer: SigningKey,
        ca_pem: str = "",
        timeout: float = TIMEOUT,
        *,
        rotations: Callable[[], list[Event]] = list,
    ) -> None:
        """Prepare; nothing is sent. `rotations` tells by which events earlier keys gave way to this one.

        Raises Refused: plain_http_refused, bad_ca.
        """
        self._key, self._installation_id = centre_key, installation_id
        self._rotations = rotations
        self._open = partial(_Line, url, installation_id, signer, ca_pem, timeout)
        self._line, self._second, self._closed = self._open(), list[_Line](), False
        self._opening = threading.Lock()

    def push(self, request: wire.PushRequest, body: bytes = b"") -> wire.PushAnswer:
        """Send events; returns up to which seq they are durable. Raises Refused, Unavailable.

        `body` is the request as it travels, where that was made before.
        """
        return self.ask(wire.PUSH, request, wire.PushAnswer, body=body)

    def hand_in(self, request: wire.PushRequest) -> wire.PushAnswer:
        """Send events of an installation that this PC was before. Returns and raises as `push`."""
        return self.ask(wire.HAND_IN, request, wire.PushAnswer)

    def feed(self, request: wire.FeedRequest) -> wire.FeedAnswer:
        """Fetch a page of what others told. Raises Refused, Unavailable."""
        return self.ask(wire.FEED, request, wire.FeedAnswer)

    def digests(self, request: wire_digests.DigestsRequest) -> wire_digests.DigestsAnswer:
        """Fetch what the centre makes of each day's dossiers. Raises Refused, Unavailable."""
        return self.ask(wire.DIGESTS, request, wire_digests.DigestsAnswer)

    def briefing(self) -> wire.Briefing:
        """Fetch the office's reference data. Raises Refused, Unavailable."""
        return self.ask(wire.BRIEFING, wire.BriefingRequest(), wire.Briefing)

    def time(self) -> wire.TimeAnswer:
        """Fetch the signed time. Raises Refused, Unavailable."""
        return self.ask(wire.TIME, wire.TimeRequest(), wire.TimeAnswer)

    def sign_in(self, person_id: str, pin: str, new_pin: str, key: SigningKey) -> wire.TimeAnswer:
        """Register a person's key made here, by his PIN. Raises Refused, Unavailable."""
        request = wire.PinRequest(person_id, pin, new_pin, b"", b"")
        return self.ask(wire.SIGN_IN, request, wire.TimeAnswer, key)

    def change_pin(self, person_id: str, pin: str, new_pin: str, key: SigningKey) -> wire.TimeAnswer:
        """Put another PIN in place of a person's. Raises Refused, Unavailable."""
        request = wire.PinRequest(person_id, pin, new_pin, b"", b"")
        return self.ask(wire.CHANGE_PIN, request, wire.TimeAnswer, key)

    def prove(self, person_id: str, key: SigningKey) -> wire.TimeAnswer:
        """Have a person's key confirmed. Raises Refused, Unavailable."""
        return self.ask(wire.PROVE, wire.KeyRequest(person_id, b"", b""), wire.TimeAnswer, key)

    def end_key(self, person_id: str, key: SigningKey) -> wire.TimeAnswer:
        """Let a person's key end. Raises Refused, Unavailable."""
        return self.ask(wire.END_KEY, wire.KeyRequest(person_id, b"", b""), wire.TimeAnswer, key)

    def ask(
        self,
        path: str,
        request: msgspec.Struct,
        kind: type[T],
        key: SigningKey | None = None,
        *,
        body: bytes = b"",
        aside: bool = False,
    ) -> T:
        """Send a request of `wire` and return its answer of that `kind`. Raises Refused, Unavailable.

        With a person's `key` he proves to be there: public half and proof are filled in. A centre that does
        not know this PC's key is told first how it came into force, but not `aside`. `body` as of `push`.
        """
        if aside:
            return self._ask(path, request, kind, key, body, aside=True)
        try:
            return self._ask(path, request, kind, key, body)
        except Refused as refused:
            events = self._rotations() if refused.code == "bad_signature" and path != wire_keys.KEYS else []
            if not events:
                raise
        self._ask(wire_keys.KEYS, wire_keys.KeysRequest(events), wire.TimeAnswer)
        return self._ask(path, request, kind, key, body)

    def _ask(
        self,
        path: str,
        request: msgspec.Struct,
        kind: type[T],
        key: SigningKey | None = None,
        body: bytes = b"",
        *,
        aside: bool = False,
    ) -> T:
        nonce, line = _nonce(), self._aside() if aside else self._line
        if key is not None:
            asked: Any = request
            covered = wire.person_bytes(path, self._installation_id, nonce, asked.person_id, key.public)
            request = msgspec.structs.replace(asked, public_key=key.public, proof=key.sign(covered))
        return answers.read(line.post(path, request, nonce, body), self._key, kind)

    def close(self) -> None:
        """Close the connections; a request that another thread waits for ends as offline."""
        with self._opening:
            self._closed = True
        for line in (self._line, *self._second):
            line.close()

    def _aside(self) -> "_Line":
        """Return the line of the one thread more, opened when it first asks."""
        with self._opening:
            if not self._second:
                self._second.append(self._open())
                if self._closed:
                    self._second[0].close()
            return self._second[0]


def enrol(
    token: wire.Token, installation_id: str, signer: SigningKey, label: str, timeout: float = TIMEOUT
) -> wire.EnrolAnswer:
    """Become an installation by a one-time token. Repeat with the same id and key after a lost answer.

    Raises Refused: token_unknown, token_expired, token_used, no_free_lane, centre_key_wrong,
    plain_http_refused, bad_ca; Unavailable: centre_unreachable.
    """
    line = _Line(token.url, installation_id, signer, token.ca, timeout)
    try:
        wanted = wire.EnrolRequest(token.secret, installation_id, signer.public, label)
        raw = line.post(wire.ENROL, wanted, _nonce())
    finally:
        line.close()
    key = answers.key_of(raw, token.fingerprint)
    answer = answers.read(raw, key, wire.EnrolAnswer)
    if answer.centre_key != key:
        raise Refused("centre_key_wrong")
    return answer


class _Line:
    """Signs requests and brings back raw answers, bounded in size and time."""

    def __init__(
        self, url: str, installation_id: str, signer: SigningKey, ca_pem: str, timeout: float
    ) -> None:
        self._installation_id = installation_id
        self._signer = signer
        self._timeout = timeout
        self._client = _client(url, ca_pem)
        self._socket: socket.socket | None = None
        self._closed = False

    def post(self, path: str, request: msgspec.Struct, nonce: str, body: bytes = b"") -> answers.Raw:
        """Send one signed request under a fresh `nonce`. Raises Unavailable: centre_unreachable."""
        import httpx2

        body = body or packing.packed(msgspec.json.encode(request))
        covered = wire.request_bytes(path, self._installation_id, nonce, body)
        headers = {
            "content-type": "application/json",
            "accept-encoding": "identity",
            packing.PACKS: packing.GZIP,
            wire.INSTALLATION: self._installation_id,
            wire.NONCE: nonce,
            wire.SIGNATURE: self._signer.sign(covered).hex(),
        }
        deadline = Deadline(self._timeout, len(body), self._sever)
        # Each of these begins again with each byte that comes: alone they would cut no dripping server.
        wait = httpx2.Timeout(deadline.seconds, connect=min(self._timeout, CONNECT_TIMEOUT))
        traced = {"trace": self._traced}
        try:
            sent = self._client.build_request(
                "POST", path, content=body, headers=headers, timeout=wait, extensions=traced
            )
            with deadline:
                return self._exchange(path, nonce, sent, deadline)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError, httpx2.InvalidURL) as error:
            raise answers.offline(type(error).__name__) from error
        except (httpx2.HTTPError, ssl.SSLError, OSError, ValueError) as error:
            raise answers.offline(type(error).__name__, torn=not self._closed) from error
        except RuntimeError as error:
            if not self._closed:
                raise
            raise answers.offline("closed") from error

    def close(self) -> None:
        """Close the sockets, also under a request that waits."""
        self._closed = True
        self._sever()
        self._client.close()

    def _exchange(self, path: str, nonce: str, request: "httpx2.Request", deadline: Deadline) -> answers.Raw:
        response = self._client.send(request, stream=True)
        try:
            content = bytearray()
            for chunk in response.iter_raw():
                deadline.heard(len(chunk))
                content += chunk
                if len(content) > MAX_ANSWER:
                    raise answers.offline("too_large", torn=True)
            return answers.Raw(path, response.status_code, nonce, response.headers, bytes(content))
        finally:
            response.close()

    def _traced(self, event: str, info: dict[str, Any]) -> None:
        """Remember the socket in use, so that another thread can end the wait for it."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
            if self._closed:
                self._sever()

    def _sever(self) -> None:
        """Wake whoever waits for the socket: closing it would not."""
        if self._socket is not None:
            with suppress(OSError):  # nobody is there any more
                # An SSLSocket's own `shutdown` would let its reader go on without TLS.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _nonce() -> str:
    return secrets.token_urlsafe(24)


def _client(url: str, ca_pem: str) -> "httpx2.Client":
    """Return a client for `url`: system proxy honoured, but never on the way to this very machine."""
    import httpx2

    try:
        address = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError) as error:
        raise Refused("plain_http_refused", "token") from error
    loopback = address.host in LOOPBACK
    if address.scheme != "https" and not (address.scheme == "http" and loopback):
        raise Refused("plain_http_refused", "token")
    return httpx2.Client(
        base_url=address,
        verify=_pinned(ca_pem) if address.scheme == "https" else False,
        trust_env=not loopback,
        follow_redirects=False,
    )


def _pinned(ca_pem: str) -> ssl.SSLContext:
    """Return a TLS context that believes the office's authority and nobody else."""
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_verify_locations(cadata=ca_pem)
    except (ssl.SSLError, ValueError) as error:
        raise Refused("bad_ca", "token") from error
    return context
