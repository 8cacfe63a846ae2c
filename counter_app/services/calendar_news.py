"""A newer calendar over promises on paper: which are touched, and who told the citizen. It moves none."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from counter_app.domain import calendar_change, rules
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.calendar_change import Affected, Effect
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.commands import Applicant
from counter_app.domain.life.commands import TellCitizen
from counter_app.domain.moments import day_of
from counter_app.domain.promise_events import Promise
from counter_app.domain.rules import RuleSet
from counter_app.domain.step_events import About, CitizenTold, Means
from counter_app.errors import Refused
from counter_app.services import life, reading, recording, standing
from counter_app.services.counter import Counter
from counter_app.services.life import Acted
from counter_app.store import calendar_news as store
from counter_app.store import calendars, projections
from counter_app.store.calendar_news import Key, Promised
from counter_app.store.engine import Connection

__all__ = ["Effect", "Key", "Means", "Slice", "Survey", "Telling", "Told", "Touched"]


@dataclass(frozen=True, slots=True)
class Survey:
    """One look through all running promises: the calendar in force `now`, and those that came before it.

    `total` is how many promises run. `known` fills as older versions are met: each takes a while to build.
    """

    calendar: WorkCalendar
    ground: str
    rules: RuleSet
    now: int
    total: int
    known: dict[int, WorkCalendar | None] = field(default_factory=dict)

    def version(self, conn: Connection, number: int) -> WorkCalendar | None:
        """Return an older calendar as last told; None where this PC does not hold it."""
        if number not in self.known:
            self.known[number] = calendars.newest(conn, number)
        return self.known[number]


@dataclass(frozen=True, slots=True)
class Touched:
    """A promise that the new calendar touches; `due` is what the paper says and binds, extended or not.

    `propose` is the minute to tell the citizen where `kind` is PROMISE_ON_DAY_OFF, else what the law would
    give today, only to be shown. `told` says that the citizen was told of this very day.
    """

    code: str
    name: str
    procedure_name: str
    due: int
    kind: Effect
    propose: int | None
    told: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """What a part of a survey found among `read` promises; `next` is where to go on, None at the end."""

    touched: tuple[Touched, ...]
    read: int
    next: Key | None


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told of a day off, when (minute UTC), and by whom."""

    code: str
    name: str
    procedure_name: str
    due: int
    at: int
    by: str
    calendar: int


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody tells a citizen of the next working day; the day itself is reckoned, not typed in."""

    event_id: str
    actor_id: str
    code: str
    means: Means
    note: str = ""


def begin(counter: Counter, reader_id: str) -> Survey:
    """Return what a survey goes by. Raises Refused: not_enrolled."""
    with reading.opened(counter, reader_id) as conn:
        return _survey(conn, counter)


def look(
    counter: Counter, reader_id: str, survey: Survey, after: Key | None, most: int = store.CHUNK
) -> Slice:
    """Judge the next promises, at most so many, the earliest first."""
    with reading.opened(counter, reader_id) as conn:
        rows = [Promised._make(row) for row in store.promises(conn, after, most)]
        touched = tuple(_touched(conn, survey, rows))
    whole = len(rows) == most
    return Slice(touched, len(rows), Key(rows[-1].watched, rows[-1].code) if whole else None)


def told(counter: Counter, reader_id: str) -> tuple[Told, ...]:
    """Return who was told, the latest first."""
    with reading.opened(counter, reader_id) as conn:
        people = {person.person_id: person.name for person in counter.reference(conn).briefing.people}
        return tuple(
            Told(
                row.code,
                row.name,
                row.procedure_name,
                row.due,
                row.at,
                people.get(row.actor_id, row.actor_id),
                row.calendar,
            )
            for row in store.told(conn)
        )


def contact(counter: Counter, reader_id: str, code: str) -> Applicant:
    """Return whom to tell, as last put right. Raises Refused: unknown_dossier."""
    with reading.opened(counter, reader_id) as conn:
        links = tuple(projections.history(conn, [code]))
        if not links:
            raise Refused("unknown_dossier", "code", code=code[:60])
        around = life.surroundings(conn, counter, recording.minute_of(counter.clock.now()))
        return standing.after(links, links[-1][0].event_id, around).applicant


def tell(counter: Counter, telling: Telling) -> Acted:
    """Record that a citizen was told the next working day; the promise stays as it was printed.

    Raises Refused: not_on_day_off, and as `life.act`.
    """
    with counter.store.read() as conn:
        survey = _survey(conn, counter)
        row = store.promise(conn, telling.code)
        found = list(_touched(conn, survey, [Promised._make(row)])) if row else []
        known = recording.known(conn, telling.event_id, CitizenTold, telling.code)
    if not known and not (found and found[0].kind is Effect.PROMISE_ON_DAY_OFF):
        raise Refused("not_on_day_off", "code", code=telling.code[:60])
    command = TellCitizen(
        telling.event_id,
        telling.actor_id,
        telling.code,
        About.CALENDAR,
        telling.means,
        found[0].propose if found else None,
        survey.calendar.version,
        telling.note,
    )
    return life.act(counter, command)


def _survey(conn: Connection, counter: Counter) -> Survey:
    reference = counter.reference(conn)
    rule = rules.rule_set(reference.briefing.rules)
    now = recording.minute_of(counter.clock.now())
    return Survey(reference.calendar, reference.told.ground, rule, now, store.count(conn))


def _touched(conn: Connection, survey: Survey, rows: list[Promised]) -> Iterator[Touched]:
    """Yield what the calendar in force touches, in the rows' order."""
    by_version: dict[int, list[Promised]] = {}
    for row in rows:
        if row.calendar < survey.calendar.version:
            by_version.setdefault(row.calendar, []).append(row)
    found: dict[str, Affected] = {}
    for version, some in by_version.items():
        before = survey.version(conn, version)
        if before is not None:
            found.update((one.code, one) for one in _affected(conn, survey, some, before))
    if not found:
        return
    off = [code for code, one in found.items() if one.kind is Effect.PROMISE_ON_DAY_OFF]
    versions = store.told_versions(conn, off)
    for row in rows:
        one = found.get(row.code)
        if one is not None:
            heard = _heard(conn, survey, row, one, versions.get(row.code))
            propose = _to_come(survey, one)
            yield Touched(row.code, row.name, row.procedure_name, one.due, one.kind, propose, heard)


