"""Whether the minutes that a fact tells of can be: what else a modified client may say."""

import dataclasses
import functools

from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.catalog import Channel
from counter_app.domain.events import DossierReceived, PapersAsked
from counter_app.domain.kinds import KINDS, Fact
from counter_app.domain.moments import check_minute
from counter_app.domain.online import OnlineArrived
from counter_app.errors import Refused

MINUTE_MS = 60_000

_DUE = ("window", "new_due", "share_due", "earlier_due")
_MOMENTS = ("at", *_DUE, "instead", "back", "captured", "reckoned", "before")


def own_minute(fact: Fact) -> int | None:
    """Return the minute in which a fact says it came to be: its event's own, or nobody can believe either.

    None where it says none; where it is the portal's, or that of an online dossier; and for a leaf of a paper
    book, whose times its book answers for (`paper_book.check_captured`).
    """
    if isinstance(fact, DossierReceived):
        desk = fact.channel is Channel.IN_PERSON and not isinstance(fact, DossierCaptured)
        return fact.received if desk else None
    if isinstance(fact, PapersAsked):
        return fact.asked
    return None if isinstance(fact, OnlineArrived) else getattr(fact, "at", None)


def check_own_minute(fact: Fact, happened_at: int) -> None:
    """Refuse a fact whose own minute is not its event's (ms UTC). Raises Refused: moment_differs."""
    own = own_minute(fact)
    # A range holds no text either, which a damaged store may have there.
    if own is not None and happened_at not in range(own * MINUTE_MS, (own + 1) * MINUTE_MS):
        raise Refused("moment_differs")


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
