"""A person's picture on the duty board: drawn anew from bytes that nobody vouches for, or a silhouette."""

from io import BytesIO

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from counter_app.documents.flow import Strip
from counter_app.documents.sheet import HAIR

MAX_BYTES = 1_000_000
_MAX_PIXELS = 12_000_000  # a megabyte of PNG can claim far more than a PC's memory
_WIDTH, _HEIGHT = 360, 480  # pixels kept: 3 x 4 cm at 300 dpi
_FACE = 0.4  # a picture that is too high loses more below the face than above it
_GREY = 0.72


def portrait(photo: bytes, left: float, height: float) -> Strip:
    """Return the picture, three wide and four high, `height` points; a silhouette where there is none.

    Only JPEG and PNG of at most 1 MB and 12 million pixels are read; whatever else it is shows nobody.
    """
    width = height * _WIDTH / _HEIGHT
    drawn = picture(photo)

    def draw(pen: Canvas, top: float) -> None:
        if drawn is None:
            _silhouette(pen, left, top - height, width, height)
        else:
            pen.drawImage(ImageReader(BytesIO(drawn)), left, top - height, width, height)
        pen.setLineWidth(HAIR)
        pen.rect(left, top - height, width, height, stroke=1, fill=0)

    return Strip(height, draw)


def picture(photo: bytes) -> bytes | None:
    """Return a small JPEG of our own making, which carries over pixels only: no place, no camera.

    None for what is no JPEG or PNG, or larger than 1 MB or 12 million pixels.
    """
    if not 0 < len(photo) <= MAX_BYTES:
        return None
    try:
        with Image.open(BytesIO(photo), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > _MAX_PIXELS:
                return None
            image.draft("RGB", (2 * _WIDTH, 2 * _HEIGHT))
            upright = ImageOps.exif_transpose(image).convert("RGBA")
            small = ImageOps.fit(upright, (_WIDTH, _HEIGHT), centering=(0.5, _FACE))
            paper = Image.new("RGBA", small.size, "white")
            paper.alpha_composite(small)
            file = BytesIO()
            paper.convert("RGB").save(file, "JPEG", quality=88)
    except Exception:  # what a decoder raises over broken bytes is of a dozen kinds, and all mean the same
        return None
    return file.getvalue()


def _silhouette(pen: Canvas, left: float, bottom: float, width: float, height: float) -> None:
    middle = left + width / 2
    pen.saveState()
    clip = pen.beginPath()
    clip.rect(left, bottom, width, height)
    pen.clipPath(clip, stroke=0, fill=0)
    pen.setFillGray(_GREY)
    pen.circle(middle, bottom + height * 0.62, width * 0.22, stroke=0, fill=1)
    pen.ellipse(
        middle - width * 0.4, bottom - height * 0.36, middle + width * 0.4, bottom + height * 0.36,
        stroke=0, fill=1,
    )  # fmt: skip
    pen.restoreState()