def _to_come(survey: Survey, one: Affected) -> int | None:
    """Return the minute to tell or show; where the day in place of the one off has gone by, the next one."""
    past = one.propose is not None and one.propose <= survey.now
    if not past or one.kind is not Effect.PROMISE_ON_DAY_OFF:
        return one.propose
    return survey.calendar.ahead(day_of(survey.now), 1)[1]


def _affected(
    conn: Connection, survey: Survey, rows: list[Promised], before: WorkCalendar
) -> Iterator[Affected]:
    """Yield what differs between `before`, by which these promises were made, and the calendar in force."""
    after, rule = survey.calendar, survey.rules
    limits = _Limits()
    plain = [
        (row.code, row.due, limits[row.limit_amount, row.limit_unit], row.since)
        for row in rows
        if row.since is not None and row.watched == row.due
    ]
    yield from calendar_change.affected(plain, before, after, rule)
    for row in rows:
        one = None
        if row.watched != row.due:
            one = calendar_change.affected_extension(row.code, row.watched, before, after)
        elif row.since is None:
            one = _after_waits(conn, survey, row, before)
        if one is not None:
            yield one


def _heard(conn: Connection, survey: Survey, row: Promised, now: Affected, version: int | None) -> bool:
    """Tell whether a citizen was told the day that would be told now, and not one that is off since."""
    before, then = survey.version(conn, row.calendar), None
    if version is not None:
        then = survey.calendar if version == survey.calendar.version else survey.version(conn, version)
    if before is None or then is None:
        return False
    told_then = calendar_change.affected_extension(row.code, now.due, before, then)
    return told_then is not None and told_then.propose == now.propose


def _after_waits(conn: Connection, survey: Survey, row: Promised, before: WorkCalendar) -> Affected | None:
    """Judge a promise by the log, which alone knows its waits: the row only says that there were some."""
    facts = [getattr(fact, "promise", None) for _event, fact in projections.history(conn, [row.code])]
    made: list[Promise] = [one for one in facts if one is not None]
    if not made:  # of a later version of this app: kept, and not to be read yet
        return Affected(row.code, row.due, Effect.NOT_RECKONED, None)
    of = (row.code, row.due, made[-1].limit, made[-1].received)
    return calendar_change.affected_after_waits(of, made[-1].waits, before, survey.calendar, survey.rules)


class _Limits(dict[tuple[int, str], Limit]):
    """A limit for each amount and unit that occurs, made once."""

    def __missing__(self, key: tuple[int, str]) -> Limit:
        self[key] = limit = Limit(key[0], LimitUnit(key[1]))
        return limit
