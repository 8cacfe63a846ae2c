"""Sentences for people, Vietnamese first, English second (gettext; the Vietnamese text is the key)."""

import gettext
import logging
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parents[2] / "resources" / "locale"
_state = {"language": "vi"}


def use(language: str) -> None:
    """Speak `language` ("vi" or "en") from now on."""
    _state["language"] = language


def language() -> str:
    """Return the language spoken now."""
    return _state["language"]


def _(text: str) -> str:
    """Return `text` (written in Vietnamese) in the language spoken now."""
    return _catalogue(_state["language"]).gettext(text)


def N_(text: str) -> str:  # noqa: N802 - gettext's customary mark for sentences translated later
    """Mark a sentence for the catalogue without translating it yet."""
    return text


@cache
def _catalogue(wanted: str) -> gettext.NullTranslations:
    if wanted == "vi":
        return gettext.NullTranslations()
    try:
        return gettext.translation("counter_app", LOCALE, languages=[wanted])
    except OSError:  # people can work in Vietnamese all the same
        logging.getLogger(__name__).warning("no sentences in %s: make locale compiles them", wanted)
        return gettext.NullTranslations()
