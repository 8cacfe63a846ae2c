"""How long a request may take, by what it carries: a slow line is served, a dripping server cut."""

import threading
import time
from collections.abc import Callable
from types import TracebackType

from counter_app.wire import LEAST_RATE

AGAIN = 0.25  # seconds


class Deadline:
    """Calls `sever` once the time is over, which begins with the block and grows with each byte heard."""

    def __init__(self, seconds: float, sent: int, sever: Callable[[], None]) -> None:
        """Allow `seconds`, and what `sent` bytes take at the least rate."""
        self.seconds = seconds + sent / LEAST_RATE
        self._sever = sever
        self._ends = 0.0
        self._over = threading.Event()
        self._ending = threading.Lock()

    def __enter__(self) -> "Deadline":
        """Let the time begin."""
        self._ends = time.monotonic() + self.seconds
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Watch no more: the line may be another request's from now on."""
        with self._ending:
            self._over.set()

    def heard(self, count: int) -> None:
        """Allow what so many bytes more take at the least rate."""
        self._ends += count / LEAST_RATE

    def _watch(self) -> None:
        while (left := self._ends - time.monotonic()) > 0:
            if self._over.wait(left):
                return
        while not self._over.is_set():  # again and again: there may be no line yet
            with self._ending:
                if not self._over.is_set():
                    self._sever()
            self._over.wait(AGAIN)
