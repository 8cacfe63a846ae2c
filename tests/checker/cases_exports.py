"""What may be wrong with an export, and what is right though it looks odd."""

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from counter_app.domain import codec
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
from counter_app.seal import SigningKey
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
    Link,
    Pc,
    Scene,
    changed,
    line_for,
    line_of,
    promise,
    reception,
    sealed,
)

Change = Callable[[dict[str, Any]], None]
LATE = NINE + 5 * DAY
OTHER = SigningKey(bytes([7]) * 32)


@dataclass
class Case:
    """A vector before it is written: the file's lines and what must be said of them."""

    name: str
    lines: list[str]
    faults: list[list[Any]]
    notes: list[list[Any]] = field(default_factory=list)
    proved: int = 16
    purged: int = 1
    keys: dict[str, str] = field(default_factory=dict)
    base: str = "counter.jsonl"


class Exports:
    """The two good exports and ways to spoil them."""

    def __init__(self) -> None:
        """Take the scene."""
        self.scene = Scene()
        self.counter, self.centre = self.scene.counter(), self.scene.centre()
        self.a, self.b = self.scene.a.installation_id, self.scene.b.installation_id
        self.notes: list[list[Any]] = [
            ["quarantined", 5, "log_forked"],
            ["quarantined", 6, "unknown_actor"],
            ["log_forked", 24],
        ]

    def at(self, seq: int, source: str = "") -> int:
        """Return the line of an event of the counter's export."""
        return line_of(self.counter, source or self.a, seq)

    def edit(self, number: int, change: Change, key: SigningKey | None = None) -> list[str]:
        """Return the counter's export with one line changed, and sealed again."""
        lines = [*self.counter]
        lines[number - 1] = changed(lines[number - 1], change)
        return sealed(lines, key or self.scene.a.key)

    def splice(self, number: int, gone: int, *come: str) -> list[str]:
        """Return the counter's export with lines taken out and put in, and sealed again."""
        lines = [*self.counter]
        lines[number - 1 : number - 1 + gone] = come
        return sealed(lines, self.scene.a.key)

    def more(self, tell: Callable[[Pc], Link]) -> list[str]:
        """Return the counter's export with one more event of `a`, written by the product's code."""
        pc = copy.deepcopy(self.scene.a)
        return self.splice(self.at(1, self.b), 0, line_for(tell(pc)))

    @property
    def end(self) -> int:
        """The number of the last line."""
        return len(self.counter)


def event(**values: Any) -> Change:
    """Return a change of an event's envelope."""
    return lambda line: line["event"].update(values)


def top(**values: Any) -> Change:
    """Return a change of a line's own fields."""
    return lambda line: line.update(values)


def without(*path: str) -> Change:
    """Return a change that takes a field out."""

    def change(line: dict[str, Any]) -> None:
        inner = line["event"] if len(path) > 1 else line
        del inner[path[-1]]

    return change


def body(**values: Any) -> Change:
    """Return a change of a body that stays canonical."""

    def change(line: dict[str, Any]) -> None:
        parsed = json.loads(line["event"]["body"]) | values
        line["event"]["body"] = codec.canonical(parsed)

    return change


