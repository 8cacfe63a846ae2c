"""What may be received: procedures with limits, fees and papers per channel, in dated versions."""

import functools
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from counter_app.errors import Refused

MAX_QUERY = 200
WORD = re.compile(r"[a-z0-9]+(?:\.[0-9]+)*")


class Channel(StrEnum):
    """How a dossier arrives."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    POST = "post"


class LimitUnit(StrEnum):
    """What a limit counts in; the values are the suffixes of `3wd`, `15d`, `8wh`, `2m`, `same-day`."""

    WORKING_DAYS = "wd"
    CALENDAR_DAYS = "d"
    WORKING_HOURS = "wh"
    MONTHS = "m"
    SAME_DAY = "same-day"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit. `amount` counts whole units and is 0 for same-day."""

    amount: int
    unit: LimitUnit


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part of the limit of a joint procedure (liên thông, DOMAIN §2.13)."""

    unit: str
    limit: Limit


class AfterWait(StrEnum):
    """How a limit goes on when a wait ends: from zero, or from where it stopped (DOMAIN §2.11)."""

    RESTART = "restart"
    PAUSE = "pause"


class Need(StrEnum):
    """How much a listed paper is needed; only a missing MUST leads to Form 02."""

    MUST = "must"
    IF_APPLIES = "if_applies"
    SHOW_ONLY = "show_only"


class PaperKind(StrEnum):
    """What the citizen hands in."""

    ORIGINAL = "original"
    COPY = "copy"
    CERTIFIED = "certified"


@dataclass(frozen=True, slots=True)
class Paper:
    """One row of a procedure's check list. `label` is short and editable, `full` the published prose."""

    label: str
    full: str
    need: Need
    kind: PaperKind = PaperKind.ORIGINAL
    count: int = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """What one channel of a procedure promises and costs.

    `limit` is None while no administrator has confirmed it; `fee` is VND per unit, None where no fee is
    listed (then none can be charged); `ground` says where the limit was read. `parts` are what each unit of
    a joint procedure has of the limit, in the order in which the papers go; empty for all others.
    """

    channel: Channel
    limit: Limit | None
    fee: int | None
    fee_note: str
    ground: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """A published administrative procedure (thủ tục hành chính), as one version of the catalogue has it.

    `required` names the applicant's fields that this procedure needs besides the name
    (of: id_number, birth_date, address, phone, email). `resolving_unit` is "" for the office itself;
    `after_supplement` how its limit goes on once a supplement is complete.
    """

    code: str
    name: str
    field: str
    decision: str
    result: str
    terms: tuple[Terms, ...]
    papers: tuple[Paper, ...]
    required: tuple[str, ...] = ()
    resolving_unit: str = ""
    saturday_morning: bool = False
    after_supplement: AfterWait = AfterWait.RESTART

    def on(self, channel: Channel) -> Terms:
        """Return the channel's terms. Raises Refused: channel_not_offered."""
        for terms in self.terms:
            if terms.channel is channel:
                return terms
        raise Refused("channel_not_offered", "channel", procedure=self.code, channel=channel.value)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All procedures in force from `effective` (YYYY-MM-DD, +07:00) until the next version."""

    version: int
    effective: str
    procedures: tuple[Procedure, ...]

    def find(self, code: str) -> Procedure:
        """Return the procedure of that code. Raises Refused: unknown_procedure."""
        for procedure in self.procedures:
            if procedure.code == code:
                return procedure
        raise Refused("unknown_procedure", "procedure", procedure=code)


class _Unmarked(dict[int, int | None]):
    """What `str.translate` makes of each letter, found when it is first met: marks fall away."""

    def __missing__(self, letter: int) -> int | None:
        return self.setdefault(letter, None if unicodedata.category(chr(letter)) == "Mn" else letter)


_UNMARKED = _Unmarked()


def fold(text: str) -> str:
    """Return `text` as people type it in haste: lower case, no marks, đ as d."""
    return unicodedata.normalize("NFD", text.lower().replace("đ", "d")).translate(_UNMARKED)


def search(catalogue: Catalogue, query: str) -> tuple[Procedure, ...]:
    """Return the procedures of which each word of `query` begins a word of the name, the field or the code.

    The best come first: the code, then names that hold the whole phrase (the shortest first), then others.
    Nothing asked is everything, by name; only the first 200 characters are read.
    """
    words = WORD.findall(fold(query[:MAX_QUERY]))
    starts, phrase = [f" {word}" for word in words], f" {' '.join(words)}"
    found = []
    for procedure in catalogue.procedures:
        code, name, everything = _folded(procedure.code, procedure.name, procedure.field)
        if all(start in everything for start in starts):
            rank = 0 if words and phrase in code else 1 if phrase in name else 2
            found.append((rank, len(name), name, procedure.code, procedure))
    return tuple(procedure for *_, procedure in sorted(found, key=lambda hit: hit[:4]))


@functools.lru_cache(maxsize=8192)
def _folded(code: str, name: str, field: str) -> tuple[str, str, str]:
    """Return code, name and all three as folded words, each behind a space: ` dang ky khai sinh`."""
    codes = f" {code} {code.partition('.')[2]}"
    names, fields = (" " + " ".join(WORD.findall(fold(text))) for text in (name, field))
    return codes, names, codes + names + fields
