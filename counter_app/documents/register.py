"""Rows and counts of the register (Form 07) from dossiers: the counter and the centre both count here."""

from collections import Counter as Counts
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from counter_app.documents import wording
from counter_app.documents.form07 import Registered, Totals
from counter_app.domain.commands import Applicant
from counter_app.domain.dossier import Dossier, Lateness, State
from counter_app.domain.events import DossierReceived
from counter_app.domain.links import Pair
from counter_app.domain.step_events import DossierAmended

ERASED = Applicant(name="(đã xóa theo quy định)")
Intake = tuple[str, DossierReceived | DossierAmended]  # with its code
_NOTES = {
    State.VOID: "Đã hủy phiếu",
    State.REFUSED: "Từ chối giải quyết",
    State.STOPPED: "Dừng giải quyết",
    State.WITHDRAWN: "Người nộp rút",
    State.SUPPLEMENT: "Chờ bổ sung",
    State.PAYMENT: "Chờ nộp tiền",
}
_LATE_NOTES = {
    Lateness.LATE: "Quá hạn",
    Lateness.WITHIN_EXTENSION: "Quá hạn, trong gia hạn",
    Lateness.LATE_BY_FIRST: "Quá hẹn đầu",
}


class Book:
    """A register as it is written, page after page, and judged in the minute `now`."""

    def __init__(self, now: int) -> None:
        """Begin with no rows."""
        self._now = now
        self._kept: Counts[Lateness] = Counts()
        self.rows: list[Registered] = []

    def enter(
        self,
        page: Sequence[Dossier],
        intakes: Iterable[Intake],
        linked: Mapping[str, Sequence[Pair]] = MappingProxyType({}),
    ) -> None:
        """Enter dossiers in the order given; `intakes` are what was taken in and put right, as stored.

        `linked` has by code the earlier ones that a dossier may hide, in the order of their codes.
        """
        applicants: dict[str, Applicant] = {}
        sets: dict[str, int] = {}
        for code, fact in intakes:
            if isinstance(fact, DossierReceived):
                sets[code] = fact.sets
                applicants.setdefault(code, fact.applicant or ERASED)  # a correction may have come first
            elif fact.applicant is not None:
                applicants[code] = fact.applicant
        for dossier in page:
            applicant = applicants.get(dossier.code, ERASED)
            hidden = linked.get(dossier.code, ())
            self._enter(dossier, applicant, sets.get(dossier.code, 1), hidden)

    def totals(self) -> Totals:
        """Return the counts of what was entered."""
        return Totals(
            received=len(self.rows),
            returned=sum(row.returned is not None for row in self.rows),
            on_time=self._kept[Lateness.ON_TIME],
            late=self._kept[Lateness.LATE],
            late_extended=self._kept[Lateness.WITHIN_EXTENSION],
            late_first=self._kept[Lateness.LATE_BY_FIRST],
            ended=self._kept[Lateness.ENDED],
        )

    def _enter(self, dossier: Dossier, applicant: Applicant, sets: int, linked: Sequence[Pair]) -> None:
        late = judged(dossier, self._now)
        if late is not None:
            self._kept[late] += 1
        row = Registered(
            number=len(self.rows) + 1,
            code=dossier.code,
            procedure_name=dossier.procedure_name,
            person=applicant.name,
            received=dossier.received,
            promised=dossier.due,
            sets=sets,
            address=applicant.address,
            phone=applicant.phone,
            resolving_unit=dossier.resolving_unit,
            first_promised=dossier.first_due if dossier.first_due != dossier.due else None,
            extended=dossier.extension,
            ready=dossier.arrived,
            returned=dossier.returned,
            way=dossier.return_by,
            note=_note(dossier, late, linked),
        )
        self.rows.append(row)


def judged(dossier: Dossier, now: int) -> Lateness | None:
    """Return how a dossier stands to its promises: by its result's arrival, while there is none by `now`.

    None is one that runs and is not late.
    """
    late = dossier.lateness(now)
    running = dossier.arrived is None and dossier.ended is None
    return None if running and late is Lateness.ON_TIME else late


def _note(dossier: Dossier, late: Lateness | None, linked: Sequence[Pair]) -> str:
    hidden = {pair.earlier: f" (hẹn {wording.day(pair.earlier_due)})" for pair in linked}
    if dossier.linked_to:
        hidden.setdefault(dossier.linked_to, "")  # on record, though its person's name may be erased here
    notes = (
        _NOTES.get(dossier.state, ""),
        "Trả ngay" if dossier.at_once else "",
        _LATE_NOTES.get(late, "") if late else "",
        *(f"Liên quan {code}{promised}" for code, promised in hidden.items()),
    )
    return "; ".join(note for note in notes if note)
