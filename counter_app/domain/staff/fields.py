"""Fields of work, as the people's list and the catalogue name them: `Hộ tịch, chứng thực` is two."""

import functools
import re

from counter_app.domain import catalog
from counter_app.domain.people import Person

_BETWEEN = re.compile(r"[,;]")


@functools.lru_cache(maxsize=512)
def parts(text: str) -> frozenset[str]:
    """Return the single fields of a text, without accents, capitals and spaces around them."""
    return frozenset(folded for part in _BETWEEN.split(text) if (folded := catalog.fold(part).strip()))


def trained_for(person: Person, field: str) -> bool:
    """Tell whether a person does, or was trained for, all of a counter's field."""
    known = parts(person.field).union(*map(parts, person.trained))
    return bool(field.strip()) and parts(field) <= known


def among(listed: tuple[str, ...], field: str) -> bool:
    """Tell whether a counter's field has one of the catalogue's listed fields in it."""
    own = parts(field)
    return any(wanted and wanted <= own for wanted in map(parts, listed))
