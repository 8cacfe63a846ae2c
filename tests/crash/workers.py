"""One worker's share of the power cuts: round after round until enough different ones were seen."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crash.recording import Story
from tests.crash.states import Judging, Tally

MEMORY = Path("/dev/shm")
ROUND = 2  # seeds at a time
ROUNDS = 1000


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a folder in memory where the system has one: fsync is counted here, not waited for."""
    above = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="qmc-crash-", dir=above) as folder:
        yield Path(folder)


def worked(stories: list[Story], share: tuple[int, int], wanted: int) -> dict[str, Tally]:
    """Judge round after round, through all stories each, until this worker has seen `wanted` states."""
    with workplace() as folder:
        judging = {story.name: Judging(story, folder, share) for story in stories}
        for number in range(ROUNDS):
            for one in judging.values():
                if number and _different(judging) >= wanted:
                    return {name: one.tally for name, one in judging.items()}
                one.round(range(number * ROUND, (number + 1) * ROUND))
            broken = sum(len(one.tally.found) for one in judging.values())
            _report(share[0], number + 1, f"{_different(judging):,} different states, {broken} broken")
        return {name: one.tally for name, one in judging.items()}


def _different(judging: dict[str, Judging]) -> int:
    return sum(one.tally.distinct for one in judging.values())


def _report(worker: int, rounds: int, seen: str) -> None:
    sys.stderr.write(f"worker {worker}, round {rounds}: {seen}\n")
