"""`python -m tests.chaos --seeds 5`: real processes, killed and cut off at random; tells what it found."""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.central.living import ground
from tests.chaos.story import run, say

DEEDS = 20


def main() -> int:
    """Play the seeds one after another; the exit code is 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--deeds", type=int, default=DEEDS, help="of each counter, whose lane has 500 codes")
    asked = parser.parse_args()
    total, failed = Counter[str](), 0
    with (
        tempfile.TemporaryDirectory(prefix="qmc-chaos-pg-", ignore_cleanup_errors=True) as folder,
        ground(Path(folder)) as made,
    ):
        for seed in range(asked.first, asked.first + asked.seeds):
            began = time.monotonic()
            say(f"seed {seed} ...")
            outcome = run(made, str(seed), asked.deeds)
            total += outcome.counts
            told, seconds = outcome.counts["receipts told"], time.monotonic() - began
            say(f"seed {seed}: {told} receipts, {seconds:.0f} s{' FAILED' if outcome.fault else ''}")
            if outcome.fault:
                failed += 1
                say(f"{outcome.fault}\nkept: {outcome.root}")
    for name, count in sorted(total.items()):
        say(f"  {count:7} {name}")
    say(f"{asked.seeds} seeds, {failed} failed, {total['receipts told']} receipts")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
