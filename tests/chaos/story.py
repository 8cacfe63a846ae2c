"""One run of a seed: two counters receive, send and change keys through bad lines; everything is killed."""

import json
import random
import shutil
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from counter_app.central.centre import wall_clock
from tests.central.living import Ground
from tests.chaos import oracles
from tests.chaos.machines import AT_WORK, KILLED, Done, Fault, Pc
from tests.chaos.town import Told, Town, town
from tests.pcs import PERSON, line, lines

LAST = 40  # deeds that a failure tells
PATIENCE = 10  # seconds that a strike waits for something to be sent
KEYS = 0.25  # of the deeds that do not receive, those that change the signing key


def play(made: Town, deeds: int) -> None:
    """Let each counter do so many deeds while the line, the centre and PostgreSQL are struck."""
    for pc in made.pcs:
        pc.line.calm = False
    done = threading.Event()
    with ThreadPoolExecutor(len(made.pcs) + 1) as all_at_once:
        working = [all_at_once.submit(_work, made, pc, deeds) for pc in made.pcs]
        struck = all_at_once.submit(_strike, made, done)
        try:
            for one in working:
                one.result()
        finally:
            done.set()
            struck.result()
    for pc in made.pcs:
        pc.line.calm = True


def _work(made: Town, pc: Pc, deeds: int) -> None:
    chance = random.Random(f"{made.seed} {pc.name}")
    for number in range(deeds):
        if number % 3 == 0:
            _receive(made, pc, chance, number)
        elif chance.random() < KEYS:
            _rotate(made, pc, chance)
        else:
            _sync(made, pc, chance)


