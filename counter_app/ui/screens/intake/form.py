"""What the officer has filled in so far: one frozen value, kept as a draft, turned into commands."""

import re
from dataclasses import dataclass, replace

from counter_app.domain import codec
from counter_app.domain.catalog import Channel, Need, Paper, PaperKind, Procedure
from counter_app.domain.citizen_id import CitizenCard
from counter_app.domain.commands import (
    Applicant,
    ApplicantKind,
    AskForPapers,
    FeeAnswer,
    IdKind,
    PaperAnswer,
    PaperMark,
    ReceiveDossier,
    Representative,
    ReturnBy,
)
from counter_app.domain.identity import new_event_id
from counter_app.errors import Refused
from counter_app.services.counter import Counter
from counter_app.ui.screens.intake import errand as errands
from counter_app.ui.screens.intake.errand import Errand
from counter_app.ui.screens.intake.leaf import Leaf

MARKS = {
    Need.MUST: (PaperMark.MISSING, PaperMark.GIVEN),
    Need.IF_APPLIES: (PaperMark.NOT_APPLICABLE, PaperMark.GIVEN),
    Need.SHOW_ONLY: (PaperMark.NOT_APPLICABLE, PaperMark.SHOWN),
}
_DATE = re.compile(r"(?:(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ])?(\d{4})")


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One line of the check list; `extra` lines were added by the officer."""

    label: str
    full: str = ""
    need: Need = Need.IF_APPLIES
    kind: PaperKind = PaperKind.ORIGINAL
    count: int = 1
    mark: PaperMark = PaperMark.GIVEN
    extra: bool = False

    @property
    def blocks(self) -> bool:
        """A paper that must be there and is not."""
        return (
            not self.extra
            and self.need is Need.MUST
            and self.mark
            not in (
                PaperMark.GIVEN,
                PaperMark.SHOWN,
            )
        )


@dataclass(frozen=True, slots=True)
class Form:
    """The screen's inputs as typed. `event_id` stays the same until the form is emptied.

    `query` is what stands in the procedure's line, `checked` the procedure whose check list was answered;
    `errand` is the online arrival that is answered, `leaf` a paper book's that is entered, if any; `reason`
    why somebody is turned away.
    """

    event_id: str
    scan: str = ""
    kind: ApplicantKind = ApplicantKind.PERSON
    name: str = ""
    birth_date: str = ""
    sex: str = ""
    id_kind: IdKind = IdKind.CITIZEN_ID
    id_number: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: bool = False
    other_name: str = ""
    other_number: str = ""
    authority: str = ""
    procedure: str = ""
    query: str = ""
    checked: str = ""
    channel: Channel = Channel.IN_PERSON
    papers: tuple[PaperRow, ...] = ()
    sets: int = 1
    quantity: int = 1
    content: str = ""
    return_by: ReturnBy = ReturnBy.COUNTER
    paid: bool = False
    exempt: bool = False
    exempt_ground: str = ""
    reason: str = ""
    errand: Errand | None = None
    leaf: Leaf | None = None

    @property
    def online(self) -> str:
        """The reference of the online arrival that is answered, "" for none."""
        return self.errand.reference if self.errand else ""

    @property
    def blank(self) -> bool:
        """Nothing of the officer's is lost when this form is put away."""
        leaf = None if self.leaf is None or self.leaf.blank else self.leaf
        return replace(self, scan="", leaf=leaf) == Form(self.event_id)


def empty() -> Form:
    """Return a fresh form, with a fresh id: nobody's before it is put to something."""
    return Form(new_event_id())


def of_here(form: Form, counter: Counter) -> Form:
    """Return the form under the id by which this PC tells of it; a draft may be of its former name."""
    return replace(form, event_id=counter.own_event_id(form.event_id))


def to_draft(form: Form) -> str:
    """Return the form as text for the draft store; "" for a blank one."""
    return "" if form.blank else codec.canonical(codec.plain(form))


def from_draft(text: str | None) -> Form | None:
    """Read a draft back; None when there is none or an older version wrote it."""
    if not text:
        return None
    try:
        return codec.read(Form, codec.parse(text))
    except Refused:
        return None


def check_list(papers: tuple[Paper, ...]) -> tuple[PaperRow, ...]:
    """Return a procedure's papers, none of them given yet."""
    return tuple(
        PaperRow(paper.label, paper.full, paper.need, paper.kind, max(paper.count, 1), MARKS[paper.need][0])
        for paper in papers
    )


def with_card(form: Form, card: CitizenCard) -> Form:
    """Fill the person in from a card."""
    return replace(
        form,
        scan="",
        kind=ApplicantKind.PERSON,
        id_kind=IdKind.CITIZEN_ID,
        id_number=card.number,
        name=card.name or "",
        birth_date=shown_date(card.birth_date or ""),
        sex=card.sex or "",
        address=card.address or "",
    )


