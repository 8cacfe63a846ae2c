"""Three PCs and the centre: whoever acted without knowing of whom, all tell the same dossier."""

from collections.abc import Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from counter_app import wire
from counter_app.domain.dossier import State
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.domain.state_digest import PUBLIC_FIELDS
from counter_app.errors import Refused
from counter_app.services import desk, life, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.store import outbox
from counter_app.store.tables import handovers
from tests.central.test_pushed_life import projected
from tests.pcs import PERSON, Office, intake
from tests.services.papers_life import STAY, act, at, minute

MORNING = "2026-11-19T09:00"


@pytest.fixture
def pcs(office: Office) -> list[Counter]:
    """Three PCs that know of each other."""
    found = [office.open(name) for name in ("b", "a", "c")]
    told(found)
    return found


def told(counters: Sequence[Counter]) -> None:
    for counter in counters:
        assert sync.exchange(counter).problem == ""


def taken_in(counter: Counter) -> str:
    at(counter, MORNING)
    return desk.receive(counter, intake(procedure=STAY, repeat=True)).code


def agree(office: Office, pcs: Sequence[Counter], code: str) -> Any:
    """Return the dossier that all PCs and the centre tell alike."""
    held = projected(office.living)[code]
    for counter in pcs:
        dossier = life.file_of(counter, PERSON, code).dossier
        for name in PUBLIC_FIELDS:
            assert getattr(held, name) == getattr(dossier, name), name
        assert recompute(counter).differences == ()
    return held


def test_a_third_pc_hears_all_in_the_order_of_the_centre(office: Office, pcs: list[Counter]) -> None:
    one, two, third = pcs
    code, other = taken_in(one), taken_in(one)
    act(one, commands.AskSupplement, code, ("x",))
    handed = act(one, commands.HandOver, other, "Công an").event_id
    told([one, two])
    act(two, commands.CompleteSupplement, code)
    act(two, commands.TakeOver, other, handed, "Ông Ba")
    told([two, one, third])
    assert agree(office, pcs, code).waiting_since is None
    assert agree(office, pcs, other).holder == "Công an"
    for counter in pcs:
        assert life.file_of(counter, PERSON, other).case.handed == {}
        with counter.store.read() as conn:
            assert conn.scalars(sa.select(handovers.c.receiver)).all() == ["Ông Ba"]
    with pytest.raises(Refused, match="not_waiting"):
        act(third, commands.CompleteSupplement, code)


def test_one_in_doubt_is_heard_late_and_tells_the_same(
    office: Office, pcs: list[Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, third = pcs
    code = taken_in(one)
    act(one, commands.AskSupplement, code, ("x",))
    told([one, two])
    act(two, commands.CompleteSupplement, code)
    told([two])
    feed = third.centre.feed

    def deaf(request: wire.FeedRequest) -> wire.FeedAnswer:
        answer, own = feed(request), one.installation.installation_id
        return wire.FeedAnswer(
            [item for item in answer.events if item.event.installation_id != own],
            **{name: getattr(answer, name) for name in wire.FeedAnswer.__struct_fields__ if name != "events"},
        )

    monkeypatch.setattr(third.centre, "feed", deaf)
    told([third])
    monkeypatch.undo()
    with third.store.write() as conn:
        outbox.read_anew(conn, third.installation.installation_id)
    told([third, one])
    assert agree(office, pcs, code).state == State.RECEIVED


def test_two_arrivals_are_the_first_of_both(office: Office, pcs: list[Counter]) -> None:
    one, two, third = pcs
    code = taken_in(one)
    told(pcs)
    for counter, moment in ((one, "2026-11-25T16:30"), (two, "2026-11-25T16:00")):
        at(counter, moment)
        act(counter, commands.RecordArrival, code)
    told([one, third, two, one, third])
    held = agree(office, pcs, code)
    assert (held.arrived, held.state) == (minute("2026-11-25T16:00"), State.RESOLVED)
    for counter in pcs:
        assert [found.code for found, _count in recompute(counter).apart] == ["arrived_twice"]


def test_two_signed_slips_are_the_first_of_both(office: Office, pcs: list[Counter]) -> None:
    one, two, third = pcs
    code = taken_in(one)
    told(pcs)
    for counter, moment, new in (
        (one, "2026-11-20T10:30", "2026-11-30T10:00"),
        (two, "2026-11-20T10:00", "2026-12-02T10:00"),
    ):
        at(counter, moment)
        act(counter, commands.PrepareApology, code, Cause.WORKLOAD, minute(new))
        act(counter, commands.SignApology, code, "1", "Bà A", "Chủ tịch", "2026-11-20")
    told([one, third, two, one, third])
    assert agree(office, pcs, code).extended_due == minute("2026-12-02T10:00")
    for counter in pcs:
        assert [found.code for found, _count in recompute(counter).apart] == ["extended_twice"]
