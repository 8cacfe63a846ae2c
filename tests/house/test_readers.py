"""No service looks into the store for nobody: it asks who reads, or stands here with the reason why not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import counter_app

SERVICES = Path(counter_app.__file__).parent / "services"
# What tells nothing of a citizen's dossier or of a colleague's record, or is asked before anybody sits here.
UNNAMED = {
    "enrolment": "the PC itself",
    "identity": "the PC itself",
    "recovery": "the PC itself",
    "log_head": "the end of the log, for itself",
    "backup": "copies of the sealed store",
    "restoring": "copies of the sealed store",
    "sign_in": "before a seat",
    "sync": "to and from the centre",
    "sync_ahead": "to and from the centre",
    "sync_feed": "to and from the centre",
    "sync_state": "to and from the centre",
    "snapshots.begin": "to and from the centre",
    "scan_sending": "to and from the centre",
    "held_there": "to and from the centre",
    "hand_in": "to and from the centre",
    "retention": "the PC's own upkeep: codes of what is over its time",
    "photos": "pictures by digest, for the board for citizens",
    "reading.opened": "the one way itself",
    "health._receiving": "whether this PC may write at all, nobody's data",
    "pc_health.look": "how the PC stands: codes of events, nobody's data",
    "health._standing": "codes and lanes left, the age of a key: nobody's data",
    "desk.opening": "office, names and catalogue: who sits down is chosen from them",
    "desk.promise": "what would be promised, of no dossier",
    "desk.check_person": "a name",
    "day.left_over": "yes or no",
    "duty.today": "the board for citizens",
    "rota.sitting": "what the board for citizens says, on another day",
    "key_rotation.push": "to and from the centre",
    "key_rotation.rotate": "of the PC's own keys",
    "key_rotation.settle": "the PC's own upkeep",
    "key_rotation.told": "of the PC's own keys",
    "verification.verify_log": "a proof: events by id",
    "verification.verify_receipt": "a proof: what the receipt itself says",
    "recomputation.recompute": "a proof: codes and dates, personal columns left out",
    "calendar_news.tell": "it records, in the actor's name",
    # these ask by `reading.check`, for they need the roles too
    "staff_records.readable": "",
    "rota.look": "",
    "audit.look": "",
    "audit.export": "",
}


def functions() -> Iterator[tuple[str, ast.AST]]:
    """Yield each function and class at the top of a module of services, by its name."""
    for path in sorted(SERVICES.glob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield f"{path.stem}.{node.name}", node


def calls(node: ast.AST) -> Iterator[ast.Call]:
    return (one for one in ast.walk(node) if isinstance(one, ast.Call))


def said(call: ast.Call) -> str:
    return ast.unparse(call.func)


def test_every_look_into_the_store_is_somebodys() -> None:
    looking = {
        name for name, node in functions() if any(said(one).endswith("store.read") for one in calls(node))
    }
    unnamed = {name for name in looking if name in UNNAMED or name.partition(".")[0] in UNNAMED}
    assert looking == unnamed
    assert {name for name in UNNAMED if "." in name} <= looking
    asking = dict(functions())
    for name in (name for name, why in UNNAMED.items() if not why):
        assert any(said(one) == "reading.check" for one in calls(asking[name])), name


def test_a_named_reader_is_asked_about() -> None:
    named = 0
    for name, node in functions():
        if not isinstance(node, ast.FunctionDef) or name.startswith("reading."):
            continue
        if any(one.arg == "reader_id" for one in node.args.args):
            named += 1
            handed = [one for one in calls(node) if "reader_id" in map(ast.unparse, one.args)]
            assert handed, name
    assert named > 40
