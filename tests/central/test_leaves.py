"""Paper books at the centre: granted and printed once for ever, and each entered leaf judged again."""

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from counter_app.central import __main__ as command_line
from counter_app.central import books, restoring, tables
from counter_app.central.centre import Centre
from counter_app.central.deeds import Warrant
from counter_app.domain import codec, facts, paper_book
from counter_app.domain.book_events import DossierCaptured, LeafFate, LeafVoided
from counter_app.domain.paper_book import Book
from counter_app.errors import Refused
from counter_app.remote import client
from counter_app.seal import SigningKey, verify
from counter_app.store import disbelief
from counter_app.wire import FeedRequest
from tests.central.counters import PERSON, RECEIVED, Counter, reception
from tests.central.living import BY, NOW, OFFICE, Living, enrolled
from tests.central.test_approvals import register
from tests.documents.samples import Seen

SECOND, OFFICER = "ba-dinh-01", "ba-dinh-03"
MINUTE = NOW // 60_000


@dataclasses.dataclass
class Scene:
    """An office with a book of five, whose head has a key at PC `here`."""

    here: Counter
    there: Counter
    push: Callable[[Counter], list[str]]
    book: Book
    keys: dict[str, SigningKey]

    def leaf(self, number: int = 0, by: str = SECOND, pc: str = "here", **changes: Any) -> DossierCaptured:
        """Return a leaf as a modified client tells it: the `changes`, then the signature by a key of `pc`."""
        code = self.book.codes()[number]
        told = codec.plain(reception(code, self.book.book_id))
        values = {
            "captured": MINUTE,
            "reckoned": RECEIVED + 1440,
            "scan": "a" * 64,
            "confirmed_by": SECOND,
            "key": self.keys[by + pc].public.hex(),
            "confirmation": "",
        }
        fact = codec.read(DossierCaptured, told | values | changes)
        signed = self.keys[by + pc].sign(paper_book.confirmation_text(OFFICE, PERSON, fact))
        return dataclasses.replace(fact, confirmation=signed.hex())

    def told(self, fact: DossierCaptured) -> list[str]:
        """Tell it at `here`; return what it is quarantined for."""
        self.here.tell(fact, fact.code)
        return self.push(self.here)


@pytest.fixture
def owner(living: Living) -> Centre:
    return Centre(living.owner, living.centre.key, living.clock, folder=living.home)


@pytest.fixture
def scene(living: Living, address: str, owner: Centre) -> Iterator[Scene]:
    living.clock.now -= 60_000
    book, _pdf = books.grant(owner, OFFICE, 5, Warrant(*BY))
    living.clock.now += 60_000
    (here, near), (there, far) = enrolled(living, address), enrolled(living, address)
    named = [(person, "here", here) for person in (SECOND, PERSON, OFFICER)] + [(SECOND, "there", there)]
    keys = {}
    for person, place, pc in named:
        keys[person + place] = SigningKey.generate()
        register(living, pc, person, keys[person + place])
    lines = {here.installation_id: near, there.installation_id: far}

    def push(counter: Counter) -> list[str]:
        answer = lines[counter.installation_id].push(counter.batch())
        return [one.code for one in answer.quarantined]

    yield Scene(here, there, push, book, keys)
    near.close()
    far.close()


def test_a_book_is_granted_once_for_ever(living: Living, owner: Centre) -> None:
    one, pdf = books.grant(owner, OFFICE, 140, Warrant(*BY))
    two, _pdf = books.grant(owner, OFFICE, 10, Warrant(*BY))
    assert (one.first, one.last, two.first, two.last) == (9800, 9939, 9940, 9949)
    assert len(set(one.codes() + two.codes())) == 150
    assert verify(owner.key.public, paper_book.book_bytes(two), two.signature)
    for count, code in ((1, "no_free_leaves"), (0, "bad_number"), (151, "bad_number")):
        with pytest.raises(Refused, match=code):
            books.grant(owner, OFFICE, count, Warrant(*BY))
    living.clock.now += 24 * 3_600_000
    assert books.grant(owner, OFFICE, 1, Warrant(*BY))[0].codes() == ["H26.14-261120-9800"]
    assert len(Seen(pdf).texts) == 140


def test_a_restored_database_gives_no_leaf_twice(living: Living, owner: Centre) -> None:
    book, _pdf = books.grant(owner, OFFICE, 5, Warrant(*BY))
    with living.owner.begin() as connection:
        connection.execute(sa.delete(tables.books))
    assert books.grant(owner, OFFICE, 5, Warrant(*BY))[0].first == book.last + 1
    restoring.restored(owner)
    assert living.count("books") == 2


def test_each_leaf_has_its_code_twice_in_words_and_as_a_square(owner: Centre) -> None:
    book, pdf = books.grant(owner, OFFICE, 2, Warrant(*BY))
    seen = Seen(pdf)
    for page, (code, text) in enumerate(zip(book.codes(), seen.texts, strict=True)):
        assert text.count(code) == 4
        assert [square.text for square in seen.codes(page)] == [code, code]
        assert "Liên 1: Lưu" in text
        assert "ngày …… tháng …… năm 20……" in text


