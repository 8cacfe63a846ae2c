"""Leaves of a paper book, entered when the power is back: the paper binds, and nothing is entered unseen."""

import dataclasses
from pathlib import Path
from typing import Any

import msgspec
import pytest

from counter_app.cli import proofs
from counter_app.domain.book_events import DossierCaptured, LeafFate
from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import PaperAnswer, PaperMark
from counter_app.domain.dossier import Lateness
from counter_app.domain.identity import new_event_id
from counter_app.domain.moments import iso_local
from counter_app.domain.numbering import lane_bytes
from counter_app.domain.paper_book import VoidLeaf
from counter_app.errors import Refused
from counter_app.seal import SigningKey
from counter_app.services import briefing_news, desk, life, paper_book, sync
from counter_app.services.explanation import explain
from counter_app.services.forms import last_paper
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log, verify_receipt
from counter_app.store import briefing as briefings
from counter_app.store import log, queries
from counter_app.texts.explanations import difference, lines
from counter_app.texts.refusals import SENTENCES
from tests.central.test_pushed_life import projected
from tests.documents.samples import Seen
from tests.pcs import PERSON, Office
from tests.services.introducing import CHAIR, HEAD, introduced
from tests.services.leaves import CAPTURED, DUE, FIRST, RECEIVED, captured, granted, leaf, opened, stub


def test_what_is_written_on_the_leaf_binds_everywhere(office: Office, tmp_path: Path) -> None:
    granted(office)
    counter, seat = opened(office)
    done = captured(counter, seat, tmp_path, leaf(FIRST.lower()))
    assert (done.code, done.due) == (FIRST, DUE)
    assert done.lawful.at != DUE
    file = life.file_of(counter, PERSON, FIRST)
    fact, dossier = file.case.reception, file.dossier
    assert isinstance(fact, DossierCaptured)
    assert (fact.received, fact.due, fact.captured, fact.confirmed_by) == (RECEIVED, DUE, CAPTURED, HEAD)
    assert file.history[0][0].happened_at // 60_000 == CAPTURED
    assert (dossier.received, dossier.first_due, dossier.due, dossier.copies_printed) == (
        RECEIVED,
        DUE,
        DUE,
        1,
    )
    assert dossier.lateness(DUE + 1) is Lateness.LATE  # by the paper, whatever the law gives
    assert desk.unprinted(counter, PERSON) == ()
    told = "\n".join(lines(explain(counter, PERSON, FIRST)))
    assert "Ghi trên giấy: nhận 09:10" in told
    assert "Nhập vào máy: 12:10" in told
    assert "Tính theo quy định: 17:00" in told
    assert explain(counter, PERSON, FIRST).holds
    value = proofs._explained(explain(counter, PERSON, FIRST))
    assert (value["due_at"], value["captured_at"]) == (iso_local(DUE), iso_local(CAPTURED))
    assert value["lawful_due_at"] == iso_local(done.lawful.at)
    assert recompute(counter).differences == ()
    assert verify_log(counter).faults == ()
    assert sync.exchange(counter).quarantined == ()
    assert projected(office.living)[FIRST].due == DUE


def test_the_same_command_again_gives_the_same_answer(office: Office, tmp_path: Path) -> None:
    granted(office)
    counter, seat = opened(office)
    command = paper_book.prepare(counter, leaf(), stub(tmp_path))
    first = paper_book.capture(counter, command, seat.key)
    assert paper_book.capture(counter, command, seat.key) == first
    with counter.store.read() as conn:
        assert len(log.linked_of(conn, FIRST)) == 1


def test_a_paper_that_is_missing_stops_nobody_who_holds_a_leaf(office: Office, tmp_path: Path) -> None:
    granted(office)
    counter, seat = opened(office)
    missing = (PaperAnswer("Giấy chứng sinh", PaperKind.ORIGINAL, 0, PaperMark.MISSING),)
    assert captured(counter, seat, tmp_path, leaf(papers=missing)).code == FIRST


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"code": "H26.14-261119-9805"}, "leaf_foreign", "code"),
        ({"code": "H26.14-261118-9800"}, "leaf_foreign", "code"),
        ({"code": "H26.15-261119-9800"}, "leaf_foreign", "code"),
        ({"code": "9800"}, "bad_code", "code"),
        ({"received": CAPTURED + 1}, "paper_ahead", "leaf_received"),
        ({"received": RECEIVED - 11}, "paper_before_book", "leaf_received"),
        ({"received": 0}, "bad_moment", "leaf_received"),
        ({"due": RECEIVED}, "paper_due_early", "leaf_due"),
        ({"due": 2**40}, "bad_moment", "leaf_due"),
        ({"confirmed_by": PERSON}, "own_confirmation", "confirmed_by"),
        ({"confirmed_by": "ba-dinh-99"}, "confirmer_not_permitted", "confirmed_by"),
        ({"name": ""}, "name_missing", "applicant.name"),
    ],
)
def test_what_no_leaf_can_say_is_refused_beside_its_field(
    office: Office, tmp_path: Path, changes: dict[str, Any], code: str, field: str
) -> None:
    granted(office)
    counter, _seat = opened(office)
    with pytest.raises(Refused) as caught:
        paper_book.prepare(counter, leaf(**changes), stub(tmp_path))
    assert (caught.value.code, caught.value.field) == (code, field)
    assert code in SENTENCES
    with counter.store.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM scans").scalar_one() == 0