def with_procedure(form: Form, procedure: Procedure) -> Form:
    """Put a procedure in: its check list, and a channel that it offers; what came online stays online."""
    offered = [terms.channel for terms in procedure.terms]
    channel = form.channel if form.errand or form.channel in offered or not offered else offered[0]
    extra = tuple(row for row in form.papers if row.extra)
    known = {(row.label, row.full, row.need): row for row in form.papers if not row.extra}
    papers = check_list(procedure.papers)
    if procedure.code == form.checked:
        papers = tuple(known.get((row.label, row.full, row.need), row) for row in papers) + extra
    else:
        papers = _as_told(papers + extra, form.errand)
    errand, content = form.errand, form.content
    if errand:
        errand, content = errands.with_content(errand, content, procedure)
    return replace(
        form,
        procedure=procedure.code,
        checked=procedure.code,
        query=procedure.name,
        channel=channel,
        papers=papers,
        errand=errand,
        content=content,
    )


def with_told_papers(form: Form) -> Form:
    """Return the form with the papers the portal told, where no check list is known."""
    return replace(form, papers=_as_told(form.papers, form.errand))


def _as_told(rows: tuple[PaperRow, ...], errand: Errand | None) -> tuple[PaperRow, ...]:
    """Mark the rows as the portal told them; what no row names becomes a row of its own."""
    if errand is None:
        return rows
    marked = []
    for row in rows:
        paper = errands.told(errand, row.label)
        marked.append(
            replace(row, kind=paper.kind, count=max(1, paper.count), mark=paper.mark) if paper else row
        )
    others = errands.unlisted(errand, tuple(row.label for row in rows))
    told = (
        PaperRow(paper.label, kind=paper.kind, count=max(1, paper.count), mark=paper.mark, extra=True)
        for paper in others
    )
    return (*marked, *told)


def without_procedure(form: Form, query: str) -> Form:
    """Take the procedure out while another is looked for; what it asked for goes with it."""
    extra = tuple(row for row in form.papers if row.extra)
    return replace(form, query=query, procedure="", checked="", papers=extra)


def applicant(form: Form) -> Applicant:
    """Return who hands in, dates in ISO form where they can be read."""
    number = re.sub(r"\s", "", form.id_number).upper()
    person = form.kind is ApplicantKind.PERSON
    return Applicant(
        name=" ".join(form.name.split()),
        kind=form.kind,
        id_kind=form.id_kind if number else IdKind.NONE,
        id_number=number,
        birth_date=iso_date(form.birth_date) if person else "",
        sex=form.sex if person else "",
        address=" ".join(form.address.split()),
        phone=form.phone.strip(),
        email=form.email.strip(),
        representative=Representative(
            " ".join(form.other_name.split()), form.other_number.strip(), form.authority.strip()
        )
        if form.representative
        else None,
    )


def iso_date(typed: str) -> str:
    """Turn 1/2/1990, 01021990, 2/1990 or 1990 into ISO; what cannot be read stays, to be refused."""
    text = typed.strip()
    if re.fullmatch(r"\d{8}", text):
        text = f"{text[:2]}/{text[2:4]}/{text[4:]}"
    found = _DATE.fullmatch(text)
    if not found:
        return text
    day, month, year = found.groups()
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def shown_date(iso: str) -> str:
    """Return an ISO date as people write it: 01/02/1990."""
    return "/".join(reversed(iso.split("-")))


def receive_command(form: Form, actor_id: str, repeat: bool) -> ReceiveDossier:
    """Return the command that takes this dossier in."""
    return ReceiveDossier(
        event_id=form.event_id,
        actor_id=actor_id,
        procedure=form.procedure,
        channel=form.channel,
        applicant=applicant(form),
        papers=tuple(_answer(row) for row in form.papers),
        sets=form.sets,
        quantity=form.quantity,
        return_by=form.return_by,
        fee=FeeAnswer(
            paid=form.paid and not form.exempt,
            exempt_ground=form.exempt_ground.strip() if form.exempt else "",
        ),
        content=form.content.strip(),
        repeat=repeat,
        online=form.online,
    )


def ask_command(form: Form, actor_id: str) -> AskForPapers:
    """Return the command that sends the citizen for what is missing."""
    return AskForPapers(
        event_id=form.event_id,
        actor_id=actor_id,
        procedure=form.procedure,
        channel=form.channel,
        applicant=applicant(form),
        missing=tuple(row.label for row in form.papers if row.blocks or row.mark is PaperMark.MISSING),
        reason=form.errand.said if form.errand else "",
        online=form.online,
    )


def _answer(row: PaperRow) -> PaperAnswer:
    count = row.count if row.mark is PaperMark.GIVEN else 0
    return PaperAnswer(row.label, row.kind, count, row.mark)
