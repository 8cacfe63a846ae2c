"""`make crash`: records every story and judges its power cuts on all cores.

What fails is kept in out/crash: the folder as the power cut left it, and the story's recording, from which
one power cut can be judged again.
"""

import argparse
import collections
import multiprocessing
import os
import pickle
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.central.living import ground
from tests.crash import recording
from tests.crash.grounds import grounds
from tests.crash.recording import Story
from tests.crash.states import Cut, Found, Judging, Tally, lay_out
from tests.crash.workers import worked, workplace
from tests.crash.workflows import NAMES

OUT = Path("out/crash")


def recorded(names: list[str], folder: Path) -> list[Story]:
    """Live the stories against a real centre."""
    recorder = recording.compiled(folder)
    with (
        tempfile.TemporaryDirectory(prefix="qmc-", ignore_cleanup_errors=True) as database,
        ground(Path(database)) as central,
        grounds(central, folder / "office") as made,
    ):
        return [recording.record(name, made.make(name), recorder, folder / name) for name in names]


def say(line: str) -> None:
    """Print a line now."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run; exit 1 when a promise was broken."""
    options = _options()
    began, used = time.monotonic(), os.times()
    if options.trace:
        return _again(options)
    names = [options.story] if options.story else list(NAMES)
    workers = options.workers or os.cpu_count() or 1
    with workplace() as folder:
        stories = recorded(names, folder)
    say(f"{len(stories)} stories recorded, {sum(len(one.records) for one in stories)} steps")
    context = multiprocessing.get_context("spawn")  # no thread of the centre comes along
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        share = -(-options.states // workers)
        jobs = [pool.submit(worked, stories, (number, workers), share) for number in range(workers)]
        results = [job.result() for job in jobs]
    tallies = {name: Tally() for name in names}
    for result in results:
        for name, tally in result.items():
            tallies[name].add(tally)
    _print(tallies)
    now = os.times()
    processor = sum(now[:4]) - sum(used[:4])
    say(f"{time.monotonic() - began:.0f} s, {processor:.0f} s of processors, {workers} workers")
    return _told(stories, [found for tally in tallies.values() for found in tally.found])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make crash", description=__doc__)
    parser.add_argument("--states", type=int, default=20_000)
    parser.add_argument("--story", choices=NAMES)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--trace", type=Path)
    parser.add_argument("--prefix", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def _print(tallies: dict[str, Tally]) -> None:
    say(f"{'story':<24}{'power cuts':>12}{'different':>12}{'contents':>10}{'opened twice':>14}{'broken':>8}")
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    for name, tally in [*tallies.items(), ("all", total)]:
        figures = f"{tally.cuts:>12,}{tally.distinct:>12,}{tally.contents:>10}{tally.reopened:>14,}"
        say(f"{name:<24}{figures}{len(tally.found):>8}")


def _told(stories: list[Story], found: list[Found]) -> int:
    """Name what broke, and keep what is needed to look at it again."""
    shutil.rmtree(OUT, ignore_errors=True)
    kinds = collections.Counter((one.cut.story, fault[:80]) for one in found for fault in one.faults)
    for (story, fault), times in kinds.most_common(40):
        say(f"  {times} x {story}: {fault}")
    for one in found[:20]:
        place = OUT / f"{one.cut.story}-{one.cut.prefix}-{one.cut.seed}".replace(" ", "-")
        lay_out(one.image, place)
        say(f"BROKEN {one.cut}: {'; '.join(one.faults)}\n  {place}")
    for name in {one.cut.story for one in found}:
        kept = OUT / f"{name}.trace".replace(" ", "-")
        kept.write_bytes(pickle.dumps(next(story for story in stories if story.name == name)))
        say(f"  again: python -m tests.crash --trace {kept} --prefix N --seed N")
    return 1 if found else 0


def _again(options: argparse.Namespace) -> int:
    story: Story = pickle.loads(options.trace.read_bytes())
    with workplace() as folder:
        found = Judging(story, folder).again(Cut(story.name, options.prefix, options.seed))
    say(f"{found.cut}: {'; '.join(found.faults) or 'nothing broken'}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
