"""A living office for the bench: a real centre in its own process, PCs enrolled with it, full days."""

import dataclasses
import itertools
import json
import operator
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counter_app import bootstrap
from counter_app.domain import numbering
from counter_app.domain.catalog import Channel, PaperKind
from counter_app.domain.commands import Applicant, IdKind, PaperAnswer, ReceiveDossier
from counter_app.domain.dossier import local_day
from counter_app.domain.events import DocumentPrinted, DossierReceived, FeeCharged
from counter_app.domain.identity import new_event_id
from counter_app.domain.kinds import Fact
from counter_app.host.files import DataFolder
from counter_app.host.secrets import PASSPHRASE_VARIABLE
from counter_app.services import desk, sync
from counter_app.services.counter import Counter
from counter_app.store import log

OFFICER, PROCEDURE = "ba-dinh-02", "1.004194"  # seven papers and a fee
MINUTE_MS = 60_000
DAY, A_DAY = 24 * 60, 480  # minutes; receptions of one day, fewer than a lane has serials
EVENTS = 3  # of one reception: received, fee charged, receipt printed
SECRET = "bench only"  # noqa: S105 - it wraps keys that are written below
OWNER = "qmc_owner"  # the try-out's owner of the tables, who needs no password on this machine


@dataclass(frozen=True, slots=True)
class Running:
    """A centre that answers at `url`; `database` is its PostgreSQL, as owner; `tokens` let PCs in.

    `watch` is where it tells its metrics, if that was asked for.
    """

    url: str
    database: str
    tokens: Sequence[str]
    watch: str


@contextmanager
def centre(folder: Path, pcs: int, *, watch: bool = False) -> Iterator[Running]:
    """Run `counter-central tryout`, PostgreSQL with fsync and all, for the length of a `with`."""
    port = str(_free_port()) if watch else ""
    words = ["tryout", "--data", str(folder), "--tokens", str(pcs), "--until-stdin-closes"]
    words += ["--watch-port", port] if watch else []
    with _process("-m", "counter_app.central", *words) as told:
        url, _at, place = told["database"].partition("@")
        database = f"{url.partition('://')[0]}://{OWNER}@{place}"
        yield Running(told["url"], database, told["tokens"], f"http://127.0.0.1:{port}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def bare(database: str) -> Iterator[str]:
    """Run the floor's own little centre on the same PostgreSQL; give its address."""
    with _process(str(Path(__file__).with_name("bare_centre.py")), database) as told:
        yield told["url"]


@contextmanager
def _process(*words: str) -> Iterator[dict[str, Any]]:
    """Run Python until its stdin closes; give the first line that it prints."""
    with subprocess.Popen(  # noqa: S603 - our own modules
        [sys.executable, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("no pipes")
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(60)


def enrolled(folder: Path, token: str) -> Counter:
    """Return the counter of a PC newly enrolled in `folder`, its store encrypted on a real disk."""
    os.environ[PASSPHRASE_VARIABLE] = SECRET
    data = DataFolder(folder)
    bootstrap.enrol(data, token)
    counter = bootstrap.open_counter(data)
    sync.exchange(counter)
    return counter


class Log:
    """Writes receptions as `desk.receive` does, many in one transaction and days ahead of their time."""

    def __init__(self, counter: Counter) -> None:
        """Receive one dossier for real: the others are made after it."""
        self._counter, self._number = counter, 0
        labels = [paper.label for paper in desk.opening(counter).catalogue.find(PROCEDURE).papers]
        papers = tuple(PaperAnswer(label, PaperKind.ORIGINAL, 1) for label in labels)
        first = new_event_id()
        command = ReceiveDossier(first, OFFICER, PROCEDURE, Channel.IN_PERSON, _applicant(0), papers)
        desk.receive(counter, command)
        with counter.store.read() as conn:
            reception, link = log.fact(conn, first), log.find(conn, first)
            reference = counter.reference(conn)
            if not isinstance(reception, DossierReceived) or link is None:
                raise RuntimeError("nothing was received")
            own = log.read_events(conn, link.installation_id, link.seq, 1)
            fee = log.fact(conn, own[0].event_id)
        assert isinstance(fee, FeeCharged)  # noqa: S101 - the procedure has one
        self._reception, self._fee, self._lane = reception, fee, reference.briefing.lane

    def receive(self, events: int) -> int:
        """Append the facts of so many events; return how many there are, whole receptions."""
        told = [self._one() for _ in range(-(-events // EVENTS))]
        counter = self._counter
        own, quality = counter.installation.installation_id, counter.clock.now().quality
        with counter.store.write() as conn:
            for received, day in itertools.groupby(told, key=operator.itemgetter(0)):
                stamp = log.Stamp(own, OFFICER, received * MINUTE_MS, quality, counter.signer)
                log.append(conn, [entry for _, entries in day for entry in entries], stamp)
        counter.head.changed()
        return len(told) * EVENTS

    def _one(self) -> tuple[int, list[tuple[str, str, Fact]]]:
        """Return a reception's minute, and its facts."""
        self._number += 1
        ahead, serial = divmod(self._number, A_DAY)
        later = (ahead + 1) * DAY
        received = self._reception.received + later
        code = numbering.format_code(self._lane.agency_id, local_day(received), self._lane.first + serial)
        reception = dataclasses.replace(
            self._reception,
            code=code,
            received=received,
            due=self._reception.due + later,
            applicant=_applicant(self._number),
        )
        fee, printed = dataclasses.replace(self._fee, code=code), DocumentPrinted(code, "01", 1)
        return received, [(new_event_id(), code, fact) for fact in (reception, fee, printed)]


def _applicant(number: int) -> Applicant:
    return Applicant(
        f"Nguyễn Văn Thử {number}",
        id_kind=IdKind.CITIZEN_ID,
        id_number=f"001090{number:06d}",
        birth_date="1990-01-01",
        address="Tổ 1, Phường Ba Đình, Thành phố Hà Nội",
        phone="0912345678",
    )
