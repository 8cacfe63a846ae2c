"""Half-filled forms, kept per person; no facts: nothing of them is ever sent."""

from counter_app.services import reading
from counter_app.services.counter import Counter
from counter_app.store import installation


def save(counter: Counter, person_id: str, text: str) -> None:
    """Keep a person's half-filled form; "" forgets it."""
    with counter.store.write() as conn:
        if text:
            installation.save_draft(conn, person_id, text, counter.clock.now().ms)
        else:
            installation.clear_draft(conn, person_id)


def load(counter: Counter, reader_id: str) -> str | None:
    """Return a person's own half-filled form."""
    with reading.opened(counter, reader_id) as conn:
        return installation.load_draft(conn, reader_id)
