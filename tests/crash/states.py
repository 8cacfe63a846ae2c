"""Every power cut of one story: builds what is left after it and has it judged, each different one once."""

import copy
import hashlib
import random
import shutil
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.disk import KEPT, LOST, Disk, Image
from tests.crash.machine import Held, stood_in
from tests.crash.oracle import Oracle
from tests.crash.promises import Promised
from tests.crash.recording import Story
from tests.crash.trace import DATA, KEYRING, PROMISE

REOPEN = 10  # one state in so many is opened a second time: it costs as much as three others


@dataclass(frozen=True, slots=True)
class Cut:
    """One power cut: after `prefix` steps, choices by `seed` (0 all kept, 1 all unsynced lost)."""

    story: str
    prefix: int
    seed: int

    def __str__(self) -> str:
        return f"--story {self.story!r} --prefix {self.prefix} --seed {self.seed}"


@dataclass(frozen=True, slots=True)
class Found:
    """A broken promise, and the folder as the cut left it."""

    cut: Cut
    faults: tuple[str, ...]
    image: Image


@dataclass
class Tally:
    """How many cuts were made, how many of them left something different, and what broke."""

    cuts: int = 0
    distinct: int = 0
    reopened: int = 0
    contents: int = 0
    found: list[Found] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take another's figures along."""
        self.cuts += other.cuts
        self.distinct += other.distinct
        self.reopened += other.reopened
        self.contents += other.contents
        self.found += other.found


@dataclass(frozen=True, slots=True)
class _Moment:
    """What stands after some steps: the disk, what was told, and the keyring with what it may have lost."""

    prefix: int
    disk: Disk
    promised: Promised
    keyring: tuple[Held, ...]


class Judging:
    """Judges the power cuts of one story; of several workers each takes the prefixes of its `share`."""

    def __init__(self, story: Story, work: Path, share: tuple[int, int] = (0, 1)) -> None:
        """Begin. `share` is this worker's number and how many there are."""
        self.tally = Tally()
        self._story, self._work, self._share = story, work, share
        self._oracle = Oracle()
        self._seen: set[bytes] = set()
        self._known: dict[str, tuple[bytes, bytes]] = {}  # by name the last content and its digest

    def round(self, seeds: Iterable[int], only: Collection[int] | None = None) -> None:
        """Make one power cut with each seed after every step, or after those of `only`."""
        number, workers = self._share
        for moment in _moments(self._story):
            if moment.prefix % workers == number and (only is None or moment.prefix in only):
                for seed in seeds:
                    self._cut(moment, Cut(self._story.name, moment.prefix, seed))
        self.tally.reopened, self.tally.contents = self._oracle.reopened, len(self._oracle.proved)

    def again(self, cut: Cut) -> Found:
        """Judge one power cut by itself."""
        moment = next(found for found in _moments(self._story) if found.prefix == cut.prefix)
        image, held = left(moment, cut)
        faults = judge(Oracle(), image, held, moment.promised, self._work, reopen=True)
        return Found(cut, tuple(faults), image)

    def _key(self, image: Image, held: Held, promised: Promised) -> bytes:
        """Return a digest of all that is judged."""
        digest = hashlib.blake2b(repr((promised, sorted(held.items()))).encode())
        for name, content in image.items():
            digest.update(name.encode() + (b"/" if content is None else self._digest(name, content)))
        return digest.digest()

    def _digest(self, name: str, content: bytes) -> bytes:
        known, digest = self._known.get(name, (b"", b""))
        if known is not content or not digest:
            digest = hashlib.blake2b(content).digest()
            self._known[name] = (content, digest)
        return digest

    def _cut(self, moment: _Moment, cut: Cut) -> None:
        if cut.seed > 0 and moment.disk.settled and len(moment.keyring) == 1:
            return  # nothing to lose: all seeds leave the same
        self.tally.cuts += 1
        image, held = left(moment, cut)
        key = self._key(image, held, moment.promised)
        if key in self._seen:
            return
        self._seen.add(key)
        self.tally.distinct += 1
        reopen = self.tally.distinct % REOPEN == 0
        faults = judge(self._oracle, image, held, moment.promised, self._work, reopen=reopen)
        if faults:
            self.tally.found.append(Found(cut, tuple(faults), image))


def left(moment: _Moment, cut: Cut) -> tuple[Image, Held]:
    """Return folder and keyring after a power cut."""
    chance, manner = random.Random(str(cut)), {0: KEPT, 1: LOST}.get(cut.seed, "")
    image = moment.disk.image(chance, manner)
    held = moment.keyring
    return image, held[-1] if manner == KEPT else held[0] if manner == LOST else chance.choice(held)


def judge(
    oracle: Oracle, image: Image, held: Held, promised: Promised, work: Path, *, reopen: bool
) -> list[str]:
    """Lay the files out below `work` and judge them."""
    folder = work / "state"
    shutil.rmtree(folder, ignore_errors=True)
    lay_out(image, folder)
    with stood_in(dict(held) if held else None):
        return oracle.judge(folder / DATA, promised, reopen=reopen)


def lay_out(image: Image, folder: Path) -> None:
    """Write an image's files."""
    folder.mkdir(mode=0o700, parents=True)
    for name, content in image.items():
        if content is None:
            (folder / name).mkdir(mode=0o700, parents=True)
        else:
            (folder / name).write_bytes(content)


def _moments(story: Story) -> Iterator[_Moment]:
    """Yield what stands before the first step, and after each."""
    disk, promised = copy.deepcopy(story.disk), Promised()
    keyring: tuple[Held, ...] = (story.keyring or {},)
    yield _Moment(0, disk, promised, keyring)
    for number, step in enumerate(story.records, 1):
        if step.op == PROMISE:
            promised.add(step.value)
        elif step.op == KEYRING:  # the last word may not be on its disk yet
            told = keyring[-1] | {step.value["name"]: step.value["secret"]}
            keyring = (keyring[-1], {name: secret for name, secret in told.items() if secret is not None})
        else:
            disk.take(step)
        yield _Moment(number, disk, promised, keyring)
