"""Erasure on request: personal data of a dossier, or of who was turned away, goes, here and at every counter;
its dates stay proved.
"""

from dataclasses import dataclass

from msgspec.structs import replace
from sqlalchemy import JSON, Connection, and_, cast, delete, exists, or_, select
from sqlalchemy.dialects.postgresql import insert

from counter_app.central import attachments, deeds, gate, granted, stored, withdrawals
from counter_app.central.centre import Centre
from counter_app.central.court import COUNTS
from counter_app.central.deeds import Warrant
from counter_app.central.erasure_tables import erasures, is_erased
from counter_app.central.review_tables import reviews
from counter_app.central.tables import dossiers, events, forks, offices, personal
from counter_app.domain import attachments as scans
from counter_app.domain.erasure import PersonalErased, SubjectErased
from counter_app.domain.events import PapersAsked
from counter_app.domain.identity import is_id
from counter_app.domain.numbering import format_code, parse_code
from counter_app.domain.online import SUBJECT, OnlineAnswered
from counter_app.domain.step_events import ReceptionRefused
from counter_app.errors import Refused

ACT, ACTOR = "erase", "centre"
_AWAY = PapersAsked.KIND, ReceptionRefused.KIND


@dataclass(frozen=True, slots=True)
class Erased:
    """What went: beside how many events, how many scans; `again` where it had been erased before."""

    code: str
    events: int
    scans: int
    again: bool


def erase(centre: Centre, typed: str, warrant: Warrant) -> Erased:
    """Erase, as owner, the personal data of a closed dossier, or of who was turned away, named by the id of
    that event, and tell all counters to do the same.

    What comes later beside its events is not kept either, from whoever it comes. Raises Refused: bad_code,
    unknown_office, unknown_dossier, dossier_open (it is still needed to serve the citizen).
    """
    with centre.engine.begin() as connection:
        office_id, code = _named(connection, typed)
        stored.lock(connection, office_id)
        away = is_id(code)
        if not away:
            _check_closed(connection, office_id, code)
        told = granted.Erasure(
            office_id,
            code,
            (_arrival_of if away else _arrivals)(connection, office_id, code),
            _digests(connection, office_id, code),
            centre.now(),
            warrant.by,
            warrant.reason,
            done=False,
        )
        done = _enter(centre, connection, told)
        granted.append(centre, told)
    granted.append(centre, replace(told, done=True))
    return done


def again(centre: Centre, connection: Connection) -> int:
    """Erase what had been erased before this database was put back; return how many orders that were.

    The new epochs have begun. A dossier that was lost is erased too: its PC sends it again, maybe whole. What
    was ordered, and failed then, is done as well.
    """
    orders = (told for told in granted.erasures(centre) if not told.done)
    lost = [told for told in orders if not is_erased(connection, told.office_id, told.code)]
    for told in lost:
        stored.lock(connection, told.office_id)
        _enter(centre, connection, told)
    return len(lost)


def refuse_lost(centre: Centre) -> None:
    """Serve nobody whose data was erased and is back: the database is an older one, and nobody has said so.

    Raises Refused: erasures_lost, until `counter-central restored` has erased them again.
    """
    with centre.engine.connect() as connection:
        count = withdrawals.lost(
            centre,
            granted.erasures(centre),
            lambda one: (one.office_id, one.code),
            lambda one: is_erased(connection, one.office_id, one.code),
        )
    if count:
        raise Refused("erasures_lost", count=count)


def _enter(centre: Centre, connection: Connection, told: granted.Erasure) -> Erased:
    office_id, code = told.office_id, told.code
    before = is_erased(connection, office_id, code)
    subjects = [code, *told.arrivals]
    _note(connection, told, subjects)
    gone = _delete(connection, office_id, subjects)
    over = [digest for digest in told.scans if not _is_named(connection, office_id, digest)]
    _note(connection, told, over)
    for digest in over:
        attachments.erase(connection, office_id, digest)
    if not before:
        _tell(centre, connection, told)
    detail = f"{gone} + {len(over)}"
    deeds.record(centre, connection, office_id, Warrant(told.by, told.reason), ACT, (code, detail))
    return Erased(code, gone, len(over), before)


def _tell(centre: Centre, connection: Connection, told: granted.Erasure) -> None:
    """Tell the counters; which arrival a dossier came from they know themselves."""
    at = centre.now() // 60_000
    facts: list[PersonalErased | SubjectErased] = [PersonalErased(told.code, at)]
    if is_id(told.code):
        facts = [SubjectErased(subject, at) for subject in (told.code, *told.arrivals)]
    for fact in facts:
        subject = fact.code if isinstance(fact, PersonalErased) else fact.subject
        gate.tell(centre, connection, told.office_id, (subject, f"{fact.KIND}\n{subject}"), fact, ACTOR)


