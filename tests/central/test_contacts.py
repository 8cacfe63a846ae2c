"""A PC that had heard nothing for 30 days decides nothing: the centre knows by when it was in contact."""

from counter_app.central.contacts import NOTED_EVERY
from counter_app.domain.staff_events import SubstitutionDecided
from counter_app.remote.client import Centre
from tests.central.living import NOW
from tests.central.test_approvals import CHAIR, DAY, Scene, scene

__all__ = ["scene"]
DAY_MS = DAY * 60_000


def decide(scene: Scene, moment: int) -> tuple[str, SubstitutionDecided]:
    """Let the Chairman decide on a request of its own at a moment (ms UTC) of the PC's clock."""
    asked = scene.ask()
    fact = scene.decided(asked, at=moment // 60_000)
    return scene.here.tell(fact, asked.request, CHAIR, happened_at=moment).event.event_id, fact


def heard(scene: Scene, address: str) -> None:
    """Let the PC ask for the time."""
    here = scene.here
    centre = Centre(address, scene.living.centre.key.public, here.installation_id, here.key)
    centre.time()
    centre.close()


def test_an_approval_of_a_pc_long_without_contact_does_not_count(scene: Scene) -> None:
    scene.living.clock.now = NOW + 40 * DAY_MS
    _lately, kept = decide(scene, NOW + 29 * DAY_MS)
    silent, _lost = decide(scene, NOW + 33 * DAY_MS)
    before, _never = decide(scene, NOW - DAY_MS // 2)
    doubted = dict.fromkeys((silent, before), "contact_too_old")
    assert scene.push() == doubted
    assert scene.counted() == [kept]
    _again, new = decide(scene, scene.living.clock.now + 60_000)
    assert scene.push() == doubted
    assert scene.counted() == [kept, new]


def test_a_contact_is_noted_once_an_hour(scene: Scene, address: str) -> None:
    for later in (0, 1000, NOTED_EVERY, NOTED_EVERY + 1000, DAY_MS):
        scene.living.clock.now = NOW + later
        heard(scene, address)
    with scene.living.owner.connect() as connection:
        rows = connection.exec_driver_sql("SELECT day, first, last FROM contacts ORDER BY day").all()
    mine = [tuple(row) for row in rows if row[1] >= NOW]
    assert ("2026-11-19", NOW, NOW + NOTED_EVERY) in mine
    assert ("2026-11-20", NOW + DAY_MS, NOW + DAY_MS) in mine
