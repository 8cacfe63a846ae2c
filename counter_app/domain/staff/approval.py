"""What an approver's own signature covers: everything that the request says, and his answer to it."""

import dataclasses

from counter_app.domain import codec
from counter_app.domain.staff_events import SubstituteAsked, SubstitutionDecided


def text(office_id: str, approver: str, asked: SubstituteAsked, decided: SubstitutionDecided) -> bytes:
    """Return the bytes to sign: another office, person, interval, counter or answer gives other bytes."""
    answer = {
        name: getattr(decided, name) for name in ("request", "at", "asked", "approved", "ground", "key")
    }
    said = {
        "form": "qmc-approval-1",
        "office": office_id,
        "approver": approver,
        "asked": dataclasses.asdict(asked),
        "answer": answer,
    }
    return codec.canonical(said).encode()
