"""The code on a receipt: read from the printed page, coarsely scanned too, or told where none can be."""

from dataclasses import replace

import pytest

from counter_app.documents import form01
from counter_app.settings import Paper
from tests.documents.samples import FORM01, QR_TEXT, Seen, module_mm


@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_code_is_read_from_the_printed_page(paper: Paper) -> None:
    seen = Seen(form01.render(FORM01, paper))
    for page in (0, 1):
        (found,) = seen.codes(page)
        assert found.text == QR_TEXT
        assert module_mm(found, QR_TEXT) >= 0.4


@pytest.mark.parametrize("length", [221, 260, 340, 600])
def test_longer_texts_are_read_too(length: int) -> None:
    text = f"HTTPS://KIEMTRA.BADINH.EXAMPLE.VN/G/{QR_TEXT * 3}"[:length]
    (found,) = Seen(form01.render(replace(FORM01, qr_text=text))).codes(0)
    assert found.text == text
    assert module_mm(found, text) >= 0.33


def test_a_coarse_scan_is_read_too() -> None:
    assert Seen(form01.render(FORM01)).codes(0, dpi=150)[0].text == QR_TEXT


def test_no_code_without_a_text() -> None:
    assert Seen(form01.render(replace(FORM01, qr_text=""))).codes(0) == []


def test_a_text_that_no_code_holds_is_told() -> None:
    with pytest.raises(ValueError, match="too large"):
        form01.render(replace(FORM01, qr_text="A" * 5000))
