"""Which requests wait, for whom, and what the person before the screen may do about each. No widgets."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.staff.absence import speaks_for
from counter_app.domain.staff.approvers import next_approvers
from counter_app.domain.staff.request import OPEN, Request, RequestState
from counter_app.domain.staff.roster import Roster


class Need(StrEnum):
    """What a request waits for, the most urgent first."""

    CONFIRM = "confirm"
    ANSWER = "answer"
    DECIDE = "decide"
    BEGIN = "begin"
    UNANSWERED = "unanswered"
    RUNNING = "running"
    COMING = "coming"


class Deed(StrEnum):
    """What may be done with a request."""

    ACCEPT = "accept"
    DECLINE = "decline"
    BEGIN = "begin"
    APPROVE = "approve"
    REFUSE = "refuse"
    ANOTHER = "another"
    END = "end"
    PAPER = "paper"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Item:
    """One request, open or to be confirmed. `mine` says that it waits for the person before the screen.

    `approvers` are who may decide now, in their order; they may at this PC whoever sits at it.
    """

    request: Request
    state: RequestState
    need: Need
    mine: bool
    deeds: tuple[Deed, ...]
    approvers: tuple[str, ...]


def items(roster: Roster, actor: str) -> tuple[Item, ...]:
    """Return the open requests and those over that nobody has confirmed yet.

    Those that wait for `actor` first, then by urgency and time.
    """
    shown = (one for one in roster.requests if one.state(roster.now) in OPEN or one.unconfirmed)
    found = [_item(one, roster, actor) for one in shown]
    order = list(Need)
    return tuple(
        sorted(
            found, key=lambda item: (not item.mine, order.index(item.need), item.request.asked.spans[0].begin)
        )
    )


def _item(request: Request, roster: Roster, actor: str) -> Item:
    state = request.state(roster.now)
    approvers = next_approvers(roster, request) if request.approved is None else ()
    own = request.asked.substitute == actor
    need = _need(state, own and bool(request.accepted) and request.due(roster.now) is not None)
    mine = own if need in (Need.ANSWER, Need.BEGIN) else actor in approvers
    mine = mine and need in (Need.ANSWER, Need.BEGIN, Need.DECIDE, Need.CONFIRM)
    if need is Need.ANSWER and not own:
        need = Need.UNANSWERED
    return Item(request, state, need, mine, _deeds(request, roster, actor, approvers), approvers)


def _need(state: RequestState, may_begin: bool) -> Need:
    if may_begin and state in OPEN:
        return Need.BEGIN
    return {
        RequestState.ASKED: Need.ANSWER,
        RequestState.ACCEPTED: Need.DECIDE,
        RequestState.APPROVED: Need.COMING,
        RequestState.TO_CONFIRM: Need.CONFIRM,
        RequestState.ACTIVE: Need.RUNNING,
        RequestState.ENDED: Need.CONFIRM,
    }[state]


def _deeds(request: Request, roster: Roster, actor: str, approvers: tuple[str, ...]) -> tuple[Deed, ...]:
    own, began = request.asked.substitute == actor, request.began is not None
    open_ = request.state(roster.now) in OPEN
    both = (request.asked.substitute, request.asked.absent)
    concerned = any(speaks_for(roster.grants, actor, one, roster.today) for one in both)
    may = {
        Deed.ACCEPT: own and request.accepted is None,
        Deed.BEGIN: own and open_ and bool(request.accepted) and request.due(roster.now) is not None,
        Deed.APPROVE: bool(approvers and request.accepted),
        Deed.REFUSE: bool(approvers and request.accepted),
        Deed.DECLINE: own and not began,
        Deed.ANOTHER: not own and concerned and not began,
        Deed.END: open_ and concerned and (began or not own),
        Deed.PAPER: began,
        Deed.NOTICE: open_ and (began or bool(request.approved)),
    }
    return tuple(deed for deed, holds in may.items() if holds)
