"""How a form ends: who signs, whom to call, where to complain."""

from counter_app.documents.flow import Cell, Strip, row, side_by_side, stack
from counter_app.documents.sheet import LEFT, MARK, RIGHT, SMALL, SMALL_STRONG, STRONG
from counter_app.documents.typeface import Style, legible
from counter_app.domain.people import Office

SIGN = "(Ký và ghi rõ họ tên)"
SIGN_AND_SEAL = "(Ký, ghi rõ họ tên, đóng dấu)"


def signatures(
    *signers: tuple[str, str, str],
    left: float = LEFT,
    room: float = 36.0,
    right: float = RIGHT,
    how: str = SIGN,
) -> Strip:
    """Return columns to sign in: (role, title, name), where "" is left to be written by hand.

    `room` is the height to sign in, points; `how` says what is to be set there.
    """
    width = (right - left) / len(signers)
    return side_by_side(
        *(_signer(signer, left + i * width, width - 12, room, how) for i, signer in enumerate(signers))
    )


def _signer(signer: tuple[str, str, str], left: float, width: float, room: float, how: str) -> Strip:
    role, rank, name = signer

    def centred(text: str, style: Style) -> list[Strip]:
        return row(Cell(text, left + 6, width, style, "centre"))

    return stack(
        *centred(role, STRONG),
        *centred(how, MARK),
        Strip(room),
        *(centred(name, STRONG) or [Strip(STRONG.leading)]),
        *centred(rank, SMALL),
    )


def contacts(office: Office) -> list[Strip]:
    """Return the office's hotline and where to complain, on one line where they fit."""
    calls, complaints = ("Đường dây nóng:", office.hotline), ("Phản ánh, kiến nghị:", office.complaints)
    half = _width(*calls) + 14
    if half + _width(*complaints) > RIGHT - LEFT:
        return note(*calls) + note(*complaints)
    return [side_by_side(*note(*calls), *note(*complaints, LEFT + half))]


def note(lead: str, words: str, left: float = LEFT) -> list[Strip]:
    """Return small print: a bold lead and the words after it on the same line, wrapped under it."""
    width, used = RIGHT - left, _width(lead, "")
    lines = SMALL.wrap(words, width - used) or [""]
    first = row(Cell(lead, left, width, SMALL_STRONG), Cell(lines[0], left + used, width - used, SMALL))
    return first + row(Cell(" ".join(lines[1:]), left, width, SMALL))


def _width(lead: str, words: str) -> float:
    return SMALL_STRONG.width(lead) + SMALL.width(f" {legible(words)}" if lead else legible(words))
