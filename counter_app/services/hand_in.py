"""What former installations of this PC had not sent: brought to the centre under their own names."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.remote.client import Centre
from counter_app.services.counter import Counter
from counter_app.store import outbox, succession
from counter_app.wire import PushAnswer, PushRequest, WireEvent


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What the centre said to a batch of the installation `former` up to seq `sent`."""

    former: str
    answer: PushAnswer
    sent: int


def send(centre: Centre, batch: Sequence[WireEvent]) -> HandedIn | None:
    """Send a former installation's events (net lane); none is no request. Raises Refused, Unavailable."""
    if not batch:
        return None
    last = batch[-1].event
    return HandedIn(last.installation_id, centre.hand_in(PushRequest(list(batch))), last.seq)


def take(counter: Counter, told: HandedIn | None) -> bool:
    """Note what the centre holds of it (db lane); tell whether that moved.

    A centre restored from a backup may have lost what it held: then all of it is handed in again.
    """
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        moved = told is not None and succession.acknowledge(conn, told.former, told.answer, told.sent)
        forked = [one for one in told.answer.quarantined if one.code in outbox.APART] if told else []
        outbox.quarantine_events(conn, forked)
        succession.send_again(conn, outbox.state(conn, own).store_epoch)
    return moved


def revoked(counter: Counter) -> None:
    """Write nothing more under a name that the centre says is revoked."""
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        succession.end(conn, own, succession.REVOKED, counter.clock.now().ms)
