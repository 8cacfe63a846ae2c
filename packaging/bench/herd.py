"""A hundred counters come back at once with 200 unsent events each, while others go on receiving.

One real centre process on its own PostgreSQL; the counters are logs and connections without a window or a
store, so that two cores are enough for both ends. Everybody obeys the one rule of trying again.
"""

import dataclasses
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import house

from counter_app import wire
from counter_app.central import founding, reference
from counter_app.central.centre import Centre
from counter_app.central.database import open_database
from counter_app.central.enrol import make_token
from counter_app.central.tryout import cluster
from counter_app.central.vault import read_key
from counter_app.domain import chain, facts, numbering
from counter_app.domain.catalog import Channel, Limit, LimitUnit, PaperKind
from counter_app.domain.commands import Applicant, PaperMark, ReturnBy
from counter_app.domain.dossier import local_day
from counter_app.domain.events import DossierReceived, Event, FeeCharged, PaperGiven, Personal
from counter_app.domain.identity import new_event_id
from counter_app.domain.kinds import Fact
from counter_app.domain.numbering import Lane
from counter_app.errors import Unavailable
from counter_app.remote import client
from counter_app.seal import SigningKey
from counter_app.services import sync_retry

OFFICES, PCS, EVENTS = 20, 100, 200
FRESH, EVERY = 10, 0.5  # counters that receive meanwhile, and seconds between two receipts of each
TRYOUT = house.CATALOG / "tryout_office.json"


