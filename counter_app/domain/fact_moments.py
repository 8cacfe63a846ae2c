"""Whether the minutes that a fact tells of can be told to people: what else a modified client may say."""

import dataclasses
import functools

from counter_app.domain.events import DossierReceived, PapersAsked
from counter_app.domain.kinds import KINDS, Fact
from counter_app.domain.moments import check_minute

_DUE = ("window", "new_due", "share_due", "earlier_due")
_MOMENTS = ("at", *_DUE, "instead", "back", "captured", "reckoned", "before")


@functools.cache
def _told(kind: str) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(KINDS[kind]) if field.name in _MOMENTS)


def check_moments(fact: Fact) -> None:
    """Refuse a fact with a minute outside the years 2000 to 2099. Raises Refused: bad_moment."""
    if isinstance(fact, DossierReceived):
        check_minute(fact.received)
        check_minute(fact.due)
    if isinstance(fact, PapersAsked):
        check_minute(fact.asked)
        return
    for name in _told(fact.KIND):
        if (value := getattr(fact, name)) is not None:
            check_minute(value)
    if (promise := getattr(fact, "promise", None)) is not None:
        waits = [minute for wait in promise.waits for minute in (wait.began, wait.ended)]
        for minute in (promise.at, promise.received, *waits):
            check_minute(minute)
    for span in getattr(fact, "spans", ()):
        check_minute(span.begin)
        check_minute(span.end)