def test_the_command_writes_a_book_and_never_over_a_file(
    living: Living, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "so.pdf"
    asked = ["book", "--url", living.owner_url, "--data", str(living.home), "--office", OFFICE]
    asked += ["--count", "3", "--by", BY[0], "--reason", BY[1], "--out", str(out)]
    assert command_line.main(asked) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["last"].endswith("-9802")
    assert len(Seen(out.read_bytes()).texts) == 3
    assert command_line.main(asked) == 1
    assert living.count("books") == 1
    other = str(tmp_path / "khac.pdf")
    assert command_line.main([*asked[:-1], other, "--count", "151"]) == 1
    assert command_line.main([*asked[:-1], other]) == 0
    assert len(Seen(Path(other).read_bytes()).texts) == 3
    with living.owner.connect() as connection:
        told = connection.execute(sa.select(tables.books.c.by, tables.books.c.reason).distinct()).one()
    assert tuple(told) == BY


@pytest.mark.parametrize(
    "words",
    [
        ["book", "--office", OFFICE, "--count", "3", "--by", BY[0], "--reason", BY[1], "--out"],
        ["restored"],
        ["archived", "--through", "2026-11-19T08:00"],
    ],
)
def test_the_service_s_role_is_told_that_it_takes_the_owner(
    living: Living, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    out = [str(tmp_path / "so.pdf")] if words[-1] == "--out" else []
    where = ["--url", living.service_url, "--data", str(living.home)]
    assert command_line.main([*words, *out, *where]) == 1
    assert capsys.readouterr().err.endswith("[owner_needed]\n")
    assert not list(tmp_path.iterdir())


def test_an_entered_leaf_is_a_dossier_with_the_promise_on_paper(living: Living, scene: Scene) -> None:
    fact = scene.leaf()
    assert scene.told(fact) == []
    with living.owner.connect() as connection:
        row = connection.execute(sa.select(tables.dossiers)).one()
    assert (row.code, row.due, row.first_due, row.copies_printed) == (fact.code, fact.due, fact.due, 1)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"lane": "9805-2026-11-19"}, "leaf_foreign"),
        ({"code": "H26.14-261119-9805"}, "leaf_foreign"),
        ({"code": "H26.14-261119-1000"}, "leaf_foreign"),
        ({"captured": MINUTE - 1}, "moment_differs"),
        ({"received": MINUTE + 1, "due": MINUTE + 9}, "paper_ahead"),
        ({"received": MINUTE - 2}, "paper_before_book"),
        ({"due": RECEIVED}, "paper_due_early"),
        ({"scan": ""}, "scan_missing"),
        ({"confirmed_by": PERSON}, "own_confirmation"),
        ({"confirmed_by": "ba-dinh-99"}, "confirmer_not_permitted"),
        ({"by": OFFICER}, "confirmation_forged"),  # another's key
        ({"pc": "there"}, "confirmation_forged"),  # his key of another PC
    ],
)
def test_what_a_modified_client_tells_is_judged_again(
    living: Living, scene: Scene, changes: dict[str, Any], code: str
) -> None:
    assert scene.told(scene.leaf(**changes)) == [code]
    assert living.count("dossiers") == 0
    assert living.count("events") == 1


def test_a_confirmation_is_of_one_leaf_and_one_time(scene: Scene) -> None:
    good = scene.leaf()
    for changes in ({"due": good.due + 1}, {"confirmation": good.confirmation.upper()}, {"scan": "b" * 64}):
        forged = dataclasses.replace(good, **changes)
        assert scene.told(forged)[-1] == "confirmation_forged"


def test_of_a_leaf_entered_at_two_pcs_the_first_counts(living: Living, scene: Scene) -> None:
    assert scene.told(scene.leaf()) == []
    fact = scene.leaf(pc="there")
    scene.there.tell(fact, fact.code)
    assert scene.push(scene.there) == ["leaf_taken"]
    assert living.count("dossiers") == 1


def test_a_leaf_that_was_given_up_is_never_a_dossier_and_the_other_way_round(
    living: Living, scene: Scene
) -> None:
    first, second = scene.book.codes()[:2]
    void = LeafVoided(first, scene.book.book_id, MINUTE, LeafFate.SPOILT)
    scene.here.tell(void, first)
    assert scene.told(scene.leaf(0)) == ["leaf_void"]
    assert scene.told(scene.leaf(1)) == ["leaf_void"]
    assert living.count("dossiers") == 1
    scene.there.tell(dataclasses.replace(void, leaf=second), second)
    scene.there.tell(dataclasses.replace(void, leaf=second), first)
    scene.there.tell(dataclasses.replace(void, leaf="H26.14-261119-9805"), "H26.14-261119-9805")
    assert scene.push(scene.there) == ["leaf_taken", "subject_differs", "leaf_foreign"]


def test_a_serial_for_training_is_never_an_official_one(living: Living, scene: Scene) -> None:
    assert scene.here.lane is not None
    wide = dataclasses.replace(scene.here.lane, lane_id="wide", first=8999, last=9999)
    with living.owner.begin() as connection:
        connection.execute(sa.insert(tables.lanes), {"office_id": OFFICE} | dataclasses.asdict(wide))
    scene.here.receive(9950, wide)
    scene.here.receive(9949, wide)
    assert scene.push(scene.here) == ["training_serial", "unknown_dossier"]
    with living.owner.connect() as connection:
        assert connection.scalars(sa.select(tables.dossiers.c.code)).all() == ["H26.14-261119-9949"]


def test_an_entered_leaf_takes_no_code_of_a_lane(scene: Scene) -> None:
    good = scene.leaf()
    for code, given in ((good.code, True), ("H26.14-261119-1000", False), ("H26.14-261119-9950", False)):
        fact = dataclasses.replace(good, code=code)
        link = scene.there.tell(fact, code)
        assert disbelief.is_given(link.event, fact, {}) is given
    assert not disbelief.is_given(link.event, good, {})


def test_other_pcs_hear_of_a_leaf(living: Living, address: str, scene: Scene) -> None:
    scene.told(scene.leaf())
    line = client.Centre(address, living.centre.key.public, scene.there.installation_id, scene.there.key)
    (told,) = line.feed(FeedRequest(0)).events
    assert isinstance(facts.join(told.event, told.personal), DossierCaptured)
    assert [book.book_id for book in line.briefing().books] == [scene.book.book_id]
    line.close()
