"""Our papers' one typeface, Liberation Serif (Times metrics, all of Vietnamese): measuring and wrapping."""

import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS = Path(__file__).parents[2] / "resources" / "fonts"
REGULAR, BOLD, ITALIC = "Regular", "Bold", "Italic"
MISSING = "□"
ASCENT = 0.98  # of the size: the highest Vietnamese capital (Ễ, Ậ) with its marks
LEADING = 1.25

Align = Literal["left", "centre", "right"]

rl_config.useA85 = 0  # streams as binary: a fifth smaller, and no encoder written in Python


@cache
def faces() -> dict[str, TTFont]:
    """Load and register the three faces, once per process (60 ms)."""
    loaded = {
        name: TTFont(f"LiberationSerif-{name}", str(FONTS / f"LiberationSerif-{name}.ttf"), asciiReadable=0)
        for name in (REGULAR, BOLD, ITALIC)
    }
    for font in loaded.values():
        pdfmetrics.registerFont(font)
    return loaded


@cache
def drawable() -> frozenset[str]:
    """Return the characters that every face draws."""
    shared = set.intersection(
        *({chr(code) for code, glyph in font.face.charToGlyph.items() if glyph} for font in faces().values())
    )
    return frozenset(c for c in shared if unicodedata.category(c) not in {"Cc", "Cf"})


def examine() -> str:
    """Return the typeface's name; it is loaded for that. Raises OSError where a file is missing or broken."""
    alphabet = "ĂÂĐÊÔƠƯăâđêôơưẤẦẨẪẬấầẩẫậỄễỘộỰự"
    if not drawable().issuperset(alphabet):
        raise OSError("the typeface lacks Vietnamese letters")
    return "Liberation Serif"


def legible(text: str) -> str:
    """Return `text` as we can print it: composed, on one line, □ where the typeface has no such letter.

    Invisible marks (zero width, direction) are dropped: nobody could read them on paper.
    """
    line = " ".join(unicodedata.normalize("NFC", text).split())
    if drawable().issuperset(line):
        return line
    shown = (
        c if c in drawable() else "" if unicodedata.category(c) in {"Cc", "Cf"} else MISSING for c in line
    )
    return " ".join("".join(shown).split())


@dataclass(frozen=True, slots=True)
class Style:
    """A face at a size in points."""

    face: str
    size: float

    @property
    def leading(self) -> float:
        """From one baseline to the next, in points, with room for stacked accents."""
        return self.size * LEADING

    def width(self, text: str) -> float:
        """Return how wide `text` stands, in points."""
        return _advance(self.face, text) * self.size

    def wrap(self, text: str, width: float) -> list[str]:
        """Break `text` into lines no wider than `width` points; a word that is wider breaks anywhere."""
        room = width / self.size
        space = _advance(self.face, " ")
        lines: list[str] = []
        line, used = "", 0.0
        for word in legible(text).split():
            for piece in _pieces(self.face, word, room):
                size = _advance(self.face, piece)
                if line and used + space + size > room:
                    lines.append(line)
                    line, used = piece, size
                else:
                    used += size + (space if line else 0.0)
                    line = f"{line} {piece}" if line else piece
        return [*lines, line] if line else lines

    def fitted(self, text: str, width: float, least: float) -> "Style":
        """Return this style, made smaller until `text` fits on one line of `width`, but not below `least`."""
        natural = self.width(legible(text))
        return self if natural <= width else replace(self, size=max(least, self.size * width / natural))

    def put(self, pen: Canvas, x: float, baseline: float, text: str, align: Align = "left") -> None:
        """Draw one line of legible text."""
        if align != "left":
            x -= self.width(text) / (2 if align == "centre" else 1)
        pen.setFont(faces()[self.face].fontName, self.size)
        pen.drawString(x, baseline, text)


@lru_cache(maxsize=4096)
def _advance(face: str, text: str) -> float:
    return float(faces()[face].stringWidth(text, 1))


def _pieces(face: str, word: str, room: float) -> list[str]:
    if _advance(face, word) <= room:
        return [word]
    pieces, piece, used = [], "", 0.0
    for letter in word:
        size = _advance(face, letter)
        if piece and used + size > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece += letter
        used += size
    return [*pieces, piece]
