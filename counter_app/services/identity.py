"""A PC's next identity: made beside the one in force, and put in its place only when the centre knows it."""

from pathlib import Path

from counter_app.domain.identity import new_event_id
from counter_app.errors import CounterError, Damaged
from counter_app.host import log_head
from counter_app.host.key_names import NEXT_ID, NEXT_KEY, PENDING_ID, ROTATED_KEY, SIGNING_KEY
from counter_app.host.secrets import KnownSecrets, Secrets, put_surely
from counter_app.seal import SigningKey
from counter_app.store import installation, succession
from counter_app.store.engine import Connection, Store

_CODES = {succession.REVOKED: "installation_revoked"}


def fault(conn: Connection, installation_id: str) -> CounterError | None:
    """Return why an installation may write no more here; None while it goes on.

    Damaged: installation_revoked (the centre's word), identity_needed (a copy goes on under another name).
    """
    why = succession.ended(conn, installation_id)
    return Damaged(_CODES.get(why, "identity_needed")) if why else None


def end(store: Store, why: str, now_ms: int) -> None:
    """Let the store's installation end, if it has one: what follows is told under another name."""
    with store.write() as conn:
        here = installation.current(conn)
        if here is not None:
            succession.end(conn, here.installation_id, why, now_ms)


def first(secrets: Secrets) -> str:
    """Return the id under which a new PC asks to be enrolled, the same until it succeeds."""
    known = secrets.get(PENDING_ID)
    if known is None:
        known = new_event_id().encode()
        put_surely(secrets, PENDING_ID, known)  # the centre lets no second name in by the same token
    return known.decode()


def successor(secrets: Secrets) -> tuple[str, SigningKey]:
    """Return the id and key with which this PC asks to be enrolled anew, the same until it succeeds."""
    name, key = secrets.get(NEXT_ID), secrets.get(NEXT_KEY)
    if name is None or key is None or name == secrets.get(PENDING_ID):
        key = SigningKey.generate().raw
        secrets.put(NEXT_KEY, key)
        name = new_event_id().encode()
        put_surely(secrets, NEXT_ID, name)  # last: with it the pair is whole
    return name.decode(), SigningKey(key)


def give_up(secrets: Secrets) -> None:
    """Ask under another id the next time: the centre will not have this one, as when it was revoked since."""
    secrets.delete(NEXT_ID)


def waits(secrets: KnownSecrets, installation_id: str) -> bool:
    """Tell whether the store has its next identity already and the secrets are still the former's."""
    name = installation_id.encode()
    return secrets.get(NEXT_ID) == name != secrets.get(PENDING_ID)


def take_place(folder: Path, secrets: Secrets, installation_id: str) -> None:
    """Put the next identity in the former's place, once the store has it; may be repeated after a cut."""
    if not waits(secrets, installation_id):
        return
    key = secrets.get(NEXT_KEY)
    if key is None:
        raise Damaged("secrets_missing", folder=str(folder))
    log_head.forget(folder, secrets)  # the former log's end says nothing of the new one
    secrets.delete(ROTATED_KEY)  # nor is what was made for it anybody's any more
    secrets.put(SIGNING_KEY, key)
    secrets.put(PENDING_ID, installation_id.encode())
    secrets.delete(NEXT_KEY)
    secrets.delete(NEXT_ID)
