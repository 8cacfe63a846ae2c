"""What another PC did with a dossier, pushed before its reception: kept, and counted once that is known."""

import sqlalchemy as sa

from counter_app.central import court, tables
from counter_app.domain.commands import ReturnBy
from counter_app.domain.promise_events import SupplementCompleted
from counter_app.domain.step_events import HandedOver, ResultArrived, TakenOver
from tests.central.counters import RECEIVED
from tests.central.living import Living, enrolled
from tests.central.test_pushed_life import projected, promised


def codes(living: Living) -> list[str]:
    with living.owner.connect() as connection:
        rows = connection.execute(sa.select(tables.quarantine.c.code).order_by(tables.quarantine.c.code))
        return list(rows.scalars())


def test_a_step_before_its_reception_counts_from_then_on(living: Living, address: str) -> None:
    (here, receiving), (there, other) = enrolled(living, address), enrolled(living, address)
    code = here.receive().event.subject
    handed = there.tell(HandedOver(code, RECEIVED + 5, "", "", "Công an", "A", 1), code)
    there.tell(TakenOver(code, RECEIVED + 9, handed.event.event_id, "Công an", "B"), code)
    assert {one.code for one in other.push(there.batch()).quarantined} == {court.EARLY}
    assert projected(living) == {}
    assert receiving.push(here.batch()).quarantined == []
    assert projected(living)[code].holder == "Công an"
    there.tell(ResultArrived(code, RECEIVED + 60, ReturnBy.COUNTER), code)
    assert other.push(there.batch(3)).quarantined == []
    assert projected(living)[code].arrived == RECEIVED + 60
    assert codes(living) == [court.EARLY, court.EARLY]  # a row is never taken back


def test_a_promise_before_its_reception_is_reckoned_then(living: Living, address: str) -> None:
    (here, receiving), (there, other) = enrolled(living, address), enrolled(living, address)
    code = here.receive().event.subject
    there.tell(SupplementCompleted(code, RECEIVED + 1440, promised(living, at=RECEIVED + 20_000)), code)
    assert [one.code for one in other.push(there.batch()).quarantined] == [court.EARLY]
    receiving.push(here.batch())
    held = projected(living)[code]
    assert held.due == held.first_due
    assert codes(living) == ["promise_differs", court.EARLY]
