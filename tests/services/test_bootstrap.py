"""How a PC's counter is built: keys, broken settings, enrolment that broke off, files let go of."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app import bootstrap, seal, wire
from counter_app.errors import CounterError, Damaged, Refused, Unavailable
from counter_app.host.files import SETTINGS, DataFolder
from counter_app.host.secrets import PASSPHRASE_VARIABLE, WRAPPED, open_secrets
from counter_app.remote import client
from counter_app.settings import Settings
from tests.pcs import Office, opened, receive, with_the_key

UNUSED = wire.Token("http://127.0.0.1:9", "00004", "0" * 64, "secret").text()


def code(error: type[CounterError], folder: Path) -> str:
    with pytest.raises(error) as caught:
        bootstrap.open_counter(DataFolder(folder))
    return caught.value.code


def open_files(folder: Path) -> Iterator[str]:
    """The files in `folder` that this process holds open."""
    for handle in Path("/proc/self/fd").iterdir():
        try:
            path = handle.readlink()
        except OSError:
            continue
        if path.is_relative_to(folder):
            yield path.name


def test_a_wrong_passphrase(pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSPHRASE_VARIABLE, "không phải câu ấy")
    assert code(Refused, pc) == "wrong_passphrase"


def test_nobody_to_ask(pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSPHRASE_VARIABLE)
    assert code(Refused, pc) == "passphrase_needed"


def test_lost_secrets_are_not_begun_anew(pc: Path) -> None:
    (pc / WRAPPED).rename(pc / "elsewhere")
    assert code(Damaged, pc) == "secrets_missing"
    with pytest.raises(Damaged):
        bootstrap.enrol(DataFolder(pc), UNUSED)
    (pc / "elsewhere").rename(pc / WRAPPED)
    with opened(pc) as counter:
        receive(counter, "A")


@pytest.mark.parametrize("name", [bootstrap.STORE_KEY, bootstrap.SIGNING_KEY])
def test_one_lost_secret(pc: Path, name: str) -> None:
    open_secrets(pc).delete(name)
    assert code(Damaged, pc) == "secrets_missing"


def test_another_key_opens_nothing(pc: Path) -> None:
    open_secrets(pc).put(bootstrap.STORE_KEY, bytes(32))
    assert code(Refused, pc) == "store_not_opened"
    if Path("/proc/self/fd").exists():
        assert list(open_files(pc)) == []


def test_a_mistyped_token_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="bad_token"):
        bootstrap.enrol(DataFolder(tmp_path), "QMC-x")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_never_enrolled(tmp_path: Path) -> None:
    assert code(Refused, tmp_path) == "not_enrolled"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"paper": "A3"}', b'{"check_address": "http://x y\\u0000"}', b"\xff" * 99]
)
def test_broken_settings_are_put_aside(pc: Path, content: bytes) -> None:
    (pc / SETTINGS).write_bytes(content)
    with opened(pc) as counter:
        assert counter.settings == Settings()
        receive(counter, "A")
    assert [path.read_bytes() for path in pc.glob("settings.bad-*.json")] == [content]
    assert not (pc / SETTINGS).exists()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads /proc")
def test_files_are_let_go_of_on_every_error(pc: Path) -> None:
    with with_the_key(pc) as connection:
        (kept,) = connection.execute("SELECT centre_url FROM installation").fetchone()
        connection.execute("UPDATE installation SET centre_url = 'http://far.example'")
    assert code(Refused, pc) == "plain_http_refused"
    assert list(open_files(pc)) == []
    with with_the_key(pc) as connection:
        connection.execute("DELETE FROM installation")
    assert code(Refused, pc) == "not_enrolled"
    assert list(open_files(pc)) == []
    assert kept.startswith("http://127.0.0.1")
    assert bootstrap.is_enrolled(DataFolder(pc)) is False


def test_an_enrolment_whose_answer_was_lost_is_repeated(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, token = DataFolder(office.root / "pc"), office.token()
    heard = client._Line.post

    def lost(line: client._Line, *asked: object) -> object:
        heard(line, *asked)  # type: ignore[arg-type]
        raise Unavailable("centre_unreachable", reason="answer lost")

    with monkeypatch.context() as patch:
        patch.setattr(client._Line, "post", lost)
        for used in (token, token):
            with pytest.raises(Unavailable):
                bootstrap.enrol(folder, used)
    assert bootstrap.is_enrolled(folder) is False
    assert office.living.count("installations") == 1
    fresh = office.token()  # the administrator, asked again, gives another
    enrolled = bootstrap.enrol(folder, fresh)
    assert office.living.count("installations") == office.living.count("lanes") == 1
    counter = office.open()
    assert counter.installation == enrolled
    assert receive(counter, "A")[0].endswith("-1000")
    with pytest.raises(Refused, match="already_enrolled"):
        bootstrap.enrol(folder, office.token())


def test_a_centre_of_another_key_enrols_nobody(office: Office) -> None:
    token = office.living.token(office.address)
    other = type(token)(token.url, token.office, seal.fingerprint(bytes(32)), token.secret)
    with pytest.raises(Refused, match="centre_key_wrong"):
        bootstrap.enrol(DataFolder(office.root / "pc"), other.text())
    assert bootstrap.is_enrolled(DataFolder(office.root / "pc")) is False