@dataclass
class Pc:
    """An enrolled installation's log and its connection."""

    key: SigningKey
    installation_id: str
    lane: Lane
    actor: str
    line: client.Centre
    links: list[wire.WireEvent] = field(default_factory=list)
    head: bytes = chain.GENESIS
    sent: int = 0

    def receive(self) -> None:
        """Append a reception and its fee."""
        now = time.time_ns() // 1_000_000
        serial = self.lane.first + len(self.links) // 2
        code = numbering.format_code(self.lane.agency_id, local_day(now // 60_000), serial)
        self._tell(_reception(code, self.lane.lane_id, now // 60_000), code, now)
        self._tell(FeeCharged(code, 8000, 2, 16000, paid=True, exempt=False), code, now)

    def push(self) -> int:
        """Send what waits until the centre has it; return how often it was put off."""
        failures = 0
        while self.sent < len(self.links):
            batch = wire.PushRequest(self.links[self.sent : self.sent + wire.MAX_BATCH])
            try:
                answer = self.line.push(batch)
            except Unavailable as silent:
                wait = silent.values.get("wait_ms", 0)
                time.sleep(sync_retry.delay(failures, wait if isinstance(wait, int) else 0) / 1000)
                failures += 1
                continue
            if answer.quarantined:
                raise RuntimeError(answer.quarantined[0].code)
            self.sent = answer.acknowledged
        return failures

    def _tell(self, fact: Fact, subject: str, now: int) -> None:
        body, beside = facts.split(fact)
        data = Personal(bytes(16), beside) if beside else None
        draft = Event(
            event_id=new_event_id(),
            installation_id=self.installation_id,
            seq=len(self.links) + 1,
            prev=self.head,
            kind=fact.KIND,
            version=fact.VERSION,
            subject=subject,
            actor_id=self.actor,
            happened_at=now,
            clock="A",
            body=body,
            personal_digest=chain.personal_digest(data) if data else None,
            signature=b"",
        )
        event, self.head = chain.link(draft, self.key.sign)
        self.links.append(wire.WireEvent(event, data))


@dataclass(frozen=True, slots=True)
class Herd:
    """What one run showed; waits are seconds from a fresh receipt to its acknowledgement."""

    seconds: float
    events: int
    put_off: int
    waits: list[float]

    def lines(self) -> Iterator[str]:
        """Return the report."""
        ordered = sorted(self.waits)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        yield f"{PCS} counters, {EVENTS} events each: {self.events / self.seconds:.0f} events/s (>= 3000)"
        p50, fresh = statistics.median(ordered), len(ordered)
        yield f"acknowledgement of {fresh} fresh receipts: p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"
        yield f"(p99 <= 1000 ms); put off and come again: {self.put_off}"


def run(folder: Path) -> Herd:
    """Let them all come at once."""
    with _centre(folder) as enrol:
        herd = [enrol(number) for number in range(PCS)]
        fresh = [enrol(number) for number in range(PCS, PCS + FRESH)]
        for pc in herd:
            for _ in range(EVENTS // 2):
                pc.receive()
        done, waits = threading.Event(), list[float]()
        others = [threading.Thread(target=_goes_on, args=(pc, done, waits)) for pc in fresh]
        for thread in others:
            thread.start()
        time.sleep(EVERY)
        with ThreadPoolExecutor(PCS) as threads:
            began = time.perf_counter()
            put_off = sum(threads.map(Pc.push, herd))
            seconds = time.perf_counter() - began
        done.set()
        for thread in others:
            thread.join()
        for pc in (*herd, *fresh):
            pc.line.close()
    return Herd(seconds, PCS * EVENTS, put_off, waits)


def _goes_on(pc: Pc, done: threading.Event, waits: list[float]) -> None:
    while not done.wait(EVERY):
        pc.receive()
        began = time.perf_counter()
        pc.push()
        waits.append(time.perf_counter() - began)


@contextmanager
def _centre(folder: Path) -> Iterator[Callable[[int], Pc]]:
    """Run the centre of OFFICES offices in its own process; give what enrols a PC with one of them."""
    folder.mkdir(parents=True)
    (folder / "offices.json").write_text(json.dumps(_offices()), "utf-8")
    today = local_day(time.time_ns() // 60_000_000_000)
    with cluster(folder / "centre") as running:
        sources = reference.Sources(today, office=folder / "offices.json")
        founding.found(running.make_database(), folder / "centre", sources)
        url = running.service_url(folder / "centre")
        engine = open_database(url)
        granting = Centre(engine, read_key(folder / "centre"), folder=folder / "centre")
        words = ["serve", "--data", str(folder / "centre"), "--url", url, "--until-stdin-closes"]
        program = [sys.executable, "-m", "counter_app.central", *words]
        log = (folder / "centre.log").open("wb")
        with (
            log,
            subprocess.Popen(  # noqa: S603 - our own
                program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            ) as process,
        ):
            if process.stdin is None or process.stdout is None:
                raise RuntimeError("no pipes")
            address = json.loads(process.stdout.readline())["url"]
            try:
                yield lambda number: _enrolled(granting, address, f"{10_000 + number % OFFICES}")
            finally:
                process.stdin.close()
                process.wait(60)
                engine.dispose()


def _enrolled(granting: Centre, address: str, office: str) -> Pc:
    key, name = SigningKey.generate(), new_event_id()
    answer = client.enrol(make_token(granting, office, address), name, key, "Máy thử")
    line = client.Centre(address, answer.centre_key, name, key)
    return Pc(key, name, answer.briefing.lane, answer.briefing.people[1].person_id, line)


def _offices() -> dict[str, object]:
    first = json.loads(TRYOUT.read_text("utf-8"))["offices"][0]
    named = [{"office_id": f"{10_000 + n}", "agency_id": f"H26.{100 + n}"} for n in range(OFFICES)]
    return {"offices": [first | one for one in named]}


def _reception(code: str, lane: str, now: int) -> DossierReceived:
    paper = PaperGiven("Tờ khai thay đổi thông tin cư trú", PaperKind.ORIGINAL, 1, PaperMark.GIVEN)
    applicant = Applicant("Nguyễn Văn Thử", address="Tổ 1, Phường Ba Đình, Thành phố Hà Nội")
    return DossierReceived(
        code=code,
        lane=lane,
        procedure="1.004194",
        procedure_name="Đăng ký tạm trú",
        procedure_field="Cư trú",
        catalogue=1,
        calendar=1,
        rules="ND118/2025",
        channel=Channel.IN_PERSON,
        limit=Limit(3, LimitUnit.WORKING_DAYS),
        received=now,
        due=now + 5 * 1440,
        reasons=(),
        papers=tuple(dataclasses.replace(paper, label=f"{paper.label} {n}") for n in range(7)),
        sets=1,
        quantity=2,
        return_by=ReturnBy.COUNTER,
        resolving_unit="",
        repeat_of=(),
        applicant=applicant,
    )
