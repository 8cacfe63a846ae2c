"""The table of who may do what, as ARCHITECTURE.md prints it, is the one that counter and centre ask."""

import itertools
import re
from pathlib import Path

import pytest

from counter_app.domain import permissions
from counter_app.domain.kinds import KINDS, DossierFact
from counter_app.domain.people import Role
from counter_app.domain.permissions import MAKES, READS, Page
from counter_app.errors import Refused

TEXT = (Path(__file__).parents[2] / "ARCHITECTURE.md").read_text("utf-8")
ALL_OF_A_DOSSIER = "every fact of a dossier"


def printed() -> dict[str, frozenset[Role]]:
    """Return the printed table: what is done, by its name in code, with the roles that may."""
    head, *lines = re.findall(
        r"^\|(.+)\|$", TEXT.partition("## Who may do what")[2].partition("\n## ")[0], re.M
    )
    roles = [Role(name.strip()) for name in head.split("|")[1:]]
    table: dict[str, frozenset[Role]] = {}
    for line in lines[1:]:
        names, *marks = (cell.strip() for cell in line.split("|"))
        may = frozenset(role for role, mark in zip(roles, marks, strict=True) if mark)
        for name in re.findall(r"`([^`]+)`", names) or [names]:
            assert name not in table
            table[name] = may
    dossier = table.pop(ALL_OF_A_DOSSIER)
    return {kind.KIND: dossier for kind in DossierFact.__args__} | table


def test_the_printed_table_is_the_one_that_is_asked() -> None:
    asked = {kind.KIND: may for kind, may in MAKES.items()} | {page.value: may for page, may in READS.items()}
    assert printed() == asked


def test_every_kind_and_page_has_its_row() -> None:
    assert {kind.KIND for kind in MAKES} == set(KINDS)
    assert set(READS) == set(Page)


@pytest.mark.parametrize("kind", MAKES, ids=lambda kind: kind.KIND)
def test_one_role_that_may_is_enough_and_all_others_together_are_not(kind: type) -> None:
    may = MAKES[kind]
    for count in range(len(Role) + 1):
        for held in itertools.combinations(Role, count):
            if may.isdisjoint(held):
                with pytest.raises(Refused, match="not_permitted"):
                    permissions.check_makes(held, kind)
            else:
                permissions.check_makes(held, kind)
