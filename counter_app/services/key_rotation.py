"""Another signing key for this PC under its own name: told in its log, by the old key and by the new one."""

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from counter_app import wire, wire_keys
from counter_app.domain.events import Event
from counter_app.domain.key_events import KeyRotated, proof_bytes
from counter_app.errors import Refused, Unavailable
from counter_app.host import log_head
from counter_app.host.key_names import ROTATED_KEY, SIGNING_KEY
from counter_app.host.secrets import Secrets, put_surely
from counter_app.seal import SigningKey, key_id
from counter_app.services import identity, recording
from counter_app.services.counter import Counter
from counter_app.store import installation, log, log_keys, outbox, succession
from counter_app.store.engine import Store


@dataclass(frozen=True, slots=True)
class Rotate:
    """Let the PC sign with another key from now on; `event_id` is of that event."""

    event_id: str
    actor_id: str


def rotate(counter: Counter, secrets: Secrets, command: Rotate) -> str:
    """Put another key in force and return its name on papers; the counter is to be closed and opened anew.

    The key is kept before the log tells of it, and takes the old one's place at the next opening (`settle`):
    cut off at any moment, the PC goes on with the one that its log names. Raises Refused: centre_outdated,
    key_rotated (before that opening), too_many_keys, not_permitted, not_signed_in, key_ended; Unavailable:
    keyring_failed; Damaged: as `check_writable`.
    """
    own = counter.installation.installation_id
    with counter.store.read() as conn:
        if log_keys.newest(conn, own) not in (b"", counter.signer.public):
            raise Refused("key_rotated")  # the next opening is to find the key that waits
    _check_understood(counter)
    counter.head.close()  # what is kept under the old key ends here
    key = _next_key(secrets)
    with counter.store.write() as conn:
        recording.check_writable(conn, counter)
        if len(log_keys.rotations(conn, own)) >= wire_keys.MAX_KEYS:
            raise Refused("too_many_keys", limit=wire_keys.MAX_KEYS)
        seq, prev = log.head(conn, own)
        public = key.public.hex()
        fact = KeyRotated(public, key.sign(proof_bytes(own, seq + 1, prev, public)).hex())
        recording.record(conn, counter, command, [(own, fact)], counter.clock.now())
    return key_id(key.public)


def push(counter: Counter) -> None:
    """Let the log put the new key in force at the centre, by requests of the key before, where it answers.

    Between `rotate` and closing. Nothing is noted: the next contact sends it again, and finds it there.
    """
    own, acknowledged = counter.installation.installation_id, -1
    with counter.store.read() as conn:
        known = outbox.state(conn, own)
    with suppress(Refused, Unavailable):
        while known.acknowledged > acknowledged:
            acknowledged = known.acknowledged
            with counter.store.read() as conn:
                events = outbox.next_batch(conn, own, known=known)
            if events:
                heard = counter.centre.push(wire.PushRequest(events))
                known = replace(known, acknowledged=heard.acknowledged)


def settle(store: Store, folder: Path, secrets: Secrets) -> None:
    """Let the key that the log names take its place among the secrets; may be repeated after a cut.

    Only for who holds the folder. A keyring that lacks it is an older one, put back: this PC can write
    nothing more under its name.
    """
    with store.read() as conn:
        here = installation.current(conn)
        named = log_keys.newest(conn, here.installation_id) if here else b""
        ended = here is not None and succession.ended(conn, here.installation_id)
    if not named or ended or _in_place(secrets, named):
        return
    secrets.refresh()  # what was read before the key was changed says nothing
    if _in_place(secrets, named):
        return
    waits = secrets.get(ROTATED_KEY)
    if waits is None or SigningKey(waits).public != named:
        identity.end(store, succession.RECOVERED, time.time_ns() // 1_000_000)
        return
    if secrets.wrapped:  # that head is sealed by the key that goes
        log_head.forget(folder, secrets)
    secrets.put(SIGNING_KEY, waits)
    secrets.delete(ROTATED_KEY)


def told(store: Store, installation_id: str) -> list[Event]:
    """Return the events by which an installation's key gave way to another (any thread)."""
    with store.read() as conn:
        return log_keys.rotations(conn, installation_id)


def _in_place(secrets: Secrets, named: bytes) -> bool:
    """Tell whether the key that the log names is the one in force; a lost one is for others to tell."""
    held = secrets.get(SIGNING_KEY)
    return held is None or SigningKey(held).public == named


def _next_key(secrets: Secrets) -> SigningKey:
    """Make and keep a key; one that waits since an attempt that was cut off may lie in a copy too."""
    key = SigningKey.generate()
    put_surely(secrets, ROTATED_KEY, key.raw)  # the log is to name it
    return key


def _check_understood(counter: Counter) -> None:
    """Refuse while the centre is an older one, which could not follow; a silent one hears of it later."""
    try:
        counter.centre.ask(wire_keys.KEYS, wire_keys.KeysRequest([]), wire.TimeAnswer)
    except Unavailable:
        return
    except Refused as refused:  # one that does not know this key yet understands too
        if refused.code == "no_such_path":
            raise Refused("centre_outdated") from refused