def together(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(line: dict[str, Any]) -> None:
        for each in changes:
            each(line)

    return change


def export_cases() -> Iterator[Case]:
    """Yield every case."""
    made = Exports()
    yield from _sound(made)
    yield from _tampered(made)
    yield from _shapes(made)
    yield from _moved(made)
    yield from _files(made)
    yield from _facts(made)
    yield from _keys(made)
    yield from _centre(made)


def _sound(made: Exports) -> Iterator[Case]:
    scene, notes = made.scene, made.notes
    yield Case("sound/counter", made.counter, [])
    yield Case("sound/centre", made.centre, [], notes, 17, 0, base="centre.jsonl")
    yield Case("sound/without-personal", scene.counter(personal=False), [], purged=0)
    empty = sealed([*made.counter[:3], made.counter[-1]], scene.a.key)
    yield Case("sound/no-events", empty, [], proved=0, purged=0)
    purged = made.edit(made.at(1), top(personal=None))
    yield Case("sound/one-more-purged", purged, [], purged=2)
    odd = made.more(lambda a: a.write("future.fact", "anything", LATE, '{"at":1,"code":"x"}', version=2))
    yield Case("sound/newer-version", odd, [], proved=17)
    new = made.more(lambda a: a.write("future.fact", "anything", LATE, '{"note":"new"}'))
    yield Case("sound/unknown-kind", new, [], proved=17)
    for clock in "BCUS":
        fact = DocumentPrinted(FIRST, "01", 2)
        lines = made.more(lambda a, c=clock, f=fact: a.tell(f, FIRST, LATE, clock=c))  # type: ignore[misc]
        yield Case(f"sound/clock-{clock.lower()}", lines, [], proved=17)
    back = made.more(lambda a: a.tell(DocumentPrinted(FIRST, "01", 2), FIRST, NINE - 9 * DAY))
    yield Case("sound/a-clock-that-went-back", back, [], proved=17)
    early = made.more(
        lambda a: a.tell(DocumentPrinted("H26.14-261119-1999", "01", 1), "H26.14-261119-1999", LATE)
    )
    line = made.at(12) + 1
    yield Case("sound/not-fed-yet", early, [], [["unknown_dossier", line]], proved=17)


def _tampered(made: Exports) -> Iterator[Case]:
    """Yield each value of an event changed by somebody without its key."""
    unsigned: dict[str, Change] = {
        "event-id": event(event_id="01900000-0000-7000-8000-0000000000ff"),
        "kind": event(kind="fee.changed"),
        "version": event(version=2),
        "subject": event(subject=STAY),
        "actor": event(actor_id="ba-dinh-01"),
        "happened-at": event(happened_at=NINE * 60_000),
        "clock": event(clock="S"),
        "body": body(amount=8000),
        "signature": event(signature="00" * 64),
    }
    for name, change in unsigned.items():
        faults: list[list[Any]] = [["chain_unsigned", made.at(2)]]
        yield Case(f"tampered/{name}", made.edit(made.at(2), change), faults, proved=15)
    bound = made.edit(made.at(3), event(personal_digest="00" * 32))
    put_in = [["chain_unsigned", made.at(3)]]
    yield Case("tampered/personal-digest-put-in", bound, put_in, proved=15, purged=2)
    due = made.edit(made.at(1), body(due=FIVE + DAY))
    yield Case("tampered/due-date", due, [["chain_unsigned", made.at(1)]], proved=15)
    paid = made.edit(
        made.at(8),
        lambda line: body(promise={**json.loads(line["event"]["body"])["promise"], "at": EXTENDED})(line),
    )
    yield Case("tampered/later-promise", paid, [["chain_unsigned", made.at(8)]], proved=15)
    prev = made.edit(made.at(2), event(prev="11" * 32))
    yield Case(
        "tampered/prev", prev, [["chain_broken", made.at(2)], ["chain_unsigned", made.at(2)]], proved=15
    )
    stored = made.edit(made.at(2), top(hash="22" * 32))
    yield Case("tampered/stored-hash", stored, [["hash_changed", made.at(2)]], proved=15)
    both = made.edit(made.at(2), together(body(amount=8000), top(hash="22" * 32)))
    yield Case(
        "tampered/body-and-stored-hash",
        both,
        [["chain_unsigned", made.at(2)], ["chain_broken", made.at(3)]],
        proved=14,
    )
    first = made.edit(made.at(1), event(prev="33" * 32))
    yield Case(
        "tampered/first-prev",
        first,
        [["chain_broken", made.at(1)], ["chain_unsigned", made.at(1)]],
        proved=15,
    )
    yield from _personal(made)


def _personal(made: Exports) -> Iterator[Case]:
    line, told = made.at(1), json.loads(made.counter[made.at(1) - 1])["personal"]
    for name, value in {
        "text": told | {"text": told["text"].replace("Nguyễn", "Trần")},
        "salt": told | {"salt": "00" * 16},
        "not-canonical-any-more": told | {"text": told["text"].replace('","', '", "', 1)},
    }.items():
        yield Case(
            f"personal/{name}", made.edit(line, top(personal=value)), [["personal_changed", line]], proved=15
        )
    given = {"salt": "00" * 16, "text": "{}"}
    unbound = made.edit(made.at(3), top(personal=given))
    yield Case("personal/put-in", unbound, [["personal_unbound", made.at(3)]], proved=15)
    short = made.edit(line, top(personal=told | {"salt": "00" * 8}))
    faults = [["bad_line", line, "personal"], ["chain_gap", line + 1]]
    # Without the reception, what was done with its dossier hangs in the air: told, no fault of its own.
    lost = [["unknown_dossier", made.at(3)], ["unknown_dossier", made.at(4)]]
    yield Case("personal/short-salt", short, faults, lost, proved=14)
    bare = made.scene.counter(personal=False)
    bare[made.at(2) - 1] = made.counter[made.at(2) - 1]
    there = sealed(bare, made.scene.a.key)
    named = [["bad_event", made.at(2), "personal"]]
    yield Case("personal/there-though-the-header-says-none", there, named, proved=15, purged=0)
    spaced = made.more(lambda a: a.write("future.fact", "anything", LATE, "{}", '{"a": 1}'))
    yield Case("personal/signed-but-not-canonical", spaced, [["personal_not_canonical", made.at(12) + 1]])


def _shapes(made: Exports) -> Iterator[Case]:
    """Yield values that no log can hold: such an event is passed over, by its stored hash."""
    line = made.at(2)
    wrong: dict[str, tuple[Change, str]] = {
        "event-id-capitals": (event(event_id="01900000-0000-7000-8000-0000000000A2"), "event_id"),
        "seq-zero": (event(seq=0), "seq"),
        "seq-text": (event(seq="2"), "seq"),
        "seq-true": (event(seq=True), "seq"),
        "prev-short": (event(prev="00"), "prev"),
        "prev-capitals": (event(prev="AA" * 32), "prev"),
        "kind-capitals": (event(kind="Fee.charged"), "kind"),
        "version-zero": (event(version=0), "version"),
        "subject-empty": (event(subject=""), "subject"),
        "subject-decomposed": (event(subject="e\u0301"), "subject"),
        "actor-with-a-space": (event(actor_id="a b"), "actor_id"),
        "happened-before": (event(happened_at=-1), "happened_at"),
        "clock-unknown": (event(clock="D"), "clock"),
        "body-null": (event(body=None), "body"),
        "digest-short": (event(personal_digest="00"), "personal_digest"),
        "signature-missing": (without("event", "signature"), "signature"),
        "foreign-field": (event(note="x"), "note"),
    }
    for name, (change, named) in wrong.items():
        faults: list[list[Any]] = [["bad_event", line, named]]
        # Where its number cannot be read, the next one is a gap.
        faults += [["chain_gap", line + 1]] if named == "seq" else []
        yield Case(f"shape/{name}", made.edit(line, change), faults, proved=15 - (named == "seq"))
    lines: dict[str, tuple[Change, str]] = {
        "hash-short": (top(hash="00"), "hash"),
        "position-text": (top(position="1"), "position"),
        "line-field": (top(note="x"), "note"),
        "line-type": (top(type="fact"), "type"),
        "line-type-list": (top(type=[]), "type"),
        "no-personal": (without("personal"), "personal"),
    }
    for name, (change, named) in lines.items():
        faults = [["bad_line", line, named], ["chain_gap", line + 1]]
        yield Case(f"shape/{name}", made.edit(line, change), faults, proved=14)
    for name, text in {"no-json": "{\n", "array": "[]\n", "empty": "\n", "float": '{"type":1.5}\n'}.items():
        faults = [["not_json", line], ["chain_gap", line + 1]]
        yield Case(f"shape/line-{name}", made.splice(line, 1, text), faults, proved=14)


def _moved(made: Exports) -> Iterator[Case]:
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


def _files(made: Exports) -> Iterator[Case]:
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


def _facts(made: Exports) -> Iterator[Case]:
    """Yield facts that are signed and chained and yet contradict each other."""
    line = made.at(12) + 1

    def told(name: str, fact: Fact, subject: str, *faults: str, minute: int = LATE, **changes: Any) -> Case:
        lines = made.more(lambda a: a.tell(fact, subject, minute, **changes))
        return Case(f"fact/{name}", lines, [[fault, line] for fault in faults], proved=17)

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
    for name, text, faults in (
        ("body-not-canonical", '{"note": 1}', ["body_not_canonical", line]),
        ("body-no-object", "[]", ["body_not_canonical", line]),
    ):
        lines = made.more(lambda a, t=text: a.write("future.fact", "anything", LATE, t))  # type: ignore[misc]
        yield Case(f"fact/{name}", lines, [faults])
    unread = made.more(lambda a: a.write("dossier.received", code, LATE, '{"code":"' + code + '"}'))
    yield Case("fact/body-unread", unread, [["body_unread", line, "received"]], proved=17)


def _keys(made: Exports) -> Iterator[Case]:
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


def _centre(made: Exports) -> Iterator[Case]:
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
