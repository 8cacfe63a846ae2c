"""A scanned picture on A4: which way it lies, that it is whole, and what is no picture."""

from io import BytesIO

import pytest
from PIL import Image

from counter_app.documents import scan_page
from tests.documents.samples import Seen

TITLE = "Giấy tờ vắng mặt"


def picture(kind: str, size: tuple[int, int], turned: int = 1) -> bytes:
    image, file = Image.new("RGB", size, "navy"), BytesIO()
    image.putpixel((0, 0), (255, 255, 255))
    exif = Image.Exif()
    exif[0x0112] = turned
    image.save(file, kind, exif=exif)
    return file.getvalue()


def points(pdf: bytes | None) -> tuple[int, int]:
    assert pdf is not None
    (page,) = Seen(pdf).document
    return round(page.get_width()), round(page.get_height())


@pytest.mark.parametrize(
    ("drawn", "size"),
    [
        (picture("JPEG", (300, 420)), (595, 842)),
        (picture("PNG", (420, 300)), (842, 595)),
        (picture("JPEG", (420, 300), turned=6), (595, 842)),  # held upright, as its camera says
        (picture("PNG", (9, 4000)), (595, 842)),
    ],
)
def test_a_picture_lies_whole_on_one_page(drawn: bytes, size: tuple[int, int]) -> None:
    pdf = scan_page.render(drawn, TITLE)
    assert points(pdf) == size
    assert pdf == scan_page.render(drawn, TITLE)
    shown = Seen(pdf or b"").document[0].render(scale=0.2).to_pil().convert("L")
    blue = shown.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert blue is not None
    assert min(blue[0], blue[1], shown.width - blue[2], shown.height - blue[3]) >= 4  # within the margin


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff no picture", picture("PNG", (20, 20))[:40]])
def test_what_is_no_picture(content: bytes) -> None:
    assert scan_page.render(content, TITLE) is None


def test_a_picture_that_claims_too_much_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_page, "_MAX_PIXELS", 99 * 100)
    assert scan_page.render(picture("PNG", (100, 100)), TITLE) is None
