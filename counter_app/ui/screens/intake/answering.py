"""Brings online arrivals to the form and tells when the one on it was answered. No widgets."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from counter_app.domain.catalog import Catalogue, Channel
from counter_app.domain.online import OnlineArrived
from counter_app.services.inbox import Arrival
from counter_app.texts import _
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.errand import Errand
from counter_app.ui.screens.intake.form import Form
from counter_app.ui.screens.intake.presenter import IntakePresenter
from counter_app.ui.screens.intake.refilled import with_applicant
from counter_app.ui.session import Session


class Answering(QObject):
    """`opened` when an arrival stands on the form, `hindered(words)` when something else half typed does.

    `answered(reference)` when it was received, sent for papers or refused; `left` when an untouched one was
    put back.
    """

    opened = Signal()
    hindered = Signal(str)
    answered = Signal(str)
    left = Signal()

    def __init__(self, session: Session, intake: IntakePresenter) -> None:
        super().__init__(intake)
        self._session, self._intake = session, intake
        self._filled: Form | None = None  # as it was before anybody touched it
        self._let_go: Form | None = None  # what was on the form when its arrival was let go of
        self._wanted: tuple[Arrival, OnlineArrived] | None = None
        intake.cleared.connect(self._cleared)

    def take_up(self, arrival: Arrival, told: OnlineArrived) -> None:
        """Open an arrival on the form; what somebody typed there is neither lost nor mixed in."""
        form, before = self._intake.state.form, self._let_go
        if form.online == arrival.reference:
            self.opened.emit()
        elif before and before.event_id == form.event_id and before.online == arrival.reference:
            self._put(replace(form, errand=before.errand, channel=Channel.ONLINE, content=before.content))
        elif form.blank or form == self._filled:
            self._fill(arrival, told)
        else:
            self._wanted = arrival, told
            self.hindered.emit(_half_typed(form))

    def instead(self) -> None:
        """Put the half-typed form away, by a person's word, and open what was wanted."""
        if self._wanted is None or self._intake.state.busy:
            return
        if self._intake.state.mode is Act.AMEND:  # what was put aside for it is another half-typed form
            self._intake.dismiss()
            self.take_up(*self._wanted)
        else:
            self._fill(*self._wanted)

    def let_go(self) -> None:
        """Answer it later: an untouched form is emptied, a touched one stays without the arrival."""
        form = self._intake.state.form
        if form.errand is None or self._intake.state.busy:
            return
        if form == self._filled:
            self.discard()
            return
        said = _("Đã để lại hồ sơ trực tuyến {reference}; phần đã nhập vẫn còn.").format(
            reference=form.online
        )
        self._intake.put_in(self._without(form.errand), said)
        self._let_go = form

    def discard(self) -> None:
        """Put the form away with all that was typed, by a person's word; the arrival waits on."""
        form = self._intake.state.form
        if form.errand is None or self._intake.state.busy:
            return
        self._intake.restore(replace(form, errand=None))
        self._intake.clear()
        self.left.emit()

    def _without(self, errand: Errand) -> Form:
        """Return the form as one of a citizen at the desk: a channel that is offered, nothing told."""
        form, procedure = self._intake.state.form, self._intake.state.procedure
        form = replace(form, errand=None, content=form.content.removeprefix(errand.said).strip())
        return forms.with_procedure(form, procedure) if procedure else form

    def _fill(self, arrival: Arrival, told: OnlineArrived) -> None:
        self._wanted = None
        catalogue = self._session.opening.catalogue
        form = filled(arrival, told, catalogue)
        self._put(form, _doubt(form, arrival, catalogue))
        self._filled = self._intake.state.form

    def _put(self, form: Form, hint: str = "") -> None:
        self._let_go = None
        self._intake.put_in(form, hint)
        self.opened.emit()

    def _cleared(self, form: Form) -> None:
        self._filled = self._let_go = None
        if form.online:
            self.answered.emit(form.online)


def filled(arrival: Arrival, told: OnlineArrived, catalogue: Catalogue) -> Form:
    """Return a fresh form with what the portal told; without a procedure where the catalogue has none."""
    errand = Errand(
        reference=arrival.reference,
        arrived=arrival.arrived,
        answer_by=arrival.answer_by,
        procedure=told.procedure,
        asked=arrival.procedure_name,
        papers=told.papers,
    )
    form = replace(
        forms.empty(),
        channel=Channel.ONLINE,
        content=told.content,
        query=arrival.procedure_name,
        errand=errand,
    )
    if told.applicant is not None:
        form = with_applicant(form, told.applicant)
    known = next((entry for entry in catalogue.procedures if entry.code == told.procedure), None)
    return forms.with_procedure(form, known) if known else forms.with_told_papers(form)


def _doubt(form: Form, arrival: Arrival, catalogue: Catalogue) -> str:
    """Say where what was handed in cannot be received as it is."""
    known = next((entry for entry in catalogue.procedures if entry.code == form.procedure), None)
    if known is None:
        said = _(
            "Danh mục của đơn vị không có thủ tục người nộp đã chọn ({procedure}). Chọn thủ tục phù hợp để "
            "tiếp nhận hoặc từ chối; người nộp được báo trong phần nội dung."
        )
    elif Channel.ONLINE not in [terms.channel for terms in known.terms]:
        said = _(
            "Đơn vị không nhận trực tuyến thủ tục {procedure}. Từ chối, hoặc chọn thủ tục khác; người nộp "
            "được báo trong phần nội dung."
        )
    else:
        said = ""
    return said.format(procedure=arrival.procedure_name)


def _half_typed(form: Form) -> str:
    if form.name.strip():
        return _("Trang Tiếp nhận đang nhập dở hồ sơ của {name}.").format(name=form.name.strip())
    return _("Trang Tiếp nhận đang có phần nhập dở.")
