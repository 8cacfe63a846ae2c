"""How a form ends: who signs, whom to call, where to complain."""

from collections.abc import Sequence

from counter_app.documents.flow import Cell, Strip, evenly, row, rule, side_by_side, stack
from counter_app.documents.sheet import HAIR, LEFT, MARK, RIGHT, SMALL, SMALL_STRONG, STRONG
from counter_app.documents.typeface import Style, legible
from counter_app.domain.people import Office

SIGN = "(Ký và ghi rõ họ tên)"
SIGN_AND_SEAL = "(Ký, ghi rõ họ tên, đóng dấu)"
_SEAL = 80.0  # points to sign in: a seal is 36 mm wide and reaches over the signature only


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
        return evenly(Cell(text, left + 6, width, style, "centre"))

    return stack(
        *centred(role, STRONG),
        *centred(how, MARK),
        Strip(room),
        *(centred(name, STRONG) or [Strip(STRONG.leading)]),
        *centred(rank, SMALL),
    )


def issued(kept: Sequence[str], prepared_by: str, head: tuple[str, str, str]) -> Strip:
    """Return who gets the paper and who wrote it (left), and where the `head` signs and seals (right).

    `kept` are the addressees, a line each; of `prepared_by` "" nothing is said; `head` is (body, title,
    name), a name of "" is written by hand.
    """
    half = (RIGHT - LEFT) / 2

    def line(text: str, style: Style = SMALL) -> list[Strip]:
        return row(Cell(text, LEFT, half - 12, style))

    lines = [strip for words in kept for strip in line(f"- {words}")]
    writer = line(f"Người lập: {prepared_by}") if prepared_by else []
    sent = stack(*line("Nơi nhận:", SMALL_STRONG), *lines, Strip(6), *writer)
    body, rank, name = head
    issuer = evenly(Cell(body.upper(), LEFT + half + 6, half - 12, SMALL_STRONG, "centre"))
    signer = signatures((rank.upper(), "", name), left=LEFT + half, room=_SEAL, how=SIGN_AND_SEAL)
    return side_by_side(sent, stack(*issuer, signer))


def foot(office: Office, *notes: str) -> Strip:
    """Return the foot under its line: `notes`, then whom to call and where to complain."""
    lines = [strip for words in notes for strip in note("", words)]
    return stack(Strip(8), rule(LEFT, RIGHT, HAIR, below=4), *lines, *contacts(office))


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
