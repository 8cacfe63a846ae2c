"""A person's word for the time while the centre is silent: today's date confirmed, or the clock corrected."""

from counter_app.domain import permissions
from counter_app.domain.clock import AHEAD, Anchor
from counter_app.domain.clock_correction import CorrectClock, correct
from counter_app.domain.clock_events import ClockCorrected
from counter_app.domain.dossier import local_day
from counter_app.domain.numbering import latest_minute
from counter_app.domain.people import find_person
from counter_app.host.clock import Moment
from counter_app.services import recording
from counter_app.services.counter import MINUTE_MS, Counter
from counter_app.store import installation
from counter_app.wire import Briefing


def reach(told: Briefing | None, anchor: Anchor | None) -> int | None:
    """Return the last moment (ms) of which this PC gives codes, counted from the centre's last word."""
    if told is None:
        return None
    day = local_day(anchor.signed_ms // MINUTE_MS) if anchor else told.lane.valid_from
    return latest_minute(told.lane, told.lanes, day) * MINUTE_MS


def asked_day(counter: Counter) -> str:
    """Return the day (YYYY-MM-DD) of which a person is asked whether it is today, "" for no doubt."""
    asked = counter.clock.asked
    return "" if asked is None else local_day(asked // MINUTE_MS)


def confirm_today(counter: Counter, day: str) -> None:
    """Take a person's word, until the next start of the PC or contact, that `day` is today.

    Only of the day that is asked for still: another one was on the screen a moment ago, and is asked anew.
    """
    asked = counter.clock.asked
    if asked is None or local_day(asked // MINUTE_MS) != day:
        return
    word = counter.clock.word(asked)
    with counter.store.write() as conn:
        installation.save_word(conn, word)
    counter.clock.believe(word)


def correct_clock(counter: Counter, command: CorrectClock) -> str:
    """Let this PC's time be what a supervisor says, until the centre is heard; return the event's id.

    What comes after bears that time, also where it is earlier than what came before: the order is `seq`. He
    must be a supervisor on the day that the clock told until then, too: by naming another nobody becomes one.
    The same id again changes nothing. Raises Refused: those of `clock_correction.correct`, not_permitted,
    unknown_person, not_signed_in, key_ended, bad_event_id; Damaged: log_forked, log_rolled_back.
    """
    clock, own = counter.clock, counter.installation.installation_id
    with counter.store.write() as conn:
        if recording.known(conn, command.event_id, ClockCorrected):
            return command.event_id
        recording.check_writable(conn, counter)
        reference, before = counter.reference(conn), clock.now()
        find_person(reference.briefing.people, command.actor_id)
        earliest, latest = clock.earliest, clock.latest
        fact = correct(command, before, _minute(earliest), _minute(latest))
        permissions.check_makes(reference.roles(command.actor_id, recording.day_at(before)), ClockCorrected)
        word = clock.word(
            max(fact.at * MINUTE_MS, earliest or 0)
        )  # to the second where the minute is the same
        recording.record(conn, counter, command, [(own, fact)], Moment(word.ms, AHEAD), reference)
        installation.save_word(conn, word)
    clock.believe(word, lower=True)
    return command.event_id


def _minute(ms: int | None) -> int | None:
    return None if ms is None else ms // MINUTE_MS
