"""A log of any length: read line by line, in the same memory, and lines that no export holds."""

import gc
import io
import random
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from counter_app.domain.events import DocumentPrinted
from counter_app.domain.export_file import ExportFile
from tests.checker.cases_receipts import KEYS, RIGHT
from tests.checker.scene import FIRST, MADE, OFFICE, Link, Scene
from tests.checker.test_vectors import checker

ROUNDS = 200  # by hand: 3,000 of them were all named


@pytest.fixture(scope="module")
def check() -> Any:
    return checker()


def long_log(count: int) -> Iterator[bytes]:
    """Yield an export of so many more prints, never held whole."""
    scene = Scene()
    waiting: list[bytes] = []
    made = ExportFile(waiting.append, scene.a.key.sign)
    told: dict[str, Any] = {"installation_id": scene.a.installation_id, "made_at": MADE, "personal": True}
    made.begin("counter", OFFICE, scene.a.key.public, **told)
    made.installation(scene.a.installation_id, scene.a.key.public)
    links: list[Link] = list(scene.a.links)
    for number in range(count + len(links)):
        if number >= len(links):
            scene.a.tell(DocumentPrinted(FIRST, "01", number), FIRST, 29_930_000)
        link = scene.a.links[number]
        made.event(link.event, link.digest, link.personal, None)
        yield from waiting
        waiting.clear()
    made.end()
    yield from waiting


def held(check: Any) -> int:
    """Return the bytes that calls of the checker still hold: nothing of other threads, no garbage."""
    gc.collect()
    ours = [
        tracemalloc.Filter(True, check.__file__, all_frames=True),
        tracemalloc.Filter(False, tracemalloc.__file__, all_frames=True),
    ]
    return sum(trace.size for trace in tracemalloc.take_snapshot().filter_traces(ours).traces)


def test_the_same_memory_for_a_longer_log(check: Any) -> None:
    lines, told, sizes = list(long_log(1500)), list[Any](), dict[int, int]()

    def read() -> Iterator[tuple[int, bytes]]:
        for number, line in enumerate(lines, start=1):
            if number in (500, 1500):
                sizes[number] = held(check)
            yield number, line

    tracemalloc.start(25)
    try:
        log = check.Export(check.Report(told.append), {})
        log.read(read())
    finally:
        tracemalloc.stop()
    assert told == []
    assert log.proved == len(lines) - 3
    assert 0 < sizes[1500] < sizes[500] + 20_000  # twenty bytes for each of a thousand lines


def test_a_line_too_long_is_one_line(check: Any) -> None:
    huge = b'{"type":"event","note":"' + b"x" * (5 * 1024 * 1024) + b'"}\n'
    lines = [(number, len(raw)) for number, raw in check.read_lines(io.BytesIO(b"{}\n" + huge + b"{}\n"))]
    assert [number for number, _size in lines] == [1, 2, 3]
    assert lines[1][1] == check.MAX_LINE + 1
    told: list[Any] = []
    log = check.Export(check.Report(told.append), {})
    good = list(long_log(0))
    log.read(check.read_lines(io.BytesIO(b"".join([*good[:5], huge, *good[5:]]))))
    assert [(one["fault"], one["line"]) for one in told] == [
        ("line_too_long", 6),
        ("end_differs", len(good) + 1),
    ]


def test_no_changed_byte_of_an_event_goes_unseen(check: Any) -> None:
    good, chance = Scene().counter(), random.Random(5)
    for _round in range(ROUNDS):
        number = chance.randrange(3, len(good) - 1)
        raw = bytearray(good[number].encode())
        raw[chance.randrange(len(raw) - 1)] ^= 1 << chance.randrange(8)
        told: list[Any] = []
        lines = "".join([*good[:number], "\0", *good[number + 1 :]]).encode().replace(b"\0", bytes(raw))
        check.Export(check.Report(told.append), {}).read(check.read_lines(io.BytesIO(lines)))
        named = [one for one in told if one.get("fault") not in (None, "end_differs", "end_unsigned")]
        assert any(one["line"] == number + 1 for one in named), bytes(raw)


def test_no_changed_character_of_a_receipt_goes_unseen(check: Any) -> None:
    for place in range(len(RIGHT)):
        for other in {"A", "2", "/", "-"} - {RIGHT[place]}:
            told: list[Any] = []
            changed = RIGHT[:place] + other + RIGHT[place + 1 :]
            check.check_receipt(check.read_receipt(changed), KEYS, None, check.Report(told.append))
            assert [one["fault"] for one in told], changed


@pytest.mark.parametrize(
    "rubbish", [b"", b"\n", b"\x00" * 999, b"\xff\xfe", b"[" * 100_000, b"{}", b"null\n" * 9]
)
def test_rubbish_is_told(check: Any, rubbish: bytes) -> None:
    told: list[Any] = []
    check.Export(check.Report(told.append), {}).read(check.read_lines(io.BytesIO(rubbish)))
    assert told[-1]["fault"] == "end_missing"
