"""A PC's signing key gives way to another, cut off wherever a file of its secrets is written."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.host import log_head, secrets
from counter_app.host.files import DataFolder, write_private
from counter_app.services import key_rotation
from counter_app.services.key_rotation import Rotate
from tests.simulation.desk_acts import OFFICERS, unprinted
from tests.simulation.machine_acts import contact
from tests.simulation.town import Fault, Town
from tests.simulation.virtual_pc import VirtualPc

WRITES = 8  # of a change that nothing cuts off: the log's end, the keys, the mark of that end


class Cut(BaseException):
    """The power, or a kill."""


def rotate(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Do what `counter-app rotate-key` does; half of the times it is cut off."""
    pc.close()
    cut = chance.randrange(WRITES + 1) if chance.random() < 0.5 else None
    after = chance.random() < 0.5
    try:
        with _dying(cut, after):
            change(town, pc, chance.choice(OFFICERS))
    except Cut:
        town.told["key changes cut off"] += 1
        pc.kill()
        if chance.random() < 0.5:
            pc.reboot()
    if chance.random() < 0.5:
        unprinted(town, pc, chance)
        contact(town, pc, chance)


def change(town: Town, pc: VirtualPc, who: str) -> None:
    """Change the key, open the counter anew, and see that it signs with the new one."""
    kept = bootstrap.secrets_of(DataFolder(pc.folder), None)
    pc.counter = bootstrap.open_counter(DataFolder(pc.folder), secrets=kept)
    pc.fill()
    before = pc.counter.signer.public
    try:
        key_rotation.rotate(pc.counter, kept, Rotate(pc.counter.new_event_id(), who))
    finally:
        pc.close()
    if pc.open.signer.public == before:
        raise Fault(f"{pc.name} still signs with the key that it gave up")
    town.told["keys changed"] += 1


@contextmanager
def _dying(cut: int | None, after: bool) -> Iterator[None]:
    """Let the program die at the write with the number `cut`, when it is durable or before."""
    writes = 0

    def write(path: Path, content: bytes) -> None:
        nonlocal writes
        writes += 1
        if cut == writes and not after:
            raise Cut
        write_private(path, content)
        if cut == writes:
            raise Cut

    dying: Callable[[Path, bytes], None] = write
    with pytest.MonkeyPatch.context() as patch:
        for module in (secrets, log_head):
            patch.setattr(module, "write_private", dying)
        yield
