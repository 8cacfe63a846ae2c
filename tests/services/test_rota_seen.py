"""Who is away is everybody's to know; why, only his own and theirs who read records."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import HoldInspection, LogAbsence
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.services import rota, scans, staff
from counter_app.services.counter import Counter
from tests.pcs import opened
from tests.services.papers_life import at, minute
from tests.services.standing_in import ANH, CHAIR, HEAD, MINH, RESERVE

INSPECTOR, DAY = "ba-dinh-06", "2026-11-20"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, "2026-11-19T09:00")
        yield made


def test_why_somebody_is_away_is_not_told_to_colleagues(counter: Counter) -> None:
    absence = new_event_id()
    digest = scans.keep_scan(counter, absence, b"%PDF-1.7 a doctor's note")
    spans = (Span(minute(f"{DAY}T08:00"), minute(f"{DAY}T17:00")),)
    sick = LogAbsence(absence, MINH, MINH, spans, AbsenceReason.SICK, True, "đau dạ dày", digest)
    staff.act(counter, sick)
    held = HoldInspection(new_event_id(), HEAD, True, (ANH,), "", "", "trả lời điện thoại", "", DAY)
    staff.act(counter, held)
    for reader in (MINH, HEAD, CHAIR, INSPECTOR, ANH, RESERVE):
        seen = rota.look(counter, reader, DAY, DAY).roster
        (found,) = seen.absences
        whole = (AbsenceReason.SICK, "đau dạ dày", digest)
        told = reader not in (ANH, RESERVE)
        assert (found.reason, found.text, found.document) == (
            whole if told else (AbsenceReason.OTHER, "", "")
        )
        assert (found.person, found.standing) == (MINH, spans)
        assert bool(seen.inspections) == (reader in (HEAD, CHAIR, INSPECTOR))
