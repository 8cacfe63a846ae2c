"""The one way off the GUI thread: four one-thread lanes and one signal back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError
from counter_app.ui.collecting import Collector

P = ParamSpec("P")
T = TypeVar("T")
LANES = ("db", "read", "net", "print")
LAST_PAGE = 2.0  # seconds that a closing window waits for the printer


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a lane brings back, and the bound slots that wait for it."""

    then: Callable[[Any], object] | None
    otherwise: Callable[[CounterError], object] | None
    value: object = None
    error: Exception | None = None


class _Lane:
    """One thread that works in order. A socket or spooler that hangs does not keep the process."""

    def __init__(self, name: str) -> None:
        self._waiting: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], None]) -> None:
        self._waiting.put(work)

    def drop(self) -> None:
        """Forget what was not begun."""
        while True:
            try:
                self._waiting.get_nowait()
            except Empty:
                return

    def finish(self, patience: float | None = None) -> None:
        """End after what waits; return then, or after `patience` seconds."""
        self._waiting.put(None)
        self._thread.join(patience)

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            work()


class Jobs(QObject):
    """Lanes `db` (the only writer), `read` (searches, lists), `net` (the centre) and `print` (the spooler).

    `then(value)` and `otherwise(CounterError)` must be methods of a QObject (no signal's `emit`, which hides
    whose it is): they run on the GUI thread, and are dropped when that object has been deleted meanwhile.
    Whatever nobody waits for reaches `failed`.
    """

    failed = Signal(object)
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {name: _Lane(name) for name in LANES}
        Collector(self)  # else a lane may be where a closed window is collected
        self._closed = False
        self._last: Callable[[], object] | None = None
        self._answered.connect(self._deliver)

    def db(
        self,
        work: Callable[..., T],
        *values: object,
        then: Callable[[T], object] | None = None,
        otherwise: Callable[[CounterError], object] | None = None,
    ) -> None:
        """Run `work(*values)` on the writers' lane, in order."""
        self._start("db", work, values, _Answer(then, otherwise))

    def read(
        self,
        work: Callable[..., T],
        *values: object,
        then: Callable[[T], object] | None = None,
        otherwise: Callable[[CounterError], object] | None = None,
    ) -> None:
        """Run `work(*values)` on the readers' lane."""
        self._start("read", work, values, _Answer(then, otherwise))

    def net(
        self,
        work: Callable[..., T],
        *values: object,
        then: Callable[[T], object] | None = None,
        otherwise: Callable[[CounterError], object] | None = None,
    ) -> None:
        """Run `work(*values)` on the network's lane, which never touches the database."""
        self._start("net", work, values, _Answer(then, otherwise))

    def print(
        self,
        work: Callable[..., T],
        *values: object,
        then: Callable[[T], object] | None = None,
        otherwise: Callable[[CounterError], object] | None = None,
    ) -> None:
        """Run `work(*values)` on the printer's lane, which may hang as long as a spooler does."""
        self._start("print", work, values, _Answer(then, otherwise))

    def at_end(self, work: Callable[[], object]) -> None:
        """Run `work` on the writers' lane when everything else has ended: it closes what the lanes use."""
        self._last = work

    def close(self) -> None:
        """Let what is being written finish; network and printer, and whatever comes later, are dropped."""
        if self._closed:
            return
        self._closed = True
        for name in ("net", "print", "read"):
            self._lanes[name].drop()
        self._lanes["net"].finish(0)
        self._lanes["read"].finish()
        self._lanes["print"].finish(LAST_PAGE)
        if self._last is not None:
            self._lanes["db"].submit(partial(self._run, self._last, (), _Answer(None, None)))
        self._lanes["db"].finish()

    def _start(
        self, lane: str, work: Callable[..., object], values: tuple[object, ...], slots: _Answer
    ) -> None:
        if not self._closed:
            self._lanes[lane].submit(partial(self._run, work, values, slots))

    def _run(self, work: Callable[..., object], values: tuple[object, ...], slots: _Answer) -> None:
        try:
            answer = _Answer(slots.then, slots.otherwise, value=work(*values))
        except Exception as error:
            answer = _Answer(slots.then, slots.otherwise, error=error)
        if shiboken6.isValid(self):
            self._answered.emit(answer)

    def _deliver(self, answer: _Answer) -> None:
        slot: Callable[[Any], object] | None = answer.then
        value: object = answer.value
        if answer.error is not None:
            expected = isinstance(answer.error, CounterError)
            slot = answer.otherwise if expected and answer.otherwise else self.failed.emit
            value = answer.error
        if slot is not None and _alive(slot):
            slot(value)


def _alive(slot: Callable[..., object]) -> bool:
    owner = getattr(slot, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
