"""`python packaging/bench --out FILE`: every figure beside its floor from the same run. It reports, only."""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import anew
import board
import cover
import house
import law
import receipt
import receive
import startup
import sync
from figures import Figure
from sqlcipher3 import dbapi2


def main() -> None:
    """Measure, print a table and write it all to --out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("out/bench.json"))
    parser.add_argument("--rounds", type=int, help="of every part, in place of its own number")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    figures = []
    print(f"{'':44}{'ours':>10} {'floor':>10} {'':9}{'ratio':>7}  target")
    with tempfile.TemporaryDirectory(dir=options.out.parent, prefix="bench-") as folder:  # a disk, no tmpfs
        for figure in _figures(Path(folder), options.rounds):
            figures.append(figure.as_json())
            print(figure.as_line(), flush=True)
    took = round(time.monotonic() - began)
    report = {"machine": _machine(), "seconds": took, "figures": figures}
    options.out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{took} s; written to {options.out}")


def _figures(folder: Path, rounds: int | None) -> Iterator[Figure]:
    yield from receive.measure(folder / "receive", rounds or 300)
    yield from receipt.measure(rounds or 60)
    yield from startup.measure(folder / "startup", rounds or 9)
    yield from law.measure(folder / "law", rounds or 9)
    yield from board.measure(folder / "board", rounds or 9)
    yield from anew.measure(folder / "anew", rounds or 5)
    yield from sync.measure(folder / "sync", rounds or 5)
    counter = house.furnish(folder / "receive" / "ours")
    yield law.verify(counter, rounds or 5)
    yield cover.measure(counter, rounds or 9)
    counter.close()


def _machine() -> dict[str, object]:
    return {
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "python": sys.version.split()[0],
        "sqlite": dbapi2.sqlite_version,
    }


if __name__ == "__main__":
    main()
