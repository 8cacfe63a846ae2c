"""Only who holds a data folder opens it to write: each place that does is in a hold, or called in one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import counter_app

ROOT = Path(counter_app.__file__).parent
OPENING = {"open_counter", "open_secrets", "secrets_of", "enrol", "is_enrolled"}
HOLDING = ("held_folder", ".hold()")
# Called by who holds the folder already.
HANDED = {
    "bootstrap.enrol": "house.enrol, the window",
    "bootstrap.is_enrolled": "show.tryout",
    "bootstrap.open_counter": "reads unless it is told that it may write",
    "bootstrap.secrets_of": "the same as it",
    "services.recovery.recover": "bootstrap.recover",
    "services.recovery._still_there": "recovery.recover",
    "cli.show._window": "show.gui and show.tryout",
    "cli.demo._at_the_window": "demo._play",
    "cli.demo._refused": "demo._play",
}


def openings() -> Iterator[tuple[str, ast.FunctionDef, ast.Call]]:
    """Yield each call that opens a folder to write, with the outermost function that it stands in."""
    for path in sorted(ROOT.rglob("*.py")):
        place = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and opens(place, call):
                    yield f"{place}.{node.name}", node, call


def opens(place: str, call: ast.Call) -> bool:
    said = ast.unparse(call.func)
    ours = said.startswith("bootstrap.") or place == "bootstrap" or said == "open_secrets"
    reads = any(word.arg == "write" and ast.unparse(word.value) == "False" for word in call.keywords)
    return ours and said.removeprefix("bootstrap.") in OPENING and not reads


def held(function: ast.FunctionDef, call: ast.Call) -> bool:
    """Tell whether a call stands inside a `with` that holds a folder."""
    return any(
        any(word in ast.unparse(item.context_expr) for item in node.items for word in HOLDING)
        for node in ast.walk(function)
        if isinstance(node, ast.With) and call in ast.walk(node)
    )


def test_who_opens_to_write_holds_the_folder() -> None:
    loose = {name for name, function, call in openings() if not held(function, call)}
    assert loose == set(HANDED)
