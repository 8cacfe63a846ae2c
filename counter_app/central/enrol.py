"""Enrolment: one-time tokens, and the installation that each of them lets in."""

import hashlib
import secrets

from sqlalchemy import Connection, Row, insert, select, update

from counter_app import wire
from counter_app.central import briefing, epochs, lanes
from counter_app.central.centre import Caller, Centre
from counter_app.central.requests import IDENTIFIER
from counter_app.central.tables import enrolment_tokens, installations, offices
from counter_app.errors import Refused
from counter_app.seal import fingerprint

TOKEN_HOURS = 24
MAX_LABEL = 100
KEY_BYTES = 32


def make_token(centre: Centre, office_id: str, address: str, ca: str = "") -> wire.Token:
    """Return a fresh token that lets one PC into an office within 24 hours; only its digest is stored.

    Raises Refused: unknown_office.
    """
    secret = secrets.token_urlsafe(32)
    with centre.engine.begin() as connection:
        briefing.office(connection, office_id)
        connection.execute(
            insert(enrolment_tokens).values(
                office_id=office_id,
                digest=_digest(secret),
                expires_at=centre.now() + TOKEN_HOURS * 3_600_000,
            )
        )
    return wire.Token(address, office_id, fingerprint(centre.key.public), secret, ca)


def enrol(centre: Centre, request: wire.EnrolRequest) -> wire.EnrolAnswer:
    """Register an installation and grant its lane. Asked again by the same one (a lost answer), also with
    a fresh token, answer again.

    The request's signature by the new key has been checked. Raises Refused: bad_request, token_unknown,
    token_expired, token_used, installation_exists, no_free_lane.
    """
    if not IDENTIFIER.fullmatch(request.installation_id) or len(request.public_key) != KEY_BYTES:
        raise Refused("bad_request")
    if len(request.label) > MAX_LABEL or not request.label.isprintable():
        raise Refused("bad_request", "label")
    with centre.engine.begin() as connection:
        token = _token(centre, connection, request)
        caller = Caller(token.office_id, request.installation_id, request.public_key)
        known = _is_registered(connection, caller)
        if token.used_at is None:
            if not known:
                _register(centre, connection, caller, request.label)
            _use(centre, connection, token, request.installation_id)
        elif not known or token.used_by != caller.installation_id:
            raise Refused("token_used", "token")
        return wire.EnrolAnswer(
            centre_key=centre.key.public,
            briefing=briefing.build(centre, connection, caller),
            store_epoch=epochs.current(centre, connection, caller.office_id),
            now=centre.now(),
        )


def _token(centre: Centre, connection: Connection, request: wire.EnrolRequest) -> Row[tuple[object, ...]]:
    row = connection.execute(
        select(enrolment_tokens).where(enrolment_tokens.c.digest == _digest(request.secret)).with_for_update()
    ).one_or_none()
    if row is None:
        raise Refused("token_unknown", "token")
    if row.expires_at <= centre.now():
        raise Refused("token_expired", "token")
    return row


def _register(centre: Centre, connection: Connection, caller: Caller, label: str) -> None:
    taken = select(installations.c.label).where(installations.c.installation_id == caller.installation_id)
    if connection.execute(taken).first() is not None:
        raise Refused("installation_exists")
    connection.execute(
        insert(installations).values(
            office_id=caller.office_id,
            installation_id=caller.installation_id,
            public_key=caller.public_key,
            label=label,
            enrolled_at=centre.now(),
        )
    )
    agency = select(offices.c.agency_id).where(offices.c.office_id == caller.office_id)
    lanes.grant(
        centre, connection, caller.office_id, connection.execute(agency).scalar_one(), caller.installation_id
    )
    briefing.touch(connection, caller.office_id)


def _use(
    centre: Centre, connection: Connection, token: Row[tuple[object, ...]], installation_id: str
) -> None:
    connection.execute(
        update(enrolment_tokens)
        .where(enrolment_tokens.c.office_id == token.office_id, enrolment_tokens.c.digest == token.digest)
        .values(used_at=centre.now(), used_by=installation_id)
    )


def _is_registered(connection: Connection, caller: Caller) -> bool:
    """Tell whether who asks is an installation of this office already: its key signed the request."""
    known = connection.execute(
        select(installations.c.public_key).where(
            installations.c.office_id == caller.office_id,
            installations.c.installation_id == caller.installation_id,
            installations.c.revoked_at.is_(None),
        )
    ).scalar_one_or_none()
    return known == caller.public_key


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
