"""Canonical JSON and the reading of typed values from it. One module makes and reads the log's bytes."""

import dataclasses
import enum
import functools
import json
import types
import typing
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from counter_app.errors import Refused

T = TypeVar("T")
MAX_DEPTH = 12
MAX_INTEGER = 2**53 - 1
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(value: object) -> str:
    """Return canonical JSON of what `plain` takes: sorted keys, no spaces, UTF-8 NFC, integers only.

    Raises Refused("not_canonical") for floats, foreign types, huge integers or lone surrogates.
    """
    text = unicodedata.normalize("NFC", _ENCODER.encode(plain(value)))
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Refused("not_canonical") from error
    return text


def parse(text: str) -> dict[str, Any]:
    """Read a canonical JSON object. Raises Refused("not_canonical") unless `text` is exactly canonical."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused("not_canonical") from error
    if not isinstance(value, dict) or canonical(value) != text:
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
    return typing.cast(T, _read(kind, value, at))


def _read(kind: Any, value: object, at: str) -> object:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _read_optional(kind, value, at)
    if origin is tuple:
        return _read_items(typing.get_args(kind)[0], value, at)
    if origin in (dict, Mapping, typing.get_origin(Mapping[str, str])):
        return _read_mapping(typing.get_args(kind)[1], value, at)
    if dataclasses.is_dataclass(kind):
        return _read_fields(kind, value, at)
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return _read_enum(kind, value, at)
    if kind is object or (type(value) is kind):
        return value
    raise Refused("bad_value", at)


def _read_optional(kind: Any, value: object, at: str) -> object:
    options = typing.get_args(kind)
    if value is None and type(None) in options:
        return None
    error = Refused("bad_value", at)
    for option in options:
        try:
            return _read(option, value, at)
        except Refused as refused:
            error = refused
    raise error


def _read_items(kind: Any, value: object, at: str) -> tuple[object, ...]:
    if not isinstance(value, (list, tuple)):
        raise Refused("bad_value", at)
    return tuple(_read(kind, item, f"{at}[{index}]") for index, item in enumerate(value))


def _read_mapping(kind: Any, value: object, at: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Refused("bad_value", at)
    return {key: _read(kind, item, _within(at, key)) for key, item in value.items()}


def _read_enum(kind: type[enum.Enum], value: object, at: str) -> enum.Enum:
    try:
        return kind(value)
    except ValueError as error:
        raise Refused("bad_value", at) from error


def _read_fields(kind: Any, value: object, at: str) -> object:
    if not isinstance(value, dict):
        raise Refused("bad_value", at)
    known, required = _shape(kind)
    for name in value:
        if name not in known:
            raise Refused("unknown_field", _within(at, name))
    for name in sorted(required - value.keys()):
        raise Refused("missing_field", _within(at, name))
    return kind(**{name: _read(known[name], item, _within(at, name)) for name, item in value.items()})


def _within(at: str, name: str) -> str:
    return f"{at}.{name[:60]}" if at else name[:60]


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
    return {name: plain(item, depth + 1) for name, item in pairs}


@functools.cache
def _shape(kind: Any) -> tuple[dict[str, Any], frozenset[str]]:
    hints = typing.get_type_hints(kind)
    fields = dataclasses.fields(kind)
    required = frozenset(
        f.name
        for f in fields
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    )
    return {f.name: hints[f.name] for f in fields}, required
