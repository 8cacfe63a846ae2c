"""Canonical JSON and the reading of typed values from it. One module makes and reads the log's bytes."""

import dataclasses
import enum
import functools
import json
import types
import typing
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from counter_app.errors import Refused

T = TypeVar("T")
Reader = Callable[[object], object]
_SCALARS: frozenset[type] = frozenset((str, int, bool, type(None)))
MAX_DEPTH = 12
MAX_INTEGER = 2**53 - 1
_SHOWN = 60  # characters of a field's name that a refusal repeats
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: object) -> str:
    """Return canonical JSON of what `plain` takes: sorted keys, no spaces, UTF-8 NFC, integers only.

    Raises Refused("not_canonical") for floats, foreign types, huge integers or lone surrogates.
    """
    text = unicodedata.normalize("NFC", _ENCODER.encode(plain(value)))
    if not _encodes(text):
        raise Refused("not_canonical")
    return text


def parse(text: str) -> dict[str, Any]:
    """Read a canonical JSON object. Raises Refused("not_canonical") unless `text` is exactly canonical."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("not_canonical") from error
    if not isinstance(value, dict):
        raise Refused("not_canonical")
    _check_parsed(value, 0)
    # What is parsed is plain already: written again it is this text, if that was canonical.
    if _ENCODER.encode(value) != text or not unicodedata.is_normalized("NFC", text) or not _encodes(text):
        raise Refused("not_canonical")
    return value


def plain(value: object, depth: int = 0) -> Any:
    """Turn dataclasses, enums, tuples and mappings into JSON's own types. Raises as `canonical`."""
    kind: Any = type(value)
    return value if kind is str else _plainer(kind)(value, depth)


def read(kind: type[T], value: object, at: str = "body") -> T:
    """Build `kind` (a dataclass, enum, tuple[X, ...], dict[str, X], X | None or scalar) from parsed JSON.

    Fields left out take the dataclass's default; unknown ones are refused. Raises
    Refused("bad_value", field=path) naming the first wrong place.
    """
    try:
        return typing.cast(T, _reader(typing.cast(Any, kind))(value))
    except Refused as refused:
        refused.field = _joined(at, refused.field or "")
        raise


def _check_parsed(value: object, depth: int) -> None:
    """Refuse, of what JSON can hold, fractions, huge integers and what lies too deep."""
    kind = type(value)
    if kind is dict or kind is list:
        if depth == MAX_DEPTH:
            raise Refused("not_canonical")
        items: Iterable[object] = value.values() if kind is dict else value  # type: ignore[attr-defined,assignment]
        for item in items:
            if type(item) is not str:
                _check_parsed(item, depth + 1)
    elif kind is float or (kind is int and abs(value) > MAX_INTEGER):  # type: ignore[arg-type]
        raise Refused("not_canonical")


