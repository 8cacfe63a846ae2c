"""What may be wrong with one event of an export, and what is right though it looks odd."""

import json
from collections.abc import Iterator
from typing import Any

from counter_app.domain.events import DocumentPrinted
from tests.checker.exports import LATE, Case, Change, Exports, body, event, together, top, without
from tests.checker.scene import (
    DAY,
    EXTENDED,
    FIRST,
    FIVE,
    NINE,
    STAY,
    sealed,
)


def sound(made: Exports) -> Iterator[Case]:
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


def tampered(made: Exports) -> Iterator[Case]:
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
    yield from _links(made)
    yield from _personal(made)


def _links(made: Exports) -> Iterator[Case]:
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


def shapes(made: Exports) -> Iterator[Case]:
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
    yield from _lines(made)


def _lines(made: Exports) -> Iterator[Case]:
    line = made.at(2)
    lines: dict[str, tuple[Change, str]] = {
        "hash-short": (top(hash="00"), "hash"),
        "position-text": (top(position="1"), "position"),
        "line-field": (top(note="x"), "note"),
        "line-type": (top(type="fact"), "type"),
        "line-type-list": (top(type=[]), "type"),
        "no-personal": (without("personal"), "personal"),
    }
    for name, (change, named) in lines.items():
        faults: list[list[Any]] = [["bad_line", line, named], ["chain_gap", line + 1]]
        yield Case(f"shape/{name}", made.edit(line, change), faults, proved=14)
    for name, text in {"no-json": "{\n", "array": "[]\n", "empty": "\n", "float": '{"type":1.5}\n'}.items():
        faults = [["not_json", line], ["chain_gap", line + 1]]
        yield Case(f"shape/line-{name}", made.splice(line, 1, text), faults, proved=14)
