"""A revoked or restored PC is enrolled under another name at the window; nothing that it held is lost."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app import bootstrap
from counter_app.host.files import DataFolder
from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.settings import Settings
from counter_app.ui.app import Application, OpenCounter, dressed, token_first
from tests.pcs import PERSON, Office, codes, receive
from tests.services.test_revoked import revoke
from tests.ui.conftest import FakePrinter


def window(office: Office, bot: QtBot, opens: OpenCounter) -> Application:
    folder = DataFolder(office.root / "pc")
    dressed(Settings())
    made = Application(opens, Settings(), lambda token: bootstrap.enrol(folder, token), printer=FakePrinter())
    made.window.resize(1366, 768)
    made.window.show()
    made.window.activateWindow()
    bot.waitUntil(lambda: made.workplace is not None or made._enrolment is not None, timeout=60_000)
    return made


def revoked(office: Office) -> list[str]:
    """Revoke the PC after it has received twice; it has heard so."""
    counter = office.open()
    given = receive(counter, "A", "B")
    sync.exchange(counter)
    revoke(office, counter)
    sync.exchange(counter)
    counter.close()
    office.opened.clear()
    return given


def test_a_revoked_pc_takes_a_token_at_the_window(office: Office, qtbot: QtBot) -> None:
    given = revoked(office)

    def opens(_ask: object) -> Counter:
        return bootstrap.open_counter(DataFolder(office.root / "pc"))

    first = window(office, qtbot, opens)
    assert first.workplace is not None
    view = first.workplace.health.view
    people = first.workplace.session.opening.people
    first.workplace.officers.chosen.emit(next(one for one in people if one.person_id == PERSON))
    QTest.keyClick(first.window, Qt.Key.Key_F8)
    first.workplace.health.presenter.refresh()
    qtbot.waitUntil(lambda: view.anew.isVisibleTo(view), timeout=60_000)
    former = first.workplace.session.counter.installation.installation_id
    QTest.keyClick(view, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert first.token_wanted
    assert not first.window.isVisible()

    second = window(office, qtbot, token_first(opens))
    page = second._enrolment
    assert page is not None
    assert page.later.isVisibleTo(page)
    page.token.setPlainText("QMC-nothing")
    page.go.click()
    qtbot.waitUntil(lambda: bool(page.problem.text))
    page.token.setPlainText(office.token())
    page.go.click()
    qtbot.waitUntil(lambda: second.workplace is not None, timeout=60_000)
    assert second.workplace is not None
    counter = second.workplace.session.counter
    assert counter.installation.installation_id != former
    assert codes(counter) == given
    given += receive(counter, "C")
    assert codes(counter) == given
    qtbot.waitUntil(lambda: not second.workplace.exchange._busy, timeout=60_000)  # type: ignore[union-attr]
    second.window.close()


def test_it_can_be_put_off(office: Office, qtbot: QtBot) -> None:
    given = revoked(office)

    def opens(_ask: object) -> Counter:
        return bootstrap.open_counter(DataFolder(office.root / "pc"))

    made = window(office, qtbot, token_first(opens))
    page = made._enrolment
    assert page is not None
    QTest.keyClick(page, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: made.workplace is not None, timeout=60_000)
    assert made.workplace is not None
    assert codes(made.workplace.session.counter) == given
    made.window.close()


def test_who_is_in_force_is_not_asked(office: Office, qtbot: QtBot) -> None:
    office.enrol()
    made = window(office, qtbot, lambda _ask: bootstrap.open_counter(DataFolder(office.root / "pc")))
    assert made.workplace is not None
    view = made.workplace.health.view
    made.workplace.health.presenter.refresh()
    qtbot.waitUntil(lambda: view.state.health is not None, timeout=60_000)
    assert not view.anew.isVisibleTo(view)
    made.window.close()
