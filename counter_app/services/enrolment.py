"""How a PC becomes one of the office's installations, by a one-time token, and where it finds its centre."""

from dataclasses import replace
from functools import partial

from counter_app import wire
from counter_app.errors import Refused, Unavailable
from counter_app.host.clock import Clock
from counter_app.host.files import DataFolder
from counter_app.remote import client
from counter_app.seal import SigningKey, fingerprint
from counter_app.services import briefing_news, key_rotation
from counter_app.services.counter import Counter
from counter_app.store import briefing as briefings
from counter_app.store import installation, outbox, succession
from counter_app.store.engine import Store

MAX_LABEL = 100


def enrol(
    store: Store,
    signer: SigningKey,
    clock: Clock,
    folder: DataFolder,
    token: wire.Token,
    installation_id: str,
) -> installation.Installation:
    """Register this PC's key, and keep office, people, catalogue and lane: from now on it works offline.

    A PC that was another installation continues its store under this one. Raises Refused: those
    of `client.enrol` and `briefing_news.check`; Unavailable: enrolment_unheard, nothing is changed then.
    """
    try:
        answer = client.enrol(token, installation_id, signer, folder.label()[:MAX_LABEL])
    except Unavailable as silent:  # who is not enrolled does not go on receiving meanwhile
        raise Unavailable("enrolment_unheard", **silent.values) from silent
    briefing_news.check(answer.briefing, answer.centre_key, installation_id, answer.now)
    clock.anchor(answer.now)
    enrolled = installation.Installation(
        installation_id=installation_id,
        office_id=answer.briefing.office.office_id,
        centre_url=token.url,
        centre_key=answer.centre_key,
        ca=token.ca,
        enrolled_at=answer.now,
    )
    with store.write() as conn:
        former = installation.current(conn)
        if former is not None and former.installation_id != installation_id:
            succession.end(conn, former.installation_id, succession.REPLACED, answer.now)
            succession.take_over(conn)
        installation.install(conn, enrolled)
        briefings.save(conn, answer.briefing, answer.now)
        if clock.anchored:
            installation.save_anchor(conn, installation_id, clock.anchored)
    return enrolled


def move(counter: Counter, token: wire.Token) -> installation.Installation:
    """Find the same centre at the token's address, by its authority, from now on: same name, same lane.

    Whoever is there must sign with the key that is pinned here; the token is not used up. Raises Refused:
    token_other_office, centre_key_wrong, installation_revoked and others of the centre's, plain_http_refused,
    bad_ca; Unavailable: centre_unreachable, also where another answers.
    """
    here, own = counter.installation, counter.installation.installation_id
    _check_office(here, token)
    if token.fingerprint != fingerprint(here.centre_key):
        raise Refused("centre_key_wrong", "token")
    turns = partial(key_rotation.told, counter.store, own)
    there = client.Centre(token.url, here.centre_key, own, counter.signer, token.ca, rotations=turns)
    try:
        there.time()
    finally:
        there.close()
    moved = replace(here, centre_url=token.url, ca=token.ca)
    with counter.store.write() as conn:
        installation.install(conn, moved)
    return moved


def current_id(store: Store) -> str:
    """Return the installation in force, "" before the first."""
    with store.read() as conn:
        here = installation.current(conn)
        return here.installation_id if here else ""


def former(store: Store, token: wire.Token, *, anew: bool) -> str:
    """Return the installation that this PC was and shall be no more, "" for a new PC.

    Raises Refused: token_other_office, another than the one whose log lies here; already_enrolled, where it
    goes on and nobody asked to begin `anew`.
    """
    with store.read() as conn:
        here = installation.current(conn)
        if here is None:
            return ""
        _check_office(here, token)
        if not anew and not succession.ended(conn, here.installation_id):
            raise Refused("already_enrolled", "token")
        return here.installation_id


def holds_fork(store: Store) -> bool:
    """Tell whether this store holds the lesser half of a log that forked: its twin's is true everywhere else.

    Raises Refused: fork_unsent, while the centre does not have all of it.
    """
    with store.read() as conn:
        here = installation.current(conn)
        if here is None or not outbox.holds_fork(conn):
            return False
        waiting = outbox.unsent(conn, here.installation_id)[0] + succession.unsent(conn)
        if waiting:
            raise Refused("fork_unsent", None, count=waiting)
        return True


def _check_office(here: installation.Installation, token: wire.Token) -> None:
    if token.office != here.office_id:
        raise Refused("token_other_office", "token", office=here.office_id)
