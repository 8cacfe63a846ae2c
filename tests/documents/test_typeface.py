"""Every letter is drawn: Vietnamese whole, what the typeface lacks as a visible box, nothing crashes."""

import unicodedata
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.documents import form01, form02, typeface
from counter_app.documents.form01 import FeeLine, PaperLine
from counter_app.documents.typeface import BOLD, ITALIC, REGULAR, Style, drawable, legible
from counter_app.domain.applicant import UNPRINTABLE
from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import Applicant, Representative
from counter_app.domain.people import Office
from tests.documents.samples import DUE, FORM01, PERSON, RECEIVED, Seen, squeezed

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
LETTERS = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES]
ALPHABET = "".join(dict.fromkeys([*LETTERS, "đ", *(c.upper() for c in LETTERS), "Đ"]))
ANY = st.text(st.characters(), max_size=80)


def test_every_vietnamese_letter_is_printed() -> None:
    assert len(ALPHABET) == 146
    assert legible(ALPHABET) == ALPHABET
    spaced = " ".join(ALPHABET[i : i + 20] for i in range(0, len(ALPHABET), 20))
    form = replace(FORM01, applicant=replace(PERSON, name=spaced, address=spaced), receiver_name="Ễ Ậ ự ỵ")
    seen = Seen(form01.render(form))
    assert seen.between(146, 400).count(squeezed(spaced)) == 2 * len(form01.COPIES)
    assert len(form01.render(form)) < 100_000


def test_decomposed_input_prints_the_same_bytes() -> None:
    apart = replace(PERSON, name=unicodedata.normalize("NFD", PERSON.name))
    assert form01.render(replace(FORM01, applicant=apart)) == form01.render(FORM01)


def test_what_the_typeface_lacks_is_a_box_and_the_invisible_is_dropped() -> None:
    assert legible("Lê 李 🙂 Thử") == "Lê □ □ Thử"
    assert legible("a\u200bb\ufeff\u202e c\n\td\x00") == "ab c d"
    said = Seen(form01.render(replace(FORM01, applicant=replace(PERSON, name="Lê 李 Thử")))).texts[0]
    assert "Lê □ Thử" in said


@given(ANY)
def test_whatever_is_drawn_has_a_glyph_in_every_face(text: str) -> None:
    for font in typeface.faces().values():
        assert all(font.face.charToGlyph.get(ord(letter)) for letter in legible(text))


@given(st.text(st.characters(), max_size=400), st.sampled_from([REGULAR, BOLD, ITALIC]), st.floats(30, 400))
def test_wrapping_keeps_every_letter_and_the_width(text: str, face: str, width: float) -> None:
    style = Style(face, 9.4)
    lines = style.wrap(text, width)
    assert squeezed("".join(lines)) == squeezed(legible(text))
    assert all(style.width(line) <= width + 0.001 for line in lines)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(Office, *[ANY] * 8), st.lists(ANY, min_size=16, max_size=16), st.integers(1, 99))
def test_no_text_breaks_a_paper(office: Office, texts: list[str], number: int) -> None:
    name, identity, address, phone, email, authority, code, word, limit, content, *rest = texts
    person = Applicant(
        name,
        id_number=identity,
        address=address,
        phone=phone,
        email=email,
        representative=Representative(name, identity, authority),
    )
    form = form01.Form01(
        office=office,
        code=code,
        qr_text=FORM01.qr_text,
        check_word=word,
        received=RECEIVED,
        due=DUE,
        limit=limit,
        procedure_code=rest[0],
        procedure_name=rest[1],
        applicant=person,
        papers=tuple(PaperLine(text, PaperKind.COPY, number, text) for text in rest),
        receiver_name=rest[2],
        receiver_title=rest[3],
        content=content,
        resolving_unit=rest[4],
        fee=FeeLine(number, number, number, False, rest[5]),
        copy=number,
        check_at=authority,
    )
    said = "".join(Seen(form01.render(form, copies=(word,))).texts)
    assert "\x00" not in said
    slip = form02.Form02(office, RECEIVED, code, name, person, tuple(rest), word, limit, content, name, phone)
    assert form02.render(slip).startswith(b"%PDF")


def test_every_letter_that_intake_accepts_can_be_drawn() -> None:
    accepted = {chr(code) for code in range(0x10000) if not UNPRINTABLE.search(chr(code))} - {"\n"}
    composed = {letter for letter in accepted if unicodedata.normalize("NFC", letter) == letter}
    assert composed <= drawable() | {" "}
