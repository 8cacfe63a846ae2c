"""What happens at the centre: roles, calendars, its own trouble, and what a modified client sends it."""

import random

from counter_app.central import publishing, staffing
from counter_app.central.app import build
from counter_app.central.publishing import Decision
from counter_app.domain import numbering
from counter_app.domain.commands import ReturnBy
from counter_app.domain.events import Personal
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.people import Grant, Role
from counter_app.domain.step_events import DossierEnded, Ending, Recipient, ResultArrived, ResultReturned
from counter_app.errors import CounterError
from counter_app.store import log, queries
from counter_app.wire import PUSH
from tests.central.counters import Counter, reception
from tests.central.living import BY, enrolled
from tests.simulation.desk_acts import OFFICERS
from tests.simulation.town import ADDRESS, LANES, OFFICE, Town
from tests.simulation.virtual_network import Packet
from tests.simulation.virtual_pc import VirtualPc

HOUR_MS = 3_600_000
CLOCKS = (-48 * HOUR_MS, 7 * HOUR_MS, 24 * 400 * HOUR_MS, -24 * 365 * 50 * HOUR_MS)  # how wrong


def change_role(town: Town, chance: random.Random) -> None:
    """Give somebody a role for days, or let one end."""
    person = chance.choice(OFFICERS[1:])
    given = next(one for one in staffing.listed(town.owner, OFFICE) if one.person_id == person)
    ending = [one for one in given.roles if not one.last_day]
    if ending and chance.random() < 0.4:
        grant = chance.choice(ending)
        staffing.end_role(town.owner, OFFICE, person, grant.grant_id, "", "Quyết định 8", BY[0])
        return
    role = chance.choice((Role.OFFICER, Role.OFFICER, Role.SUPERVISOR, Role.INSPECTOR, Role.APPROVER))
    first = chance.choice(("", _day(town, 2)))
    last = chance.choice(("", _day(town, 6)))
    staffing.give_role(town.owner, OFFICE, Grant("", person, role, first, last, "Quyết định 9"), BY[0])


def change_calendar(town: Town, chance: random.Random) -> None:
    """Let a day or two ahead be off for this office, from today or from a later day."""
    town.off_days |= {_day(town, chance.randrange(2, 12)) for _ in range(2)}
    rows = [f"{day},off,Nghỉ tránh bão,high,Công điện 12" for day in sorted(town.off_days)]
    file = town.root / "calendar.csv"
    file.write_text("\n".join(["date,kind,name,confidence,source", *rows]) + "\n", "utf-8")
    effective = _day(town, chance.choice((0, 0, 3)))
    decision = Decision(file, "Công điện 12/CĐ-TTg", _day(town, 0), effective, "office", OFFICE)
    publishing.publish_calendar(town.living.owner, decision, town.network.now, dry_run=False)


def trouble(town: Town, chance: random.Random) -> None:
    """Let commits fail at the centre, or no more; start it anew; let its clock be wrong, or right again."""
    town.commits_fail = 0.0 if town.commits_fail else chance.choice((0.2, 0.5))
    if chance.random() < 0.3:
        town.network.app = build(town.living.centre)
    if town.clock_off or chance.random() < 0.4:
        town.clock_off = 0 if town.clock_off else chance.choice(CLOCKS)
        town.told[f"centre's clock: {town.clock_off // HOUR_MS} h"] += 1


def junk(town: Town, chance: random.Random) -> None:
    """Send the centre what no client sends."""
    path = chance.choice((PUSH, "/v1/feed", "/v1/enrol", "/", "/v1/../etc"))
    headers = ((b"qmc-nonce", chance.randbytes(12)), (b"content-type", b"application/json"))
    body = chance.choice((b"", b"{", b"[" * 10_000, chance.randbytes(200), b'{"events": []}'))
    reply = town.network.deliver(Packet(path, headers, body))
    town.told[f"junk: {reply.status}"] += 1


def poison(town: Town, chance: random.Random) -> None:
    """Let an enrolled, modified client push what no honest one can have."""
    if town.rogue is None:
        if town.lanes >= LANES:
            return
        town.others += 1  # also where the answer is lost: another key asks the next time
        town.rogue = enrolled(town.living, ADDRESS)
    counter, centre = town.rogue
    kept, head = list(counter.links), counter.head
    _bad(town, counter, chance)
    try:
        centre.push(counter.batch(len(kept) + 1))
        town.told["poison: stored"] += 1
    except CounterError as error:
        town.told[f"poison: {error.code}"] += 1
        counter.links, counter.head = kept, head


def tamper(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Let a PC's own log say what its rules would never let it: signed, chained, and wrong."""
    counter = pc.open
    now, own = counter.clock.now(), counter.installation.installation_id
    minute = now.ms // 60_000
    with counter.store.write() as conn:
        codes = queries.today(conn, day_iso(day_of(minute)))
        code = codes[0].code if codes else "H26.14-261119-1000"
        fact, who = chance.choice(
            (
                (ResultReturned(code, minute, ReturnBy.COUNTER, Recipient.APPLICANT), "khong-ai-ca"),
                (DossierEnded(code, minute, Ending.REFUSED, "", ""), "ba-dinh-06"),
                (reception(_foreign(town, chance), f"{own}-la"), OFFICERS[1]),
            )
        )
        stamp = log.Stamp(own, who, now.ms, now.quality, counter.signer)
        (event,) = log.append(conn, [(counter.new_event_id(), fact.code, fact)], stamp)
    town.tampered.add(event.event_id)
    counter.clock.happened(now)


def _bad(town: Town, counter: Counter, chance: random.Random) -> None:
    at = town.network.now
    taken = next(iter(town.issued.values()), None)
    code = taken.code if taken else "H26.14-261119-1000"
    kind = chance.choice(
        ("unknown kind", "no body", "foreign code", "same code", "actor", "future", "moved", "beside", "id")
    )
    if kind == "unknown kind":
        counter.write("dossier.teleported", code, '{"code":"x"}', happened_at=at)
    elif kind == "no body":
        counter.write("dossier.received", code, chance.choice(("", "null", "{}", "[1]")), happened_at=at)
    elif kind in ("foreign code", "same code"):
        assert counter.lane is not None
        said = reception(code if kind == "same code" else _foreign(town, chance), counter.lane.lane_id)
        counter.tell(said, said.code, happened_at=at)
    elif kind == "actor":
        counter.tell(
            ResultReturned(code, at // 60_000, ReturnBy.COUNTER, Recipient.APPLICANT),
            code,
            "khong-ai-ca",
            happened_at=at,
        )
    elif kind == "future":
        counter.tell(
            ResultReturned(code, 2**30, ReturnBy.COUNTER, Recipient.APPLICANT), code, happened_at=2**45
        )
    elif kind == "moved":
        counter.tell(ResultArrived(code, at // 60_000 - 5 * 1440, ReturnBy.COUNTER), code, happened_at=at)
    elif kind == "beside":
        link = counter.write("dossier.ended", code, "{}", Personal(bytes(16), '{"a":1}'), happened_at=at)
        counter.links[-1] = type(link)(link.event, Personal(bytes(16), '{"a":2}'))
    else:
        held = sorted(town.kept_at_centre())
        counter.write("result.returned", code, "{}", event_id=held[-1] if held else "", happened_at=at)


def _foreign(town: Town, chance: random.Random) -> str:
    day = day_iso(day_of(town.network.now // 60_000))
    return numbering.format_code("H26.14", day, chance.randrange(1, 999))


def _day(town: Town, ahead: int) -> str:
    return day_iso(day_of(town.network.now // 60_000) + ahead)
