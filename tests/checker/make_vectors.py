"""`python -m tests.checker.make_vectors`: write packaging/checker/vectors anew with the product's own code.

Keys, times, ids and salts are fixed, so the same code writes the same bytes. What is expected was written by
hand beside each case, never asked of the checker.
"""

import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.checker.cases_exports import shapes, sound, tampered
from tests.checker.cases_files import centre, facts, keys, moved, odd_lines, whole_files
from tests.checker.cases_keys import forks, receipts, rotated
from tests.checker.cases_receipts import paper_cases, receipt_cases
from tests.checker.cases_texts import canonical_cases
from tests.checker.exports import Case, Exports
from tests.checker.scene import Scene

FOLDER = Path(__file__).resolve().parents[2] / "packaging" / "checker" / "vectors"


def files() -> dict[str, bytes]:
    """Return each file of the folder by its name."""
    scene = Scene()
    bases = {"counter.jsonl": scene.counter(), "centre.jsonl": scene.centre()}
    made = {name: "".join(lines).encode() for name, lines in bases.items()}
    lines = [json.dumps(vector, ensure_ascii=False) for vector in _vectors(bases)]
    return made | {"cases.jsonl": "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")}


def _vectors(bases: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    exports = Exports()
    for cases in (
        sound,
        tampered,
        shapes,
        odd_lines,
        moved,
        whole_files,
        facts,
        keys,
        rotated,
        centre,
        forks,
    ):
        for case in cases(exports):
            yield _vector(case, bases[case.base])
    for case, text in receipts(exports):
        yield _vector(case, bases[case.base]) | {"receipt": text}
    yield from receipt_cases()
    yield from paper_cases()
    yield from canonical_cases()


def _vector(case: Case, base: list[str]) -> dict[str, Any]:
    """Return the vector, its lines told as what was changed in the base."""
    told: dict[str, Any] = {"name": case.name, "base": case.base}
    told |= {"edits": edits} if (edits := _edits(base, case.lines)) else {}
    told |= {"keys": case.keys} if case.keys else {}
    expect = {"faults": case.faults, "notes": case.notes, "proved": case.proved, "purged": case.purged}
    return told | {"expect": expect}


def _edits(base: list[str], lines: list[str]) -> list[list[Any]]:
    matcher = difflib.SequenceMatcher(None, base, lines, autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return [[first + 1, last - first, lines[left:right]] for _tag, first, last, left, right in changes]


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    made = files()
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)
    count = len(made["cases.jsonl"].splitlines())
    sys.stdout.write(f"{count} vectors\n")


if __name__ == "__main__":
    main()
