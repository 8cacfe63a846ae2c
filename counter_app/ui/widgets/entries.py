"""What a form of fields asks for, as plain values: a screen describes, `form` draws. No widgets here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How one thing is entered. The value is a text; of CHECK a bool, of PICKS a tuple of labels."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    LIST = "list"  # one of many: people, units
    AMOUNT = "amount"
    DAY = "day"
    MOMENT = "moment"
    CHECK = "check"
    PICKS = "picks"
    PROCEDURE = "procedure"
    FILE = "file"
    SAID = "said"  # nothing to enter: a sentence to read


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to enter. `options` are (value, word); `value` stands there before anybody types.

    `most` is the greatest length in characters; `needed` marks what cannot be left out. It is asked for
    only while each entry named in `only` has one of the values beside it, and needed while each named in
    `needed_with` has.
    """

    name: str
    caption: str
    kind: Kind = Kind.LINE
    value: object = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    most: int = 300
    needed: bool = False
    only: "Beside" = ()
    needed_with: "Beside" = ()

    def asked(self, values: "Values") -> bool:
        """Tell whether this is asked for beside these values."""
        return _stand(self.only, values)

    def required(self, values: "Values") -> bool:
        """Tell whether this cannot be left out beside these values."""
        with_others = bool(self.needed_with) and _stand(self.needed_with, values)
        return self.asked(values) and (self.needed or with_others)


Beside = tuple[tuple[str, tuple[object, ...]], ...]
Values = Mapping[str, object]


def starting(entries: tuple[Entry, ...]) -> dict[str, object]:
    """Return what stands in a form before anybody types."""
    return {entry.name: entry.value for entry in entries if entry.kind is not Kind.SAID}


def _stand(beside: Beside, values: Values) -> bool:
    return all(values.get(name) in wanted for name, wanted in beside)
