"""Who may fetch a scan: a named person, by his roles of today and, where the office asks for PINs, his key.

The counter has asked the same (`services/reading`); a modified one need not have.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from counter_app import wire_files
from counter_app.central import briefing, sign_in
from counter_app.central.centre import Caller, Centre
from counter_app.central.tables import offices
from counter_app.domain import codec, kinds
from counter_app.domain.people import roles_on
from counter_app.domain.permissions import Page, check_reads
from counter_app.domain.staff_events import AbsenceLogged
from counter_app.errors import Refused

_DOSSIERS = frozenset(kind.KIND for kind in kinds.DossierFact.__args__)


@dataclass(frozen=True, slots=True)
class Named:
    """What tells who may read a scan: the event that names it."""

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
    """Refuse who may not read what each of these events names.

    Raises Refused: not_permitted, not_signed_in, bad_proof, person_key_unknown, key_ended.
    """
    today = centre.today()
    asked = select(offices.c.sign_in_from).where(offices.c.office_id == caller.office_id)
    since = connection.execute(asked).scalar_one()
    if since and today >= since:
        if not request.proof:
            raise Refused("not_signed_in", "person")
        sign_in.check_proof(caller, wire_files.SCAN_PART, request)
        sign_in.check_key(connection, caller, request)
    roles = roles_on(briefing.grants_of(connection, caller.office_id), request.person_id, today)
    for each in naming:
        check_reads(roles, _page(each, request.person_id))


def _page(named: Named, reader_id: str) -> Page:
    """Return what one reads by a scan: of a kind that is not known yet only who reads records gets one."""
    if named.kind == AbsenceLogged.KIND and codec.parse(named.body).get("person") == reader_id:
        return Page.OWN_RECORDS
    return Page.DOSSIERS if named.kind in _DOSSIERS else Page.RECORDS
