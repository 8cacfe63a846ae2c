"""What is known of one dossier now; `history` folds its facts into it."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from counter_app.domain.catalog import Channel
from counter_app.domain.catalog import fold as fold_marks
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.moments import day_iso, day_of

RECEIPT = "01"  # the form whose copies are counted


class State(IntEnum):
    """The national portal's code of a dossier's state (DOMAIN §5); VOID is ours, the portal has none."""

    VOID = 0
    RECEIVED = 2
    REFUSED = 3
    IN_PROGRESS = 4
    SUPPLEMENT = 5
    PAYMENT = 6
    WITHDRAWN = 7
    STOPPED = 8
    RESOLVED = 9
    RETURNED = 10


class Lateness(StrEnum):
    """How a dossier stands to its promises; reports show them apart.

    LATE_BY_FIRST kept the last promise, but not the one the citizen was given first, before restarts.
    ENDED went without a result (voided, withdrawn, refused, stopped) before any promise was missed.
    """

    ON_TIME = "on_time"
    LATE = "late"
    WITHIN_EXTENSION = "within_extension"
    LATE_BY_FIRST = "late_by_first"
    ENDED = "ended"


# The worst first; the first two are a miss, and owe an explanation.
_WORST = (Lateness.LATE, Lateness.WITHIN_EXTENSION, Lateness.LATE_BY_FIRST, Lateness.ON_TIME, Lateness.ENDED)
MISSES = _WORST[:2]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One dossier as its facts leave it; all moments are minutes UTC, None where nothing happened.

    `event_id`, `installation_id`, `seq`, `actor_id` are those of the reception, `day` its local day. `name`
    and `person_key` are "" once the personal data is purged. `first_due` is the promise of the receipt,
    `due` the last one made by a restart or a pause, `extended_due` the date of a signed Form 04: "late" is
    judged by `due`. `fee_amount` (VND) is None where no fee was charged. `copies_printed` counts issued
    copies of the receipt, `amended` its replacements, `asked` the supplements.

    The last promise was reckoned by the limit's `limit_amount` and `limit_unit` and the `calendar` of that
    version, from the minute `since`: reception, or the last restart; None where a pause counts in.

    `waiting_since` is set while the citizen must act. `holder` is the unit that has the papers, "" the desk;
    `moved` the last step. `arrived` decides lateness: at the desk, released online, or with the post.
    `told` is when the citizen heard of the result; `ended` when it was refused, stopped, withdrawn or voided.
    `apology` is when Form 04 was prepared, then when it was signed; it extends only by `apology_latest`.
    `missed` is how it stood when a wait or another procedure moved a promise that was already missed, ""
    where none was: no new promise washes that off. `explained` is when the officer last explained.
    `linked_to` is the code of an earlier dossier that ended within 30 days of the reception.
    """

    code: str
    event_id: str
    installation_id: str
    seq: int
    actor_id: str
    procedure: str
    procedure_name: str
    channel: Channel
    received: int
    first_due: int
    due: int
    day: str
    name: str
    person_key: str
    return_by: ReturnBy
    resolving_unit: str
    limit_amount: int
    limit_unit: str
    calendar: int
    since: int | None
    state: State = State.RECEIVED
    fee_amount: int | None = None
    fee_paid: bool = False
    fee_exempt: bool = False
    copies_printed: int = 0
    extended_due: int | None = None
    waiting_since: int | None = None
    asked: int = 0
    holder: str = ""
    moved: int = 0
    resolved: int | None = None
    arrived: int | None = None
    told: int | None = None
    returned: int | None = None
    ended: int | None = None
    apology: int | None = None
    apology_latest: int | None = None
    missed: str = ""
    explained: int | None = None
    amended: int = 0
    linked_to: str = ""
    at_once: bool = False

    @property
    def open(self) -> bool:
        """Whether the office still owes something: neither returned nor ended."""
        return self.returned is None and self.ended is None

    @property
    def watched(self) -> int | None:
        """The promise that runs now: None while the citizen must act, and once the result is there."""
        if not self.open or self.arrived is not None or self.waiting_since is not None:
            return None
        return self.promised

    @property
    def promised(self) -> int:
        """The date that binds, also while a wait lasts: the last promise, or its extension in time."""
        return self.due if self.extension is None else self.extension

    @property
    def extension(self) -> int | None:
        """The date of a Form 04 signed in time; None also where a later one only apologises."""
        return self.extended_due if self.extended_in_time else None

    @property
    def extended_in_time(self) -> bool:
        """Whether Form 04 came a day before expiry: a later one only apologises (NĐ61 Art. 19.9)."""
        if self.extended_due is None or self.apology is None or self.apology_latest is None:
            return False
        return self.apology <= self.apology_latest

    def missed_at(self, at: int) -> str:
        """Return what `missed` is once the promise is moved at `at`: the worse of then and before.

        Who moved it may not have heard that the clock stood still, or that the result was there.
        """
        judged = self._against_last(self._until(at))
        if judged not in MISSES:
            return self.missed
        return _worse(judged, Lateness(self.missed)).value if self.missed else judged.value

    def unexplained(self, now: int) -> bool:
        """Whether an officer's explanation is owed: for the last promise, or for a miss without any."""
        if self.missed and self.explained is None:
            return True
        late = self._judged(now) in MISSES
        return late and (self.explained is None or self.explained <= self.due)

    def lateness(self, now: int) -> Lateness:
        """Judge what happened, or `now` while nothing has, against the promises.

        Neither "resolved" by the unit nor the day on which the citizen comes counts; a wait stops the clock.
        A promise that was missed before it was moved stays missed.
        """
        judged = self._judged(now)
        return _worse(judged, Lateness(self.missed)) if self.missed else judged

    def _judged(self, now: int) -> Lateness:
        judged = self._against_last(self._until(now))
        resultless = self.arrived is None and self.ended is not None
        return Lateness.ENDED if resultless and judged is Lateness.ON_TIME else judged

    def _until(self, now: int) -> int:
        """Return the minute up to which the promise is judged."""
        return next((at for at in (self.arrived, self.waiting_since, self.ended) if at is not None), now)

    def _against_last(self, at: int) -> Lateness:
        if at > self.due:
            kept = self.extended_in_time and self.extended_due is not None and at <= self.extended_due
            return Lateness.WITHIN_EXTENSION if kept else Lateness.LATE
        return Lateness.LATE_BY_FIRST if at > self.first_due else Lateness.ON_TIME


def _worse(one: Lateness, other: Lateness) -> Lateness:
    return min(one, other, key=_WORST.index)


def person_key(applicant: Applicant | None) -> str:
    """Return what makes two applicants the same person: the number, else folded name and birth date."""
    if applicant is None:
        return ""
    number = applicant.id_number.replace(" ", "").upper()
    return number or f"{folded(applicant.name)}|{applicant.birth_date}"


def folded(text: str) -> str:
    """Return `text` as people type it in haste: lower case, no marks, đ as d, single spaces."""
    return " ".join(fold_marks(text).split())


def local_day(minute: int) -> str:
    """Return the day YYYY-MM-DD at +07:00 of a minute since 1970-01-01T00:00Z."""
    return day_iso(day_of(minute))
