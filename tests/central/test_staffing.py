"""`counter-central people`: roles by time, first PINs, keys that end, the day from which PINs are needed."""

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app.central import __main__ as command_line
from counter_app.central import founding, reference
from counter_app.domain.people import Role, roles_on
from counter_app.errors import Refused
from counter_app.seal import SigningKey
from tests.central.living import BY, OFFICE, Living, enrolled

ME, HEAD, PIN = "ba-dinh-02", "ba-dinh-01", "482159"
GROUND = "QĐ 21/QĐ-UBND ngày 19/11/2026"
DEEDS = ("pin", "end-keys", "sign-in-from", "role")
Shell = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def people(living: Living, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Run `counter-central people` as an administrator does, on the day of the tests."""
    monkeypatch.setattr(command_line, "wall_clock", living.clock)
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # this process keeps its own

    def run(
        act: str, *more: str, url: str = living.owner_url, office: str = OFFICE
    ) -> tuple[int, list[str], str]:
        place = ["--url", url, "--data", str(living.home), "--office", office]
        warrant = ["--by", BY[0], *(["--reason", BY[1]] if act != "role" else [])] if act in DEEDS else []
        code = command_line.main(["people", act, *place, *warrant, *more])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err

    return run


def standing(people: Shell, person: str = ME) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [json.loads(line) for line in people("list")[1]]
    return next(row for row in rows if row["person_id"] == person)


def code_of(err: str) -> str:
    return err.rpartition("[")[2].rstrip("]\n")


def test_a_first_pin_is_shown_once_and_ends_the_keys(living: Living, address: str, people: Shell) -> None:
    assert (standing(people)["pin"], standing(people)["keys"]) == ("none", 0)
    code, (line, warning), err = people("pin", "--person", ME)
    pin = line.rpartition(" ")[2]
    assert (code, err, len(pin), pin.isdigit()) == (0, "", 8, True)
    assert "không hiện lại" in warning
    assert standing(people)["pin"] == "first"
    centre = enrolled(living, address)[1]
    centre.sign_in(ME, pin, PIN, SigningKey.generate())
    assert (standing(people)["pin"], standing(people)["keys"]) == ("own", 1)
    people("pin", "--person", ME)  # he has forgotten his own
    assert (standing(people)["pin"], standing(people)["keys"]) == ("first", 0)


def test_all_of_a_persons_keys_end_at_once(living: Living, address: str, people: Shell) -> None:
    pin = people("pin", "--person", ME)[1][0].rpartition(" ")[2]
    for number in range(2):
        centre = enrolled(living, address)[1]
        centre.sign_in(ME, PIN if number else pin, "" if number else PIN, SigningKey.generate())
    assert people("end-keys", "--person", ME)[1] == ["Đã chấm dứt 2 khóa."]
    assert people("end-keys", "--person", ME)[1] == ["Đã chấm dứt 0 khóa."]


def test_who_did_what_and_why_stands_with_it(people: Shell, living: Living) -> None:
    people("pin", "--person", ME)
    given = people("role", "--person", ME, "--give", "approver", "--ground", GROUND)[1][0]
    people("role", "--person", ME, "--end", json.loads(given)["grant_id"], "--ground", "QĐ 22")
    people("end-keys", "--person", ME)
    people("sign-in-from", "2026-12-01")
    done = [json.loads(line) for line in people("deeds")[1]]
    assert [(one["act"], one["person_id"], one["reason"]) for one in done] == [
        ("pin", ME, BY[1]),
        ("role", ME, GROUND),
        ("role-end", ME, "QĐ 22"),
        ("end-keys", ME, BY[1]),
        ("sign-in-from", "", BY[1]),
    ]
    assert {(one["by"], one["at"]) for one in done} == {(BY[0], living.clock.now)}
    assert done[1]["detail"].startswith("approver ")
    for act in ("pin", "end-keys"):
        for blank in (("--reason", " "), ("--by", " ")):
            code, out, err = people(act, "--person", ME, *blank)
            assert (code, out, code_of(err)) == (1, [], "ground_missing")
    with pytest.raises(SystemExit):
        command_line.main(["people", "pin", "--url", "x", "--data", "x", "--office", OFFICE, "--person", ME])
    assert living.count("deeds") == 5


def test_a_role_is_given_and_ends_and_nothing_is_deleted(living: Living, address: str, people: Shell) -> None:
    centre = enrolled(living, address)[1]
    _code, (line,), _err = people(
        "role", "--person", ME, "--give", "approver", "--from", "2026-11-23", "--to", "2026-12-31",
        "--order", "3", "--above", "--ground", GROUND,
    )  # fmt: skip
    given = json.loads(line)
    assert (given["order"], given["above"], given["ground"]) == (3, True, GROUND)
    told = centre.briefing().grants
    assert Role.APPROVER not in roles_on(told, ME, "2026-11-22")
    assert Role.APPROVER in roles_on(told, ME, "2026-12-31")
    end = ("role", "--person", ME, "--end", given["grant_id"], "--ground", "Thôi ủy quyền")
    _code, (line,), _err = people(*end, "--to", "2026-11-24")
    assert json.loads(line)["ground"] == f"{GROUND} · Thôi ủy quyền"
    told = centre.briefing().grants
    assert [Role.APPROVER in roles_on(told, ME, f"2026-11-{day}") for day in (23, 24, 25)] == [
        True,
        True,
        False,
    ]
    assert code_of(people(*end)[2]) == ""  # today, before it began: it is never held
    assert Role.APPROVER not in roles_on(centre.briefing().grants, ME, "2026-11-23")
    assert code_of(people(*end)[2]) == "role_over"


def test_who_becomes_an_approver_signs_in_anew(living: Living, address: str, people: Shell) -> None:
    pin = people("pin", "--person", ME)[1][0].rpartition(" ")[2]
    centre = enrolled(living, address)[1]
    centre.sign_in(ME, pin, PIN, SigningKey.generate())
    people("role", "--person", ME, "--give", "inspector", "--ground", GROUND)
    assert standing(people)["keys"] == 1
    people("role", "--person", ME, "--give", "approver", "--ground", GROUND)
    assert standing(people)["keys"] == 0  # its PIN has six digits


def test_who_is_to_approve_next_month_chooses_a_longer_pin_today(
    living: Living, address: str, people: Shell
) -> None:
    people("role", "--person", ME, "--give", "approver", "--from", "2026-12-01", "--ground", GROUND)
    pin = people("pin", "--person", ME)[1][0].rpartition(" ")[2]
    centre = enrolled(living, address)[1]
    with pytest.raises(Refused, match="pin_short"):
        centre.sign_in(ME, pin, PIN, SigningKey.generate())


GIVE = ("role", "--person", ME, "--give", "officer")
REFUSED = {
    "unknown_person": ("pin", "--person", "nobody"),
    "ground_missing": (*GIVE, "--ground", " "),
    "role_backdated": (*GIVE, "--ground", "x", "--from", "2026-11-18"),
    "role_reversed": (*GIVE, "--ground", "x", "--from", "2026-11-20", "--to", "2026-11-19"),
    "bad_date": (*GIVE, "--ground", "x", "--from", "20/11/2026"),
    "bad_order": (*GIVE, "--ground", "x", "--order", "100"),
    "unknown_grant": ("role", "--person", ME, "--end", "r02", "--ground", "x"),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_not_done(people: Shell, code: str) -> None:
    done, out, err = people(*REFUSED[code])
    assert (done, out, code_of(err)) == (1, [], code)


def test_only_the_owner_manages_people(living: Living, people: Shell) -> None:
    for act in (("pin", "--person", ME), (*GIVE, "--ground", "x"), ("sign-in-from", "2026-12-01")):
        assert code_of(people(*act, url=living.service_url)[2]) == "owner_needed"
    assert code_of(people("list", office="00009")[2]) == "unknown_office"


def test_pins_are_asked_for_from_a_day_on(living: Living, address: str, people: Shell) -> None:
    centre = enrolled(living, address)[1]
    code, lines, _err = people("sign-in-from", "2026-12-01")
    assert (code, lines) == (
        0,
        ["Bắt buộc đăng nhập từ 2026-12-01.", "Còn 6 người có vai trò chưa được cấp mã PIN."],
    )
    assert centre.briefing().sign_in_from == "2026-12-01"
    assert code_of(people("sign-in-from", "mai")[2]) == "bad_date"
    assert people("sign-in-from", "")[1] == ["Không còn bắt buộc đăng nhập."]
    assert centre.briefing().sign_in_from == ""


def test_an_office_file_gives_an_office_no_other_role_later(
    living: Living, address: str, tmp_path: Path
) -> None:
    file = json.loads((reference.RESOURCES / "tryout_office.json").read_text("utf-8"))
    (entry,) = (one for one in file["offices"] if one["office_id"] == OFFICE)
    new = {**next(one for one in entry["people"] if one["person_id"] == ME), "person_id": "ba-dinh-77"}
    entry["people"].append(new)
    roles = ({"grant_id": f"r7{at}", "role": "approver", "first_day": "2026-07-01"} for at in (1, 2))
    who = (ME, "ba-dinh-77")
    entry["roles"] += [role | {"person_id": one} for role, one in zip(roles, who, strict=True)]
    entry["roles"].append({**entry["roles"][-1], "grant_id": "r73", "role": "officer"})
    (office := tmp_path / "office.json").write_text(json.dumps(file), "utf-8")
    founding.found(living.owner_url, living.folder, reference.Sources("2026-11-20", office))
    grants = enrolled(living, address)[1].briefing().grants
    assert Role.APPROVER not in roles_on(grants, ME, "2026-11-20")
    assert roles_on(grants, "ba-dinh-77", "2026-11-20") == {Role.OFFICER}  # whom it names anew, receives


def test_another_init_undoes_neither_roles_nor_the_day(living: Living, address: str, people: Shell) -> None:
    people("sign-in-from", "2026-12-01")
    people("role", "--person", HEAD, "--end", "r03", "--ground", "Thôi ủy quyền")
    office = reference.RESOURCES / "tryout_office.json"
    founding.found(living.owner_url, living.folder, reference.Sources("2026-11-20", office))
    told = enrolled(living, address)[1].briefing()
    assert told.sign_in_from == "2026-12-01"
    assert Role.APPROVER not in roles_on(told.grants, HEAD, "2026-11-20")
