"""Everything that would be refused about a filled-in form, found before it is asked."""

import datetime
from dataclasses import replace

from counter_app.domain import applicant as applicants
from counter_app.domain import codec
from counter_app.domain.catalog import Procedure
from counter_app.domain.commands import Applicant, IdKind
from counter_app.errors import Refused
from counter_app.ui.screens.intake.form import Form, applicant


def faults(form: Form, procedure: Procedure | None, today: str) -> list[Refused]:
    """Return everything the domain would refuse about the applicant, not only the first thing."""
    found = [] if procedure else [Refused("procedure_missing", "procedure")]
    judged = applicant(form)
    rules = procedure or Procedure("", "", "", "", "", (), ())
    for _attempt in range(12):
        try:
            applicants.check(judged, rules, datetime.date.fromisoformat(today))
        except Refused as refused:
            found.append(refused)
            judged, rules = _settled(judged, rules, refused)
        else:
            break
    return found


def _settled(judged: Applicant, rules: Procedure, refused: Refused) -> tuple[Applicant, Procedure]:
    """Take one fault away, so that the next can be seen."""
    name = (refused.field or "").removeprefix("applicant.")
    if refused.code == "field_required":
        return judged, replace(rules, required=tuple(other for other in rules.required if other != name))
    rules = replace(rules, required=tuple(other for other in rules.required if other != name))
    if name.startswith("representative"):
        return replace(judged, representative=None), rules
    if name == "id_number":
        return replace(judged, id_number="", id_kind=IdKind.NONE), rules
    if name == "name":
        return replace(judged, name="-"), rules
    return codec.read(Applicant, codec.plain(judged) | {name: ""}), rules
