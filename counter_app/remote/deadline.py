"""How long a request may take, by what it carries: a slow line is served, a dripping server cut."""

import threading
import time
from collections.abc import Callable
from types import TracebackType

LEAST_RATE = 4 * 1024  # bytes a second, half of a 64 kbit/s line; what creeps slower is as good as cut


class Deadline:
    """Calls `sever` once the time is over, which begins with the block and grows with each byte heard."""

    def __init__(self, seconds: float, sent: int, sever: Callable[[], None]) -> None:
        """Allow `seconds`, and what `sent` bytes take at the least rate."""
        self.seconds = seconds + sent / LEAST_RATE
        self._sever = sever
        self._ends = 0.0
        self._over = threading.Event()

    def __enter__(self) -> "Deadline":
        """Let the time begin."""
        self._ends = time.monotonic() + self.seconds
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Watch no more."""
        self._over.set()

    def heard(self, count: int) -> None:
        """Allow what so many bytes more take at the least rate."""
        self._ends += count / LEAST_RATE

    def _watch(self) -> None:
        while (left := self._ends - time.monotonic()) > 0:
            if self._over.wait(left):
                return
        self._sever()
