"""Sentences beside a paper book's leaf while it is entered."""

import itertools
from collections.abc import Sequence

from counter_app.domain.dossier import local_day
from counter_app.errors import Refused
from counter_app.services.paper_book import BookState
from counter_app.texts import _, formats, paper_book
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.leaf import moment
from counter_app.ui.screens.intake.state import IntakeState

NAMED, BOOKS = 6, 2  # stretches of serials that are named, books that are told of


def captions() -> dict[str, str]:
    """Return what each input of a leaf is called, in the order of the panel."""
    return {
        "leaf_code": _("Mã trên tờ"),
        "leaf_received": _("Giờ nhận ghi trên giấy"),
        "leaf_due": _("Hẹn trả ghi trên giấy"),
        "leaf_scan": _("Bản quét liên lưu"),
        "leaf_second": _("Người xác nhận"),
        "leaf_pin": _("Mã PIN người xác nhận"),
    }


def due(state: IntakeState) -> str:
    """Return the promise on the leaf that is entered; "" where none is, or it cannot be read yet."""
    minute = _due(state)
    return "" if minute is None else formats.moment(minute)


def lawful(state: IntakeState) -> str:
    """Return the line that says what the law gives, where the leaf says otherwise; "" where not."""
    minute = _due(state)
    if minute is None or state.promise is None or state.promise.due.at == minute:
        return ""
    return paper_book.lawful(state.promise.due.at) + "\n"


def done(act: Act) -> str:
    """Return what came of a leaf."""
    return _("đã nhập từ sổ giấy") if act is Act.CAPTURE else _("đã bỏ tờ này; số này không dùng lại")


def books(states: Sequence[BookState]) -> str:
    """Return a line for each of the newest books that miss leaves; the office has none otherwise."""
    if not states:
        return _("Đơn vị chưa được cấp sổ giấy nào.")
    left = [_book(state) for state in states if state.missing]
    return "\n".join(left[:BOOKS]) or _("Mọi tờ trong sổ giấy đã có.")


def _book(state: BookState) -> str:
    return _("Sổ {book}: đã nhập {captured}, bỏ {void}, chưa thấy {count}: {missing}").format(
        book=state.book.book_id,
        captured=state.captured,
        void=state.void,
        count=len(state.missing),
        missing=stretches(state.missing),
    )


def stretches(codes: Sequence[str]) -> str:
    """Return serials as `9803, 9807–9849`; what is too much to be named is an ellipsis."""
    serials = [int(code[-4:]) for code in codes]
    groups = itertools.groupby(enumerate(serials), key=lambda pair: pair[1] - pair[0])
    found = [[serial for _at, serial in group] for _gap, group in groups]
    said = [f"{one[0]}" if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in found]
    return ", ".join([*said[:NAMED], "…"] if len(said) > NAMED else said)


def _due(state: IntakeState) -> int | None:
    leaf = state.form.leaf
    if state.mode is not Act.CAPTURE or leaf is None or state.promise is None:
        return None
    try:
        return moment(leaf.due, local_day(state.promise.received), "")
    except Refused:
        return None
