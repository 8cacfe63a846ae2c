"""What is typed of a paper book's leaf, beside the form that says whose dossier it is."""

import re
from dataclasses import dataclass

from counter_app.domain.book_events import LeafFate
from counter_app.domain.moments import parse_local
from counter_app.errors import Refused

_TIME = re.compile(r"(\d{1,2})[:hg](\d{2})", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf's inputs as typed; `scan` is a path, `second` a person_id. `fate` is "" for a used one."""

    code: str = ""
    received: str = ""
    due: str = ""
    scan: str = ""
    second: str = ""
    fate: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing of it would be lost; who confirms stays the same from leaf to leaf."""
        return not any((self.code, self.received, self.due, self.scan, self.fate))

    @property
    def given_up(self) -> LeafFate | None:
        """Why nobody holds it, None for a used one."""
        return LeafFate(self.fate) if self.fate else None


def moment(typed: str, today: str, field: str) -> int:
    """Read `9:10`, `9:10 25/11` or `9:10 25/11/2026`, either way round, as a minute UTC.

    What is left out of the day is of `today` (YYYY-MM-DD). Raises Refused: moment_typed beside `field`.
    """
    time, day = _TIME.search(typed), _DAY.search(typed)
    rest = _DAY.sub("", _TIME.sub("", typed, count=1), count=1)
    if time is None or rest.strip():
        raise Refused("moment_typed", field)
    date = f"{day[3] or today[:4]}-{int(day[2]):02}-{int(day[1]):02}" if day else today
    try:
        return parse_local(f"{date}T{int(time[1]):02}:{time[2]}", field)
    except Refused as error:
        raise Refused("moment_typed", field) from error
