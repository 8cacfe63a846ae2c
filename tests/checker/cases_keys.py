"""Logs whose signing key gave way to another: told rightly, wrongly, by others; receipts by either key."""

import copy
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from counter_app.domain import codec
from counter_app.domain.events import DocumentPrinted
from counter_app.domain.key_events import KeyRotated, proof_bytes
from counter_app.domain.step_events import ReceiptVoided
from counter_app.seal import SigningKey
from tests.checker.cases_receipts import signed, text_of
from tests.checker.exports import LATE, OTHER, Case, Exports, top
from tests.checker.scene import CENTRE, FIRST, Pc, changed, line_for, reception, sealed

Step = Callable[[Pc], None]
SECOND, LAST = SigningKey(bytes([21]) * 32), SigningKey(bytes([22]) * 32)


def rotate(pc: Pc, key: SigningKey, proof: bytes | None = None, **changes: Any) -> None:
    """Let a PC go on with another key; `proof` is the new key's own word where it is not the right one."""
    name, seq, prev = pc.installation_id, len(pc.links) + 1, pc.links[-1].digest
    right = key.sign(proof_bytes(name, seq, prev, key.public.hex()))
    told = KeyRotated(key.public.hex(), (proof or right).hex())
    pc.tell(told, changes.pop("subject", name), LATE, **changes)
    pc.key = key


def turn(pc: Pc) -> None:
    """Go on with the second key."""
    rotate(pc, SECOND)


def follow(pc: Pc) -> None:
    """Tell two more facts by the key in force."""
    for copies in (2, 3):
        pc.tell(DocumentPrinted(FIRST, "01", copies), FIRST, LATE)


def rotated(made: Exports) -> Iterator[Case]:
    """Yield exports of a counter that went on with another key."""
    at, own, given = made.at(12) + 1, made.a, made.scene.a.key.public.hex()
    theirs = {made.b: made.scene.b.key.public.hex()}
    right = _export(made, turn, follow)
    yield Case("rotated/followed", right, [], proved=19)
    yield Case("rotated/first-key-given", right, [], proved=19, keys=theirs | {own: given})
    first = [["key_differs", 2], *(["chain_unsigned", line] for line in range(made.at(1), at))]
    newest = theirs | {own: SECOND.public.hex()}
    unsigned = [*first, ["chain_unsigned", at]]
    yield Case("rotated/only-the-newest-given", right, unsigned, proved=6, keys=newest)
    twice = _export(made, turn, follow, partial(rotate, key=LAST), follow)
    yield Case("rotated/twice", twice, [], proved=22)
    last = _export(made, turn)
    yield Case("rotated/as-the-last-event", last, [], proved=17)
    former = _export(made, turn, follow, signer=made.scene.a.key)
    yield Case("rotated/sealed-by-the-former-key", former, [["signer_unknown", len(former)]], proved=19)
    yield from _not_followed(made, at)
    yield from _forged(made, at)


def _not_followed(made: Exports, at: int) -> Iterator[Case]:
    still = _export(made, turn, partial(_take, key=made.scene.a.key), follow, signer=SECOND)
    yield Case(
        "rotated/the-former-key-goes-on", still, [["chain_unsigned", at + 1], ["chain_unsigned", at + 2]],
        proved=17,
    )  # fmt: skip
    thief = _export(made, partial(_take, key=SECOND), turn, follow)
    faults: list[list[Any]] = [["chain_unsigned", at + n] for n in range(3)]
    faults.append(["signer_unknown", len(thief)])
    yield Case("rotated/by-the-new-key-alone", thief, faults)
    stranger = _export(made, turn, partial(_take, key=OTHER), follow, signer=SECOND)
    yield Case(
        "rotated/a-third-key-goes-on", stranger, [["chain_unsigned", at + 1], ["chain_unsigned", at + 2]],
        proved=17,
    )  # fmt: skip


def _take(pc: Pc, key: SigningKey) -> None:
    pc.key = key


