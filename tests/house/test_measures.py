"""The house's measures hold everywhere: no long file, function or class, no test module named twice.

How tangled a function may be is ruff's to say (C90, PL in pyproject.toml), not this test's.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [
    path for room in ("counter_app", "packaging", "tests") for path in sorted((ROOT / room).rglob("*.py"))
]
FILE, FUNCTION, PUBLIC = 300, 40, 12  # lines, lines, methods
ONE_FILE = {"packaging/checker/check.py": 600}  # to be carried and read alone: its own measure
Function = ast.FunctionDef | ast.AsyncFunctionDef


def faults(text: str, most: int = FILE) -> Iterator[str]:
    """Yield what is too long in a module's text, of `most` lines."""
    lines = len(text.splitlines())
    if lines > most:
        yield f"{lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, Function) and (long := _lines(node)) > FUNCTION:
            yield f"{node.name}: {long} lines"
        elif isinstance(node, ast.ClassDef) and (methods := _public(node)) > PUBLIC:
            yield f"{node.name}: {methods} public methods"


def _lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _public(node: ast.ClassDef) -> int:
    return sum(isinstance(member, Function) and not member.name.startswith("_") for member in node.body)


@pytest.mark.parametrize("room", ["counter_app", "packaging", "tests"])
def test_nothing_outgrows_the_measures(room: str) -> None:
    names = {path.relative_to(ROOT).as_posix(): path for path in FILES if path.is_relative_to(ROOT / room)}
    found = {
        name: too_long
        for name, path in names.items()
        if (too_long := list(faults(path.read_text("utf-8"), ONE_FILE.get(name, FILE))))
    }
    assert found == {}


def test_every_test_module_has_a_name_of_its_own() -> None:
    names = Counter(path.name for path in FILES if path.name.startswith("test_"))
    assert [name for name, count in names.items() if count > 1] == []


def test_the_measure_measures() -> None:
    long = "def f():\n" + "    pass\n" * FUNCTION
    wide = "class C:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(PUBLIC + 1))
    assert list(faults(long)) == ["f: 41 lines"]
    assert list(faults(wide)) == ["C: 13 public methods"]
    assert list(faults("\n" * (FILE + 1))) == ["301 lines"]
    assert list(faults("class C:\n    def _m(self): ...\n")) == []
