"""What the intake tells of the same person's dossier that is still open."""

from tests.ui.conftest import Desk
from tests.ui.test_intake_life import dossier, received


def test_an_open_dossier_of_the_same_person_is_told_with_its_promise(desk: Desk) -> None:
    code = received(desk, "Vũ Ngọc Ưng")
    desk.birth("Vũ  Ngọc Ưng")
    desk.until(lambda: f"Đang có hồ sơ {code}" in desk.answered.earlier.text())
    assert "hẹn" in desk.answered.earlier.text()
    assert dossier(desk, code).open
    desk.intake.set("name", "Vũ Ngọc Khác")
    desk.until(lambda: not desk.answered.earlier.isVisible())
