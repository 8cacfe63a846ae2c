"""An administrator's answers to the doubts about a published catalogue: their shapes and their checks."""

from collections.abc import Iterator
from dataclasses import dataclass

from counter_app.domain import codec
from counter_app.domain.catalog import AfterWait, Channel, Limit, LimitUnit, Need, PaperKind, Part
from counter_app.domain.catalog_source import MAX_FEE, MAX_LIMIT, MAX_PROCEDURES, clean
from counter_app.domain.shares import check_parts
from counter_app.errors import Refused

MAX_LABEL, MAX_GROUND, MAX_COUNT = 60, 500, 99
MAX_PARTS, MAX_UNIT = 12, 120
APPLICANT_FIELDS = ("id_number", "birth_date", "address", "phone", "email")


@dataclass(frozen=True, slots=True)
class ConfirmedPart:
    """What the unit of that name has of a joint procedure's limit."""

    name: str
    value: int
    unit: LimitUnit


@dataclass(frozen=True, slots=True)
class ConfirmedChannel:
    """What one channel promises and costs, and where that was read.

    `published` quotes the row that is answered (see `catalog_doubts.stated`): once the row is published
    anew with other values the answer no longer holds. `tryout_only` marks a limit without such a ground.
    """

    channel: Channel
    published: str
    value: int
    unit: LimitUnit
    fee: int | None
    ground: str
    fee_note: str | None = None
    tryout_only: bool = False
    parts: tuple[ConfirmedPart, ...] = ()

    @property
    def limit(self) -> Limit:
        """The limit as the catalogue keeps it."""
        return Limit(self.value, self.unit)

    @property
    def shares(self) -> tuple[Part, ...]:
        """The parts as the catalogue keeps them."""
        return tuple(Part(clean(part.name), Limit(part.value, part.unit)) for part in self.parts)


@dataclass(frozen=True, slots=True)
class ConfirmedPaper:
    """One published row of papers, in the published order, recognised by how its cleaned text begins.

    Either a `note` (no paper at all, left out of the check list), or a short `label` with its `need`.
    """

    published: str
    note: bool = False
    label: str = ""
    need: Need | None = None
    kind: PaperKind = PaperKind.ORIGINAL
    count: int = 1


@dataclass(frozen=True, slots=True)
class ConfirmedProcedure:
    """All answers about one procedure; what is left out stays in doubt.

    `after_supplement` is for sectors whose limit pauses (DOMAIN §2.11); the law's own is a restart.
    """

    code: str
    channels: tuple[ConfirmedChannel, ...] = ()
    papers: tuple[ConfirmedPaper, ...] = ()
    required: tuple[str, ...] = ()
    resolving_unit: str = ""
    after_supplement: AfterWait = AfterWait.RESTART


@dataclass(frozen=True, slots=True)
class Confirmations:
    """The whole file: who answered, on which day (YYYY-MM-DD), and a remark for people."""

    confirmed_by: str = ""
    confirmed_on: str = ""
    note: str = ""
    procedures: tuple[ConfirmedProcedure, ...] = ()


def read(confirmations: object) -> dict[str, tuple[int, ConfirmedProcedure]]:
    """Return (index, answers) by procedure code.

    Raises Refused, each with the path of the wrong place: bad_confirmation, shares_exceed_whole and
    shares_fall_short (parts that are not the limit).
    """
    try:
        whole = codec.read(Confirmations, confirmations, "confirmed")
    except Refused as refused:
        raise Refused("bad_confirmation", refused.field) from refused
    for path, sane in _checks(whole):
        if not sane:
            raise Refused("bad_confirmation", path)
    for index, procedure in enumerate(whole.procedures):
        for row, channel in enumerate(procedure.channels):
            path = f"confirmed.procedures[{index}].channels[{row}].parts"
            check_parts(channel.shares, channel.limit, path)
    return {procedure.code: (index, procedure) for index, procedure in enumerate(whole.procedures)}


def _checks(whole: Confirmations) -> Iterator[tuple[str, bool]]:
    codes = [procedure.code for procedure in whole.procedures]
    yield "confirmed.procedures", len(codes) <= MAX_PROCEDURES and len(set(codes)) == len(codes)
    for index, procedure in enumerate(whole.procedures):
        at = f"confirmed.procedures[{index}]"
        yield f"{at}.required", set(procedure.required) <= set(APPLICANT_FIELDS)
        yield f"{at}.resolving_unit", len(procedure.resolving_unit) <= MAX_GROUND
        channels = [channel.channel for channel in procedure.channels]
        yield f"{at}.channels", len(set(channels)) == len(channels)
        for row, channel in enumerate(procedure.channels):
            yield f"{at}.channels[{row}]", _sane_channel(channel)
        labels = [paper.label for paper in procedure.papers if not paper.note]
        yield f"{at}.papers", len(set(labels)) == len(labels)
        for row, paper in enumerate(procedure.papers):
            yield f"{at}.papers[{row}]", _sane_paper(paper)


def _sane_channel(channel: ConfirmedChannel) -> bool:
    same_day = channel.unit is LimitUnit.SAME_DAY
    return (
        (channel.value == 0 if same_day else 0 < channel.value <= MAX_LIMIT)
        and (channel.fee is None or 0 <= channel.fee <= MAX_FEE)
        and 0 < len(clean(channel.ground)) <= MAX_GROUND
        and len(channel.fee_note or "") <= MAX_GROUND
        and len(channel.parts) <= MAX_PARTS
        and all(
            0 < len(clean(part.name)) <= MAX_UNIT and 0 < part.value <= MAX_LIMIT for part in channel.parts
        )
    )


def _sane_paper(paper: ConfirmedPaper) -> bool:
    if not paper.published.strip():
        return False
    if paper.note:
        return not paper.label and paper.need is None
    return (
        0 < len(paper.label) <= MAX_LABEL
        and paper.label == clean(paper.label)
        and paper.need is not None
        and 0 < paper.count <= MAX_COUNT
    )
