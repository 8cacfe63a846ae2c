"""The centre's web application: thin handlers over the rooms' functions, and the edge where errors end."""

import logging
import secrets
import traceback
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, post
from litestar.exceptions import HTTPException, InternalServerException
from litestar.handlers import HTTPRouteHandler
from litestar.params import RawBody
from litestar.types import ASGIApp
from psycopg.errors import ReadOnlySqlTransaction
from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from counter_app import wire, wire_files, wire_snapshot
from counter_app.central import (
    attachments,
    briefing,
    contacts,
    digests,
    enrol,
    feed,
    keys,
    photos,
    review,
    sign_in,
    snapshots,
    withheld,
)
from counter_app.central.admission import Admission
from counter_app.central.answers import SignedAnswers
from counter_app.central.centre import Caller, Centre
from counter_app.central.measuring import Measured
from counter_app.central.requests import Signed, authenticate, authenticate_by, decode, read_signed
from counter_app.errors import CounterError, Refused, Unavailable
from counter_app.wire_digests import DigestsRequest
from counter_app.wire_keys import KEYS, MAX_TOLD, KeysRequest

log = logging.getLogger("counter_app.central")

_GONE = "client disconnected prematurely"  # the framework's own words, and no bug

STATUS = {
    "bad_headers": 401,
    "bad_signature": 401,
    "installation_unknown": 401,
    "installation_revoked": 403,
    "chain_gap": 409,
    "chain_broken": 409,
    "chain_unsigned": 409,
}


def build(centre: Centre) -> ASGIApp:
    """Return the ASGI application that answers for `centre`."""
    inner = Litestar(
        route_handlers=[
            _enrol(centre),
            _keys(centre),
            _route(centre, wire.PUSH, wire.PushRequest, review.push, revoked=True),
            _route(centre, wire.HAND_IN, wire.PushRequest, review.hand_in),
            _route(centre, wire.FEED, wire.FeedRequest, feed.page),
            _route(centre, wire_snapshot.SNAPSHOT, wire_snapshot.SnapshotRequest, snapshots.answer),
            _route(centre, wire_snapshot.CHUNK, wire_snapshot.ChunkRequest, snapshots.chunk),
            _route(centre, wire.DIGESTS, DigestsRequest, digests.answer),
            _route(centre, wire.BRIEFING, wire.BriefingRequest, briefing.answer),
            _route(centre, wire.TIME, wire.TimeRequest, _tell_time),
            _route(centre, wire.SIGN_IN, wire.PinRequest, sign_in.first),
            _route(centre, wire.PROVE, wire.KeyRequest, sign_in.prove),
            _route(centre, wire.CHANGE_PIN, wire.PinRequest, sign_in.change_pin),
            _route(centre, wire.END_KEY, wire.KeyRequest, sign_in.end_key),
            _route(centre, wire_files.PHOTO, wire_files.PhotoRequest, photos.answer),
            _route(centre, wire_files.SCAN, wire_files.ScanRequest, attachments.take),
            _route(centre, wire_files.SCAN_PART, wire_files.ScanPartRequest, attachments.part),
            _route(centre, wire_files.PERSONAL, wire_files.PersonalRequest, withheld.answer),
        ],
        exception_handlers={
            CounterError: _refuse,
            HTTPException: _refuse_http,
            OperationalError: _no_database,
            InterfaceError: _no_database,
            InternalError: _read_only,
            PoolTimeout: _no_database,
            Exception: _bug,
        },
        request_max_body_size=wire.MAX_BODY,
        openapi_config=None,
        logging_config=None,  # whoever runs the process decides where logs go
    )
    signed = SignedAnswers(Admission(inner, centre.metrics), centre.key)
    return Measured(signed, centre.metrics, frozenset(route.path for route in inner.routes))


