"""Which dossiers are the same person's same procedure over again: a fresh receipt hides no late one."""

from collections.abc import Iterable
from typing import NamedTuple

from counter_app.domain.commands import Applicant
from counter_app.domain.dossier import folded
from counter_app.domain.step_events import DossierLinked

LINKED_WITHIN = 30 * 24 * 60  # minutes between one's end and the other's reception


class Identity(NamedTuple):
    """Who somebody says to be: the `number` of a paper, "" for none, and the folded `name`.

    The same number is the same person; the same name is, unless both have numbers, which then differ.
    """

    number: str
    name: str


class Claim(NamedTuple):
    """A dossier of some person and procedure; minutes UTC. `due` is its last promise."""

    code: str
    received: int
    due: int
    ended: int | None
    open: bool


def identity(applicant: Applicant) -> Identity:
    """Return who that is; half a letter, which reception refuses, matches nobody."""
    number, name = applicant.id_number.replace(" ", "").upper(), folded(applicant.name)
    return Identity(*(text.encode(errors="replace").decode() for text in (number, name)))


def ended_lately(claims: Iterable[Claim], received: int) -> tuple[tuple[str, int], ...]:
    """Return (code, last promise) of those that ended without a result within 30 days before `received`."""
    since = received - LINKED_WITHIN
    found = [claim for claim in claims if claim.ended is not None and claim.ended >= since]
    return tuple((claim.code, claim.due) for claim in sorted(found, key=_by_end))


def links(own: Claim, others: Iterable[Claim], now: int) -> list[DossierLinked]:
    """Return the links between a dossier and the `others` of its person and procedure.

    The newer names the one that ended, whichever came first: reception, or the end of the other. Two of
    one minute stand in the order of their codes.
    """
    found = []
    for other in sorted(others, key=_by_end):
        older, newer = sorted((own, other), key=lambda claim: (claim.received, claim.code))
        if older.ended is not None and abs(newer.received - older.ended) <= LINKED_WITHIN:
            found.append(DossierLinked(newer.code, now, older.code, older.due))
    return found


def _by_end(claim: Claim) -> tuple[int, str]:
    return (claim.received if claim.ended is None else claim.ended, claim.code)
