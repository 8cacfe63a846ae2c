"""Who was turned away before reception is forgotten on request too: by the id of the event that did it."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.central import recomputation, tables
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, AskForPapers, RefuseReception
from counter_app.domain.identity import new_event_id
from counter_app.domain.step_events import ReceptionRefused
from counter_app.errors import Refused
from counter_app.services import desk, search, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log
from counter_app.wire import PushRequest
from tests.central.dumps import dump, put_back
from tests.central.living import BY, enrolled
from tests.central.test_arrivals import line, taken
from tests.pcs import BIRTH, PERSON, Office
from tests.services.test_erased import erase, proved, told
from tests.services.test_purge import NAME, held


def turned_away(counter: Counter, name: str = NAME, online: str = "") -> str:
    reason = f"Đơn của {name}"
    given = (new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, Applicant(name), reason)
    return desk.refuse_reception(counter, RefuseReception(*given, online=online))


def named(office: Office) -> list[str]:
    """Return what the centre still holds of him."""
    with office.living.owner.connect() as connection:
        assert list(recomputation.check(connection)) == []
        texts = connection.execute(sa.select(tables.personal.c.text)).scalars()
        return [text for text in texts if NAME in text]


@pytest.mark.parametrize("online", ["", "G22.99.1"])
def test_who_was_turned_away_is_named_nowhere(
    online: str, office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = office.open("one"), office.open("two")
    if online:
        taken(office, line(online, applicant={"name": NAME}))
        sync.exchange(one)
    number = turned_away(one, online=online)
    stays = AskForPapers(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, Applicant("Còn Đây"), ("Giấy",))
    desk.ask_for_papers(one, stays)
    for counter in (one, two):
        sync.exchange(counter)
        assert held(counter) > 1
    found = search.find(two, PERSON, NAME, search.Shown.TURNED_AWAY).hits
    assert [hit.away.event_id for hit in found if hit.away] == [number]
    command = ("erase", number.upper(), "--by", BY[0], "--reason", BY[1])
    gone = {"code": number, "events": 2 if online else 1, "scans": 0, "again": False}
    assert told(office, capsys, *command) == gone
    for counter in (one, two):
        assert sync.exchange(counter).problem == ""
        assert (held(counter), held(counter, "Còn Đây") > 1) == (0, True)
        assert verify_log(counter).faults == ()
        assert [each for each in recompute(counter).differences if each.code == "personal_missing"] == []
    assert named(office) == []
    assert told(office, capsys, *command) == gone | {"events": 0, "again": True}
    assert held(office.open("three")) == 0
    proved(office, tmp_path, 2 if online else 1)


def test_he_does_not_come_back_with_a_restored_centre(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor by a PC that tells of it again, whole, and has heard of no erasure."""
    pc, (other, centre) = office.open(), enrolled(office.living, office.address)
    file = dump(office.living, tmp_path / "backup")
    fact = ReceptionRefused(BIRTH, "Khai sinh", Channel.IN_PERSON, at=29_717_000, applicant=Applicant(NAME))
    number = other.tell(fact, BIRTH, PERSON).event.event_id
    centre.push(PushRequest(other.links))
    sync.exchange(pc)
    assert held(pc) > 1
    assert erase(office, number).events == 1
    put_back(office.living, file)
    told(office, capsys, "restored")
    centre.push(PushRequest(other.links))
    assert office.living.count("events") > 1
    assert named(office) == []
    for _contact in range(2):
        assert sync.exchange(pc).problem == ""
    assert held(pc) == 0
    centre.close()


def test_an_id_of_nothing_else_is_taken(office: Office) -> None:
    with pytest.raises(Refused, match="unknown_dossier"):
        erase(office, new_event_id())
