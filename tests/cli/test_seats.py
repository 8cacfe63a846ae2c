"""Signing in from a shell: the PIN comes by prompt or environment, and only who has one writes."""

import getpass
import sys

import pytest

from counter_app.central import staffing
from counter_app.central.centre import Centre
from counter_app.cli.seats import NEW_PIN_VARIABLE, PIN_VARIABLE
from tests.central.living import BY
from tests.cli.conftest import Shell
from tests.pcs import PERSON, Office, line, lines, opened

PIN, NEW = "lúa chín 48", "mưa rào 5390"


class Typed:
    """A terminal at which somebody types."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
        self.asked: list[str] = []
        self.answers = list(answers)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(getpass, "getpass", self)

    def __call__(self, prompt: str) -> str:
        self.asked.append(prompt)
        return self.answers.pop(0)


@pytest.fixture
def owner(office: Office) -> Centre:
    return Centre(office.living.owner, office.living.centre.key, office.living.clock)


def test_a_day_in_the_shell(
    office: Office, owner: Centre, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = office.enrol().path
    staffing.sign_in_from(owner, "00004", "2026-11-01", *BY)
    assert shell("sync", data=data).code == 0
    receive = ("receive", "-", "--person", PERSON)
    said = shell(*receive, data=data, stdin=lines(line()))
    assert (said.code, said.value["error"]["code"]) == (1, "pin_needed")
    monkeypatch.setenv(PIN_VARIABLE, PIN)
    assert shell(*receive, data=data, stdin=lines(line())).value["error"]["code"] == "no_key_here"
    monkeypatch.setenv(PIN_VARIABLE, staffing.first_pin(owner, "00004", PERSON, *BY))
    monkeypatch.setenv(NEW_PIN_VARIABLE, PIN)
    assert shell("sign-in", "--person", PERSON, data=data).value == {"person": PERSON}
    monkeypatch.setenv(PIN_VARIABLE, PIN)
    said = shell(*receive, data=data, stdin=lines(line("a1"), line("a2")))
    assert (said.code, [value["ref"] for value in said.values]) == (0, ["a1", "a2"])
    monkeypatch.setenv(NEW_PIN_VARIABLE, NEW)
    assert shell("pin", "--person", PERSON, data=data).code == 0
    assert shell(*receive, data=data, stdin=lines(line("a3"))).value["error"]["code"] == "wrong_pin"
    with opened(data) as counter:
        assert counter.seats == {}


def test_a_pin_is_typed_unseen(
    office: Office, owner: Centre, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = office.enrol().path
    given = staffing.first_pin(owner, "00004", PERSON, *BY)
    Typed(monkeypatch, given, PIN, NEW)
    assert shell("sign-in", "--person", PERSON, data=data).value["error"]["code"] == "pin_differs"
    typed = Typed(monkeypatch, given, PIN, PIN)
    said = shell.plain("sign-in", "--person", PERSON, data=data)
    assert (said.code, said.out) == (0, f"{PERSON} đã đăng nhập.\n")
    assert typed.asked == ["Mã PIN: ", "Mã PIN mới: ", "Nhập lại mã PIN mới: "]


def test_without_a_day_set_nobody_is_asked(office: Office, shell: Shell) -> None:
    data = office.enrol().path
    assert shell("receive", "-", "--as", PERSON, data=data, stdin=lines(line())).code == 0


@pytest.mark.parametrize("command", ["sign-in", "pin", "receive"])
def test_no_command_takes_a_pin_as_an_argument(shell: Shell, command: str) -> None:
    said = shell.plain(command, "--help")
    assert "--pin" not in said.out
