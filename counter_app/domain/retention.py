"""How long a counter keeps a citizen's data: 30 days after a dossier closed, unless something needs it still.

Law 91/2025/QH15, as the office applies it: a PC holds open dossiers and those closed in the last 30 days.
"""

import datetime
from dataclasses import dataclass
from enum import StrEnum

KEPT_DAYS = 30
HANDED_DAYS = 90  # a hand-over that nobody took before the dossier closed can be taken no more


class Hold(StrEnum):
    """Why personal data stays."""

    OPEN = "open"
    RECENT = "recent"
    NOT_ARCHIVED = "not_archived"
    LINKED = "linked"
    HANDED_OVER = "handed_over"
    DISPUTED = "disputed"
    UNPRINTED = "unprinted"


@dataclass(frozen=True, slots=True)
class Custody:
    """What is known of a dossier, of somebody turned away or of an online arrival, as far as it decides.

    `closed` is the day (YYYY-MM-DD) on which the office owed nothing more, "" before; `archived` says that
    a backup of the centre holds all that this PC told of it; `linked` that it is a pair with one still open;
    `handed` that papers were given and nobody recorded the receiver; `disputed` that an event of it waits
    for a person at the centre, or that another PC went on after the receipt was voided; `unprinted` that a
    paper of it still waits for a printer.
    """

    closed: str
    archived: bool = True
    linked: bool = False
    handed: bool = False
    disputed: bool = False
    unprinted: bool = False


@dataclass(frozen=True, slots=True)
class Purged:
    """When a PC purged personal data (ms UTC), and whether it was erased at the centre, on request."""

    at: int
    erased: bool


def closed_before(today: str, days: int = KEPT_DAYS) -> str:
    """Return the day before which something must have closed to be over its time."""
    return (datetime.date.fromisoformat(today) - datetime.timedelta(days=days)).isoformat()


def hold(custody: Custody, today: str) -> Hold | None:
    """Return why personal data must stay on `today` (YYYY-MM-DD), None where it may go."""
    if not custody.closed:
        return Hold.OPEN
    if custody.closed >= closed_before(today):
        return Hold.RECENT
    if custody.handed and custody.closed >= closed_before(today, HANDED_DAYS):
        return Hold.HANDED_OVER
    held = (
        (not custody.archived, Hold.NOT_ARCHIVED),
        (custody.linked, Hold.LINKED),
        (custody.disputed, Hold.DISPUTED),
        (custody.unprinted, Hold.UNPRINTED),
    )
    return next((why for stays, why in held if stays), None)
