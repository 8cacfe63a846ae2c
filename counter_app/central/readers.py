"""Who may fetch a scan or what is said of people: a named person, by his roles of today.

Where the office asks for PINs his key at that PC proves him. The counter has asked the same
(`services/reading`); a modified one need not have.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from counter_app import wire_files
from counter_app.central import briefing, sign_in
from counter_app.central.centre import Caller, Centre
from counter_app.central.tables import offices
from counter_app.domain import codec, kinds
from counter_app.domain.people import Role, roles_on
from counter_app.domain.permissions import READS, Page, check_reads
from counter_app.domain.staff_events import (
    AbsenceLogged,
    InspectionHeld,
    PersonRotated,
    PresenceChecked,
    StandingRecorded,
)
from counter_app.errors import Refused

_DOSSIERS = frozenset(kind.KIND for kind in kinds.DossierFact.__args__)
# What a person's own month shows him: who is away, looked for, measured or moved is named in the body.
_OWN = frozenset(
    kind.KIND for kind in (AbsenceLogged, PresenceChecked, InspectionHeld, StandingRecorded, PersonRotated)
)


@dataclass(frozen=True, slots=True)
class Named:
    """What tells who may read: the event that names a scan, or beside which something lies."""

    kind: str
    subject: str
    body: str


def check(
    centre: Centre,
    connection: Connection,
    caller: Caller,
    request: wire_files.ScanPartRequest,
    *naming: Named,
) -> None:
    """Refuse who may not read the scan that each of these events names. Raises Refused as `roles_of`."""
    roles = roles_of(centre, connection, caller, wire_files.SCAN_PART, request)
    for each in naming:
        check_reads(roles, _page(each, request.person_id))


def roles_of(
    centre: Centre,
    connection: Connection,
    caller: Caller,
    path: str,
    request: wire_files.ScanPartRequest | wire_files.PersonalRequest,
) -> frozenset[Role]:
    """Return the roles of today of who reads, once he has proved to be there where the office asks for PINs.

    Raises Refused: not_permitted, not_signed_in, bad_proof, person_key_unknown, key_ended.
    """
    today = centre.today()
    asked = select(offices.c.sign_in_from).where(offices.c.office_id == caller.office_id)
    since = connection.execute(asked).scalar_one()
    if since and today >= since:
        if not request.proof:
            raise Refused("not_signed_in", "person")
        sign_in.check_proof(caller, path, request)
        sign_in.check_key(connection, caller, request)
    return roles_on(briefing.grants_of(connection, caller.office_id), request.person_id, today)


def may_read(roles: frozenset[Role], named: Named, reader_id: str) -> bool:
    """Tell whether somebody of these roles may read what an event says."""
    return not READS[_page(named, reader_id)].isdisjoint(roles)


def _page(named: Named, reader_id: str) -> Page:
    """Return what one reads there: of a kind that is not known yet only who reads records is told."""
    if named.kind in _DOSSIERS:
        return Page.DOSSIERS
    about = _people(named) if named.kind in _OWN else ()
    return Page.OWN_RECORDS if reader_id in about else Page.RECORDS


def _people(named: Named) -> Collection[object]:
    try:
        told = codec.parse(named.body)
    except Refused:  # nobody's, so that it keeps nobody from the others that he asks for
        return ()
    found = told.get("people")
    return found if isinstance(found, list) else (told.get("person"),)
