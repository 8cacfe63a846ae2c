"""Several PCs with clocks of their own live one dossier: all tell the same of it, and nobody is stuck."""

import random
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain import history
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.cross_check import cross_check
from counter_app.domain.dossier import MISSES, Dossier
from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact
from counter_app.domain.life.case import Surroundings, case_of
from counter_app.domain.life.commands import (
    AmendDossier,
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    CorrectProcedure,
    ExplainLateness,
    HandOver,
    LifeCommand,
    PayFee,
    PrepareApology,
    RecordArrival,
    Resolve,
    ReturnResult,
    SettlePayment,
    SignApology,
    TakeOver,
)
from counter_app.domain.life.judge import judge
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.promise_events import Cause
from counter_app.domain.recomputation import differences
from counter_app.errors import Refused
from tests.domain.given import ALLOWED, BILL, MISSING
from tests.domain.lives import CALENDAR, CATALOGUE, CODE, OFFICE, OFFICER, PEOPLE, RULES, Life, minute

Link = tuple[Event, Fact]
START = minute("11-19 09:00")
ACTS: tuple[tuple[type[LifeCommand], dict[str, Any]], ...] = (
    (AskSupplement, MISSING),
    (AskSupplement, MISSING | ALLOWED),
    (CompleteSupplement, {}),
    (AskPayment, BILL),
    (SettlePayment, {"evidence": "x"}),
    (CorrectProcedure, {"procedure": "1.2", "apology": "x"}),
    (CorrectProcedure, {"procedure": "1.1", "apology": "x"}),
    (PrepareApology, {"cause": Cause.WORKLOAD, "new_due": minute("12-21 17:00")}),
    (SignApology, {"number": "1", "signer": "A", "signer_title": "B", "signed_on": ""}),
    (ExplainLateness, {"text": "x"}),
    (HandOver, {"to_unit": "Công an"}),
    (HandOver, {"to_unit": ""}),
    (TakeOver, {"handed": "", "receiver": "x"}),
    (Resolve, {}),
    (RecordArrival, {}),
    (PayFee, {}),
    (AmendDossier, {"applicant": Applicant("Nguyễn Văn Khác"), "return_by": ReturnBy.POST}),
    (ReturnResult, {}),
)


@dataclass
class PC:
    """One PC: its clock's error in minutes, and what it knows."""

    name: str
    ahead: int
    links: list[Link] = field(default_factory=list)
    last: int = START - 1440

    def do(self, now: int, kind: type[LifeCommand], **values: Any) -> None:
        """Ask for something by this PC's clock, which never goes back. Raises Refused."""
        self.last = moment = max(self.last, now + self.ahead)
        case = case_of(self.links, CODE, Surroundings(moment, CALENDAR, RULES, CATALOGUE, OFFICE, PEOPLE))
        if kind is SignApology and case.prepared:
            values["signed_on"] = day_iso(day_of(case.prepared[1].at))
        elif kind is TakeOver:
            values["handed"] = next(iter(case.handed), "")
        for fact in judge(kind("id", OFFICER, CODE, **values), case):
            own = sum(event.installation_id == self.name for event, _fact in self.links)
            told = Life(moment)
            told.tell(fact, self.name)
            event = replace(told.links[0][0], event_id=f"{self.name}-{own + 1}", seq=own + 1)
            self.links.append((event, fact))

    def meets(self, centre: "PC", now: int) -> None:
        """Tell the centre and hear it, also what time it is."""
        centre.hears(self)
        self.hears(centre)
        self.ahead, self.last = 0, now

    def hears(self, other: "PC") -> None:
        """Take what another one knows."""
        known = {event.event_id for event, _fact in self.links}
        self.links += [link for link in other.links if link[0].event_id not in known]

    def dossier(self) -> Dossier:
        found = history.fold(self.links)
        assert found is not None
        return found


def tried(pc: PC, now: int, kind: type[LifeCommand], values: dict[str, Any]) -> bool:
    try:
        pc.do(now, kind, **dict(values))
    except Refused:
        return False
    return True


def finished(pc: PC, now: int) -> Dossier:
    """Do what is left to do, as an honest officer would, until the result is returned."""
    rest: tuple[tuple[type[LifeCommand], dict[str, Any]], ...] = (
        (TakeOver, {"handed": "", "receiver": "x"}),
        (CompleteSupplement, {}),
        (SettlePayment, {"evidence": "x"}),
        (ExplainLateness, {"text": "x"}),
        (Resolve, {}),
        (RecordArrival, {}),
        (PayFee, {}),
    )
    for _round in range(60):
        if not pc.dossier().open:
            return pc.dossier()
        for kind, values in rest:
            if kind is not ExplainLateness or pc.dossier().unexplained(max(pc.last, now + pc.ahead)):
                tried(pc, now, kind, values)
        tried(pc, now, ReturnResult, {})
    return pc.dossier()


STEP = st.tuples(
    st.integers(0, 2), st.integers(0, len(ACTS) - 1), st.sampled_from((0, 0, 30, 400, 1440)), st.booleans()
)


CLOCK = st.sampled_from((0, 0, -300, 200, -2000, 3000))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(STEP, min_size=4, max_size=24),
    st.tuples(st.sampled_from((0, -300, 200)), CLOCK, CLOCK),
    st.integers(0, 2**32),
)
def test_all_tell_the_same_and_can_end_it(
    steps: list[tuple[int, int, int, bool]], clocks: tuple[int, int, int], seed: int
) -> None:
    pcs = [PC(f"pc-{place}", ahead) for place, ahead in enumerate(clocks)]
    begun = Life(START + clocks[0]).received(fee=True)
    pcs[0].links = [
        (replace(event, event_id=f"pc-0-{seq}", installation_id="pc-0", seq=seq), fact)
        for seq, (event, fact) in enumerate(begun.links, 1)
    ]
    pcs[0].last = begun.now
    centre = PC("centre", 0, list(pcs[0].links))
    for pc in pcs[1:]:
        pc.hears(centre)
    now = START
    for place, chosen, passed, heard in steps:
        now += passed
        tried(pcs[place], now, *ACTS[chosen])
        if heard:
            pcs[place].meets(centre, now)
    for pc in (*pcs, *pcs):
        pc.meets(centre, now)
    shuffled = list(centre.links)
    random.Random(seed).shuffle(shuffled)
    expected = centre.dossier()
    assert [pc.dossier() for pc in pcs] == [expected] * 3
    assert history.fold(shuffled) == expected
    around = Surroundings(now, CALENDAR, RULES, CATALOGUE, OFFICE, PEOPLE)
    cases = [case_of(links, CODE, around) for links in (shuffled, *(pc.links for pc in pcs))]
    assert cases == [cases[0]] * 4
    assert (expected.waiting_since is None) == (cases[0].waiting is None)
    found = [one for event, fact in shuffled for one in differences(event, fact, [CALENDAR])]
    assert [one for one in (*found, *cross_check(shuffled)) if not one.apart] == []
    if expected.arrived is not None and expected.arrived <= expected.first_due and not any(clocks):
        assert expected.lateness(now) not in MISSES
    # Past every promise: what a clock that ran ahead calls late can be explained once it is.
    assert finished(pcs[seed % 3], now + 30 * 1440).returned is not None
