"""`python packaging/bench/load.py`: the herd, then the slow line. It reports, and fails for nothing."""

import tempfile
from pathlib import Path

import herd
import line


def main() -> None:
    """Run both on a real disk, and print."""
    out = Path("out")
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix="load-") as folder:
        for report in (herd.run(Path(folder) / "herd"), line.run(Path(folder) / "line")):
            for told in report.lines():
                print(told, flush=True)


if __name__ == "__main__":
    main()
