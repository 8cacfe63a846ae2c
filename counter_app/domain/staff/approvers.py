"""Who may decide on a request, and in which order (DOMAIN §6: the one who asks cannot approve)."""

from counter_app.domain.people import Grant, Role
from counter_app.domain.staff.approval import involved
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.errors import Refused

CONTACT = 30 * 24 * 60  # minutes without the centre after which roles known here may have ended


def next_approvers(roster: Roster, request: Request) -> tuple[str, ...]:
    """Return the person_ids who may decide now, the first to be asked first.

    The office's own approvers in their `order`, those involved or absent passed over; where none is left,
    the level above in its order.
    """
    named = [one for one in roster.grants if one.role is Role.APPROVER and one.holds_on(roster.today)]
    passed = involved(request)
    free = sorted(
        (one for one in named if one.person_id not in passed and not roster.away(one.person_id, roster.now)),
        key=_turn,
    )
    own = [one.person_id for one in free if not one.above]
    return tuple(dict.fromkeys(own or [one.person_id for one in free]))


def check_may_decide(roster: Roster, request: Request, actor: str) -> None:
    """Refuse who may not decide on this request now.

    Raises Refused: contact_too_old, not_permitted, approval_of_own_request, approver_absent,
    approver_not_next.
    """
    if roster.contact is None or roster.now - roster.contact > CONTACT:
        raise Refused("contact_too_old", None)
    if Role.APPROVER not in roster.roles(actor):
        raise Refused("not_permitted", None)
    if actor in involved(request):
        raise Refused("approval_of_own_request", None)
    if roster.away(actor, roster.now):
        raise Refused("approver_absent", None)
    if actor not in next_approvers(roster, request):
        raise Refused("approver_not_next", None)


def _turn(grant: Grant) -> tuple[int, str]:
    return grant.order, grant.person_id
