"""A form filled again from a dossier as it stands, to put particulars right."""

from dataclasses import replace

from counter_app.domain.catalog import Need, Paper, Procedure
from counter_app.domain.commands import Applicant, ApplicantKind, IdKind, PaperMark
from counter_app.domain.deadline import Due
from counter_app.domain.events import PaperGiven
from counter_app.domain.step_events import DossierAmended
from counter_app.errors import Refused
from counter_app.services import life
from counter_app.services.counter import Counter
from counter_app.services.desk import Promise
from counter_app.services.life import DossierFile
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake.form import Form, PaperRow


def form_of(counter: Counter, reader_id: str, code: str) -> tuple[str, Form, Promise]:
    """Return (code, its form, its promise as it stands). Raises Refused: unknown_dossier, dossier_closed."""
    file = life.file_of(counter, reader_id, code)
    if not file.dossier.open:
        raise Refused("dossier_closed", None, code=code)
    reception, due = file.case.reception, file.dossier.due
    reasons = reception.reasons if due == reception.due else ()
    return code, refilled(file), Promise(reception.received, Due(due, reasons), "")


def refilled(file: DossierFile) -> Form:
    """Return a fresh form with who handed in, what, and how it is returned, as last put right."""
    reception, dossier = file.case.reception, file.dossier
    amended = next((fact for _e, fact in reversed(file.history) if isinstance(fact, DossierAmended)), None)
    papers = (*reception.papers, *reception.other_papers)
    if amended is not None and amended.papers:
        papers = amended.papers
    listed = {entry.code: entry for entry in file.case.around.catalogue.procedures}
    applicant = (amended.applicant if amended else None) or reception.applicant
    form = replace(
        forms.empty(),
        procedure=dossier.procedure,
        checked=dossier.procedure,
        query=dossier.procedure_name,
        channel=dossier.channel,
        papers=_rows(papers, listed.get(dossier.procedure)),
        sets=reception.sets,
        quantity=reception.quantity,
        return_by=dossier.return_by,
        content=amended.content if amended else reception.content,
        paid=dossier.fee_paid,
        exempt=dossier.fee_exempt,
    )
    return with_applicant(form, applicant) if applicant else form


def with_applicant(form: Form, who: Applicant) -> Form:
    """Put a person or organisation into a form's inputs."""
    form = replace(
        form,
        kind=who.kind,
        name=who.name,
        birth_date=forms.shown_date(who.birth_date),
        sex=who.sex,
        id_kind=_id_kind(who),
        id_number=who.id_number,
        address=who.address,
        phone=who.phone,
        email=who.email,
    )
    other = who.representative
    if other is None:
        return form
    form = replace(form, representative=True, other_name=other.name)
    return replace(form, other_number=other.id_number, authority=other.authority)


def all_given(form: Form) -> Form:
    """Mark every compulsory paper as given: only after an officer has said that all are there."""
    rows = (replace(row, mark=PaperMark.GIVEN) if row.blocks else row for row in form.papers)
    return replace(form, papers=tuple(rows))


def _rows(papers: tuple[PaperGiven, ...], procedure: Procedure | None) -> tuple[PaperRow, ...]:
    listed = {paper.label: paper for paper in procedure.papers} if procedure else {}
    return tuple(_row(paper, listed.get(paper.label)) for paper in papers)


def _row(given: PaperGiven, listed: Paper | None) -> PaperRow:
    full, need = (listed.full, listed.need) if listed else ("", Need.IF_APPLIES)
    return PaperRow(
        given.label, full, need, given.kind, max(given.count, 1), given.mark, extra=listed is None
    )


def _id_kind(who: Applicant) -> IdKind:
    if who.id_kind is not IdKind.NONE:
        return who.id_kind
    return IdKind.TAX_CODE if who.kind is ApplicantKind.ORGANISATION else IdKind.CITIZEN_ID
