"""What may be received: procedures with limits, fees and papers per channel, in dated versions."""

from dataclasses import dataclass
from enum import StrEnum

from counter_app.errors import Refused


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
    listed (then none can be charged); `ground` says where the limit was read.
    """

    channel: Channel
    limit: Limit | None
    fee: int | None
    fee_note: str
    ground: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """A published administrative procedure (thủ tục hành chính), as one version of the catalogue has it.

    `required` names the applicant's fields that this procedure needs besides the name
    (of: id_number, birth_date, address, phone, email). `resolving_unit` is "" for the office itself.
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
