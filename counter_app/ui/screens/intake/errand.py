"""The online arrival that a form answers: what the portal told, and how it goes into the form."""

from dataclasses import dataclass, replace

from counter_app.domain.catalog import Procedure, fold
from counter_app.domain.events import PaperGiven


@dataclass(frozen=True, slots=True)
class Errand:
    """What is answered: minutes UTC, the procedure's code and name as told (the code where it is unknown).

    `said` is what the content tells the citizen of another procedure, "" for nothing.
    """

    reference: str
    arrived: int
    answer_by: int
    procedure: str
    asked: str
    papers: tuple[PaperGiven, ...] = ()
    said: str = ""


def with_content(errand: Errand, content: str, procedure: Procedure) -> tuple[Errand, str]:
    """Tell the citizen in the content where another procedure is taken than the one handed in for."""
    own = content.removeprefix(errand.said).strip()
    said = ""
    if procedure.code != errand.procedure:  # stands on paper: always Vietnamese
        said = f"Nộp trực tuyến theo thủ tục: {errand.asked}. Cơ quan xử lý theo thủ tục: {procedure.name}."
    return replace(errand, said=said), " ".join(part for part in (said, own) if part)


def told(errand: Errand, label: str) -> PaperGiven | None:
    """Return what the portal told of a paper, whatever its letters' case and marks."""
    return next((paper for paper in errand.papers if fold(paper.label) == fold(label)), None)


def unlisted(errand: Errand, labels: tuple[str, ...]) -> tuple[PaperGiven, ...]:
    """Return the papers told that a check list with these labels does not know."""
    known = {fold(label) for label in labels}
    return tuple(paper for paper in errand.papers if fold(paper.label) not in known)
