"""Facts to and from events' texts by their types at once: the same answers as `domain.facts`, much sooner.

What is read so is written again, and what is written so is read again: where the very same does not come
back, `domain.facts` goes step by step.
"""

import dataclasses
import functools
import re
import unicodedata

import msgspec

from counter_app.domain import codec, facts
from counter_app.domain.events import Event, Personal
from counter_app.domain.kinds import KINDS, Fact

_write = msgspec.json.Encoder(order="sorted").encode
# A number that may be above codec.MAX_INTEGER: in canonical JSON it follows a colon, for no fact lists any.
_HUGE = re.compile(rf":-?\d{{{len(str(codec.MAX_INTEGER))}}}", re.ASCII)


def join(event: Event, personal: Personal | None) -> Fact:
    """Return what `facts.join` returns. Raises as it does."""
    return _at_once(event, personal) or facts.join(event, personal)


def split(fact: Fact) -> tuple[str, str | None]:
    """Return what `facts.split` returns. Raises as it does."""
    return _written(fact) or facts.split(fact)


def _at_once(event: Event, personal: Personal | None) -> Fact | None:
    """Return the fact where its texts are exactly what would be written of it; None proves nothing."""
    kind = KINDS.get(event.kind)
    if kind is None or event.version != kind.VERSION:
        return None
    decoder, public, beside = _shape(event.kind)
    text = _joined(event.body, personal.text if personal else None)
    try:
        fact = decoder.decode(text)
    except (msgspec.DecodeError, UnicodeError):
        return None
    if not _is_plain(text):
        return None
    same = _text(fact, public) == event.body and (personal is None or _text(fact, beside) == personal.text)
    return fact if same else None


def _written(fact: Fact) -> tuple[str, str | None] | None:
    """Return the texts where exactly this fact is read of them; None proves nothing."""
    decoder, public, beside = _shape(fact.KIND)
    try:
        texts = _text(fact, public), _text(fact, beside) if beside else None
        text = _joined(*texts)
        return texts if decoder.decode(text) == fact and _is_plain(text) else None
    except (msgspec.MsgspecError, TypeError, ValueError, RecursionError):
        return None


def _joined(body: str, private: str | None) -> str:
    return body if private is None else f"{body[:-1]},{private[1:]}"


def _is_plain(text: str) -> bool:
    return not _HUGE.search(text) and unicodedata.is_normalized("NFC", text)


def _text(fact: Fact, names: tuple[str, ...]) -> str:
    return _write(dict(zip(names, map(fact.__getattribute__, names), strict=True))).decode()


@functools.cache
def _shape(kind: str) -> tuple[msgspec.json.Decoder[Fact], tuple[str, ...], tuple[str, ...]]:
    """Return what reads a kind, and the names of its public and of its personal fields."""
    fields = dataclasses.fields(KINDS[kind])
    public = tuple(field.name for field in fields if not field.metadata.get("personal"))
    beside = tuple(field.name for field in fields if field.metadata.get("personal"))
    return msgspec.json.Decoder(KINDS[kind]), public, beside
