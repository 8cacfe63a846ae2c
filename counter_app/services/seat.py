"""Somebody signed in at this PC."""

from dataclasses import dataclass

from counter_app.seal import SigningKey


@dataclass(frozen=True, slots=True)
class Seat:
    """A person with his own key open, in memory only; `online` when the centre confirmed him."""

    person_id: str
    key: SigningKey
    online: bool
