"""A scanned picture laid on A4: upright and whole, as large as the page lets it be."""

from io import BytesIO

from PIL import Image, ImageOps
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader

from counter_app.documents.sheet import blank

_MARGIN = 28.0  # points: what most printers leave white
_MAX_PIXELS = 60_000_000  # A4 at 600 dpi has 35 million; 20 MB of PNG can claim far more than a PC's memory
_LONG, _SHORT = 2339, 1654  # pixels kept: A4 at 200 dpi
_QUALITY = 88


def render(picture: bytes, title: str) -> bytes | None:
    """Return a PDF of one page of A4, across where the picture is wider than high.

    None for what is no JPEG or PNG that can be read, or has more than 60 million pixels.
    """
    upright = _upright(picture)
    if upright is None:
        return None
    size = landscape(A4) if upright.width > upright.height else A4
    drawn, file = BytesIO(), BytesIO()
    upright.save(drawn, "JPEG", quality=_QUALITY)
    pen = blank(file, size, title, "")
    room = (size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN)
    pen.drawImage(ImageReader(drawn), _MARGIN, _MARGIN, *room, preserveAspectRatio=True, anchor="n")
    pen.save()
    return file.getvalue()


def _upright(picture: bytes) -> Image.Image | None:
    """Return the picture as it was held, on white, no finer than a printer shows."""
    try:
        with Image.open(BytesIO(picture), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _MAX_PIXELS:
                return None
            across = image.width > image.height
            image.draft("RGB", (_LONG, _SHORT) if across else (_SHORT, _LONG))
            turned = ImageOps.exif_transpose(image).convert("RGBA")
    except Exception:  # what a decoder raises over broken bytes is of a dozen kinds, and all mean the same
        return None
    turned.thumbnail((_LONG, _SHORT) if turned.width > turned.height else (_SHORT, _LONG))
    paper = Image.new("RGBA", turned.size, "white")
    paper.alpha_composite(turned)
    return paper.convert("RGB")
