"""Fields of a form that an office may arrange by a file of `resources/forms`, without code."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from counter_app.errors import Refused

MAX_TEXT = 64 * 1024  # characters of a file
MAX_FIELDS = 40
MAX_LABEL = 200  # characters
_WHOLE = 1.0001  # tenths do not add up to 1 in binary


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """One field: what it shows (`key`), under which `label`; `width` is a column's share of the measure,
    0 to 1, 0 where the form gives it; a `strong` value stands bold.
    """

    key: str
    label: str
    width: float = 0.0
    strong: bool = False


def parse(text: str, keys: Collection[str]) -> tuple[FieldLayout, ...]:
    """Read a JSON list of fields, {"key", "label", "width"?, "strong"?} each, in the order of the paper.

    Raises Refused bad_form_layout, with `row` (from 1) and `key` where one field is at fault: not such a
    list, a key that is not one of `keys` or comes twice, no field or more than 40, a label over 200
    characters, widths of more than the whole measure.
    """
    rows = _listed(text)
    if not 0 < len(rows) <= MAX_FIELDS:
        raise Refused("bad_form_layout")
    fields: dict[str, FieldLayout] = {}
    for number, row in enumerate(rows, start=1):
        field = _field(row)
        if field is None or field.key not in keys or field.key in fields:
            raise Refused("bad_form_layout", row=number, key=_key(row))
        fields[field.key] = field
    if sum(field.width for field in fields.values()) > _WHOLE:
        raise Refused("bad_form_layout")
    return tuple(fields.values())


def _listed(text: str) -> list[object]:
    try:
        rows = json.loads(text) if len(text) <= MAX_TEXT else None
    except (ValueError, RecursionError) as error:
        raise Refused("bad_form_layout") from error
    if not isinstance(rows, list):
        raise Refused("bad_form_layout")
    return rows


def _field(row: object) -> FieldLayout | None:
    if not isinstance(row, dict) or not row.keys() <= {"key", "label", "width", "strong"}:
        return None
    key, label = row.get("key"), row.get("label")
    width, strong = row.get("width", 0), row.get("strong", False)
    if not isinstance(key, str) or not isinstance(label, str) or not isinstance(strong, bool):
        return None
    if isinstance(width, bool) or not isinstance(width, int | float) or not 0 <= width <= 1:
        return None
    return FieldLayout(key, label, float(width), strong) if len(label) <= MAX_LABEL else None


def _key(row: object) -> str:
    return str(row.get("key", ""))[:MAX_LABEL] if isinstance(row, dict) else ""
