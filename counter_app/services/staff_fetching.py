"""What is said of people at other PCs, fetched when somebody who may read it looks: proved, kept here."""

from collections.abc import Sequence

from counter_app.errors import Refused
from counter_app.remote import files
from counter_app.services.counter import Counter
from counter_app.store import withheld
from counter_app.wire_files import MOST_BESIDE, Beside, PersonalRequest

Told = list[Beside]


def fetch(counter: Counter, reader_id: str, event_ids: Sequence[str]) -> Told:
    """Ask the centre what lies beside events, at most 100 (net lane); the centre asks too who reads.

    It answers for the first of them, at least one, in their order. Raises Refused: not_permitted,
    not_signed_in, key_ended, personal_differs; Unavailable.
    """
    seat = counter.seats.get(reader_id)
    request = PersonalRequest(list(event_ids[:MOST_BESIDE]), reader_id)
    try:
        told = files.personal(counter.centre, request, seat.key if seat else None)
    except Refused as refused:
        if refused.code == "no_such_path":
            raise Refused("centre_outdated") from refused
        raise
    if [one.event_id for one in told] != request.event_ids[: len(told)] or not told:
        raise Refused("personal_differs")
    return told


def keep(counter: Counter, told: Told) -> int:
    """Keep what was fetched (db lane), return of how many events; nothing, where one proves to be wrong.

    Raises Refused: personal_differs.
    """
    found = [(one.event_id, one.personal) for one in told if one.personal is not None]
    with counter.store.write() as conn:
        withheld.keep(conn, found)
    return len(found)
