"""A briefing that came: nothing is kept of one with which this PC could not receive."""

from counter_app import seal
from counter_app.domain import numbering, paper_book, rules
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.dossier import local_day
from counter_app.errors import Refused
from counter_app.services.counter import MINUTE_MS, Counter
from counter_app.store import briefing as briefings
from counter_app.store import disbelief, projections
from counter_app.wire import Briefing


def check(briefing: Briefing, centre_key: bytes, installation_id: str, now: int) -> None:
    """Refuse a briefing with which nothing could be received at `now` (ms UTC).

    Raises Refused: lane_forged (not signed by the centre's key, or another's), book_forged, training_serial,
    lane_not_valid_on_day, bad_code, bad_catalogue, bad_calendar, bad_hours, unknown_rules.
    """
    for book in briefing.books:
        if not seal.verify(centre_key, paper_book.book_bytes(book), book.signature):
            raise Refused("book_forged", None, book=book.book_id)
    for lane in (briefing.lane, *briefing.lanes):
        if not seal.verify(centre_key, numbering.lane_bytes(lane), lane.signature):
            raise Refused("lane_forged", None, lane=lane.lane_id)
        numbering.check_official(max(lane.last, lane.recovery_last))
    if briefing.lane.installation_id != installation_id:
        raise Refused("lane_forged", None, lane=briefing.lane.lane_id)
    day = local_day(now // MINUTE_MS)
    lane = numbering.lane_on(briefing.lane, briefing.lanes, day)
    numbering.format_code(lane.agency_id, day, numbering.next_serial(lane, day, None))
    if not briefing.catalogues:
        raise Refused("bad_catalogue")
    for told in briefing.calendars():
        WorkCalendar(told.version, told.days, briefing.hours)
    rules.rule_set(briefing.rules)


def take(counter: Counter, briefing: Briefing, heard: int, told: str = "") -> str:
    """Keep a briefing that the centre told at `heard` (ms UTC), with its digest; return why not, or ""."""
    here = counter.installation
    try:
        check(briefing, here.centre_key, here.installation_id, heard)
    except Refused as refused:
        return refused.code
    with counter.store.write() as conn:
        before = disbelief.lanes(conn)
        briefings.save(conn, briefing, heard, told)
        projections.refold(conn, disbelief.judged_anew(conn, before))
    return ""
