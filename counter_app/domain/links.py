"""Which dossiers are the same person's same procedure over again: a fresh receipt hides no late one."""

import itertools
from collections import defaultdict
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


class Pair(NamedTuple):
    """A dossier, and the `earlier` one that it may hide, with that one's last promise (minute UTC)."""

    code: str
    earlier: str
    earlier_due: int


class Claimed(NamedTuple):
    """A dossier with every identity and every procedure that it ever had; none when they were erased."""

    claim: Claim
    persons: frozenset[Identity]
    procedures: frozenset[str]


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
    """Return as `pairs` what an act of the minute `now` puts on record."""
    return [DossierLinked(pair.code, now, pair.earlier, pair.earlier_due) for pair in pairs(own, others)]


def among(claimed: Iterable[Claimed]) -> set[Pair]:
    """Return the pairs among dossiers of an office, in whatever order they are told.

    One of which no identity is kept is in none: nobody can say any more whose it was.
    """
    alike: dict[tuple[str, ...], list[Claimed]] = defaultdict(list)
    for one in set(claimed):
        keys = {("name", who.name) for who in one.persons if who.name}
        keys |= {("number", who.number) for who in one.persons if who.name and who.number}
        for key, procedure in itertools.product(keys, one.procedures):
            alike[(procedure, *key)].append(one)
    return {
        pair
        for found in alike.values()
        for one, other in itertools.product((each for each in found if each.claim.ended is not None), found)
        if one.claim.code != other.claim.code
        and any(same_person(*both) for both in itertools.product(one.persons, other.persons))
        for pair in pairs(one.claim, [other.claim])
    }


def same_person(one: Identity, other: Identity) -> bool:
    """Tell whether two identities are one person's."""
    if one.number and other.number:
        return one.number == other.number
    return one.name == other.name != ""


def pairs(own: Claim, others: Iterable[Claim]) -> list[Pair]:
    """Return the pairs of a dossier and the `others` of its person and procedure.

    The newer names the one that ended, whichever came first: reception, or the end of the other. Of two of
    one minute the one that ended, or ended first, is the older: codes of two PCs tell no order.
    """
    found = []
    for other in sorted(others, key=_by_end):
        older, newer = sorted((own, other), key=_by_age)
        if older.ended is not None and abs(newer.received - older.ended) <= LINKED_WITHIN:
            found.append(Pair(newer.code, older.code, older.due))
    return found


def _by_age(claim: Claim) -> tuple[int, bool, int, str]:
    return (claim.received, claim.ended is None, claim.ended or 0, claim.code)


def _by_end(claim: Claim) -> tuple[int, str]:
    return (claim.received if claim.ended is None else claim.ended, claim.code)
