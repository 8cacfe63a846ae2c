"""What every handler of the centre works with."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from counter_app.central.metrics import Metrics
from counter_app.domain.dossier import local_day
from counter_app.seal import SigningKey
from counter_app.wire_snapshot import Snapshot


def wall_clock() -> int:
    """Return milliseconds UTC."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Centre:
    """The database, the key that signs every answer, and the clock (ms UTC).

    `digests` remembers briefings' digests between requests, `heard` when contacts were noted, `snapshots`
    manifests by office, epoch and position; `folder` keeps what must outlast the database (`granted`), None
    where nothing is granted. `reports` has when and what each
    PC told of itself last, `apart` what is kept beside its log, `metrics` counts.
    """

    engine: Engine
    key: SigningKey
    now: Callable[[], int] = wall_clock
    digests: dict[tuple[str, int, str], str] = field(default_factory=dict)
    heard: dict[tuple[str, ...], int] = field(default_factory=dict)
    folder: Path | None = None
    snapshots: dict[tuple[str, str, int], Snapshot] = field(default_factory=dict)
    reports: dict[str, tuple[int, str]] = field(default_factory=dict)
    apart: dict[str, int] = field(default_factory=dict)
    metrics: Metrics = field(default_factory=Metrics)

    def today(self) -> str:
        """Return the day (YYYY-MM-DD at +07:00)."""
        return local_day(self.now() // 60_000)


@dataclass(frozen=True, slots=True)
class Rotated:
    """A key that followed another of its installation, by the event `seq`; `in_force`: the log tells it."""

    seq: int
    public_key: bytes
    in_force: bool
    follows: bytes


@dataclass(frozen=True, slots=True)
class Caller:
    """The installation that signed a request, and that request's nonce. `revoked`: it counts no more.

    It was enrolled with `public_key`; `rotated` are the keys that followed.
    """

    office_id: str
    installation_id: str
    public_key: bytes
    nonce: str = ""
    revoked: bool = False
    rotated: tuple[Rotated, ...] = ()

    @property
    def key(self) -> bytes:
        """The key that signs its requests and its next event."""
        return self.key_after(None)

    def key_after(self, seq: int | None) -> bytes:
        """Return the key that signs what follows the event `seq` (None: the last)."""
        later = [one.public_key for one in self.rotated if one.in_force and (seq is None or one.seq <= seq)]
        return later[-1] if later else self.public_key

    def followed(self) -> tuple[tuple[int, bytes], ...]:
        """Return what is in force after its first key: each with the number of its event."""
        return tuple((one.seq, one.public_key) for one in self.rotated if one.in_force)

    def ever(self) -> tuple[bytes, ...]:
        """Return all keys that it ever had, and its copies, the one in force first."""
        held = self.key, self.public_key, *(one.public_key for one in self.rotated)
        return tuple(dict.fromkeys(held))
