"""An approver's own signature: what it covers, and whether it holds, asked alike at PCs and centre."""

import dataclasses
import re
from collections.abc import Callable, Iterable

from counter_app.domain import codec
from counter_app.domain.moments import DAY
from counter_app.domain.people import PersonKey
from counter_app.domain.staff.request import Request
from counter_app.domain.staff_events import SubstituteAsked, SubstitutionDecided
from counter_app.errors import Refused

Verify = Callable[[bytes, bytes, bytes], bool]  # public key, data, signature: `seal.verify`

_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_SLACK_MS = DAY * 60_000  # a PC's clock may be behind the centre's, which dates the key


def text(office_id: str, approver: str, asked: SubstituteAsked, decided: SubstitutionDecided) -> bytes:
    """Return the bytes to sign: another office, person, interval, counter or answer gives other bytes."""
    answer = {
        name: getattr(decided, name) for name in ("request", "at", "asked", "approved", "ground", "key")
    }
    said = {
        "form": "qmc-approval-1",
        "office": office_id,
        "approver": approver,
        "asked": dataclasses.asdict(asked),
        "answer": answer,
    }
    return codec.canonical(said).encode()


def check_approval(
    office_id: str,
    actor_id: str,
    request: Request,
    decided: SubstitutionDecided,
    keys: Iterable[PersonKey],
    verify: Verify,
) -> None:
    """Refuse a decision that its approver did not make, or on what he may not decide (DOMAIN §6).

    `request` is the one decided on (its question suffices), `keys` all that the office ever had. Whether the
    actor was an approver that day is `permissions.check_makes`'s to say.
    Raises Refused: approval_other_request, approval_of_own_request, text_missing (a refusal's ground),
    approval_not_his_key, approval_forged.
    """
    if (decided.request, decided.asked) != (request.request, request.asked_event):
        raise Refused("approval_other_request", None)
    if actor_id in involved(request):
        raise Refused("approval_of_own_request", None)
    if not decided.approved and not decided.ground.strip():
        raise Refused("text_missing", "ground")
    public = next((one.public_key for one in keys if _is_his(one, actor_id, decided, request.asked.at)), None)
    if public is None:
        raise Refused("approval_not_his_key", None)
    signed = text(office_id, actor_id, request.asked, decided)
    # One spelling only, or the same signature could stand under two events.
    whole = _SIGNATURE.fullmatch(decided.approval) is not None
    if not whole or not verify(public, signed, bytes.fromhex(decided.approval)):
        raise Refused("approval_forged", None)


def involved(request: Request) -> frozenset[str]:
    """Return who can never decide on a request: the absent person, who asked, and the substitute."""
    return frozenset((request.asked.absent, request.asked_by, request.asked.substitute))


def _is_his(key: PersonKey, person_id: str, decided: SubstitutionDecided, asked: int) -> bool:
    """Tell whether a key was his when he decided, and had not ended before the minute `asked`."""
    begin, end = max(decided.at, asked) * 60_000, (decided.at + 1) * 60_000
    in_force = key.since - _SLACK_MS < end and (key.ended is None or begin < key.ended)
    return key.person_id == person_id and key.public_key.hex() == decided.key and in_force
