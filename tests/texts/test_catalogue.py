"""Every sentence of the code has its English, with the same values; nothing fuzzy, nothing left over."""

import ast
import re
import string
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages import Message
from babel.messages.extract import extract_from_dir

from counter_app.domain import catalog_import
from counter_app.texts import doubts
from tests.texts.conftest import PO, read_translations

CODE = Path(__file__).parents[2] / "counter_app"
VIETNAMESE = re.compile("[À-ÖØ-öø-ỹ]")
JARGON = {"sync", "log", "event", "error", "click", "online", "offline", "e-mail", "user", "server", "file"}
SAME_IN_BOTH = {"Quầy Một Cửa", "Email", "25/11/2026", "17:00 25/11/2026"}


@cache
def sentences() -> tuple[str, ...]:
    """Return what the code marks with `_` and `N_`, as `make words` finds it."""
    found = extract_from_dir(CODE, [("**.py", "python")], keywords={"_": None, "N_": None})
    return tuple(sorted({str(message) for _file, _line, message, _comments, _context in found}))


@cache
def translations() -> dict[str, Message]:
    return {str(message.id): message for message in read_translations() if message.id}


# What these put on a paper, or propose for one.
ON_PAPER = {
    "services/apologies.py",
    "services/day.py",
    "services/dunning.py",
    "services/forms.py",
    "services/papers.py",
    "services/registers.py",
    "services/reports.py",
    "services/slips.py",
    "services/staff_papers.py",
    "services/standing.py",
    "ui/screens/dossiers/acts/particulars.py",
    "ui/screens/intake/errand.py",
}


def fields(text: str) -> list[str]:
    return sorted(name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name)


def test_every_sentence_of_the_code_is_in_the_catalogue_and_no_other() -> None:
    assert set(sentences()) == set(translations()), "run make words, then translate"


def test_every_sentence_is_translated() -> None:
    assert [key for key, message in translations().items() if not str(message.string).strip()] == []


def test_both_languages_name_the_same_values() -> None:
    torn = {key for key, message in translations().items() if fields(key) != fields(str(message.string))}
    assert torn == set()


def test_nothing_is_fuzzy_or_obsolete() -> None:
    assert [key for key, message in translations().items() if message.fuzzy] == []
    assert "\n#~" not in PO.read_text("utf-8")


def test_spaces_at_the_ends_are_kept() -> None:
    def edges(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    assert [key for key, message in translations().items() if edges(key) != edges(str(message.string))] == []


def test_a_sentence_ends_in_both_languages_alike() -> None:
    ends = (".", "?", ":", "…")
    differs = {
        key
        for key, message in translations().items()
        if key.endswith(ends) and not str(message.string).endswith(key[-1])
    }
    assert differs == set()


def test_english_is_written_in_english() -> None:
    """Only the product's name, examples of Vietnamese typing and signs may carry its letters."""
    allowed = str.maketrans("", "", "…“”·←→↑↓")
    strange = {
        key
        for key, message in translations().items()
        if not str(message.string).replace("Quầy Một Cửa", "").translate(allowed).isascii()
    }
    assert strange == set()
    assert {key for key, message in translations().items() if key == message.string} == SAME_IN_BOTH


def test_vietnamese_is_composed_and_without_jargon() -> None:
    assert [text for text in sentences() if not unicodedata.is_normalized("NFC", text)] == []
    assert [
        text for text in sentences() if set(re.findall(r"[\w-]+", re.sub("{.*?}", "", text.lower()))) & JARGON
    ] == []


def test_no_sentence_for_people_escapes_the_catalogue() -> None:
    """Vietnamese in the window and the shell goes through `_`; what stands on paper is Vietnamese as such."""
    rooms = [
        path
        for room in ("ui", "cli", "services", "store", "remote", "host", "central")
        for path in (CODE / room).rglob("*.py")
    ]
    spoken = {path.relative_to(CODE).as_posix() for path in rooms if any(_unmarked(path))}
    # Qt's own words; the demo's citizens; the shell's first words in both languages.
    others = {
        "ui/qt_words.py",
        "cli/__init__.py",
        "cli/demo.py",
        "cli/demo_people.py",
        "cli/show.py",
        "cli/tryout.py",
    }
    assert spoken <= others | ON_PAPER


def test_every_doubt_about_the_catalogue_has_a_sentence() -> None:
    listed = (catalog_import.import_published.__doc__ or "").partition("Doubts: ")[2].partition("Raises")[0]
    named = {word for word in listed.replace(",", " ").replace(".", " ").split() if word in doubts.SENTENCES}
    assert named == set(doubts.SENTENCES)


def _unmarked(path: Path) -> Iterator[str]:
    """Yield the module's literals with Vietnamese letters that are neither marked nor docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    passed: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "N_"}:
            passed.update(id(part) for part in ast.walk(node))
        elif isinstance(node, ast.Expr):
            passed.add(id(node.value))
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in passed)
    yield from (text.value for text in texts if isinstance(text.value, str) and VIETNAMESE.search(text.value))
