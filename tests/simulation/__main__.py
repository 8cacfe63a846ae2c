"""`python -m tests.simulation --seeds 20`: offices of many faults; tells what it found."""

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.simulation.office_run import Outcome, in_memory, run, run_all, say, shrink
from tests.simulation.script import Size


def main() -> int:
    """Play the seeds; the exit code is 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--pcs", type=int, default=Size.pcs)
    parser.add_argument("--days", type=int, default=Size.days)
    parser.add_argument("--steps", type=int, default=Size.steps, help="of a day")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-shrink", action="store_true")
    asked = parser.parse_args()
    size = Size(asked.pcs, asked.days, asked.steps)
    seeds = [str(seed) for seed in range(asked.first, asked.first + asked.seeds)]
    parts = [seeds[start :: asked.jobs] for start in range(min(asked.jobs, len(seeds)))]
    with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as workers:
        outcomes = [one for part in workers.map(run_all, parts, [size] * len(parts)) for one in part]
    total: Counter[str] = sum((outcome.told for outcome in outcomes), Counter())
    for name, count in sorted(total.items()):
        say(f"  {count:7} {name}")
    failed = [outcome for outcome in outcomes if outcome.fault]
    for outcome in failed:
        say(f"\nseed {outcome.seed} FAILED\n{outcome.fault}")
    if failed and not asked.no_shrink:
        _shrunk(failed[0], size)
    say(
        f"{len(outcomes)} seeds, {len(failed)} failed, {total['receipts']} receipts, {total['events']} events"
    )
    return 1 if failed else 0


def _shrunk(failed: Outcome, size: Size) -> None:
    say(f"\nshrinking seed {failed.seed}")
    with in_memory() as made:
        steps = shrink(made, failed, size, say)
        again = run(made, failed.seed, size, steps)
    say(f"seed {failed.seed} still fails with {len(steps)} steps:")
    for step in steps:
        say(f"  {step}")
    say(again.fault)


if __name__ == "__main__":
    sys.exit(main())