def _receive(made: Town, pc: Pc, chance: random.Random, number: int) -> None:
    count = chance.choice((1, 5, 20, 40, 60))
    killed = chance.random() < 0.6
    after, delay = chance.randrange(count), chance.choice((0.0, 0.001, 0.01, 0.1))
    names = [f"Nguyễn Thử {pc.name} {number} {one}" for one in range(count)]
    made.names += names
    file = made.root / f"{pc.name}-{number}.jsonl"
    people = [{"kind": "person", "name": name, "id_kind": "none"} for name in names]
    file.write_bytes(lines(*(line(name, applicant=who) for name, who in zip(names, people, strict=True))))
    since = wall_clock() // 60_000
    words = chance.choice((("receive", str(file), "--as", PERSON), (AT_WORK, str(file))))
    done = pc.run(*words, due=(lambda printed: printed >= after) if killed else None, delay=delay)
    made.note(pc.name, _word(words[0], done), lines=count, told=len(done.values))
    for value in done.values:
        if "error" in value:
            raise Fault(f"{pc.name} has trouble that no line and no kill may give it: {value}")
        made.told.append(
            Told(
                *(pc.name, value["event_id"], value["code"], value["due_at"], value["ref"]),
                *(since, wall_clock() // 60_000),
            )
        )
    if done.code == 0 and len(done.values) != count:
        raise Fault(f"{pc.name} told {len(done.values)} of {count} lines and ended well")


def _sync(made: Town, pc: Pc, chance: random.Random) -> None:
    reached = pc.line.reached(chance.randrange(chance.choice((2000, 20_000, 80_000))))
    killed, delay = chance.random() < 0.5, chance.choice((0.0, 0.0, 0.01, 0.1))
    done = pc.run("sync", due=(lambda _printed: reached.is_set()) if killed else None, delay=delay)
    made.note(pc.name, _word("sync", done), said=_said(done))
    for value in done.values:
        if value.get("error") or value["problem"] or value["quarantined"]:
            raise Fault(f"{pc.name} has trouble that no line and no kill may give it: {value}")


def _rotate(made: Town, pc: Pc, chance: random.Random) -> None:
    """Change the signing key; most of the times it is killed, from its first word to the centre on."""
    reached = pc.line.reached(chance.randrange(chance.choice((500, 500, 3000, 20_000))))
    killed, delay = (
        chance.random() < 0.7,
        chance.choice((0.0, chance.uniform(0.0, 0.5), chance.uniform(0.0, 1.5))),
    )
    words = ("rotate-key", "--person", PERSON)
    done = pc.run(*words, due=(lambda _printed: reached.is_set()) if killed else None, delay=delay)
    made.note(pc.name, _word("rotate-key", done), said=_said(done))
    for value in done.values:
        if "error" in value:
            raise Fault(f"{pc.name} has trouble that no line and no kill may give it: {value}")
        made.keys.append(value["key"])


def _word(command: str, done: Done) -> str:
    return f"{command} killed" if done.code == KILLED else f"{command} ends with {done.code}"


def _said(done: Done) -> str:
    return json.dumps(done.values[-1]) if done.values else "nothing"


def _strike(made: Town, done: threading.Event) -> None:
    """Strike in the middle of what is being sent, until the counters have done."""
    chance = random.Random(f"{made.seed} strikes")
    while not done.is_set():
        pc = chance.choice(made.pcs)
        moment = pc.line.reached(chance.randrange(chance.choice((500, 5000, 30_000))))
        deed = chance.choice((_kill_centre, _stop_database, _both, _refuse, _cut))
        latest = time.monotonic() + PATIENCE
        while not (moment.is_set() or done.is_set() or time.monotonic() > latest):
            time.sleep(0.003)
        made.note("strike", "while bytes go" if moment.is_set() else "while nothing goes")
        deed(made, pc, chance)
        done.wait(chance.uniform(1.0, 4.0))


def _kill_centre(made: Town, _pc: Pc, chance: random.Random) -> None:
    made.centre.kill()
    made.note("centre", "killed")
    time.sleep(chance.uniform(0.0, 0.7))
    made.centre.start()
    made.note("centre", "serves again")


def _stop_database(made: Town, _pc: Pc, chance: random.Random) -> None:
    made.database.stop()
    made.note("postgresql", "stopped at once")
    time.sleep(chance.uniform(0.0, 1.0))
    made.database.start()
    made.note("postgresql", "runs again")


def _both(made: Town, pc: Pc, chance: random.Random) -> None:
    made.database.stop()
    made.note("postgresql", "stopped at once")
    made.centre.kill()
    made.note("centre", "killed")
    made.database.start()
    made.note("postgresql", "runs again")
    made.centre.start()
    made.note("centre", "serves again")


def _refuse(made: Town, pc: Pc, chance: random.Random) -> None:
    pc.line.refuse(chance.uniform(0.5, 2.0))
    made.note("line", "refuses", of=pc.name)


def _cut(made: Town, pc: Pc, _chance: random.Random) -> None:
    pc.line.cut()
    made.note("line", "cut", of=pc.name)


@dataclass
class Outcome:
    """What came of a run: `fault` is "" where all holds; `root` is kept where it does not."""

    seed: str
    fault: str = ""
    counts: Counter[str] = field(default_factory=Counter)
    root: Path | None = None


def run(ground: Ground, seed: str, deeds: int) -> Outcome:
    """Play a seed, let all be well again, and ask everything."""
    outcome = Outcome(seed, root=Path(tempfile.mkdtemp(prefix=f"qmc-chaos-{seed}-")))
    assert outcome.root
    with town(ground, seed, outcome.root) as made:
        try:
            play(made, deeds)
            oracles.drain(made)
            oracles.check_all(made)
        except Exception as fault:  # also an oracle that stumbles has found something
            last = "\n".join(made.deeds[-LAST:])
            why = "".join(traceback.format_exception(fault)).strip()
            outcome.fault = f"seed {seed}, the last deeds:\n{last}\n{why}"
    outcome.counts = made.counts + sum((pc.line.fates for pc in made.pcs), Counter[str]())
    if not outcome.fault:
        shutil.rmtree(outcome.root, ignore_errors=True)
    return outcome


def say(line: str) -> None:
    """Tell the one at the terminal."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
