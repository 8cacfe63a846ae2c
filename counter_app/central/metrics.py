"""What the centre counts of itself, in Prometheus' text format: numbers and paths, nobody's id or name."""

import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds


class Metrics:
    """Counted since the process began. Safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._began = time.time()
        self._answers: Counter[tuple[str, int]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._within: Counter[tuple[str, float]] = Counter()
        self._events: Counter[str] = Counter()
        self._running = self._refused = 0
        self._apart = 0.0

    def begin(self) -> None:
        """Count a request that is being worked on."""
        with self._lock:
            self._running += 1

    def end(self, path: str, status: int, seconds: float) -> None:
        """Count the answer to a request of `begin`."""
        with self._lock:
            self._running -= 1
            self._answers[path, status] += 1
            self._seconds[path] += seconds
            for bound in BOUNDS:
                if seconds <= bound:
                    self._within[path, bound] += 1

    def refused(self) -> None:
        """Count a request that was told to come again."""
        with self._lock:
            self._refused += 1

    def stored(self, events: int, quarantined: int) -> None:
        """Count what a push brought."""
        with self._lock:
            self._events["stored"] += events
            self._events["quarantined"] += quarantined

    def keeps_apart(self, share: float) -> None:
        """Note how much of what may be kept beside its log a PC has taken (0 to 1)."""
        with self._lock:
            self._apart = max(self._apart, share)

    def text(self) -> str:
        """Return everything as Prometheus reads it (text format 0.0.4)."""
        with self._lock:
            return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        yield from _head("qmc_start_time_seconds", "gauge", "When the process began.")
        yield f"qmc_start_time_seconds {self._began:.3f}"
        yield from _head("qmc_requests_running", "gauge", "Requests that are worked on or wait.")
        yield f"qmc_requests_running {self._running}"
        yield from _head("qmc_requests_refused_total", "counter", "Requests told to come again.")
        yield f"qmc_requests_refused_total {self._refused}"
        yield from _head("qmc_events_total", "counter", "Events that pushes brought.")
        for what in ("stored", "quarantined"):
            yield f'qmc_events_total{{outcome="{what}"}} {self._events[what]}'
        yield from _head("qmc_apart_ratio", "gauge", "Of the PC of which most is kept uncounted: how full.")
        yield f"qmc_apart_ratio {self._apart:.3f}"
        yield from _head("qmc_answers_total", "counter", "Answers by path and status.")
        for (path, status), count in sorted(self._answers.items()):
            yield f'qmc_answers_total{{path="{path}",status="{status}"}} {count}'
        yield from _head("qmc_answer_seconds", "histogram", "From a request's head to its answer.")
        for path in sorted(self._seconds):
            yield from self._histogram(path)

    def _histogram(self, path: str) -> Iterator[str]:
        count = sum(number for (of, _status), number in self._answers.items() if of == path)
        for bound in BOUNDS:
            yield f'qmc_answer_seconds_bucket{{path="{path}",le="{bound:g}"}} {self._within[path, bound]}'
        yield f'qmc_answer_seconds_bucket{{path="{path}",le="+Inf"}} {count}'
        yield f'qmc_answer_seconds_sum{{path="{path}"}} {self._seconds[path]:.6f}'
        yield f'qmc_answer_seconds_count{{path="{path}"}} {count}'


def _head(name: str, kind: str, meaning: str) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"
