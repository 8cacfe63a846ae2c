"""Everything that stands behind one dossier's dates, put together for a person to follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.events import DocumentPrinted, DossierReceived, Event
from counter_app.domain.kinds import Fact
from counter_app.domain.promise_events import ApologySigned, Promise
from counter_app.domain.recomputation import Difference, promise_of
from counter_app.domain.retention import Purged
from counter_app.domain.shares import Share
from counter_app.errors import CounterError


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the dossier, in stored order.

    `actor` is the person's name, "" where the office no longer lists him; `fault` says why signature, hash
    or personal data do not prove the event, None where they do; `fact` is None where this app cannot read it.
    """

    event: Event
    actor: str
    acknowledged: bool
    fault: CounterError | None
    fact: Fact | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """One dossier: its reception, what was promised and by which rules, and every event since.

    `editions` counts by version the editions held of each calendar; `shares` is how the receipt's limit is
    laid out over the units of a joint procedure, empty where its calendar or rules are not held. `purged` is
    set once this PC keeps no personal data of it.
    """

    code: str
    reception: Step
    fact: DossierReceived
    editions: Mapping[int, int]
    steps: tuple[Step, ...]
    differences: tuple[Difference, ...]
    shares: tuple[Share, ...] = ()
    purged: Purged | None = None

    def printed(self) -> Iterator[tuple[Step, DocumentPrinted]]:
        """Yield the copies that a printer took, each with its event."""
        for step in self.steps:
            if isinstance(step.fact, DocumentPrinted):
                yield step, step.fact

    def promises(self) -> Iterator[tuple[Step, Promise]]:
        """Yield every promise with its event, the receipt's first: none takes another's place."""
        for step in self.steps:
            promise = promise_of(step.fact)
            if promise is None or (step is not self.reception and isinstance(step.fact, DossierReceived)):
                continue
            # On a leaf of a paper book stands what is promised, whatever is reckoned.
            leaf = step.fact if isinstance(step.fact, DossierCaptured) else None
            yield step, replace(promise, at=leaf.due) if leaf else promise

    def extensions(self) -> Iterator[tuple[Step, ApologySigned]]:
        """Yield the signed slips of Form 04, each with its event."""
        for step in self.steps:
            if isinstance(step.fact, ApologySigned):
                yield step, step.fact

    @property
    def holds(self) -> bool:
        """Whether every event is proved and everything reckoned again came out the same."""
        proved = all(step.fault is None for step in self.steps)
        return proved and all(difference.apart for difference in self.differences)
