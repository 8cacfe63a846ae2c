"""A disk that a power cut stops: what was synced is there, of the rest a seeded choice.

A file's unsynced writes reach the platter sector by sector, each sector in any of the versions it had since
its last sync, in no order between sectors; or write by write. Unsynced lengths are kept up to some moment.
Names made, moved and removed too, or each or not; a sync of their folder keeps all.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from tests.crash.trace import Record

KEPT, LOST, TORN_512, TORN_4096, WHOLE_WRITES = "kept", "lost", "torn 512", "torn 4096", "whole writes"
MANNERS = (KEPT, LOST, TORN_512, TORN_4096, WHOLE_WRITES)
SECTOR = {TORN_512: 512, TORN_4096: 4096}
CHANCES = (0.03, 0.5, 0.97)
# Written anew at each start whatever it holds, or held by no process after a power cut.
IGNORED = ("counter.db-shm", "folder.lock")  # names of files

Image = dict[str, bytes | None]  # by path below the folder; None is a folder


@dataclass(slots=True)
class File:
    """What is on the platter, and what was asked since: (offset, data), or (size, None) for a new length."""

    durable: bytes
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        """Bring everything onto the platter."""
        self.durable, self.pending = self.all(), []

    def all(self) -> bytes:
        """Return what a reader sees; the very same object as long as nothing is pending."""
        if not self.pending:
            return self.durable
        content = bytearray(self.durable)
        for at, data in self.pending:
            _apply(content, at, data)
        return bytes(content)

    def after(self, chance: random.Random, manner: str) -> bytes:
        """Return what a power cut leaves."""
        if manner == KEPT or not self.pending:
            return self.all()
        if manner == LOST:
            return self.durable
        pending = self._lengths(chance)
        keep = chance.choice(CHANCES)
        content = bytearray(self.durable)
        if manner == WHOLE_WRITES:
            for at, data in pending:
                if data is None or chance.random() < keep:
                    _apply(content, at, data)
        else:
            _torn(content, pending, SECTOR[manner], chance, keep)
        self._lengthen(content, chance)
        return bytes(content)

    def _lengths(self, chance: random.Random) -> list[tuple[int, bytes | None]]:
        """Leave out a cut that did not reach the platter, and with it what was written afterwards."""
        cuts = [number for number, (_at, data) in enumerate(self.pending) if data is None]
        lost = chance.choice([*cuts, len(self.pending)])
        return self.pending[:lost]

    def _lengthen(self, content: bytearray, chance: random.Random) -> None:
        """The length may be there before what was written: zeros, or what lay on the platter before."""
        missing = len(self.all()) - len(content)
        if missing > 0 and chance.random() < 0.5:
            content += chance.randbytes(missing) if chance.random() < 0.5 else bytes(missing)


@dataclass(slots=True)
class Disk:
    """The folder's files by the number that the recorder gave them, and its names."""

    files: dict[int, File]
    names: dict[str, int | None]  # None is a folder
    pending: list[Record] = field(default_factory=list)
    seen: dict[str, int | None] = field(default_factory=dict)  # the names as the process sees them
    numbers: dict[int, int] = field(default_factory=dict)  # a number is used anew once its file is gone

    @classmethod
    def of(cls, folder: Path) -> "Disk":
        """Take the folder as it lies there, all of it synced."""
        made = cls({}, {})
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_dir():
                made.names[name] = None
            elif path.name not in IGNORED:
                made.names[name] = made._new(path.stat().st_ino, path.read_bytes())
        made.seen = dict(made.names)
        return made

    def take(self, record: Record) -> None:
        """Do what the process did."""
        if PurePosixPath(record.name).name in IGNORED:
            return
        if record.op == "C":
            self._name(Record("C", record.name, self._new(record.file, b""), 0, b""))
        elif record.op in ("R", "L"):
            self._name(replace(record, file=self.seen[record.name] or 0))
        elif record.op in ("U", "M", "X"):
            self._name(record)
        elif record.op == "D":
            self._sync_folder(record.name)
        elif record.op in ("W", "T", "S"):
            file = self.files[self.numbers[record.file]]
            if record.op == "S":
                file.sync()
            else:
                file.pending.append((record.offset, record.data if record.op == "W" else None))

    def image(self, chance: random.Random, manner: str = "") -> Image:
        """Return what a power cut now leaves; `manner` for all files alike, else one for each by chance."""
        names = dict(self.names)
        for record in self._kept_names(chance, manner):
            _rename(names, record)
        image: Image = {}
        for name, number in sorted(names.items()):
            if _has_folder(name, names):
                image[name] = None if number is None else self._content(number, chance, manner)
        return image

    @property
    def settled(self) -> bool:
        """Tell whether everything is on the platter."""
        return not self.pending and not any(file.pending for file in self.files.values())

    def _content(self, number: int, chance: random.Random, manner: str) -> bytes:
        return self.files[number].after(chance, manner or chance.choice(MANNERS))

    def _kept_names(self, chance: random.Random, manner: str) -> Iterable[Record]:
        if manner in (KEPT, LOST):
            return self.pending if manner == KEPT else ()
        if chance.random() < 0.5:  # in order, as a journal of names keeps them
            return self.pending[: chance.randint(0, len(self.pending))]
        return [record for record in self.pending if chance.random() < 0.5]

    def _sync_folder(self, folder: str) -> None:
        rest = []
        for record in self.pending:
            if _parent(record.data.decode() if record.op in ("R", "L") else record.name) == folder:
                _rename(self.names, record)
            else:
                rest.append(record)
        self.pending = rest

    def _name(self, record: Record) -> None:
        self.pending.append(record)
        _rename(self.seen, record)

    def _new(self, inode: int, content: bytes) -> int:
        number = len(self.files) + 1
        self.files[number] = File(content)
        self.numbers[inode] = number
        return number