def _note(connection: Connection, told: granted.Erasure, subjects: list[str]) -> None:
    rows = [{"office_id": told.office_id, "subject": subject, "at": told.at} for subject in subjects]
    if rows:
        connection.execute(insert(erasures).on_conflict_do_nothing(), rows)


def _delete(connection: Connection, office_id: str, subjects: list[str]) -> int:
    """Delete what lies beside these subjects' events, forked and reviewed histories too."""
    ids = select(events.c.event_id).where(events.c.office_id == office_id, events.c.subject.in_(subjects))
    apart = (
        select(table.c.event_id).where(
            table.c.office_id == office_id, cast(table.c.raw, JSON)["subject"].as_string().in_(subjects)
        )
        for table in (forks, reviews)
    )
    beside = or_(personal.c.event_id.in_(ids.union(*apart)), personal.c.event_id.in_(subjects))
    gone = delete(personal).where(personal.c.office_id == office_id, beside)
    return connection.execute(gone).rowcount


def _named(connection: Connection, typed: str) -> tuple[str, str]:
    """Return the office and the code, or the event_id of who was turned away, as they are stored."""
    away = typed.strip().lower()
    if not is_id(away):
        read = parse_code(typed)
        return _office(connection, read.agency_id), format_code(read.agency_id, read.day, read.serial)
    told = select(events.c.office_id).where(events.c.event_id == away, events.c.kind.in_(_AWAY))
    found = connection.scalars(told.order_by(events.c.received_at)).first()  # whoever copies an id is later
    if found is None:
        raise Refused("unknown_dossier", "code", code=away)
    return found, away


def _office(connection: Connection, agency_id: str) -> str:
    asked = select(offices.c.office_id).where(offices.c.agency_id == agency_id)
    found: str | None = connection.scalar(asked)
    if found is None:
        raise Refused("unknown_office", "code", office=agency_id)
    return found


def _check_closed(connection: Connection, office_id: str, code: str) -> None:
    asked = select(dossiers.c.returned, dossiers.c.ended).where(
        dossiers.c.office_id == office_id, dossiers.c.code == code
    )
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise Refused("unknown_dossier", "code", code=code)
    if row.returned is None and row.ended is None:
        raise Refused("dossier_open", "code", code=code)


def _arrivals(connection: Connection, office_id: str, code: str) -> tuple[str, ...]:
    """Return the subject of the online arrival that the dossier was received from, if it was."""
    asked = select(events.c.subject).where(
        events.c.office_id == office_id,
        events.c.kind == OnlineAnswered.KIND,
        events.c.body.contains(f'"code":"{code}"', autoescape=True),  # canonical: no other spelling
        events.c.subject.startswith(SUBJECT, autoescape=True),
    )
    return tuple(sorted(set(connection.execute(asked).scalars())))


def _arrival_of(connection: Connection, office_id: str, event_id: str) -> tuple[str, ...]:
    """Return the subject of the online arrival that was answered so: its own event follows at once.

    One that a dossier was received from as well stays until that is erased.
    """
    answer, received = events.alias("answer"), events.alias("received")
    taken = exists().where(
        received.c.office_id == office_id,
        received.c.kind == OnlineAnswered.KIND,
        received.c.subject == answer.c.subject,
        received.c.body.not_like('%"code":""%'),
    )
    asked = (
        select(answer.c.subject)
        .join(
            events,
            and_(events.c.installation_id == answer.c.installation_id, events.c.seq == answer.c.seq - 1),
        )
        .where(
            events.c.office_id == office_id,
            events.c.event_id == event_id,
            answer.c.office_id == office_id,
            answer.c.kind == OnlineAnswered.KIND,
            answer.c.subject.startswith(SUBJECT, autoescape=True),
            ~taken,
        )
    )
    return tuple(connection.scalars(asked))


def _digests(connection: Connection, office_id: str, code: str) -> tuple[str, ...]:
    """Return the scans that the dossier's events name."""
    asked = select(events.c.body).where(events.c.office_id == office_id, events.c.subject == code)
    return tuple(sorted(set().union(*(scans.named(body) for body in connection.execute(asked).scalars()))))


def _is_named(connection: Connection, office_id: str, digest: str) -> bool:
    """Tell whether what counts and was not erased names a scan: it may be the paper of several dossiers."""
    gone = select(erasures.c.subject).where(erasures.c.office_id == office_id)
    told = events.c.office_id == office_id, events.c.body.contains(digest)
    asked = select(events.c.body).where(*told, events.c.subject.not_in(gone), COUNTS)
    return any(scans.names(body, digest) for body in connection.execute(asked).scalars())
