"""A store of very many open dossiers, laid in by the driver: their promises spread over a working year."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import house

from counter_app.domain import deadline, rules
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.services.counter import Counter
from counter_app.store.tables import dossiers

MANY = 100_000
DAY, YEAR = 24 * 60, 365 * 24 * 60
LIMITS = (
    Limit(3, LimitUnit.WORKING_DAYS),
    Limit(8, LimitUnit.WORKING_HOURS),
    Limit(30, LimitUnit.CALENDAR_DAYS),
)
UNIT = "Công an phường Ba Đình"
ALIKE = {  # what all of them share
    "installation_id": house.INSTALLATION,
    "actor_id": house.OFFICER,
    "procedure": "1.004194",
    "procedure_name": "Đăng ký tạm trú cho người đến ở tại chỗ ở hợp pháp",
    "channel": "in_person",
    "day": "2026-11-19",
    "return_by": "counter",
    "resolving_unit": UNIT,
    "calendar": 1,
    "fee_paid": 1,
    "fee_exempt": 0,
    "copies_printed": 1,
    "asked": 0,
    "explained": None,
    "missed": "",
    "amended": 0,
    "linked_to": "",
    "at_once": 0,
    "closed_day": "",
    "late": "",
}


def gather(folder: Path) -> Counter:
    """Return a counter with MANY open dossiers, a few of them extended, handed over or without an apology."""
    counter = house.furnish(folder)
    with counter.store.write() as conn:
        reference = counter.reference(conn)
        now = counter.clock.now().ms // 60_000
        rows = _rows(now, reference.calendar, rules.rule_set(reference.briefing.rules).rules_id)
        names = dossiers.c.keys()
        insert = f"INSERT INTO dossiers ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        driver = conn.connection.driver_connection
        if driver is None:
            raise RuntimeError("the store is closed")
        driver.executemany(insert, ([row.get(name) for name in names] for row in rows))
    return counter


def received_at(number: int, now: int) -> int:
    """Return the reception of dossier `number`, some time in the year before `now`."""
    return now - (number * 7919) % YEAR


def limit_of(number: int) -> Limit:
    """Return the limit of dossier `number`."""
    return LIMITS[number % 3]


def _rows(now: int, calendar: WorkCalendar, rules_id: str) -> Iterator[dict[str, Any]]:
    rule = rules.rule_set(rules_id)
    for number in range(MANY):
        received = received_at(number, now)
        due = deadline.due_at(limit_of(number), received, calendar, rule) + (number % 23) * 20 * DAY
        yield {**ALIKE, **_named(number), **_promised(number, received, due)}


def _named(number: int) -> dict[str, Any]:
    return {
        "code": f"H26.14-261119-{number:06}",
        "event_id": f"0190b8f0-0000-7000-8000-{number:012}",
        "seq": number + 1,
        "name": f"Nguyễn Văn Thử {number}",
        "name_folded": f"nguyen van thu {number}",
        "person_key": f"001090{number:06}",
        "limit_amount": limit_of(number).amount,
        "limit_unit": limit_of(number).unit.value,
        "state": 4 if number % 3 else 2,
        "holder": UNIT if number % 3 == 1 else "",
    }


def _promised(number: int, received: int, due: int) -> dict[str, Any]:
    """Every tenth dossier has an apology and stands extended by five days."""
    extended = due + 5 * DAY if number % 10 == 0 else None
    return {
        "received": received,
        "since": received,
        "moved": received + number % 5 * DAY,
        "first_due": due,
        "due": due,
        "extended_due": extended,
        "watched": due if extended is None else extended,
        "apology": received if extended else None,
        "apology_latest": due if extended else None,
    }
