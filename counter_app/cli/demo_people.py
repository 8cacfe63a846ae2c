"""The demo's people: a sudden sick leave, a substitute who sits down at once, and one who waits for a yes."""

from pathlib import Path
from typing import TYPE_CHECKING

from counter_app.cli.demo_life import Teller
from counter_app.domain.moments import as_date, day_iso, day_of, minute_at
from counter_app.domain.reception import sessions_on
from counter_app.domain.staff.commands import LogAbsence
from counter_app.domain.staff.coverage import Cover
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.services import desk, duty, rota, rota_paper, staff, staff_papers
from counter_app.services.counter import Counter
from counter_app.texts.formats import moment

if TYPE_CHECKING:
    from counter_app.ui.rehearsal import Rehearsal

HEAD, MINH, ANH, RESERVE, CHAIR = (f"ba-dinh-0{number}" for number in range(1, 6))
SEAT, OTHER_SEAT = "Quầy 2", "Quầy 3"
HOUR = 60  # minutes
AHEAD = 31  # days in which the next reception lies


def stand_in(tell: Teller, window: "Rehearsal", out: Path) -> None:
    """Let an officer fall ill and another stand in; look at the grid, the requests and the board."""
    counter, people = window.counter, window.people
    tell.step(
        "10. An officer falls ill. His head logs it, finds a substitute, who sits down before any approval."
    )
    first, second = _receptions(counter)
    tell.say(f"the desk receives next from {moment(first.begin)}")
    _fall_ill(counter, first)
    people.sit("thu huong", HEAD)
    day = day_iso(day_of(first.begin))
    tell.check(f"{SEAT} stands open", Cover.UNCOVERED in _covers(counter, first))
    people.mark(SEAT, day)
    people.propose()
    tell.check("the reserve officer is proposed first", people.ask() == RESERVE)
    people.sit("van dung", RESERVE)
    people.answer("y", "begin")
    people.answer("b", "confirm")
    (request,) = _roster(counter).requests
    tell.check(
        "he sits there, to be confirmed", request.state(_roster(counter).now) is RequestState.TO_CONFIRM
    )
    _plan_ahead(tell, window, second)
    _see(tell, window, out, first)


def _plan_ahead(tell: Teller, window: "Rehearsal", second: Span) -> None:
    """A planned absence by keys: asked, accepted, and it waits for the Chairman."""
    people, counter = window.people, window.counter
    people.sit("mai anh", ANH)
    day = as_date(day_of(second.begin))
    people.log(f"{day:%d/%m/%Y}", "1")
    who = people.ask()
    tell.say(f"for {moment(second.begin)} {_roster(counter).person(who).name} is asked")
    people.sit(_roster(counter).person(who).name, who)
    asked = next(one for one in _roster(counter).requests if one.asked.counter == OTHER_SEAT)
    people.view.presenter.requesting.mark(asked.request)
    people.answer("y", "decide")
    state = _roster(counter).request(asked.request).state(_roster(counter).now)
    tell.check("the planned one waits for approval", state is RequestState.ACCEPTED)


def _see(tell: Teller, window: "Rehearsal", out: Path, first: Span) -> None:
    people, counter, screens = window.people, window.counter, out / "screens"
    day = day_iso(day_of(first.begin))
    people.sit("oanh", CHAIR)
    people.mark(SEAT, day)
    mine = [one for one in people.items if one.mine]
    tell.check("both wait for the Chairman's word", len(mine) == 2)  # noqa: PLR2004 - the two above
    people.view.presenter.requesting.mark(mine[0].request.request)
    window.shoot(screens / "17-approval-inbox.png")
    people.sit("thu huong", HEAD)
    people.mark(SEAT, day)
    window.shoot(screens / "18-week-grid.png")
    board = duty.today(counter, max(first.begin, desk.minute(counter)))
    people.shoot_board(board, screens / "19-duty-board.png")
    seated = next(one for one in board.people if one.counter == SEAT)
    named = (seated.name, seated.stands_in_for)
    tell.check("citizens see who stands in for whom", named == ("Phạm Văn Dũng", "Trần Quang Minh"))
    folder = out / "receipts"
    folder.mkdir(exist_ok=True)
    begun = next(one.request for one in _roster(counter).requests if one.asked.counter == SEAT)
    papers = {
        "rota": rota_paper.paper(counter, HEAD, day, day),
        "counter-handed-over": staff_papers.paper(counter, HEAD, begun)[1],
        "substitution-notice": duty.notice(counter, HEAD, begun),
    }
    for name, pdf in papers.items():
        (folder / f"{name}.pdf").write_bytes(pdf)
    tell.check("their papers are made", all(pdf.startswith(b"%PDF") for pdf in papers.values()))


def _fall_ill(counter: Counter, first: Span) -> None:
    """Log what a call at home tells: away from now until the desk closes."""
    spans = (Span(desk.minute(counter), first.end),)
    staff.act(
        counter, LogAbsence(counter.new_event_id(), HEAD, MINH, spans, AbsenceReason.SICK, planned=False)
    )


def _receptions(counter: Counter) -> tuple[Span, Span]:
    """Return the next day's reception that does not end within an hour, and that of a week later or after."""
    calendar, now = _roster(counter).calendar, desk.minute(counter)
    found: list[Span] = []
    for day in range(day_of(now), day_of(now) + AHEAD):
        sessions = sessions_on(False, day, calendar)
        if sessions:
            span = Span(minute_at(day, sessions[0][0]), minute_at(day, sessions[-1][1]))
            if span.end > now + HOUR:
                found.append(span)
    return found[0], found[5]


def _covers(counter: Counter, first: Span) -> set[Cover]:
    day = day_iso(day_of(first.begin))
    return {cell.cover for cell in rota.look(counter, HEAD, day, day).cells if cell.counter == SEAT}


def _roster(counter: Counter) -> Roster:
    with counter.store.read() as conn:
        return staff.roster(conn, counter, counter.clock.now())
