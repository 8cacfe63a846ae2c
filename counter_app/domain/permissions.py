"""Who may do what: one table, asked by the counter before it writes and by the centre when it judges.

Services and centre refuse by it; no screen is trusted to hide a button. ARCHITECTURE.md prints the same
table, and a test holds both equal. What depends on whose absence or request it is stands in `staff.judge`.
"""

from collections.abc import Iterable
from enum import StrEnum

from counter_app.domain import kinds, staff_events
from counter_app.domain.clock_events import ClockCorrected
from counter_app.domain.erasure import PersonalErased, SubjectErased
from counter_app.domain.key_events import KeyRotated
from counter_app.domain.kinds import Fact
from counter_app.domain.online import OnlineArrived
from counter_app.domain.people import Role
from counter_app.errors import Refused

_DESK = frozenset((Role.OFFICER, Role.SUPERVISOR))
_HEADS = frozenset((Role.SUPERVISOR, Role.APPROVER))
_STAFF = _DESK | _HEADS

# Everything a person may put on record; a dossier's life is the desk's.
MAKES: dict[type[Fact], frozenset[Role]] = {
    **dict.fromkeys((*kinds.DossierFact.__args__, *kinds.OtherFact.__args__), _DESK),
    OnlineArrived: frozenset(),  # told by the centre's own installation, by nobody at a counter
    PersonalErased: frozenset(),  # likewise
    SubjectErased: frozenset(),  # likewise
    ClockCorrected: frozenset((Role.SUPERVISOR,)),
    KeyRotated: _STAFF | {Role.ADMINISTRATOR},
    staff_events.PersonSignedIn: frozenset(Role),
    staff_events.AbsenceLogged: _STAFF,
    staff_events.AbsenceEnded: _STAFF,
    staff_events.SubstituteAsked: _STAFF,
    staff_events.SubstituteAnswered: _DESK,
    staff_events.SubstitutionDecided: frozenset((Role.APPROVER,)),
    staff_events.SubstitutionBegan: _DESK,
    staff_events.SubstitutionEnded: _STAFF,
    staff_events.PresenceChecked: _HEADS,
    staff_events.InspectionHeld: _HEADS,
    staff_events.InspectionFollowedUp: _HEADS,
    staff_events.StandingRecorded: _HEADS,
    staff_events.PersonRotated: _HEADS,
}


class Page(StrEnum):
    """What is only read: dossiers, the roster, one's own records, another's, the audit."""

    DOSSIERS = "dossiers"
    ROSTER = "roster"
    OWN_RECORDS = "own_records"
    RECORDS = "records"
    AUDIT = "audit"


READS: dict[Page, frozenset[Role]] = {
    Page.DOSSIERS: frozenset(Role) - {Role.ADMINISTRATOR},
    Page.ROSTER: frozenset(Role),
    Page.OWN_RECORDS: frozenset(Role),
    Page.RECORDS: _HEADS | {Role.INSPECTOR},
    Page.AUDIT: frozenset(Role) - {Role.OFFICER},
}


def check_makes(roles: Iterable[Role], kind: type[Fact]) -> None:
    """Refuse a fact that none of these roles may put on record. Raises Refused: not_permitted."""
    if MAKES[kind].isdisjoint(roles):
        raise Refused("not_permitted", None, kind=kind.KIND)


def check_reads(roles: Iterable[Role], page: Page) -> None:
    """Refuse a page that none of these roles may read. Raises Refused: not_permitted."""
    if READS[page].isdisjoint(roles):
        raise Refused("not_permitted", None, kind=page.value)
