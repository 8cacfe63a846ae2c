"""One run of one seed, and the shortest beginning of its script that still fails."""

import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.central.living import Ground, ground
from tests.simulation import oracles
from tests.simulation.script import Size, Step, play, script
from tests.simulation.town import town

FAST = Path("/dev/shm")


@dataclass
class Outcome:
    """What came of a run: `fault` is "" where all holds."""

    seed: str
    fault: str = ""
    told: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    steps: int = 0


def run(ground: Ground, seed: str, size: Size, steps: Sequence[Step] | None = None) -> Outcome:
    """Play a seed's script, or some of its steps, drain, and ask everything."""
    steps = script(seed, size) if steps is None else steps
    began, outcome = time.process_time(), Outcome(seed, steps=len(steps))
    root = Path(tempfile.mkdtemp(prefix="qmc-sim-", dir=FAST if FAST.is_dir() else None))
    try:
        with town(ground, root, seed, size.pcs) as made:
            outcome.told = made.told
            play(made, seed, steps)
            oracles.drain(made)
            oracles.check_all(made)
            outcome.told += made.network.fates
    except Exception as fault:  # also an oracle that stumbles has found something
        outcome.fault = "".join(traceback.format_exception(fault)).strip()
    finally:
        shutil.rmtree(root, ignore_errors=True)
    outcome.seconds = time.process_time() - began
    return outcome


def shrink(ground: Ground, failed: Outcome, size: Size, tell: Callable[[str], None]) -> tuple[Step, ...]:
    """Return few steps that fail alike: the shortest failing beginning, then without what can be left out."""
    steps = script(failed.seed, size)

    def fails(tried: Sequence[Step]) -> bool:
        tell(f"  {len(tried)} steps ...")
        return bool(run(ground, failed.seed, size, tried).fault)

    low, high = 0, len(steps)
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fails(steps[:middle]) else (middle, high)
    kept, part = steps[:high], max(1, high // 2)
    while part >= max(1, high // 64):
        for start in range(len(kept) - part, -1, -part):
            fewer = kept[:start] + kept[start + part :]
            if fewer and fails(fewer):
                kept = fewer
        part //= 2
    return tuple(kept)


@contextmanager
def in_memory() -> Iterator[Ground]:
    """Start a PostgreSQL for runs, in memory where that can be."""
    with (
        tempfile.TemporaryDirectory(
            prefix="qmc-pg-", ignore_cleanup_errors=True, dir=FAST if FAST.is_dir() else None
        ) as folder,
        ground(Path(folder)) as made,
    ):
        yield made


def run_all(seeds: Sequence[str], size: Size) -> list[Outcome]:
    """Play some seeds over one PostgreSQL."""
    outcomes = []
    with in_memory() as made:
        for seed in seeds:
            outcome = run(made, seed, size)
            say(
                f"seed {seed}: {outcome.told['events']} events, {outcome.told['receipts']} receipts, "
                f"{outcome.seconds:.1f} s{'  ' + outcome.fault[-400:] if outcome.fault else ''}"
            )
            outcomes.append(outcome)
    return outcomes


def say(line: str) -> None:
    """Tell the one at the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
