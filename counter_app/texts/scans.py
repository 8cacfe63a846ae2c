"""Scans that the centre does not have yet, in words for window and shell."""

from counter_app.errors import CounterError
from counter_app.texts import _
from counter_app.texts.refusals import sentence

KB = 1024


def unsent(count: int, left: int, code: str) -> str:
    """Return how many scans wait, how many bytes of them, and why the last try failed; "" where none does."""
    if not count:
        return ""
    said = _("{count} bản quét chưa gửi, còn {size} KB; gửi sau mọi sự việc.").format(
        count=count, size=-(-left // KB)
    )
    if not code:
        return said
    return said + " " + _("Lần gần nhất không được: {reason}").format(reason=sentence(CounterError(code)))
