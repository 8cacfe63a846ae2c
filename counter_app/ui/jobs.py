"""The one way off the GUI thread: three one-thread lanes and one signal back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a lane brings back, and the bound slots that wait for it."""

    then: Callable[[Any], object] | None
    otherwise: Callable[[CounterError], object] | None
    value: object = None
    error: Exception | None = None


class Jobs(QObject):
    """Lanes `db` (the only writer), `read` (searches, lists, papers) and `net` (the centre).

    `then(value)` and `otherwise(CounterError)` must be bound to a QObject: they run on the GUI thread, and
    are dropped when that object has been deleted meanwhile. Whatever nobody waits for reaches `failed`.
    """

    failed = Signal(object)
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = {name: ThreadPoolExecutor(1, thread_name_prefix=name) for name in ("db", "read", "net")}
        self._closed = False
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

    def close(self) -> None:
        """Let what is being written finish; the network's work, and whatever comes later, is dropped."""
        self._closed = True
        self._lanes["net"].shutdown(wait=False, cancel_futures=True)
        self._lanes["read"].shutdown(wait=True, cancel_futures=True)
        self._lanes["db"].shutdown(wait=True)

    def _start(
        self, lane: str, work: Callable[..., object], values: tuple[object, ...], slots: _Answer
    ) -> None:
        if not self._closed:
            self._lanes[lane].submit(self._run, work, values, slots)

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
