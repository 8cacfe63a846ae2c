"""The real published catalogue with and without an administrator's answers, and sources gone bad."""

import copy
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain import codec
from counter_app.domain.catalog import Channel, Limit, LimitUnit, Need, Procedure
from counter_app.domain.catalog_import import Import, import_published
from counter_app.errors import Refused

CATALOG = Path(__file__).parents[2] / "resources" / "catalog"
SOURCE: dict[str, Any] = json.loads((CATALOG / "procedures.json").read_text("utf-8"))
CONFIRMED: dict[str, Any] = json.loads((CATALOG / "confirmed.json").read_text("utf-8"))


def imported(source: object = SOURCE, confirmed: object = CONFIRMED) -> Import:
    return import_published(source, confirmed, 1, "2026-01-01")


BARE, FULL = imported(confirmed={}), imported()


def sample(code: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a source and confirmations of that one procedure, free to be changed."""
    return (
        {"procedures": copy.deepcopy([p for p in SOURCE["procedures"] if p["code"] == code])},
        {"procedures": copy.deepcopy([p for p in CONFIRMED["procedures"] if p["code"] == code])},
    )


def test_every_procedure_is_confirmed_on_every_offered_channel() -> None:
    assert FULL.doubts == ()
    assert [p.code for p in FULL.catalogue.procedures] == [p["code"] for p in SOURCE["procedures"]]
    terms = [terms for procedure in FULL.catalogue.procedures for terms in procedure.terms]
    assert len(terms) == 161  # 164 rows, of which three repeat a channel
    assert all(t.limit and t.ground for t in terms)
    assert len(codec.canonical(codec.plain(FULL.catalogue))) < 400_000


def test_without_answers_every_doubt_is_listed() -> None:
    assert len(BARE.catalogue.procedures) == 65
    assert Counter(doubt.code for doubt in BARE.doubts) == {
        "unit_missing": 53,
        "unit_unsure": 18,
        "limit_not_stated": 29,
        "field_against_prose": 28,
        "channel_repeated": 3,
        "channels_differ": 4,
        "fee_varies": 68,
        "fee_not_stated": 13,
        "fee_against_prose": 1,
        "fees_differ": 7,
        "currency": 2,
        "paper_unconfirmed": 65,
        "copies_implausible": 3,
    }


def test_a_doubted_limit_stays_open_and_a_clear_one_holds() -> None:
    doubted = {
        (doubt.procedure, channel)
        for doubt in BARE.doubts
        for channel in Channel
        if doubt.path.split(".")[1:3] == ["channels", channel.value] and "fee_vnd" not in doubt.path
    }
    differing = {doubt.procedure for doubt in BARE.doubts if doubt.code == "channels_differ"}
    for procedure in BARE.catalogue.procedures:
        for terms in procedure.terms:
            open_ = (procedure.code, terms.channel) in doubted or procedure.code in differing
            assert (terms.limit is None) is open_, (procedure.code, terms.channel)
    clear = BARE.catalogue.find("1.000419").on(Channel.IN_PERSON)
    assert clear.limit == Limit(5, LimitUnit.WORKING_DAYS)
    assert (clear.fee, clear.ground) == (0, "163/QĐ-BTP")


def test_prose_against_field_is_found() -> None:
    found = {doubt.procedure for doubt in BARE.doubts if doubt.code == "field_against_prose"}
    assert {"2.000986", "2.001023", "1.004335", "2.000720", "1.013225"} <= found
    assert not {"1.010038", "1.002211", "2.001255"} & found


@pytest.mark.parametrize(
    ("code", "channel", "limit", "fee"),
    [
        ("1.001193", Channel.IN_PERSON, Limit(0, LimitUnit.SAME_DAY), 0),
        ("2.000986", Channel.IN_PERSON, Limit(20, LimitUnit.WORKING_DAYS), 0),
        ("1.013225", Channel.ONLINE, Limit(20, LimitUnit.CALENDAR_DAYS), 0),
        ("1.013225", Channel.IN_PERSON, Limit(15, LimitUnit.CALENDAR_DAYS), 0),
        ("1.003677", Channel.ONLINE, Limit(1, LimitUnit.WORKING_DAYS), None),
        ("2.000815", Channel.IN_PERSON, Limit(0, LimitUnit.SAME_DAY), 2000),
        ("1.002755", Channel.ONLINE, Limit(3, LimitUnit.WORKING_DAYS), 7000),
        ("1.001612", Channel.POST, Limit(3, LimitUnit.WORKING_DAYS), 150_000),
    ],
)
def test_answers_set_limit_and_fee(code: str, channel: Channel, limit: Limit, fee: int | None) -> None:
    terms = FULL.catalogue.find(code).on(channel)
    assert (terms.limit, terms.fee) == (limit, fee)


def test_the_tryout_says_which_limits_have_no_ground() -> None:
    channels = [channel for p in CONFIRMED["procedures"] for channel in p["channels"]]
    tryout = [channel for channel in channels if channel.get("tryout_only")]
    assert len(tryout) == 67
    assert all(channel["ground"].startswith("Chỉ để dùng thử: ") for channel in tryout)
    assert not any("dùng thử" in c["ground"] for c in channels if c not in tryout)


def test_only_published_channels_are_offered() -> None:
    assert [t.channel for t in FULL.catalogue.find("1.003197").terms] == [Channel.ONLINE]
    with pytest.raises(Refused, match="channel_not_offered"):
        FULL.catalogue.find("1.003197").on(Channel.IN_PERSON)


def test_papers_are_short_distinct_and_leave_out_notes() -> None:
    needs = Counter(paper.need for p in FULL.catalogue.procedures for paper in p.papers)
    assert needs == {Need.MUST: 92, Need.IF_APPLIES: 183, Need.SHOW_ONLY: 68}
    assert sum(len(p["required_papers"]) for p in SOURCE["procedures"]) - sum(needs.values()) == 143
    for result in (FULL, BARE):
        for procedure in result.catalogue.procedures:
            labels = [paper.label for paper in procedure.papers]
            assert len(set(labels)) == len(labels), procedure.code
            assert all(0 < len(label) <= 60 for label in labels), procedure.code
    assert [p.label for p in FULL.catalogue.find("1.001193").papers if p.need is Need.MUST] == [
        "Giấy chứng sinh hoặc giấy tờ thay thế"
    ]


def test_unconfirmed_papers_follow_the_prose() -> None:
    needs = {p.full[:25]: p.need for p in BARE.catalogue.find("1.003347").papers}
    assert needs["Bản đồ hiện trạng công tr"] is Need.MUST
    assert needs["Các tài liệu liên quan kh"] is Need.IF_APPLIES
    odd = [p for p in BARE.catalogue.find("1.012796").papers if "biến động" in p.full]
    assert [paper.count for paper in odd] == [1]  # published as "181 bản chính"


def test_names_and_results_are_cleaned() -> None:
    assert FULL.catalogue.find("1.001193").result == "Giấy khai sinh"
    both = "Giấy khai sinh; Trích lục đăng ký nhận cha, mẹ, con"
    assert FULL.catalogue.find("1.000689").result == both
    assert FULL.catalogue.find("1.002544").name == "Hỗ trợ phát triển sản xuất cộng đồng"
    assert FULL.catalogue.find("2.000942").result == "Bản sao giao dịch được chứng thực"
    assert FULL.catalogue.find("1.004194").saturday_morning
    assert FULL.catalogue.find("1.004194").resolving_unit == "Công an cấp xã"
    assert FULL.catalogue.find("1.003677").required == ("id_number",)


def test_an_answer_to_another_text_is_stale() -> None:
    source, confirmed = sample("1.001193")
    source["procedures"][0]["channels"][2]["limit_value"] = 2
    source["procedures"][0]["required_papers"].reverse()
    result = imported(source, confirmed)
    stale = [doubt.path for doubt in result.doubts if doubt.code == "confirmation_stale"]
    assert stale == ["confirmed.procedures[0].channels[0]", "confirmed.procedures[0].papers"]
    procedure = result.catalogue.find("1.001193")
    assert procedure.on(Channel.IN_PERSON).limit is None
    assert procedure.on(Channel.ONLINE).limit == Limit(0, LimitUnit.SAME_DAY)
    assert len(procedure.papers) == 14


def test_an_answer_to_nothing_is_listed() -> None:
    source, confirmed = sample("1.003197")
    channels = confirmed["procedures"][0]["channels"]
    channels.append({**channels[0], "channel": "in_person"})
    confirmed["procedures"].append({"code": "9.999999"})
    assert [(d.code, d.procedure) for d in imported(source, confirmed).doubts] == [
        ("confirmation_unused", "1.003197"),
        ("confirmation_unused", "9.999999"),
    ]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"code": "x"}, "code"),
        ({"channels": []}, "channels"),
        ({"name": " . "}, "name"),
        ({"name": "a" * 5000}, "name"),
        ({"name": None}, "name"),
        ({"time_hints": ["a"] * 300}, "time_hints"),
        ({"channels": [{"channel": "Fax"}]}, "channels[0]"),
        ({"required_papers": [{"name": "\x00", "copies": ""}]}, "required_papers[0]"),
        ({"same_day_cutoff_15h": 1}, "same_day_cutoff_15h"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_malformed_record_is_left_out_and_listed(change: dict[str, Any], path: str) -> None:
    source, _ = sample("1.001193")
    source["procedures"].append({**source["procedures"][0], "code": "1.000001", **change})
    result = imported(source, {})
    assert [p.code for p in result.catalogue.procedures] == ["1.001193"]
    malformed = [doubt.path for doubt in result.doubts if doubt.code == "malformed"]
    assert len(malformed) == 1
    assert malformed[0].startswith(f"procedures[1].{path}")


def test_a_repeated_code_is_listed() -> None:
    source, confirmed = sample("1.001193")
    source["procedures"] *= 2
    result = imported(source, confirmed)
    assert [(d.code, d.path) for d in result.doubts] == [("procedure_repeated", "procedures[1]")]


@pytest.mark.parametrize("source", [None, [], {}, {"procedures": {}}, {"procedures": [0] * 5001}])
def test_no_catalogue_is_refused(source: object) -> None:
    with pytest.raises(Refused, match="bad_catalogue"):
        imported(source)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("channels[0]", {"value": 3}),
        ("channels[0].unit", {"unit": "days"}),
        ("channels[0]", {"unit": "wd"}),
        ("channels[0]", {"fee": -1}),
        ("channels[0]", {"ground": " "}),
        ("papers[0]", {"label": "a" * 61}),
        ("papers[0]", {"label": ""}),
        ("papers[0]", {"note": True}),
        ("papers[0]", {"count": 0}),
        ("papers[0].need", {"need": "often"}),
        ("papers", {"label": "Văn bản ủy quyền"}),
        ("required", {"required": ["shoe_size"]}),
        ("surprise", {"surprise": 1}),
    ],
)
def test_a_wrong_answer_is_refused_with_its_place(path: str, change: dict[str, Any]) -> None:
    source, confirmed = sample("1.001193")
    answer = confirmed["procedures"][0]
    list_name = re.split(r"\W", path, maxsplit=1)[0]
    target = answer[list_name][0] if list_name in ("channels", "papers") else answer
    target.update(change)
    with pytest.raises(Refused, match="bad_confirmation") as refused:
        imported(source, confirmed)
    assert refused.value.field == f"confirmed.procedures[0].{path}"


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["\ud800", "1 bản chính", "9" * 5000, "Trực tiếp", "working_day", [], {}]),
    st.lists(st.integers(), max_size=2),
)


def spots(value: object) -> list[tuple[Any, Any]]:
    """Return (container, key) of every value inside a parsed JSON."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            found += [(value, key), *spots(value[key])]
    return found


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_spoilt_source_or_answer_is_refused_or_listed(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from([p["code"] for p in SOURCE["procedures"]]))
    source, confirmed = sample(code)
    for _ in range(data.draw(st.integers(1, 3))):
        if not (places := spots(source) + spots(confirmed)):
            break
        container, key = data.draw(st.sampled_from(places))
        if data.draw(st.booleans()):
            container[key] = data.draw(JUNK)
        elif isinstance(container, dict):
            container.pop(key, None)
    try:
        result = imported(source, confirmed)
    except Refused as refused:
        assert refused.code in ("bad_catalogue", "bad_confirmation")  # noqa: PT017
        return
    codec.canonical(codec.plain(result.catalogue))
    assert all(isinstance(procedure, Procedure) for procedure in result.catalogue.procedures)
    assert len(result.catalogue.procedures) == 1 or result.doubts
