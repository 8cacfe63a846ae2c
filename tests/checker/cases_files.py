"""Exports whose lines were moved, doubled, cut off, or whose facts, keys and feed do not fit together."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import ReturnBy
from counter_app.domain.events import DocumentPrinted
from counter_app.domain.kinds import Fact
from counter_app.domain.promise_events import (
    ApologyPrepared,
    ApologySigned,
    Cause,
    PaymentSettled,
    SupplementCompleted,
)
from counter_app.domain.step_events import ResultArrived
from tests.checker.exports import LATE, OTHER, Case, Change, Exports, event, top
from tests.checker.scene import (
    CENTRE,
    DAY,
    EXTENDED,
    FIRST,
    FIVE,
    HOURS,
    MADE,
    NINE,
    STAY,
    THIRD,
    changed,
    leaf,
    line_for,
    line_of,
    promise,
    reception,
    sealed,
)


def moved(made: Exports) -> Iterator[Case]:
    """Yield events taken away, put elsewhere, doubled."""
    line, last, rows = made.at(2), made.at(12), made.counter
    yield Case("moved/one-missing", made.splice(line, 1), [["chain_gap", line]], proved=14)
    lost = [["unknown_dossier", made.at(3) - 1], ["unknown_dossier", made.at(4) - 1]]
    gone = made.splice(made.at(1), 1)
    yield Case("moved/first-missing", gone, [["chain_gap", made.at(1)]], lost, proved=14)
    # Who has the key can seal a shorter log: the centre's copy shows that, and the head kept outside.
    yield Case("moved/last-missing-is-not-seen-here", made.splice(last, 1), [], proved=15)
    twice = made.splice(line + 1, 0, rows[line - 1])
    yield Case("moved/twice", twice, [["seq_twice", line + 1]])
    swapped = made.splice(line, 2, rows[line], rows[line - 1])
    faults: list[list[Any]] = [["chain_gap", line], ["chain_gap", line + 1], ["chain_gap", line + 2]]
    yield Case("moved/swapped", swapped, faults, proved=13)
    other = copy.deepcopy(made.scene.a)
    del other.links[2:]
    forked = other.tell(DocumentPrinted(FIRST, "01", 7), FIRST, LATE, event_id=made.a[:-2] + "99")
    yield Case(
        "moved/a-second-history", made.splice(made.at(4), 0, line_for(forked)), [["log_forked", made.at(4)]]
    )
    known = made.scene.a.links[0].event.event_id
    again = made.more(lambda a: a.tell(DocumentPrinted(FIRST, "01", 2), FIRST, LATE, event_id=known))
    yield Case("moved/an-id-twice", again, [["event_twice", last + 1]])
    theirs = [text for text in rows if json.loads(text).get("event", {}).get("installation_id") == made.b]
    first = made.at(1)
    ordered = [*rows[: first - 1], *theirs, *rows[first - 1 : last], rows[-1]]
    yield Case("moved/installations-in-another-order", sealed(ordered, made.scene.a.key), [])


def whole_files(made: Exports) -> Iterator[Case]:
    rows, end, key = made.counter, made.end, made.scene.a.key
    yield Case("file/cut-off", rows[:-1], [["end_missing", end - 1]])
    yield Case(
        "file/cut-off-in-a-line", [*rows[:-1], rows[-1][:40]], [["not_json", end], ["end_missing", end]]
    )
    yield Case("file/something-after", [*rows, rows[1]], [["after_end", end + 1]])
    # The first line is taken for the header that it is not: the key in it is not known then.
    unknown = [["key_unknown", made.at(seq) - 1] for seq in range(1, 13)]
    faults = [["header_missing", 1], *unknown, ["end_unsigned", end - 1]]
    yield Case("file/no-header", sealed(rows[1:], key), faults, proved=4)
    other = sealed([changed(rows[0], top(format="QMC-EXPORT-2")), *rows[1:]], key)
    yield Case("file/another-format", other, [["header_missing", 1], ["end_unsigned", end]])
    yield Case("file/two-headers", made.splice(2, 0, rows[0]), [["bad_line", 2, "type"]])
    counted = sealed(rows, key, lines=3)
    yield Case("file/another-count", counted, [["end_differs", end]])
    edited = [rows[0].replace(str(MADE), str(MADE + 1)), *rows[1:]]
    yield Case("file/changed-and-not-sealed", edited, [["end_differs", end]])
    yield Case("file/sealed-by-another", sealed(rows, OTHER), [["end_unsigned", end]])
    theirs = sealed([changed(rows[0], top(signer=OTHER.public.hex())), *rows[1:]], OTHER)
    yield Case("file/a-foreign-exporter", theirs, [["signer_unknown", end]])
    yield Case("file/nothing", [], [["end_missing", 0]], proved=0, purged=0)


def _told(made: Exports, name: str, fact: Fact, subject: str, *faults: str, minute: int = LATE) -> Case:
    """Return the export with one more fact of `a`, and what is said of it."""
    lines = made.more(lambda a: a.tell(fact, subject, minute))
    return Case(f"fact/{name}", lines, [[fault, made.at(12) + 1] for fault in faults], proved=17)


def facts(made: Exports) -> Iterator[Case]:
    """Yield facts that are signed and chained and yet contradict each other."""
    line, told = made.at(12) + 1, partial(_told, made)
    code = "H26.14-261124-1003"
    whole = reception(code, LATE, LATE + 8 * HOURS)
    yield told("reception", whole, code)
    yield told("code-of-this-pc-again", replace(whole, code=STAY), STAY, "code_day_differs", "code_taken")
    again = reception(FIRST, NINE + 2, FIVE)
    yield told("code-again-the-same-day", again, FIRST, "code_taken", minute=NINE + 2)
    # The other PC's reception comes later in the file: the second one of a code is the one that is named.
    taken = made.more(lambda a: a.tell(reception(THIRD, NINE + 3, FIVE), THIRD, NINE + 3))
    yield Case("fact/code-of-another-pc", taken, [["code_taken", line + 1]], proved=17)
    yield told("subject-of-a-reception", whole, FIRST, "subject_differs")
    yield told("subject-of-a-print", DocumentPrinted(FIRST, "01", 2), STAY, "subject_differs")
    yield told(
        "day-in-the-code", replace(whole, code="H26.14-261125-1003"), "H26.14-261125-1003", "code_day_differs"
    )
    yield told("no-code-at-all", replace(whole, code="1003"), "1003", "code_day_differs")
    yield told("received-earlier", replace(whole, received=LATE - 1), code, "received_differs")
    yield told("received-earlier-online", replace(whole, received=LATE - 1, channel=Channel.ONLINE), code)
    yield from _promises(made)
    yield from _leaves(made)
    for name, text, faults in (
        ("body-not-canonical", '{"note": 1}', ["body_not_canonical", line]),
        ("body-no-object", "[]", ["body_not_canonical", line]),
    ):
        lines = made.more(lambda a, t=text: a.write("future.fact", "anything", LATE, t))  # type: ignore[misc]
        yield Case(f"fact/{name}", lines, [faults])
    unread = made.more(lambda a: a.write("dossier.received", code, LATE, '{"code":"' + code + '"}'))
    yield Case("fact/body-unread", unread, [["body_unread", line, "received"]], proved=17)


def _promises(made: Exports) -> Iterator[Case]:
    told = partial(_told, made)
    arrived = ResultArrived(FIRST, LATE, ReturnBy.COUNTER)
    yield told("arrived", arrived, FIRST)
    yield told("arrived-back-dated", replace(arrived, at=FIVE), FIRST, "moment_differs")
    settled = PaymentSettled(STAY, LATE, promise())
    yield told("promise", settled, STAY)
    yield told(
        "promise-of-another-reception",
        replace(settled, promise=promise(received=NINE)),
        STAY,
        "promise_differs",
    )
    other = SupplementCompleted(FIRST, LATE, promise())
    yield told("promise-for-another-dossier", other, FIRST, "promise_differs")
    slip = made.scene.a.links[8].event.event_id
    signed = ApologySigned(STAY, LATE, slip, "13/XL", "Lê Thị Hoa", "Chủ tịch", "2026-11-24", EXTENDED)
    yield told("extension", signed, STAY)
    yield told(
        "extension-longer-than-prepared", replace(signed, new_due=EXTENDED + DAY), STAY, "extension_differs"
    )
    yield told("extension-never-prepared", replace(signed, prepared=made.a), STAY, "extension_differs")
    yield told("slip", ApologyPrepared(STAY, LATE, Cause.STAFF, EXTENDED, 1, LATE), STAY)


def _leaves(made: Exports) -> Iterator[Case]:
    told, code = partial(_told, made), "H26.14-261119-9800"
    entered = leaf(code, NINE + 10, NINE + DAY, LATE)
    yield told("leaf", entered, code)
    older = "H26.14-261101-9800"
    yield told("leaf-of-an-older-book", replace(entered, code=older), older)
    later = "H26.14-261120-9800"
    yield told("leaf-older-than-its-book", replace(entered, code=later), later, "code_day_differs")
    yield told("leaf-entered-at-another-minute", replace(entered, captured=LATE - 1), code, "moment_differs")
    ahead = replace(entered, received=LATE + 1, due=LATE + DAY)
    yield told("leaf-received-after-it-was-entered", ahead, code, "received_differs")
    yield told("leaf-promised-before", replace(entered, due=NINE + 10), code, "received_differs")
    yield told("leaf-of-a-code-of-this-pc", replace(entered, code=STAY), STAY, "code_taken")


def keys(made: Exports) -> Iterator[Case]:
    rows, scene = made.counter, made.scene
    both = {made.a: scene.a.key.public.hex(), made.b: scene.b.key.public.hex()}
    yield Case("keys/given", rows, [], keys=both)
    wrong = both | {made.b: OTHER.public.hex()}
    theirs = list(range(made.at(1, made.b), made.end))
    faults: list[list[Any]] = [["key_differs", 3], *(["chain_unsigned", number] for number in theirs)]
    yield Case("keys/another-given", rows, faults, keys=wrong, proved=12)
    yield Case("keys/one-given", rows, [["key_differs", 3]], keys={made.a: both[made.a]})
    changed_key = made.edit(3, top(public_key=OTHER.public.hex()))
    yield Case("keys/changed", changed_key, [["chain_unsigned", number] for number in theirs], proved=12)
    missing = made.splice(3, 1)
    yield Case("keys/missing", missing, [["key_unknown", number - 1] for number in theirs], proved=12)
    yield Case("keys/repeated", made.splice(3, 0, rows[1]), [["key_repeated", 3]])
    yield Case(
        "keys/short",
        made.edit(3, top(public_key="00")),
        [["bad_line", 3, "public_key"], *(["key_unknown", n] for n in theirs)],
        proved=12,
    )


def centre(made: Exports) -> Iterator[Case]:
    rows, notes, end = made.centre, made.notes, len(made.centre)

    def case(name: str, lines: list[str], faults: list[list[Any]], **more: Any) -> Case:
        told: dict[str, Any] = {"notes": notes, "proved": 17, "purged": 0, "base": "centre.jsonl"} | more
        return Case(f"centre/{name}", sealed(lines, CENTRE), faults, **told)

    def edit(number: int, change: Change) -> list[str]:
        return [*rows[: number - 1], changed(rows[number - 1], change), *rows[number:]]

    yield case("key-pinned", rows, [], keys={"centre": CENTRE.public.hex()})
    yield case("another-key-pinned", rows, [["signer_unknown", end]], keys={"centre": OTHER.public.hex()})
    place = line_of(rows, made.a, 3)
    yield case(
        "position-skipped",
        edit(place, top(position=99)),
        [["position_gap", place], ["position_gap", place + 1]],
    )
    yield case("position-missing", edit(place, top(position=None)), [["position_gap", place]])
    last = line_of(rows, made.b, 4)
    shorter = [*rows[: last - 1], *rows[last:]]
    lost = [["feed_cut", end - 1], ["quarantined_unknown", 6]]
    yield case("last-event-missing", shorter, lost, proved=16, notes=[*notes[:2], ["log_forked", 23]])
    unknown = edit(6, top(event_id="01900000-0001-7000-8000-0000000000ee"))
    yield case("quarantine-of-nothing", unknown, [["quarantined_unknown", 6]])
    yield case("fork-changed", edit(24, event(subject=STAY)), [["chain_unsigned", 24]])
    yield case("fork-hash-changed", edit(24, top(hash="00" * 32)), [["hash_changed", 24]])
    yield case("fork-twice", [*rows[:24], rows[23], *rows[24:]], [["seq_twice", 25]])
    same = [*rows[:24], line_for(made.scene.b.links[2], kind="fork"), *rows[24:]]
    yield case("fork-that-is-none", same, [["seq_twice", 25]])
    pc = copy.deepcopy(made.scene.fork)
    doubled = pc.tell(reception(FIRST, NINE + 95, FIVE), FIRST, NINE + 95, event_id=made.b[:-2] + "f2")
    more = [*rows[:24], line_for(doubled, kind="fork"), *rows[24:]]
    yield case(
        "code-given-again-by-a-clone", more, [], notes=[*notes, ["log_forked", 25], ["code_taken", 25]]
    )
    yield from _quarantined(made, case)


def _quarantined(made: Exports, case: Callable[..., Case]) -> Iterator[Case]:
    """Yield a wrong fact, once counted by the centre and once set aside."""
    rows, notes, line = made.centre, made.notes, 24
    pc = copy.deepcopy(made.scene.b)
    link = pc.tell(ResultArrived("H26.14-261119-1777", FIVE, ReturnBy.COUNTER), "H26.14-261119-1777", LATE)
    head = changed(rows[0], top(last=18))
    lines = [head, *rows[1 : line - 1], line_for(link, 18), *rows[line - 1 :]]
    wrong = [["moment_differs", line], ["unknown_dossier", line]]
    yield case("wrong-fact-counted", lines, wrong, notes=[*notes[:2], ["log_forked", 25]], proved=18)
    told = {
        "type": "quarantined",
        "event_id": link.event.event_id,
        "seq": 5,
        "code": "unknown_dossier",
        "at": MADE,
    }
    aside = [*lines[:6], json.dumps(told) + "\n", *lines[6:]]
    noted = [*notes[:2], ["quarantined", 7, "unknown_dossier"], ["moment_differs", 25], ["log_forked", 26]]
    yield case("wrong-fact-set-aside", aside, [], notes=[*noted, ["unknown_dossier", 25]], proved=18)
    for name, text, kind in (
        ("body", '{"b":1,"a":2}', "body_not_canonical"),
        ("no-body-at-all", "no json", "body_not_canonical"),
    ):
        pc = copy.deepcopy(made.scene.b)
        link = pc.write("x.later", "anything", LATE, text)
        lines = [head, *rows[1 : line - 1], line_for(link, 18), *rows[line - 1 :]]
        yield case(f"{name}-counted", lines, [[kind, line]], notes=[*notes[:2], ["log_forked", 25]])
        marked = json.dumps(told | {"event_id": link.event.event_id, "code": "not_canonical"}) + "\n"
        noted = [*notes[:2], ["quarantined", 7, "not_canonical"], [kind, 25], ["log_forked", 26]]
        yield case(f"{name}-set-aside", [*lines[:6], marked, *lines[6:]], [], notes=noted)


def odd_lines(made: Exports) -> Iterator[Case]:
    """Yield lines that two readers would read otherwise, or that no reader can write again."""
    line = made.at(2)
    twice = made.counter[line - 1].replace('"event":', '"event":{"seq":1},"event":', 1)
    gone: list[list[Any]] = [["not_json", line], ["chain_gap", line + 1]]
    yield Case("shape/a-name-twice", made.splice(line, 1, twice), gone, proved=15 - 1)
    inner = made.counter[line - 1].replace('"seq":', '"seq":9,"seq":', 1)
    assert inner != made.counter[line - 1]
    yield Case("shape/a-name-twice-in-the-event", made.splice(line, 1, inner), gone, proved=15 - 1)
    half = made.counter[line - 1].replace('"subject": "', '"subject": "\\ud800')
    assert half != made.counter[line - 1]
    yield Case("shape/half-a-letter", made.splice(line, 1, half), [["bad_event", line, "subject"]], proved=15)
    body = made.counter[line - 1].replace('"body": "', '"body": "\\udfff')
    assert body != made.counter[line - 1]
    yield Case(
        "shape/half-a-letter-in-the-body",
        made.splice(line, 1, body),
        [["bad_event", line, "body"]],
        proved=15,
    )
