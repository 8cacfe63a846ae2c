"""`make mutate MANY=10000`: single mutations of a lived-in office; each has to be told, and its row named.

A run that was cut off goes on with --first; `--number` makes one again.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from counter_app import seal
from tests.central.living import ground
from tests.mutations.bench import Tally, bench

PAGE = 250
CHEAP_KIB = 64  # for Argon2id, as in the suite


def say(line: str) -> None:
    """Print a line now."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run; exit 1 where a mutation escaped."""
    parser = argparse.ArgumentParser(prog="make mutate", description=__doc__)
    parser.add_argument("--many", type=int, default=1000)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--number", type=int, help="only this one")
    asked = parser.parse_args()
    seal.ARGON2_KIB = CHEAP_KIB
    numbers = range(asked.first, asked.many)
    if asked.number is not None:
        numbers = range(asked.number, asked.number + 1)
    total, began = Tally(), time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="qmc-", ignore_cleanup_errors=True) as folder,
        ground(Path(folder)) as made,
        bench(made) as opened,
    ):
        for start in range(numbers.start, numbers.stop, PAGE):
            found = opened.run(asked.seed, range(start, min(start + PAGE, numbers.stop)))
            total.made += found.made
            total.tables += found.tables
            total.escaped += found.escaped
            for one in found.escaped:
                say(str(one))
            say(f"{min(start + PAGE, numbers.stop)} of {numbers.stop}: {len(total.escaped)} escaped, "
                f"{time.monotonic() - began:.0f} s")  # fmt: skip
    for name, count in sorted((total.made + total.tables).items()):
        say(f"  {count:7} {name}")
    say(f"{total.made.total()} mutations, {len(total.escaped)} escaped")
    return 1 if total.escaped else 0


if __name__ == "__main__":
    sys.exit(main())