def _encodes(text: str) -> bool:
    """Tell whether UTF-8 can hold a text: it has no lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _reader(kind: Any) -> Reader:
    """Return what reads values of `kind`: asked once for each type, not for each value.

    A reader's refusal names the place within its own value; who called it goes before that.
    """
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _option_reader(typing.get_args(kind))
    if origin is tuple:
        return _item_reader(_reader(typing.get_args(kind)[0]))
    if origin in (dict, Mapping, typing.get_origin(Mapping[str, str])):
        return _mapping_reader(_reader(typing.get_args(kind)[1]))
    if dataclasses.is_dataclass(kind):
        return _field_reader(kind)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _enum_reader(kind)
    return _scalar_reader(kind)


def _scalar_reader(kind: Any) -> Reader:
    def scalar(value: object) -> object:
        if kind is object or type(value) is kind:
            return value
        raise Refused("bad_value", "")

    return scalar


def _option_reader(kinds: Sequence[Any]) -> Reader:
    readers = [_reader(kind) for kind in kinds]
    plain_kinds = frozenset(kinds) & _SCALARS
    # A value of a scalar's own type can be nothing else, unless an enum before it takes it.
    taken = plain_kinds if plain_kinds == frozenset(kinds) else frozenset((type(None),)) & plain_kinds

    def option(value: object) -> object:
        if type(value) in taken:
            return value
        error = Refused("bad_value", "")
        for reader in readers:
            try:
                return reader(value)
            except Refused as refused:
                error = refused
        raise error

    return option


def _item_reader(reader: Reader) -> Reader:
    def items(value: object) -> tuple[object, ...]:
        if not isinstance(value, (list, tuple)):
            raise Refused("bad_value", "")
        read: list[object] = []
        try:
            for item in value:
                read.append(reader(item))
        except Refused as refused:
            refused.field = _joined(f"[{len(read)}]", refused.field or "")
            raise
        return tuple(read)

    return items


def _mapping_reader(reader: Reader) -> Reader:
    def mapping(value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise Refused("bad_value", "")
        key = ""
        try:
            return {(key := name): reader(item) for name, item in value.items()}
        except Refused as refused:
            refused.field = _joined(key[:_SHOWN], refused.field or "")
            raise

    return mapping


def _enum_reader(kind: type[enum.Enum]) -> Reader:
    members: dict[object, enum.Enum] = {member.value: member for member in kind}

    def member(value: object) -> enum.Enum:
        found = members.get(value) if type(value) is str else None
        if found is not None:
            return found
        try:
            return kind(value)
        except ValueError as error:
            raise Refused("bad_value", "") from error

    return member


def _field_reader(kind: Any) -> Reader:
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    known = {field.name: _reader(hints[field.name]) for field in fields}
    required = frozenset(
        f.name
        for f in fields
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    )
    # Most values are texts: those are taken without a call.
    texts = frozenset(name for name in known if hints[name] in (str, str | None))

    def record(value: object) -> object:
        if not isinstance(value, dict):
            raise Refused("bad_value", "")
        if not value.keys() <= known.keys() or not value.keys() >= required:
            _refuse_names(value, known, required)
        name = ""
        try:
            read = {
                (name := key): item if type(item) is str and key in texts else known[key](item)
                for key, item in value.items()
            }
        except Refused as refused:
            refused.field = _joined(name[:_SHOWN], refused.field or "")
            raise
        return kind(**read)

    return record


def _refuse_names(value: dict[str, object], known: Collection[str], required: frozenset[str]) -> None:
    for name in value:
        if name not in known:
            raise Refused("unknown_field", name[:_SHOWN])
    for name in sorted(required - value.keys()):
        raise Refused("missing_field", name[:_SHOWN])


def _joined(at: str, within: str) -> str:
    """Return the place `within` of what stands at `at`: "papers" and "[2].count" are one path."""
    return f"{at}.{within}" if at and within and not within.startswith("[") else at + within


@functools.cache
def _plainer(kind: Any) -> Callable[[Any, int], Any]:
    """Return how values of `kind` become plain: asked once for each class, not for each value."""
    if kind in (str, bool, type(None)):
        return lambda value, _depth: value
    if issubclass(kind, enum.Enum):
        return lambda value, depth: plain(value.value, depth)
    if issubclass(kind, int):
        return _plain_integer
    if issubclass(kind, (tuple, list)):
        return _plain_items
    if issubclass(kind, Mapping):
        return _plain_mapping
    if dataclasses.is_dataclass(kind):
        names = [field.name for field in dataclasses.fields(kind)]
        return lambda value, depth: _plain_pairs([(name, getattr(value, name)) for name in names], depth)
    raise Refused("not_canonical")


def _plain_integer(value: int, _depth: int) -> int:
    if abs(value) > MAX_INTEGER:
        raise Refused("not_canonical")
    return value


def _plain_items(value: Iterable[object], depth: int) -> list[Any]:
    if depth == MAX_DEPTH:
        raise Refused("not_canonical")
    return [plain(item, depth + 1) for item in value]


def _plain_mapping(value: Mapping[Any, object], depth: int) -> dict[str, Any]:
    if set(map(type, value)) - {str}:
        raise Refused("not_canonical")
    return _plain_pairs(value.items(), depth)


def _plain_pairs(pairs: Iterable[tuple[str, object]], depth: int) -> dict[str, Any]:
    if depth == MAX_DEPTH:
        raise Refused("not_canonical")
    return {name: item if type(item) is str else plain(item, depth + 1) for name, item in pairs}
