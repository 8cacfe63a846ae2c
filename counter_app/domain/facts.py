"""Facts to and from the two texts of an event: the public body and the personal data beside it."""

import dataclasses
import functools
from typing import Any

from counter_app.domain import codec
from counter_app.domain.events import Event, Personal
from counter_app.domain.kinds import KINDS, Fact
from counter_app.errors import Refused

# By kind and earlier version: what that version had in the body, and is personal since.
_WAS_PUBLIC = {("papers.asked", 1): frozenset({"missing"})}


def split(fact: Fact) -> tuple[str, str | None]:
    """Return (body, personal) as canonical JSON; personal is None for a kind that has none."""
    body: dict[str, Any] = {}
    personal: dict[str, Any] = {}
    beside = _personal_fields(fact.KIND)
    for name in _names(fact.KIND):
        target = personal if name in beside else body
        target[name] = getattr(fact, name)
    return codec.canonical(body), codec.canonical(personal) if personal else None


def join(event: Event, personal: Personal | None) -> Fact:
    """Read an event's fact, of an earlier version as of the newest one; personal fields keep their defaults
    where the data was purged.

    Raises Refused: unknown_kind, unknown_version, not_canonical, bad_value, unknown_field, missing_field.
    """
    kind = KINDS.get(event.kind)
    if kind is None:
        raise Refused("unknown_kind", kind=event.kind)
    was_public = _WAS_PUBLIC.get((event.kind, event.version), frozenset())
    if event.version != kind.VERSION and not was_public:
        raise Refused("unknown_version", kind=event.kind, version=event.version)
    names = _personal_fields(event.kind) - was_public
    body = codec.parse(event.body)
    beside = codec.parse(personal.text) if personal else {}
    for name in (body.keys() & names) | (beside.keys() - names):
        raise Refused("unknown_field", name)
    return codec.read(kind, body | beside)


@functools.cache
def _names(kind: str) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(KINDS[kind]))


@functools.cache
def _personal_fields(kind: str) -> frozenset[str]:
    fields = dataclasses.fields(KINDS[kind])
    return frozenset(field.name for field in fields if field.metadata.get("personal"))
