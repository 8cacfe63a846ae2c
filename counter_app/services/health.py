"""What an administrator asks first: is everything here that the counter needs, and does it work."""

import importlib.metadata
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from counter_app.documents import typeface
from counter_app.domain.lane_stock import FEW_LANES
from counter_app.errors import CounterError, Unavailable
from counter_app.host import secrets
from counter_app.host.files import DataFolder
from counter_app.services import backup, pc_health, recording, sync, verification
from counter_app.services.counter import Counter
from counter_app.store import engine
from counter_app.texts import _, pc
from counter_app.texts.formats import moment
from counter_app.texts.refusals import sentence

PACKAGES = ("PySide6-Essentials", "PySide6-Pdf", "SQLAlchemy", "sqlcipher3", "reportlab", "keyring")
OK, WARNING, FAULT = "ok", "warning", "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: `state` is ok, warning (work goes on) or fault (it does not)."""

    name: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class Health:
    """All that was found. `enrolled` is False for a PC that has yet to become one of an office's."""

    findings: tuple[Finding, ...]
    enrolled: bool

    @property
    def healthy(self) -> bool:
        """Whether nothing stops work."""
        return all(finding.state != FAULT for finding in self.findings)


def examine(folder: DataFolder, open_counter: Callable[[], Counter]) -> Health:
    """Look at everything; a part that fails becomes a finding and never stops the others."""
    findings = [*_examine_pc(folder)]
    try:
        counter = open_counter()
    except CounterError as error:
        new = error.code == "not_enrolled"
        findings.append(Finding("store", WARNING if new else FAULT, sentence(error)))
        return Health(tuple(findings), enrolled=not new)
    try:
        findings += _examine_open(counter)
    finally:
        counter.close()
    return Health(tuple(findings), enrolled=True)


def _examine_pc(folder: DataFolder) -> Iterator[Finding]:
    yield Finding("python", OK, sys.version.split()[0])
    yield from (
        _look(f"package-{name.lower()}", partial(importlib.metadata.version, name)) for name in PACKAGES
    )
    yield _look("sqlite", engine.safe_sqlite)
    yield _look("fonts", typeface.examine)
    yield _look("keyring", secrets.examine, worst=WARNING)
    if folder.path.exists():
        yield _look("folder", lambda: str(_writable(folder)))
    else:
        yield Finding("folder", WARNING, _("chưa có: {folder}").format(folder=folder.path))


def _examine_open(counter: Counter) -> Iterator[Finding]:
    yield _look("log", lambda: _log(counter))
    yield _look("receiving", lambda: _receiving(counter))
    yield _backup(counter)
    try:
        yield from _standing(counter)
    except CounterError as error:
        yield Finding("lane", FAULT, sentence(error))
    yield _look("centre", lambda: _centre(counter), worst=WARNING)
    now = counter.clock.now()
    told = f"{moment(now.ms // 60_000)} · {now.quality}"
    yield Finding("clock", OK if now.quality in "ABC" else WARNING, told)


def _look(name: str, see: Callable[[], str], worst: str = FAULT) -> Finding:
    try:
        return Finding(name, OK, see())
    except CounterError as error:
        return Finding(name, worst, sentence(error))
    except (OSError, importlib.metadata.PackageNotFoundError) as error:
        return Finding(name, worst, type(error).__name__)


def _writable(folder: DataFolder) -> Path:
    folder.try_writing()
    return folder.path


def _log(counter: Counter) -> str:
    verdict = verification.verify_log(counter)
    if verdict.faults:
        raise verdict.faults[0]
    return _("nguyên vẹn, {events} sự việc").format(events=verdict.events)


def _receiving(counter: Counter) -> str:
    with counter.store.read() as conn:
        recording.check_writable(conn, counter)
    return _("được")


def _backup(counter: Counter) -> Finding:
    """Warn where no copy was made for days, or the last try failed; work goes on."""
    last = backup.state(counter)
    if last.made_at is None:
        said = _("chưa sao lưu lần nào")
    else:
        said = f"{moment(last.made_at // 60_000)} · {last.place}"
    if last.failure:
        said += " · " + sentence(Unavailable(last.failure, folder=counter.settings.backup_folder))
    return Finding("backup", WARNING if backup.is_late(counter) or last.failure else OK, said)


def _standing(counter: Counter) -> Iterator[Finding]:
    """Warn of what ends one day: this PC's codes, the office's lanes for further PCs, a key's year."""
    now = counter.clock.now().ms
    with counter.store.read() as conn:
        stock, free = pc_health.lane(conn, counter, now), pc_health.lanes_left(conn, counter, now)
        since = pc_health.key_since(conn, counter)
    old = now - since > pc_health.KEY_MS
    told = {"left": stock.left, "size": stock.size, "days": stock.days}
    said = _("còn {left}/{size} số hôm nay, dùng được {days} ngày").format(**told)
    yield Finding("lane", WARNING if stock.told or stock.ends_soon else OK, said)
    if free is not None:
        yield Finding("lanes", WARNING if free <= FEW_LANES else OK, pc.lanes(free))
    yield Finding("key", WARNING if old else OK, pc.signing_key(since, old=old))


def _centre(counter: Counter) -> str:
    counter.centre.time()  # nothing is exchanged: the folder may be in a window's hands
    return _("trực tuyến, {count} chưa gửi").format(count=sync.state(counter).unsent)
