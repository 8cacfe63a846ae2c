"""A promised moment in a frame: what the citizen looks for first."""

from counter_app.documents import wording
from counter_app.documents.flow import Cell, Strip, frame, row, stack
from counter_app.documents.sheet import BODY, LEFT, MEASURE, RIGHT
from counter_app.documents.typeface import BOLD, Style

_PROMISE = Style(BOLD, 13.4)


def promised(lead: str, minute: int, *below: str) -> Strip:
    """Return the frame: `lead`, the moment large, the lines `below` it."""
    inner = [Strip(3), *row(Cell(lead, LEFT, MEASURE, BODY, "centre"))]
    inner += [Strip(1), *row(Cell(wording.moment(minute), LEFT + 4, MEASURE - 8, _PROMISE, "centre"))]
    for line in below:
        inner += [Strip(1), *row(Cell(line, LEFT + 8, MEASURE - 16, BODY, "centre"))]
    return frame(stack(*inner, Strip(5)), LEFT, RIGHT, 1.0)


def promises(first: int, last: int) -> list[tuple[str, str]]:
    """Return labels and values: one promise, or first and last where a restart or a pause made a new one."""
    if first == last:
        return [("Đã hẹn trả kết quả:", wording.moment(last))]
    return [("Hẹn trả lần đầu:", wording.moment(first)), ("Hẹn trả lần cuối:", wording.moment(last))]
