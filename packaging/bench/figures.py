"""A figure beside its floor: both taken in turns in one run, so that a busy machine slows both alike."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured. `ours` and `floor` are one value per round; a held target is, if
    nothing else is said, ratio <= target."""

    name: str
    unit: str
    ours: list[float]
    floor: list[float]
    target: float | None = None
    of: str = "ratio"  # what the target bounds: the ratio, or ours; "least": ours must be as much at least
    beside: str = ""  # what the floor is

    @property
    def ratio(self) -> float | None:
        """How many times the floor: the ratio of the medians; None where nothing is beside it."""
        return statistics.median(self.ours) / statistics.median(self.floor) if self.floor else None

    @property
    def held(self) -> bool | None:
        """Tell whether the target was reached; None where there is none."""
        measured = self.ratio if self.of == "ratio" else statistics.median(self.ours)
        if self.target is None or measured is None:
            return None
        return measured >= self.target if self.of == "least" else measured <= self.target

    def as_json(self) -> dict[str, Any]:
        """Return the figure for out/bench.json: medians, the range of each, and what bounds what."""
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": statistics.median(self.ours),
            "floor": statistics.median(self.floor) if self.floor else None,
            "floor_is": self.beside or None,
            "ratio": self.ratio,
            "target": self.target,
            "target_of": self.of if self.target is not None else None,
            "held": self.held,
            "rounds": len(self.ours),
            "ours_range": [min(self.ours), max(self.ours)],
            "floor_range": [min(self.floor), max(self.floor)] if self.floor else None,
        }

    def as_line(self) -> str:
        """Return one line of the table for a reader."""
        floor = f"{statistics.median(self.floor):10.3f}" if self.floor else " " * 10
        ratio = f"{self.ratio:6.2f}x" if self.ratio is not None else " " * 7
        verdict = {True: "held", False: "MISSED", None: ""}[self.held]
        bound = ">=" if self.of == "least" else "<="
        target = "" if self.target is None else f"{bound} {self.target:g}{'x' if self.of == 'ratio' else ''}"
        ours = f"{statistics.median(self.ours):10.3f}"
        return f"{self.name:44}{ours} {floor} {self.unit:9}{ratio}  {target:9}{verdict}"


def in_turns(ours: Work, floor: Work, rounds: int, scale: float = 1000.0) -> tuple[list[float], list[float]]:
    """Take both `rounds` times; each goes first in every other round. `scale` 1000 gives milliseconds."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        order = ((0, ours), (1, floor))
        for which, work in order if number % 2 else reversed(order):
            taken[which].append(timed(work) * scale)
    return taken


def timed(work: Work) -> float:
    """Return the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