def _route(
    centre: Centre,
    path: str,
    kind: type[Any],
    act: Callable[[Centre, Caller, Any], msgspec.Struct],
    *,
    revoked: bool = False,
) -> HTTPRouteHandler:
    asking = centre.engine.execution_options(isolation_level="AUTOCOMMIT")  # one question, one way there

    @post(path, status_code=200, sync_to_thread=True)
    def handler(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        caller = _caller(asking, read_signed(path, request.headers, body), revoked=revoked)
        contacts.note(centre, caller)
        return _json(act(centre, caller, decode(kind, body)), 200)

    return handler


def _caller(asking: Engine, signed: Signed, *, revoked: bool) -> Caller:
    """Return who asks, also of a database that has just begun anew.

    Here a request hears of that first, with nothing done yet; connections of before are all thrown away then.
    """
    try:
        with asking.connect() as connection:
            return authenticate(connection, signed, revoked=revoked)
    except OperationalError as error:
        if not error.connection_invalidated:
            raise
    with asking.connect() as connection:
        return authenticate(connection, signed, revoked=revoked)


def _enrol(centre: Centre) -> HTTPRouteHandler:
    @post(wire.ENROL, status_code=200, sync_to_thread=True)
    def handler(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        signed = read_signed(wire.ENROL, request.headers, body)
        wanted = decode(wire.EnrolRequest, body)
        if wanted.installation_id != signed.installation_id or not signed.by(wanted.public_key):
            raise Refused("bad_signature")
        return _json(enrol.enrol(centre, wanted), 200)

    return handler


def _keys(centre: Centre) -> HTTPRouteHandler:
    @post(KEYS, status_code=200, sync_to_thread=True)
    def handler(request: Request[Any, Any, Any], body: RawBody) -> Response[bytes]:
        signed = read_signed(KEYS, request.headers, body)
        events = decode(KeysRequest, body, MAX_TOLD).events
        with centre.engine.connect() as connection:
            owner = authenticate_by(connection, signed, events)
        return _json(keys.tell(centre, owner, events), 200)

    return handler


def _tell_time(centre: Centre, caller: Caller, request: wire.TimeRequest) -> wire.TimeAnswer:
    return wire.TimeAnswer(centre.now())


def _json(answer: msgspec.Struct, status: int) -> Response[bytes]:
    return Response(msgspec.json.encode(answer), status_code=status, media_type="application/json")


def _refuse(request: Request[Any, Any, Any], error: CounterError) -> Response[bytes]:
    if isinstance(error, Unavailable):
        return _refusal(error.code, 503)
    values = {name: value for name, value in error.values.items() if isinstance(value, (str, int))}
    answer = wire.RefusedAnswer(error.code, getattr(error, "field", None), values)
    return _json(answer, STATUS.get(error.code, 400))


def _refuse_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer what the web framework itself refuses: no such path or method, too large, not readable."""
    if isinstance(error, InternalServerException) and error.detail == _GONE:
        return _refusal("bad_request", 400)  # nobody is there to read it
    codes = {404: "no_such_path", 405: "no_such_path", 413: "request_too_large"}
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _bug(request, error)
    return _refusal(codes.get(error.status_code, "bad_request"), error.status_code)


def _no_database(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    log.error("database %s", type(error).__name__)
    return _refusal("database_unreachable", 503)


def _read_only(request: Request[Any, Any, Any], error: InternalError) -> Response[bytes]:
    """Answer for a database that takes nothing, a standby: the request comes again once another one does."""
    return (_no_database if isinstance(error.orig, ReadOnlySqlTransaction) else _bug)(request, error)


def _bug(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """End an error nobody foresaw: logged under a short id that the answer carries.

    The log has its kind and place, not its words: those may quote a citizen's data.
    """
    reference = secrets.token_hex(4)
    place = "".join(traceback.format_tb(error.__traceback__))
    log.error("bug %s %s\n%s", reference, type(error).__name__, place)
    return _json(wire.RefusedAnswer("internal_error", None, {"id": reference}), 500)


def _refusal(code: str, status: int) -> Response[bytes]:
    return _json(wire.RefusedAnswer(code), status)
