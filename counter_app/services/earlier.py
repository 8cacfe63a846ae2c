"""What somebody was told before about the same procedure: sent away, or a dossier that ended lately."""

import json
from dataclasses import dataclass

from counter_app.domain import links
from counter_app.domain.commands import Applicant
from counter_app.domain.dossier import person_key
from counter_app.services import reading, recording
from counter_app.services.counter import Counter
from counter_app.store import claims
from counter_app.store import day as store


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Sent away with `form` 02 (then `missing` says for what) or 03, at a minute UTC."""

    form: str
    at: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """`turned_away` newest first; of the same person and procedure as (code, last promise), oldest first:

    `ended` within 30 days, to which a new one is linked, and `open`.
    """

    turned_away: tuple[TurnedAway, ...] = ()
    ended: tuple[tuple[str, int], ...] = ()
    open: tuple[tuple[str, int], ...] = ()


def known(counter: Counter, reader_id: str, procedure: str, applicant: Applicant) -> Earlier:
    """Return what is known of this person and procedure; nothing of somebody without a name."""
    if not applicant.name.strip():
        return Earlier()
    person = person_key(applicant).encode(errors="replace").decode()
    now = recording.minute_of(counter.clock.now())
    with reading.opened(counter, reader_id) as conn:
        away = store.turned_away(conn, procedure, person)
        since = now - links.LINKED_WITHIN
        found = claims.of_person(conn, links.identity(applicant), procedure, since)
    turned_away = tuple(TurnedAway(form, at, tuple(json.loads(missing))) for form, at, missing in away)
    still = tuple((claim.code, claim.due) for claim in sorted(found, key=_received) if claim.open)
    return Earlier(turned_away, links.ended_lately(found, now), still)


def _received(claim: links.Claim) -> tuple[int, str]:
    return (claim.received, claim.code)
