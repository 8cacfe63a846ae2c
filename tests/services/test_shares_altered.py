"""A unit's share and the window of Form 02, edited with the key in hand, are named by the check."""

import json
from pathlib import Path

import pytest

from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.life.commands import AskSupplement, HandOver
from counter_app.services import life
from counter_app.services.recomputation import recompute
from tests.pcs import PERSON, opened, with_the_key
from tests.services.papers_life import act, received

DAY = Limit(1, LimitUnit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("kind", "field", "code"),
    [("papers.handed_over", "share_due", "share_differs"), ("supplement.asked", "window", "window_differs")],
)
def test_an_altered_minute_is_named(pc: Path, kind: str, field: str, code: str) -> None:
    with opened(pc) as counter:
        dossier = received(counter).code
        act(counter, HandOver, dossier, "Công an", share=DAY)
        act(counter, AskSupplement, dossier, ("Tờ khai",))
        assert recompute(counter).differences == ()
        assert recompute(counter).apart == ()
        (event,) = [
            event for event, fact in life.file_of(counter, PERSON, dossier).history if kind == fact.KIND
        ]
    with with_the_key(pc) as raw:
        body = json.loads(event.body)
        body[field] += 1440
        text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        raw.execute("UPDATE events SET body = ? WHERE event_id = ?", (text, event.event_id))
    with opened(pc) as counter:
        found = [one for one in recompute(counter).differences if one.code == code]
    assert [(one.event_id, one.stored - one.recomputed) for one in found] == [(event.event_id, 1440)]  # type: ignore[operator]
