"""What real people do at a real counter, one story for each name; run below the recorder by `recording`.

`python -m tests.crash.workflows NAME FOLDER [TOKEN or PIN]`
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from counter_app import bootstrap
from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.dossier import RECEIPT
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.host.files import DataFolder
from counter_app.host.secrets import open_secrets
from counter_app.remote import client
from counter_app.services import (
    backup,
    desk,
    forms,
    key_rotation,
    log_head,
    papers,
    restoring,
    retention,
    sign_in,
    sync,
)
from counter_app.services.counter import Counter
from tests.crash import mutations, promises
from tests.crash.machine import stood_in
from tests.pcs import PERSON, intake
from tests.services import papers_life, standing_in
from tests.services.test_purge import OVER, at

KEYRING_VARIABLE, MUTATION_VARIABLE = "CRASH_KEYRING", "CRASH_MUTATION"
GATHER = 0.02  # seconds until the log's head is kept, so that a short story has some of it
SETTINGS = tuple(range(3, 6))  # minutes until the window locks: what is saved one after the other


def receive(counter: Counter, times: int = 4) -> None:
    """Receive some citizens one after the other; the log's head is kept meanwhile."""
    for number in range(times):
        promises.receipt(desk.receive(counter, intake(f"Nguyễn Văn {number}", repeat=True)))
        time.sleep(3 * GATHER * (number % 2))


def receive_many(counter: Counter) -> None:
    """Receive so many that the write-ahead log is brought home and begun anew while the counter is open."""
    with counter.store.write() as conn:  # its connection writes all that follows
        conn.exec_driver_sql("PRAGMA wal_autocheckpoint = 60")  # pages; 1000 would take a long story
    for number in range(12):
        promises.receipt(desk.receive(counter, intake(f"Trần Thị {number}", repeat=True)))


def printing(counter: Counter) -> None:
    """Receive; no printer; keep the papers; print one of them after all; choose settings."""
    for number in range(2):
        given = promises.receipt(desk.receive(counter, intake(f"Lê Văn {number}", repeat=True)))
        path = papers.keep_receipt(counter, PERSON, given.code)
        promises.paper(counter.folder, path)
        if number == 0:
            confirm = ConfirmPrinted(new_event_id(), PERSON, given.code, RECEIPT)
            promises.printing(counter.folder, path)
            desk.confirm_printed(counter, confirm)
            promises.event(confirm.event_id)
            promises.gone(counter.folder, path)
    for number, minutes in enumerate(SETTINGS, 1):
        kept, _aside = counter.folder.load_settings()
        counter.folder.save_settings(replace(kept, lock_minutes=minutes))
        promises.told("settings", number=number)


def apology(counter: Counter) -> None:
    """Form 04: prepared, printed, signed by the head, its paper made again."""
    given = promises.receipt(papers_life.received(counter))
    papers_life.at(counter, "2026-12-01T09:00")
    new = papers_life.minute("2026-12-16T17:00")
    ready = papers_life.act(counter, commands.PrepareApology, given.code, Cause.WORKLOAD, new)
    promises.event(ready.event_id)
    papers_life.printed(counter, forms.paper_of(counter, PERSON, ready.event_id))
    values = ("12/PXL-UBND", "Trần Văn Bình", "Chủ tịch", "2026-12-01")
    signed = papers_life.act(counter, commands.SignApology, given.code, *values)
    promises.event(signed.event_id)


def approval(counter: Counter, pin: str) -> None:
    """The chairman confirms by his PIN who stands in for the sick officer; the centre is away."""
    promises.receipt(desk.receive(counter, intake("Phạm Thị Chờ", repeat=True)))
    request = promises.event(standing_in.seated(counter))
    seat = sign_in.again(counter, standing_in.CHAIR, pin)
    promises.event(standing_in.decide(counter, request, seat.key).event_id)


def synchronise(counter: Counter) -> None:
    """Send what waits, take in what others did, receive in between."""
    for number in range(3):
        promises.receipt(desk.receive(counter, intake(f"Võ Văn {number}", repeat=True)))
        out = sync.outgoing(counter)
        if out.events:
            promises.pushed(counter, out.events[-1].event.seq)
        heard = sync.contact(counter, out)
        if heard.feed is not None:
            told = [item.event.event_id for item in heard.feed.events]
            promises.told("fed", cursor=heard.feed.next, events=told)
        assert sync.settle(counter, heard).problem == ""
        assert heard.push is not None
        assert heard.feed is not None
        promises.told("acknowledged", seq=heard.push.acknowledged, cursor=heard.feed.next)


