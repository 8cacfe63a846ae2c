"""The main job without a display: real centre, real store, real window, real papers, every step checked."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from counter_app import bootstrap, wire
from counter_app.cli import demo_life, demo_people
from counter_app.cli.cable import Cable
from counter_app.cli.tryout import RunningCentre, running_centre
from counter_app.domain.moments import iso_local
from counter_app.errors import CounterError, Refused
from counter_app.host.files import DataFolder
from counter_app.services import bulk, desk, papers, sync, verification
from counter_app.services.counter import Counter
from counter_app.texts.formats import moment
from counter_app.texts.reasons import reasons

if TYPE_CHECKING:
    from counter_app.ui.rehearsal import Rehearsal

CARD = "001190000017|012345678|Nguyễn Thị Thử|05031990|Nữ|Tổ 1, Phường Ba Đình, Thành phố Hà Nội|01012022"
LINE = {
    "ref": "so-3",
    "procedure": "2.000908",
    "channel": "post",
    "applicant": {"kind": "organisation", "name": "Công ty TNHH Dùng Thử", "id_kind": "tax_code",
                  "id_number": "0100000017", "address": "Số 2 phố Trúc Bạch", "phone": "02438250000"},
    "papers": [],
    "return_by": "post",
}  # fmt: skip


class BrokenError(Exception):
    """A check of the demo did not hold."""


class Transcript:
    """Tells a newcomer what happens, on the screen and in transcript.txt, and counts what was checked."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")
        self.checks = 0

    def step(self, text: str) -> None:
        """Begin a step."""
        self._write(f"\n{text}")

    def say(self, text: str) -> None:
        """Tell a detail."""
        self._write(f"    {text}")

    def check(self, what: str, holds: bool) -> None:
        """Tell a check. Raises BrokenError when it does not hold."""
        self._write(f"  {'✓' if holds else '✗'} {what}")
        if not holds:
            raise BrokenError(what)
        self.checks += 1

    def _write(self, line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        self._file.write(line + "\n")
        self._file.flush()


def run(out: Path) -> int:
    """Run the demo into `out`; return 0 only if every check held."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out = out.absolute()
    for name in ("centre", "counter", "receipts", "screens"):
        shutil.rmtree(out / name, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    tell = Transcript(out / "transcript.txt")
    try:
        with running_centre(out / "centre") as centre, _cable(centre) as cable:
            _play(out, tell, centre, cable)
    except (BrokenError, CounterError, TimeoutError) as error:
        tell.say(f"THE DEMO FAILED: {type(error).__name__}: {error}")
        return 1
    tell.step(f"Every check held ({tell.checks}). Receipts and screens are in {out}/.")
    return 0


def _play(out: Path, tell: Transcript, centre: RunningCentre, cable: Cable) -> None:
    tell.step("1. A centre runs on this machine: its own process, its own PostgreSQL, loopback only.")
    folder = DataFolder(out / "counter")
    with folder.hold():
        token = replace_address(centre.token, cable.url)
        enrolled = bootstrap.enrol(folder, token)
        tell.step("2. This PC is enrolled with a one-time token and can work offline from now on.")
        tell.say(f"installation {enrolled.installation_id}, office {enrolled.office_id}")
        tell.check("a used token is refused", _refused(folder, token, "already_enrolled"))
        head = folder.store_path.read_bytes()[:16]
        tell.check("the store on disk is encrypted", not head.startswith(b"SQLite format"))
        centre.hand_in_online()
        codes = _at_the_window(out, tell, folder, cable)
        counter = bootstrap.open_counter(folder)
        try:
            codes.append(_in_bulk(tell, counter))
            _prove(out, tell, counter, centre, codes)
        finally:
            counter.close()


def _at_the_window(out: Path, tell: Transcript, folder: DataFolder, cable: Cable) -> list[str]:
    """Receive one dossier online and one offline, by keyboard, in the real window."""
    from counter_app.ui.rehearsal import Rehearsal

    window = Rehearsal(lambda _ask: bootstrap.open_counter(folder), folder.load_settings()[0])
    first = _online(tell, window, out / "screens")
    second = _offline(tell, window, out / "screens", cable)
    demo_life.live(tell, window, out, second)
    demo_people.stand_in(tell, window, out)
    window.close()
    return [first, second]


def _online(tell: Transcript, window: "Rehearsal", screens: Path) -> str:
    counter = window.counter
    tell.step("3. The window opens; an officer sits down.")
    window.shoot(screens / "1-who-sits-here.png")
    window.sit_down()
    window.shoot(screens / "2-empty.png")
    tell.step("4. A citizen's card is scanned; khai sinh is typed without accents; papers are ticked.")
    window.reception.scan(CARD)
    window.reception.choose_procedure("dang ky khai sinh")
    window.shoot(screens / "3-papers-missing.png")
    window.reception.give_papers()
    window.shoot(screens / "4-filled.png")
    first = window.reception.receive()
    tell.say("Ctrl+Enter, pressed twice as hurried people do:")
    tell.check(f"one dossier, one code: {first}", len(desk.today(counter, window.reader_id)) == 1)
    window.wait("the centre has it", lambda: all(row.sent for row in desk.today(counter, window.reader_id)))
    tell.check("the centre has acknowledged it", sync.state(counter).unsent == 0)
    window.shoot(screens / "5-received.png")
    return first


def _offline(tell: Transcript, window: "Rehearsal", screens: Path, cable: Cable) -> str:
    counter = window.counter
    tell.step("5. The network cable is pulled. A second citizen is received all the same.")
    cable.unplug()
    window.reception.fill("name", "Trần Văn Ngoại Tuyến")
    window.reception.choose_procedure("1.004194")
    window.reception.give_papers()
    second = window.reception.receive()
    window.wait("offline is noticed", lambda: not sync.state(counter).online)
    tell.check(f"received offline: {second}", sync.state(counter).unsent > 0)
    window.shoot(screens / "6-offline.png")
    tell.step("6. The cable is back: what waited is sent by itself.")
    cable.plug()
    window.workplace.exchange.now()
    window.wait("all is sent", lambda: sync.state(counter).unsent == 0)
    tell.check("nothing is waiting any more", sync.state(counter).online)
    window.shoot(screens / "7-online-again.png")
    window.workplace.go("sync")
    window.shoot(screens / "8-sync.png")
    return second


def _in_bulk(tell: Transcript, counter: Counter) -> str:
    tell.step("11. A third dossier comes as a line of JSON, as `counter-app receive` takes it.")
    actor = desk.opening(counter).people[0].person_id
    good = json.dumps(LINE, ensure_ascii=False).encode()
    back_dated = json.dumps(LINE | {"received_at": "2026-01-01T08:00"}).encode()
    result, refused = bulk.receive_lines(counter, actor, [good, back_dated])
    tell.say(json.dumps(result, ensure_ascii=False))
    tell.check("there is no way to say when it was received", refused["error"]["code"] == "unknown_field")
    return str(result["code"])


def _prove(out: Path, tell: Transcript, counter: Counter, centre: RunningCentre, codes: list[str]) -> None:
    tell.step("12. Receipts, each with its lawful due date and the reasons.")
    (out / "receipts").mkdir(exist_ok=True)
    reader = desk.opening(counter).people[0].person_id
    rows = {row.code: row for row in desk.today(counter, reader)}
    tell.check("three dossiers, three codes", set(codes) == set(rows) and len(rows) == len(codes))
    for code in codes:
        shutil.copy(papers.keep_receipt(counter, reader, code), out / "receipts")
        text = papers.receipt_qr(counter, reader, code)
        read = verification.verify_receipt(counter, text)
        tell.say(f"{code} · {rows[code].procedure_name} · {moment(rows[code].due)}")
        tell.say(f"  {reasons(desk.due_of(counter, reader, code).reasons)}")
        tell.check(f"the QR of {code} is genuine", read.due == rows[code].due)
        tell.check("a QR with a later date is refused", _forged(counter, text, read.due))
    tell.step("13. Both sides prove that nothing was changed.")
    after = sync.exchange(counter)
    tell.check("everything is at the centre", after.online and after.unsent == 0 and not after.quarantined)
    verdict = verification.verify_log(counter)
    tell.check(f"the counter's chain holds: {verdict.events} events", not verdict.faults)
    proof = centre.verify()
    same = proof["events"] == verdict.events  # the portal's arrival included: the feed brought it
    tell.check(f"the centre's chain holds: {proof['events']} events", proof["holds"] is True and same)


def replace_address(token: str, url: str) -> str:
    """Return the token with another address: here the cable's."""
    read = wire.read_token(token)
    return wire.Token(url, read.office, read.fingerprint, read.secret, read.ca).text()


def _refused(folder: DataFolder, token: str, code: str) -> bool:
    try:
        bootstrap.enrol(folder, token)
    except Refused as refused:
        return refused.code == code
    return False


def _forged(counter: Counter, text: str, due: int) -> bool:
    """Tell whether the same QR with the due date a day later is refused."""
    told, changed = _digits(due), _digits(due + 24 * 60)
    try:
        verification.verify_receipt(counter, text.replace(f"/{told}/", f"/{changed}/"))
    except Refused as refused:
        return refused.code == "receipt_forged"
    return False


def _digits(minute: int) -> str:
    local = iso_local(minute)
    return local[2:4] + local[5:7] + local[8:10] + local[11:13] + local[14:16]


@contextmanager
def _cable(centre: RunningCentre) -> Iterator[Cable]:
    cable = Cable(centre.url)
    try:
        yield cable
    finally:
        cable.close()
