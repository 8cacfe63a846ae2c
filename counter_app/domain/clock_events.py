"""A PC's clock put right by a person while its centre is silent: what the log says of it."""

from dataclasses import dataclass, field
from typing import ClassVar

from counter_app.domain.events import PERSONAL


@dataclass(frozen=True, slots=True)
class ClockCorrected:
    """From `at` (minute UTC, this event's own) this installation's time runs on, its subject.

    `before` is the minute that its clock told until then: mostly a later one.
    """

    KIND: ClassVar[str] = "clock.corrected"
    VERSION: ClassVar[int] = 1
    at: int
    before: int
    reason: str = field(metadata=PERSONAL, default="")
