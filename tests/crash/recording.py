"""Runs one story in a process below the recorder and gives what it did; compiles the recorder first."""

import copy
import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.crash import trace
from tests.crash.disk import IGNORED, KEPT, Disk
from tests.crash.grounds import Begin
from tests.crash.machine import Held
from tests.crash.workflows import KEYRING_VARIABLE, MUTATION_VARIABLE

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("interposer.c")
NO_COMPILER = (
    "The crash tests compile a recorder: install a C compiler (Debian: apt-get install gcc libc6-dev)."
)


@dataclass(frozen=True)
class Story:
    """What was recorded: the disk as it was before, the steps, the keyring's content before."""

    name: str
    disk: Disk
    records: list[trace.Record]
    keyring: Held | None


def compiled(folder: Path) -> Path:
    """Compile the recorder into `folder`. Raises SystemExit, saying so, where no compiler is."""
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    if compiler is None:
        raise SystemExit(NO_COMPILER)
    made = folder / "recorder.so"
    options = ["-shared", "-fPIC", "-O2", "-Wall", "-Werror"]
    subprocess.run([compiler, *options, "-o", made, SOURCE, "-ldl", "-lpthread"], check=True)
    return made


def record(name: str, begin: Begin, recorder: Path, work: Path, mutation: str = "") -> Story:
    """Live the story `name` in a copy of where it begins; check that nothing escaped the recorder."""
    work.mkdir(parents=True)
    above, written = work / "above", work / "trace"
    above.mkdir()
    if begin.folder.exists():
        shutil.copytree(begin.folder, above / trace.DATA)
    disk = Disk.of(above)
    written.touch()
    variables = {"LD_PRELOAD": recorder, trace.ROOT_VARIABLE: above.resolve(), trace.TRACE_VARIABLE: written}
    given = {key: str(value) for key, value in variables.items()} | {MUTATION_VARIABLE: mutation}
    if begin.keyring is not None:
        given[KEYRING_VARIABLE] = json.dumps(begin.keyring)
    command = [sys.executable, "-m", "tests.crash.workflows", name, str(above / trace.DATA), *begin.words]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | given)
    story = Story(name, disk, trace.read(written), begin.keyring)
    check_whole(story, above)
    return story


def check_whole(story: Story, folder: Path) -> None:
    """Hold the folder against what the steps make of the disk: a call that nobody saw would show."""
    disk = copy.deepcopy(story.disk)
    for step in story.records:
        disk.take(step)
    image = disk.image(random.Random(0), KEPT)
    paths = (path for path in folder.rglob("*") if path.name not in IGNORED)
    there = {path.relative_to(folder).as_posix(): path for path in paths}
    assert image.keys() == there.keys(), image.keys() ^ there.keys()
    for name, content in image.items():
        assert content is None or content == there[name].read_bytes(), f"{name} was changed unseen"
