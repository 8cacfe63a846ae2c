"""What a card of the board has room for."""

from counter_app.domain.clock import Machine
from counter_app.domain.moments import minute_at, parse_day
from counter_app.services.board import Lot
from counter_app.ui.screens.deadlines import cards
from counter_app.ui.widgets.lines import _font
from tests.ui.conftest import Desk
from tests.ui.test_deadlines import SEVEN_DAYS, Board


def test_a_card_has_room_for_the_first_promise_and_the_one_that_binds(
    desk: Desk, readings: list[Machine]
) -> None:
    board = Board(desk, readings)
    code = board.receive("Nguyễn Văn Thử", SEVEN_DAYS)
    until = minute_at(parse_day("2027-10-10"), 17 * 60)  # a Sunday has the longest name
    board.open()
    row = board.view.columns[Lot.LATER].list.paged.row(0)
    assert row is not None
    assert row.code == code
    extended = row._replace(first=row.promise, promise=until, extended=True)
    line = cards.promise(extended)
    assert [piece.text for piece in line] == ["01/12", "gia hạn", "17:00 Chủ nhật 10/10"]
    assert line[0].struck
    restarted = cards.promise(extended._replace(extended=False))
    assert [piece.text for piece in restarted][1] == "→"
    room = board.view.columns[Lot.LATER].list.viewport().width() - cards.GAP - 2 * cards.PAD
    for pieces in (line, restarted, cards.replaced(extended)):
        widths = (_font(one.small, one.strong, one.struck)[1].horizontalAdvance(one.text) for one in pieces)
        assert sum(widths) + 6 * (len(pieces) - 1) <= room