def test_no_leaf_without_its_scan_or_its_second_person(office: Office, tmp_path: Path) -> None:
    granted(office)
    counter, seat = opened(office)
    with pytest.raises(Refused, match="scan_missing") as caught:
        paper_book.prepare(counter, leaf(), None)
    assert caught.value.field == "leaf_scan"
    text = tmp_path / "stub.txt"
    text.write_text("liên lưu")
    with pytest.raises(Refused, match="scan_kind") as caught:
        paper_book.prepare(counter, leaf(), text)
    assert caught.value.field == "leaf_scan"
    whole = paper_book.prepare(counter, leaf(), stub(tmp_path))
    with pytest.raises(Refused, match="unknown_scan"):
        paper_book.capture(counter, dataclasses.replace(whole, scan="1" * 64), seat.key)
    with pytest.raises(Refused, match="confirmation_forged") as caught:
        paper_book.capture(counter, whole, SigningKey.generate())
    assert caught.value.field == "pin"
    chair = introduced(office, counter, CHAIR)
    with pytest.raises(Refused, match="confirmation_forged"):  # another's key
        paper_book.capture(counter, whole, chair.key)
    with counter.store.read() as conn:
        assert queries.dossier(conn, FIRST) is None


def test_a_leaf_is_used_once(office: Office, tmp_path: Path) -> None:
    granted(office)
    counter, seat = opened(office)
    second = FIRST[:-1] + "1"
    captured(counter, seat, tmp_path, leaf())
    paper_book.void(counter, VoidLeaf(new_event_id(), PERSON, second, LeafFate.SPOILT, "rách"))
    for code, said in ((FIRST, "leaf_taken"), (second, "leaf_void")):
        with pytest.raises(Refused, match=said):
            paper_book.prepare(counter, leaf(code), stub(tmp_path))
        with pytest.raises(Refused, match=said):
            paper_book.void(counter, VoidLeaf(new_event_id(), PERSON, code, LeafFate.UNUSED))
    (state,) = paper_book.books(counter, PERSON)
    assert (state.captured, state.void) == (1, 1)
    assert state.missing == tuple(f"{FIRST[:-1]}{number}" for number in (2, 3, 4))
    assert sync.exchange(counter).quarantined == ()
    assert recompute(counter).differences == ()


def test_what_is_printed_of_a_leaf_is_its_second_copy_and_proves_itself(
    office: Office, tmp_path: Path
) -> None:
    granted(office)
    counter, seat = opened(office)
    captured(counter, seat, tmp_path, leaf())
    made = last_paper(counter, PERSON, FIRST, "01")
    seen = Seen(made.pdf)
    assert made.copy == 2
    assert "Thời gian nhận hồ sơ: 09 giờ 10 phút" in seen.texts[0]
    (square,) = seen.codes(0)
    told = verify_receipt(counter, square.text)
    assert (told.code, told.received, told.due) == (FIRST, RECEIVED, DUE)


def test_verify_names_a_leaf_that_no_book_and_no_second_person_bears_out(
    office: Office, tmp_path: Path
) -> None:
    granted(office)
    counter, seat = opened(office)
    captured(counter, seat, tmp_path, leaf())
    with counter.store.write() as conn:
        told = counter.reference(conn).briefing
        briefings.save(conn, msgspec.structs.replace(told, books=()), CAPTURED * 60_000)
    (found,) = recompute(counter).differences
    assert (found.code, found.stored, found.dossier) == ("leaf_fails", "leaf_foreign", FIRST)
    assert "không thuộc sổ giấy nào" in difference(found)
    ended = tuple(dataclasses.replace(key, ended=0) for key in told.person_keys)
    with counter.store.write() as conn:
        briefings.save(conn, msgspec.structs.replace(told, person_keys=ended), CAPTURED * 60_000)
    assert [one.stored for one in recompute(counter).differences] == ["confirmation_forged"]


def test_a_pc_takes_no_book_and_no_lane_that_the_centre_did_not_grant(office: Office) -> None:
    granted(office)
    counter, _seat = opened(office)
    here, centre_key = counter.installation, office.living.centre.key
    with counter.store.read() as conn:
        told = counter.reference(conn).briefing
    briefing_news.check(told, centre_key.public, here.installation_id, counter.clock.now().ms)
    wider = dataclasses.replace(told.books[0], last=9949)
    lane = dataclasses.replace(told.lane, last=9999)
    signed = dataclasses.replace(lane, signature=centre_key.sign(lane_bytes(lane)))
    for changes, code in (({"books": (wider,)}, "book_forged"), ({"lane": signed}, "training_serial")):
        with pytest.raises(Refused, match=code):
            briefing_news.check(
                msgspec.structs.replace(told, **changes),
                centre_key.public,
                here.installation_id,
                counter.clock.now().ms,
            )


def test_a_late_leaf_is_late_on_the_board_by_its_own_promise(office: Office, tmp_path: Path) -> None:
    granted(office)
    counter, seat = opened(office)
    captured(counter, seat, tmp_path, leaf(due=RECEIVED + 60))  # promised at ten past ten
    dossier = life.file_of(counter, PERSON, FIRST).dossier
    assert dossier.lateness(CAPTURED) is Lateness.LATE
