"""Mutations of receipts' QR texts; judged by `verify-receipt` and by the independent checker."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from counter_app.errors import Refused
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_receipt
from tests.checker.test_vectors import checker
from tests.mutations.rows import Mutation

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-./:abcÂ"
BOTH = 2  # who has to refuse a text
CHECK = checker()


@dataclass
class ReceiptSide:
    """The office's receipts, and who judges them."""

    counter: Counter
    texts: tuple[str, ...]
    mutated: str = ""

    def draw(self, chance: random.Random) -> Mutation | None:
        """Change a letter, swap two fields, take one of another receipt, or cut a text short."""
        text, kind = chance.choice(self.texts), chance.random()
        at = chance.randrange(len(text))
        if kind < 0.5:
            after = text[:at] + chance.choice(LETTERS) + text[at + 1 :]
        elif kind < 0.6:
            after = text[:at] + chance.choice((text[at + 1 :], chance.choice(LETTERS) + text[at:]))
        elif kind < 0.75:
            after = text[:at]
        else:
            after = _fields(text, chance.choice(self.texts), chance, within=kind < 0.87)
        if after.strip().endswith(text):
            return None  # an address before it is nothing that a receipt says
        self.mutated = after
        return Mutation(f"receipt: {text!r} -> {after!r}", frozenset({"receipt"}))

    def findings(self) -> Iterator[set[str]]:
        """Yield one finding where both refuse the text."""
        refused = 0
        try:
            verify_receipt(self.counter, self.mutated)
        except Refused:
            refused += 1
        public = self.counter.signer.public
        report = CHECK.Report(lambda _told: None)
        CHECK.check_receipt(CHECK.read_receipt(self.mutated), {"own": public.hex()}, None, report)
        refused += bool(report.faults)
        if refused == BOTH:
            yield {"receipt"}


def _fields(text: str, other: str, chance: random.Random, *, within: bool) -> str:
    fields, others = text.split("/"), other.split("/")
    one, two = chance.sample(range(len(fields)), 2)
    if within:
        fields[one], fields[two] = fields[two], fields[one]
    else:
        fields[one] = others[one]
    return "/".join(fields)