def _forged(made: Exports, at: int) -> Iterator[Case]:
    """Yield events of which the new key's owner did not say that he follows there."""
    pc = made.scene.a
    public, seq, prev = SECOND.public.hex(), len(pc.links) + 1, pc.links[-1].digest
    whole = [["key_forged", at], ["chain_unsigned", at + 1], ["chain_unsigned", at + 2]]
    wrong = {
        "without-a-proof": bytes(64),
        "proved-by-another": OTHER.sign(proof_bytes(made.a, seq, prev, public)),
        "proved-for-another-pc": SECOND.sign(proof_bytes(made.b, seq, prev, public)),
        "proved-for-another-number": SECOND.sign(proof_bytes(made.a, seq + 1, prev, public)),
        "proved-after-another-history": SECOND.sign(proof_bytes(made.a, seq, bytes(32), public)),
        "proved-for-another-key": SECOND.sign(proof_bytes(made.a, seq, prev, LAST.public.hex())),
    }
    for name, proof in wrong.items():
        yield _case(made, name, whole, partial(rotate, key=SECOND, proof=proof))
    yield _case(made, "about-another", whole, partial(rotate, key=SECOND, subject=made.b))
    yield _case(made, "of-a-later-version", whole, partial(rotate, key=SECOND, version=2))
    bodies: dict[str, dict[str, Any]] = {
        "capitals": {"key": public.upper(), "proof": "00" * 64},
        "short": {"key": public[2:], "proof": "00" * 64},
        "more": {"key": public, "proof": "00" * 64, "until": 1},
        "nothing": {},
    }
    for name, told in bodies.items():
        yield _case(made, f"with-{name}", whole, partial(_write, told=told))


def _case(made: Exports, name: str, faults: list[list[Any]], tell: Step) -> Case:
    lines = _export(made, tell, follow, signer=SECOND)
    return Case(f"rotated/{name}", lines, [*faults, ["signer_unknown", len(lines)]])


def _write(pc: Pc, told: dict[str, Any]) -> None:
    pc.write(KeyRotated.KIND, pc.installation_id, LATE, codec.canonical(told))
    pc.key = SECOND


def _export(made: Exports, *steps: Step, signer: SigningKey | None = None) -> list[str]:
    """Return the counter's export with what `a` told more, by the product's code, sealed by its last key."""
    pc = copy.deepcopy(made.scene.a)
    before = len(pc.links)
    for step in steps:
        step(pc)
    lines = made.splice(made.at(1, made.b), 0, *(line_for(link) for link in pc.links[before:]))
    key = signer or pc.key
    lines[0] = changed(lines[0], top(signer=key.public.hex()))
    return sealed(lines, key)


def forks(made: Exports) -> Iterator[Case]:
    """Yield a centre's export: a copy of a PC went on with a key of its own."""
    rows, copied = made.centre, copy.deepcopy(made.scene.fork)
    before = len(copied.links)
    rotate(copied, SECOND)
    follow(copied)
    come = [line_for(link, kind="fork") for link in copied.links[before:]]
    lines = sealed([*rows[:-1], *come, rows[-1]], CENTRE)
    first = len(rows)
    notes = [*made.notes, *(["log_forked", first + n] for n in range(3))]
    told: dict[str, Any] = {"proved": 17, "purged": 0, "base": "centre.jsonl"}
    yield Case("rotated/in-a-second-history", lines, [], notes, **told)
    del come[0]
    cut = sealed([*rows[:-1], *come, rows[-1]], CENTRE)
    unsigned = [["chain_unsigned", first], ["chain_unsigned", first + 1]]
    yield Case("rotated/unsaid-in-a-second-history", cut, unsigned, notes[:-1], **told)


def receipts(made: Exports) -> Iterator[tuple[Case, str]]:
    """Yield receipts of before and after, each with the log that tells of both keys."""
    code = "H26.14-261124-1003"

    def told(pc: Pc) -> None:
        rotate(pc, SECOND)
        pc.tell(reception(code, LATE, LATE + 600), code, LATE)

    pc, given = copy.deepcopy(made.scene.a), {made.a: made.scene.a.key, made.b: made.scene.b.key}
    told(pc)
    lines = _export(made, told)
    before, after = text_of(made.scene.a, 1), text_of(pc, 14, received=LATE, due=LATE + 600)
    for name, text, key, *faults in (
        ("of-before", before, made.scene.a.key),
        ("of-after", after, SECOND),
        ("of-after-by-the-former-key", after, made.scene.a.key, ["receipt_forged", 0]),
        ("of-after-by-another-key", after, OTHER, ["receipt_forged", 0]),
    ):
        yield Case(f"receipt/rotated-{name}", lines, faults, proved=18), signed(text, key)
    keys = {source: key.public.hex() for source, key in given.items()}
    case = Case("receipt/rotated-of-after-first-key-given", lines, [], proved=18, keys=keys)
    yield case, signed(after, SECOND)
    void = made.more(lambda a: a.tell(ReceiptVoided(FIRST, LATE, taken_back=True), FIRST, LATE))
    yield Case("receipt/voided", void, [], [["receipt_voided", 0]], proved=17), signed(before, given[made.a])