def purge(counter: Counter) -> None:
    """What is over its time goes, one dossier at a time; the next citizen comes in between."""
    at(counter, OVER)
    done = retention.Done()
    for code in retention.due(counter):
        done += retention.purge(counter, [code])
        promises.told("purged", code=code)
        receive(counter, 1)
    retention.finish(counter, done)


@contextmanager
def telling_the_centre() -> Iterator[None]:
    """Promise, when the centre is asked, that this PC stays who it says it is."""
    real = client.enrol

    def told(*values: object, **named: object) -> object:
        _token, installation_id, signer, *_rest = values
        promises.told("asked", id=installation_id, key=signer.public.hex())  # type: ignore[attr-defined]
        return real(*values, **named)  # type: ignore[arg-type]

    with patch.object(client, "enrol", told):
        yield


def enrol(folder: DataFolder, token: str) -> None:
    """The first start: keys, store, a place at the centre; then the first citizen."""
    with telling_the_centre():
        bootstrap.enrol(folder, token)
    promises.told("enrolled")
    _opened(folder, lambda counter: receive(counter, 1))


def migrate(folder: DataFolder) -> None:
    """A later version of the app opens the store of an earlier one, and goes on."""
    _opened(folder, lambda counter: receive(counter, 1))


def back_up(counter: Counter) -> None:
    """Copy the records to another disk, where a folder for them is made, and go on."""
    receive(counter, 1)
    made = backup.make(counter, counter.folder.path.parent / "copies")
    promises.told("copied", path=made.folder.relative_to(counter.folder.path.parent).as_posix())
    receive(counter, 1)


def restore(folder: DataFolder, source: str, token: str) -> None:
    """Put an older copy in the place of a living store, continue under another name, receive."""
    _opened(folder, promises.former)
    secrets = open_secrets(folder.path)
    restoring.restore(Path(source), folder, secrets, lambda: "", replace=True)
    promises.told("restored")
    with telling_the_centre():
        bootstrap.enrol(folder, token)
    promises.told("enrolled")
    _opened(folder, lambda counter: receive(counter, 1))


def rotate(folder: DataFolder) -> None:
    """Receive, sign with another key from then on, receive again: what `rotate-key` does in one process."""
    _opened(folder, lambda counter: receive(counter, 1))
    secrets = bootstrap.secrets_of(folder, None)
    with closing(bootstrap.open_counter(folder, secrets=secrets)) as counter:
        command = key_rotation.Rotate(counter.new_event_id(), PERSON)
        promises.told("rotated", key=key_rotation.rotate(counter, secrets, command))
        promises.event(command.event_id)
    with closing(bootstrap.open_counter(folder, secrets=secrets)) as counter:
        receive(counter, 2)


STORIES: dict[str, Callable[[Counter], None]] = {
    "receive": receive,
    "receive with a keyring": receive,
    "receive many": receive_many,
    "print": printing,
    "apology": apology,
    "sync": synchronise,
    "backup": back_up,
    "purge": purge,
}
WITH_WORD: dict[str, Callable[[Counter, str], None]] = {"approval": approval}
FIRST_STARTS: dict[str, Callable[..., None]] = {
    "enrol": enrol,
    "migrate": migrate,
    "restore": restore,
    "rotate": rotate,
    "rotate with a keyring": rotate,
}
NAMES = (*STORIES, *WITH_WORD, *FIRST_STARTS)


def run(name: str, path: Path, words: list[str]) -> None:
    """Live one story in the data folder at `path`."""
    folder = DataFolder(path)
    with folder.hold():
        if name in FIRST_STARTS:
            FIRST_STARTS[name](folder, *words)
        elif name in WITH_WORD:
            _opened(folder, lambda counter: WITH_WORD[name](counter, *words))
        else:
            _opened(folder, STORIES[name])


def _opened(folder: DataFolder, story: Callable[[Counter], None]) -> None:
    counter = bootstrap.open_counter(folder)
    try:
        story(counter)
    finally:
        counter.close()


def main() -> None:
    """Run with what stands in for the machine, and with the fault that a test plants."""
    name, path, *words = sys.argv[1:]
    given = os.environ.get(KEYRING_VARIABLE)
    planted = os.environ.get(MUTATION_VARIABLE)
    with ExitStack() as stack:
        stack.enter_context(stood_in(json.loads(given) if given else None))
        stack.enter_context(patch.object(log_head, "GATHER", GATHER))
        stack.enter_context(patch("platform.node", lambda: "quay-1"))
        if planted:
            stack.enter_context(mutations.planted(planted))
        run(name, Path(path), words)


if __name__ == "__main__":
    main()
