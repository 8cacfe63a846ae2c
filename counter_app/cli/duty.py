"""Commands about the people of the desk: who sits where on a day, and where nobody does."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from counter_app import bootstrap
from counter_app.cli import tell
from counter_app.texts import _

if TYPE_CHECKING:
    from counter_app.domain.staff.coverage import Cell
    from counter_app.domain.staff.request import RequestState


def coverage(options: argparse.Namespace) -> int:
    """Tell of each counter and session of a day who sits there, and which reserve officers are ready."""
    from counter_app.services import rota

    with bootstrap.open_folder(options.data, write=False) as counter:
        seen = rota.sitting(counter, options.date)
    names, states = seen.names, seen.states
    value = {
        "date": options.date,
        "working": seen.reserve is not None,
        "cells": [_cell(cell, states.get(cell.request)) for cell in seen.cells],
        "reserve": list(seen.reserve or ()),
    }
    ready = ", ".join(names[one] for one in seen.reserve or ()) or "–"
    told = [_line(cell, states.get(cell.request), names) for cell in seen.cells] or [
        _("Ngày này không tiếp nhận.")
    ]
    if value["working"]:
        told.append(_("Cán bộ dự phòng: {names}").format(names=ready))
    tell(options, value, "\n".join(told))
    return 0


def _cell(cell: "Cell", state: "RequestState | None") -> dict[str, Any]:
    from counter_app.domain.moments import iso_local

    named = {name: getattr(cell, name) or None for name in ("person", "absent", "request")}
    where = {"counter": cell.counter, "field": cell.field}
    times = {"begin": iso_local(cell.begin), "end": iso_local(cell.end)}
    return {**where, **times, "cover": cell.cover.value, **named, "state": state.value if state else None}


def _line(cell: "Cell", state: "RequestState | None", names: Mapping[str, str]) -> str:
    from counter_app.texts import seats
    from counter_app.texts.formats import clock_time

    span = f"{clock_time(cell.begin)}–{clock_time(cell.end)}"
    who = seats.who(cell, state, names) or "–"
    return f"{cell.counter:12} {span:13} {_(seats.COVERS[cell.cover]):20} {who}"


COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    (
        "coverage",
        "who sits at which counter on a day, and where nobody does",
        coverage,
        ((("--date",), {"required": True, "metavar": "DAY", "help": "YYYY-MM-DD"}),),
    ),
)