def _torn(
    content: bytearray,
    pending: list[tuple[int, bytes | None]],
    sector: int,
    chance: random.Random,
    keep: float,
) -> None:
    """Let each sector have the version it had after some of the writes that touched it."""
    versions: dict[int, int] = {}
    for at, data in pending:
        for number in range(at // sector, (at + len(data) - 1) // sector + 1) if data else ():
            versions[number] = versions.get(number, 0) + 1
    wanted = {
        number: count if chance.random() < keep else chance.randrange(count)
        for number, count in versions.items()
    }
    seen: dict[int, int] = {}
    for at, data in pending:
        if data is None:
            _apply(content, at, None)
            continue
        for number in range(at // sector, (at + len(data) - 1) // sector + 1):
            seen[number] = seen.get(number, 0) + 1
            if seen[number] <= wanted[number]:
                first, last = max(at, number * sector), min(at + len(data), (number + 1) * sector)
                _apply(content, first, data[first - at : last - at])


def _apply(content: bytearray, at: int, data: bytes | None) -> None:
    """Write, or give another length."""
    end = at if data is None else at + len(data)
    if len(content) < end:
        content += bytes(end - len(content))
    if data is None:
        del content[at:]
    else:
        content[at:end] = data


def _rename(names: dict[str, int | None], record: Record) -> None:
    """Carry a step on names out, whatever became of those before it."""
    if record.op == "C":
        names[record.name] = record.file
    elif record.op == "M":
        names.setdefault(record.name, None)
    elif record.op in ("U", "X"):
        names.pop(record.name, None)
    else:
        target = record.data.decode()
        if record.op == "R":
            names.pop(record.name, None)
            for below in [name for name in names if name.startswith(f"{record.name}/")]:
                names[target + below.removeprefix(record.name)] = names.pop(below)
        names[target] = record.file or None


def _parent(name: str) -> str:
    parent = PurePosixPath(name).parent.as_posix()
    return "" if parent == "." else parent


def _has_folder(name: str, names: dict[str, int | None]) -> bool:
    parent = _parent(name)
    return not parent or (parent in names and names[parent] is None and _has_folder(parent, names))
