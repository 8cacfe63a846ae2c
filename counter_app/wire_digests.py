"""Shapes in which a counter holds its dossiers against the centre's, day by day, shared by both ends."""

import msgspec

from counter_app.wire import Quarantined

MOST_DAYS = 1000  # before `since` that are told of


class DigestsRequest(msgspec.Struct, frozen=True):
    """Ask for a digest of each day's dossiers from `since`, folded by `shape`, as they are at `position`.

    Of the days before, those named in `days` are told too, and those of which the centre has an open dossier;
    None, from an older PC: of none. `former` are the installations that the caller was before. `apart_of`:
    the caller can leave out all that a PC told of.
    """

    position: int
    since: str
    shape: str
    days: list[str] | None = None
    former: list[str] = []
    apart_of: bool = False


class DigestsAnswer(msgspec.Struct, frozen=True):
    """Digests by day, without the dossiers `apart` of which an event does not count; `quarantined` are the
    caller's own. `position` is -1 where the centre stands elsewhere by now, or folds otherwise. `doubted` is
    all that others told of people and leaves and does not count; None: too much, or an older centre's.
    `older` are the days before `since` that are told of; None: an older centre's. Of the PCs `apart_of` more
    does not count than is told apart: every dossier of which they told anything is left out.
    """

    position: int
    days: dict[str, str]
    apart: list[str]
    quarantined: list[Quarantined]
    store_epoch: str
    now: int
    doubted: list[Quarantined] | None = None
    older: list[str] | None = None
    apart_of: list[str] = []
