"""Vietnamese text that a keyboard-like scanner or an input method garbled: recognised and put right."""

import re
import unicodedata

_TONES = dict(zip("123450", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323", ""), strict=True))
_TELEX_TONES = dict(zip("sfrxjz", _TONES.values(), strict=True))
_TELEX_PAIRS = (
    ("dd", "đ"),
    ("aa", "â"),
    ("ee", "ê"),
    ("oo", "ô"),
    ("aw", "ă"),
    ("ow", "ơ"),
    ("uw", "ư"),
    ("w", "ư"),
)
_VNI_SHAPES = {"6": ("aeo", "âêô"), "7": ("uo", "ươ"), "8": ("a", "ă"), "9": ("d", "đ")}
_TELEX_TONE = re.compile(r"(.*?[aăâeêioôơuưyw].*?)([sfrxjz])(.*)")
_NUCLEI = (
    "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu iêu oa oă oe oi ôi ơi oai oao oay oeo "
    "ua uâ uê ui uô uôi uơ uy ưa ưi ươ ươi ươu ưu uya uyê uyu uây yê yêu"
)
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx])?"
    rf"({'|'.join(sorted(_NUCLEI.split(), key=len, reverse=True))})(ch|nh|ng|[cmnpt])?"
)
_SHAPED = "ăâêôơư"
_WORD = re.compile(r"[^\W_]+")

# The number row of the "Vietnamese" keyboard layout of Windows types these in place of 1 to 0.
_ROW = ("ă", "â", "ê", "ô", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323", "đ")
_ROW_DIGITS = dict(zip(_ROW, "1234567890", strict=True))
_ROW_DIGITS |= {
    unicodedata.normalize("NFC", letter + mark): _ROW_DIGITS[letter] + _ROW_DIGITS[mark]
    for letter in _ROW[:4]
    for mark in _ROW[4:9]
}
_ROW_DIGITS |= {digit: digit for digit in "0123456789"}


def is_syllable(word: str) -> bool:
    """Tell whether a word is spelt like a Vietnamese syllable, with or without its tone."""
    return _SYLLABLE.fullmatch(_toneless(word.lower())) is not None


def compose_name(name: str) -> str:
    """Compose a name typed as Telex or VNI keystrokes; unchanged unless every word becomes a syllable."""
    words = [word if is_syllable(word) else _compose(word) for word in name.split()]
    return " ".join(words) if all(map(is_syllable, words)) else name


def compose_text(text: str) -> str:
    """Compose those words of a text that only make sense as keystrokes; `A1` and the like stay."""
    return _WORD.sub(lambda found: _composed_or_same(found[0]), text)


def row_digits(field: str) -> str | None:
    """Return the digits that the Vietnamese keyboard layout hid in a field; None when it holds others."""
    if not field or any(letter not in _ROW_DIGITS for letter in field):
        return None
    return "".join(_ROW_DIGITS[letter] for letter in field)


def decode_bytes(text: str) -> str:
    """Undo UTF-8 that was read byte by byte as Windows-1252 (`Nguyá»…n`); other texts stay the same."""
    try:
        return b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return text


def looks_garbled(name: str) -> bool:
    """Tell whether a name holds what no name does: digits, question marks, marks without a letter."""
    return any(letter in "?\ufffd" or unicodedata.category(letter) in ("Nd", "Mn") for letter in name)


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _composed_or_same(word: str) -> str:
    if sum(map(str.isalpha, word)) < 2 or is_syllable(word):  # noqa: PLR2004 - one letter says nothing
        return word
    composed = _compose(word)
    return composed if is_syllable(composed) else word


def _compose(word: str) -> str:
    lower = word.lower()
    shape, mark = _vni(lower) if any(map(str.isdecimal, lower)) else _telex(lower)
    composed = _with_tone(re.sub("uơ(?=[a-z])", "ươ", shape), mark)
    if word.isupper():
        return composed.upper()
    return composed[:1].upper() + composed[1:] if word[:1].isupper() else composed


def _telex(word: str) -> tuple[str, str]:
    mark = ""
    if found := _TELEX_TONE.fullmatch(word):
        word, mark = found[1] + found[3], _TELEX_TONES[found[2]]
    for keys, letter in _TELEX_PAIRS:
        word = word.replace(keys, letter)
    return word, mark


def _vni(word: str) -> tuple[str, str]:
    letters, mark = "", ""
    for key in word:
        if key in _TONES and letters:
            mark = _TONES[key]
        elif key in _VNI_SHAPES and letters:
            letters = _shaped(letters, *_VNI_SHAPES[key])
        else:
            letters += key
    return letters, mark


def _shaped(letters: str, plain: str, shaped: str) -> str:
    """Give the last letter of `plain` its shape; a key that finds none stays out of the word."""
    at = max(letters.rfind(letter) for letter in plain)
    return letters if at < 0 else letters[:at] + shaped[plain.index(letters[at])] + letters[at + 1 :]


def _with_tone(word: str, mark: str) -> str:
    """Put the tone where Vietnamese writes it, in the older manner (hòa, thúy) that identity papers use."""
    found = _SYLLABLE.fullmatch(word)
    if not found or not mark:
        return word
    nucleus, coda = found[2], found[3]
    shaped = [index for index, letter in enumerate(nucleus) if letter in _SHAPED]
    last = len(nucleus) - 1
    at = shaped[-1] if shaped else last if coda else last // 2
    end = found.start(2) + at + 1
    return unicodedata.normalize("NFC", word[:end] + mark + word[end:])


def _toneless(word: str) -> str:
    parts = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES.values()))
