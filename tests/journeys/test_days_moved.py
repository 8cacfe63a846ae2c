"""A calendar changes after receipts were printed: published, heard, told, proved, and no promise moved."""

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]

from counter_app.central import publishing, reference
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import RecordArrival
from counter_app.domain.moments import iso_local, parse_local
from counter_app.services import calendar_news, desk, forms, life, registers, sync
from counter_app.services.calendar_news import Effect, Means, Telling, Touched
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log
from tests.pcs import PERSON, Office, intake

KNOWN = (reference.RESOURCES / "vn_calendar.csv").read_text("utf-8")
SWAPPED = ("2026-01-02", "2026-01-10")
BEFORE = "".join(line for line in KNOWN.splitlines(keepends=True) if line[:10] not in SWAPPED)
GROUND = "Thông báo của Bộ Nội vụ ngày 25/12/2025"
SEVEN_DAYS, EIGHT_DAYS = "1.004222", "1.012796"  # working days


def at(office: Office, local: str) -> None:
    office.living.clock.now = parse_local(local) * 60_000


def publish(office: Office, folder: Path, content: str, local: str) -> None:
    """Publish a calendar at a moment; it binds from that day."""
    at(office, local)
    file = folder / "calendar.csv"
    file.write_text(content, "utf-8")
    decision = publishing.Decision(file, GROUND, local[:10], local[:10])
    publishing.publish_calendar(office.living.owner, decision, office.living.clock.now, dry_run=False)


def listed(counter: Counter) -> list[Touched]:
    survey = calendar_news.begin(counter, PERSON)
    return list(calendar_news.look(counter, PERSON, survey, None).touched)


def todo(counter: Counter) -> list[str]:
    return [one.code for one in listed(counter) if one.kind is Effect.PROMISE_ON_DAY_OFF and not one.told]


def notice(counter: Counter, code: str) -> str:
    """Record that the citizen was told by phone; return what the notice says."""
    telling = Telling(new_event_id(), PERSON, code, Means.PHONE)
    paper = forms.paper_of(counter, PERSON, calendar_news.tell(counter, telling).event_id)
    return " ".join(pypdfium2.PdfDocument(paper.pdf)[0].get_textpage().get_text_range().split())


def promises(counter: Counter) -> list[tuple[str, int, int]]:
    """Return each dossier's code, first promise and last."""
    with counter.store.read() as conn:
        rows = conn.exec_driver_sql("SELECT code, first_due, due FROM dossiers ORDER BY code").all()
    return [(code, first, last) for code, first, last in rows]


def proved(counter: Counter) -> None:
    assert verify_log(counter).faults == ()
    assert recompute(counter).differences == ()


def test_the_swap_of_2026_is_told_and_moves_nothing(office: Office, tmp_path: Path) -> None:
    publish(office, tmp_path, BEFORE, "2025-12-23T09:00")
    one, other = office.open("one"), office.open("two")
    touched = desk.receive(one, intake("Ngày nghỉ", SEVEN_DAYS, repeat=True))
    differs = desk.receive(one, intake("Tính khác", EIGHT_DAYS, repeat=True))
    assert iso_local(touched.due.at)[:16] == "2026-01-02T17:00"
    for pc in (one, other):
        sync.exchange(pc)
    assert todo(one) == todo(other) == []

    publish(office, tmp_path, KNOWN, "2025-12-25T15:00")  # one week before: announced late, as it was
    assert [sync.exchange(pc).problem for pc in (one, other)] == ["", ""]
    found = {row.code: row for row in listed(other)}
    assert found[touched.code].kind is Effect.PROMISE_ON_DAY_OFF
    assert iso_local(found[touched.code].propose or 0)[:16] == "2026-01-05T17:00"
    assert found[differs.code].kind is Effect.LAW_SAYS_LATER  # listed only: the printed promise binds

    text = notice(other, touched.code)
    assert GROUND in text
    assert "05 tháng 01 năm 2026" in text.replace("ngày 5", "ngày 05").replace("tháng 1 ", "tháng 01 ")

    for pc in (other, one, other):
        sync.exchange(pc)
    for pc in (one, other):
        assert todo(pc) == []
        (told,) = calendar_news.told(pc, PERSON)
        assert (told.code, told.name) == (touched.code, "Ngày nghỉ")
        assert promises(pc) == [
            (touched.code, touched.due.at, touched.due.at),
            (differs.code, differs.due.at, differs.due.at),
        ]
    assert office.living.count("quarantine") == 0

    at(office, "2026-01-02T16:00")  # ready on the promised day, off or not: by the paper it is on time
    sync.exchange(one)
    life.act(one, RecordArrival(new_event_id(), PERSON, touched.code))
    (row, _) = registers.register(one, PERSON, "2025-12-01", "2025-12-31").rows
    assert (row.promised, row.first_promised, row.note) == (touched.due.at, None, "")
    proved(one)
