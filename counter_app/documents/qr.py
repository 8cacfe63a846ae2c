"""A QR code as one filled path, for paper."""

import re

import segno
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from counter_app.documents.flow import Strip

# ISO/IEC 18004 lets the maker choose among eight masks. Judging all eight costs five times the rest, and
# the choice matters for scanners only where a mask meets data of its own rhythm, which a signature never has.
MASK = 7
QUIET = 4  # modules of white on each side, ISO/IEC 18004 §6.3.8
DOT = 72 / 300  # points: what the desk's printers can place
_DARK = re.compile(rb"\x01+")


class _Runs(PDFPathObject):
    """The dark modules, each horizontal run one rectangle in whole modules: ReportLab's own formatting of
    real numbers would cost more than all the rest of the code.
    """

    def __init__(self, rows: tuple[bytes, ...]) -> None:
        super().__init__(
            [
                f"{run.start()} {y} {run.end() - run.start()} 1 re"
                for y, line in enumerate(reversed(rows))
                for run in _DARK.finditer(line)
            ]
        )


def matrix(text: str) -> tuple[bytes, ...]:
    """Return the modules row by row, 1 is dark; level M; alphanumeric where the text allows.

    Raises ValueError where the text is longer than any QR code holds.
    """
    code = segno.make(text, error="m", mask=MASK, boost_error=False, micro=False)
    return tuple(bytes(line) for line in code.matrix)


def square(text: str, x: float, usual: float, most: float) -> Strip:
    """Return the code of `text`, quiet zone included, centred on `x`; an empty text leaves the place white.

    A module is whole printer dots, so that a 300 dpi printer keeps all of them equal: five (0.42 mm) where
    the code then takes `usual` points at most, else four (0.34 mm) up to `most` points, else what fits.
    """
    if not text:
        return Strip(usual)
    rows = matrix(text)
    modules = len(rows) + 2 * QUIET
    fits = [dots for dots, room in ((5, usual), (4, most)) if modules * dots * DOT <= room]
    module = fits[0] * DOT if fits else most / modules
    side = modules * module

    def draw(pen: Canvas, top: float) -> None:
        pen.saveState()
        pen.translate(_on_dot(x - side / 2) + QUIET * module, _on_dot(top) - side + QUIET * module)
        pen.scale(module, module)
        pen.drawPath(_Runs(rows), stroke=0, fill=1)
        pen.restoreState()

    return Strip(max(side, usual), draw)


def _on_dot(length: float) -> float:
    return round(length / DOT) * DOT
