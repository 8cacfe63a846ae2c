"""An independent checker of Quầy Một Cửa's logs and receipts: one file, no import of the product.

    python3 check.py log EXPORT.jsonl [--keys KEYS.json]              a counter's or a centre's export
    python3 check.py receipt "QR TEXT" [--log EXPORT] [--keys KEYS]   - reads the text from standard input
    python3 check.py paper RECEIPT.pdf [--log EXPORT] [--keys KEYS]   needs pypdfium2 and zxing-cpp
FORMATS.md tells what is checked and what each word means. Needs Python 3.11 and cryptography.
Exit codes: 0 everything holds, 1 something does not, 2 it could not be read or was asked wrongly.
"""

import argparse
import base64
import ctypes
import datetime
import hashlib
import json
import re
import sqlite3
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT, GENESIS = "QMC-EXPORT-1", "00" * 32
MAX_LINE = 2 * 1024 * 1024  # bytes: an event of the largest size with every character escaped
MAX_DEPTH, MAX_INTEGER, MINUTE_MS, OFFSET = 12, 2**53 - 1, 60_000, 7 * 60  # minutes; +07:00 all year
Values = dict[str, Any]
Pages = list[tuple[str, list[str], list[str]]]  # of each: text, QR texts, what our forms never have


class Report:
    """Tells each fault (the evidence does not hold) and note (it does, and a person should know) at once."""

    def __init__(self, tell: Callable[[Values], None]) -> None:
        self._tell = tell
        self.faults, self.notes = Counter[str](), Counter[str]()

    def say(self, code: str, line: int = 0, who: Any = None, *, note: bool = False, **more: Any) -> None:
        """Tell a fault, or a note, of a line and its event."""
        (self.notes if note else self.faults)[code] += 1
        where = {name: who[name] for name in ("installation_id", "seq", "event_id") if who and name in who}
        why = WHY.get(code, code.replace("_", " "))
        self._tell({"note" if note else "fault": code, "line": line} | where | more | {"why": why})


# Shapes: a pattern, a range of whole numbers, a type, an object's shape, or one of several.
ID, HEX32 = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "[0-9a-f]{64}"
NUMBER, FROM_ONE, NOTHING = range(2**53), range(1, 2**53), type(None)
NAME, TEXT = r"[^\s\x00-\x1f\x7f\ud800-\udfff]{1,128}", r"[^\x00\ud800-\udfff]{0,65536}"
# fmt: off
WHY = {  # where the word does not say it itself
    "chain_unsigned": "the signature does not fit: changed, or another's", "key_differs": "not one you gave",
    "hash_changed": "the hash beside it is not its own", "chain_broken": "not the hash of the one before",
    "end_unsigned": "the signature is not the exporter's", "code_taken": "another reception has this code",
    "personal_changed": "the data is not what was signed", "promise_differs": "it rests on another minute",
    "foreign_object": "no paper of ours has such a thing on it", "receipt_differs": "the log says otherwise",
    "extension_differs": "not the date of the slip", "printed_differs": "printed otherwise than signed",
}
EVENT: Values = {
    "event_id": ID, "installation_id": ID, "seq": FROM_ONE, "prev": HEX32, "kind": "[a-z][a-z._]{0,63}",
    "version": range(1, 2**31), "subject": NAME, "actor_id": NAME, "happened_at": NUMBER, "clock": "[ABCUS]",
    "body": TEXT, "personal_digest": (NOTHING, HEX32), "signature": "[0-9a-f]{128}",
}
HEAD: Values = {
    "format": re.escape(FORMAT), "by": "counter|centre", "office_id": "[A-Z0-9.-]{1,36}", "signer": HEX32,
    "made_at": NUMBER, "personal": bool,
}
HEADS = {"counter": HEAD | {"installation_id": ID}, "centre": HEAD | {"last": NUMBER, "store_epoch": NAME}}
LINK: Values = {"hash": HEX32, "event": dict, "personal": (NOTHING, {"salt": "[0-9a-f]{32}", "text": TEXT})}
LINES: Values = {
    "installation": {"installation_id": ID, "public_key": HEX32, "revoked_at": (NOTHING, NUMBER)},
    "quarantined": {"event_id": ID, "seq": NUMBER, "code": "[a-z_]{1,64}", "at": NUMBER},
    "event": LINK | {"position": (NOTHING, FROM_ONE)}, "fork": LINK,
    "end": {"lines": NUMBER, "sha256": HEX32, "signature": "[0-9a-f]{128}"},
}
ROTATED, ROTATES = "installation.key_rotated", {"key": HEX32, "proof": "[0-9a-f]{128}"}
ACT, BEGINS = {"code": str, "at": NUMBER}, ("dossier.received", "dossier.captured")
BEGUN: Values = {"code": str, "received": NUMBER, "due": NUMBER, "channel": str, "procedure": str}
ANEW = ACT | {"promise": {"at": NUMBER, "received": NUMBER}}
BODIES: Values = {  # only what is held against other facts
    "dossier.received": BEGUN, "dossier.captured": BEGUN | {"captured": NUMBER},
    "supplement.completed": ANEW, "payment.settled": ANEW, "procedure.corrected": ANEW | {"procedure": str},
    "apology.prepared": ACT | {"new_due": NUMBER}, "papers.asked": {"asked": NUMBER},
    "apology.signed": ACT | {"new_due": NUMBER, "prepared": str},
}

def _fits(rule: Any, value: Any) -> bool:
    if isinstance(rule, tuple):
        return any(_fits(one, value) for one in rule)
    if isinstance(rule, dict):
        return isinstance(value, dict) and not misfit(value, rule, loose=True)
    if isinstance(rule, type | range):
        return type(value) is rule if isinstance(rule, type) else type(value) is int and value in rule
    fits = isinstance(value, str) and re.fullmatch(rule, value) is not None
    return fits and (rule != NAME or unicodedata.is_normalized("NFC", value))

def misfit(value: Values, shape: Values, *, loose: bool = False) -> str:
    """Return the first field that is missing, wrong or (unless `loose`) foreign; "" for none."""
    foreign = "" if loose else min(value.keys() - shape.keys(), default="")[:60]
    return next((name for name, rule in shape.items() if not _fits(rule, value.get(name, ...))), foreign)

def parse(written: str | bytes) -> Values | None:
    """Read a JSON object of strings, whole numbers, true, false and null; None for anything else."""
    try:
        value = json.loads(written, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and _plain(value) else None
def _once(pairs: list[tuple[str, Any]]) -> Values:
    if len(value := dict(pairs)) < len(pairs):
        raise ValueError("a name stands twice")
    return value

def _plain(value: Any, depth: int = 0) -> bool:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return depth < MAX_DEPTH and all(_plain(item, depth + 1) for item in inner)
    return isinstance(value, str | bool | None) or (type(value) is int and abs(value) <= MAX_INTEGER)

def _encode(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text)

def canonical(written: str) -> Values | None:
    """Return the object of a canonical text, None when it is not canonical."""
    value = parse(written)
    return value if value is not None and _encode(value) == written else None

def _signed_bytes(event: Values) -> bytes:
    envelope = {name: event[name] for name in EVENT if name != "signature"}
    envelope["body"] = _sha256(event["body"].encode())
    return _encode(envelope).encode()

def _verifies(public: str, data: bytes, signature: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True

def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
def _mark(digest: str) -> str:  # the eight characters by which papers name a hash or a key
    return base64.b32encode(bytes.fromhex(digest)[:5]).decode()

# On disk, so that a log of any length is checked in the same memory.
TABLES = """
    PRAGMA journal_mode = OFF; PRAGMA cache_size = -32000; BEGIN;
    CREATE TABLE ids (event_id PRIMARY KEY, line) WITHOUT ROWID;
    CREATE TABLE links (source, seq, hash, PRIMARY KEY (source, seq, hash)) WITHOUT ROWID;
    CREATE TABLE doubted (event_id PRIMARY KEY, line) WITHOUT ROWID;
    CREATE TABLE receptions (code PRIMARY KEY, line, event_id, received) WITHOUT ROWID;
    CREATE TABLE slips (event_id PRIMARY KEY, new_due) WITHOUT ROWID;
    CREATE TABLE later (line, source, seq, event_id, code, rule, ref, value);
"""
# What can be told only when everything was read: which rows of `later` do not come out.
LATER = {
    "unknown_dossier": "rule = 'of' AND code NOT IN (SELECT code FROM receptions)",
    "promise_differs": "rule = 'promise' AND value <> (SELECT received FROM receptions r WHERE r.code = ref)",
    "extension_differs": "rule = 'signed' AND value IS NOT (SELECT new_due FROM slips WHERE event_id = ref)",
}
CODE = re.compile(r"[A-Y]\d{2}(?:\.[A-Z0-9]{1,12}){0,7}-(?P<day>\d{6})-(?!0000)\d{4}", re.ASCII)

class Export:
    """Checks an export line by line. `pinned` are keys given by hand, `watch` a code to keep events of."""
    def __init__(self, report: Report, pinned: dict[str, str], watch: str = "") -> None:
        self.report, self.pinned, self.watch = report, pinned, watch
        self.head, self.keys, self.ever = Values(), dict[str, str](), set[tuple[str, str]]()
        self.watched, self.words = list[tuple[Values, Values]](), ""  # of the code: events, and their texts
        self.events = self.proved = self.purged = self.left_out = 0
        self._heads: dict[str, tuple[int, str]] = {}
        self._sum, self._position, self._ended, self.vouched = hashlib.sha256(), 0, False, False
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(TABLES)

    def read(self, lines: Iterable[tuple[int, bytes]]) -> None:
        """Check every (number, line), then what only the whole can tell."""
        number = 0
        for number, raw in lines:
            self._line(number, raw)
            self._sum.update(raw)
        if not self._ended:
            self.report.say("end_missing", number)
        for code, rows in LATER.items():
            asked = f"SELECT line, source, seq, event_id FROM later l WHERE {rows} ORDER BY line"
            for line, source, seq, event_id in self._db.execute(asked):
                self._doubt(code, line, {"installation_id": source, "seq": seq, "event_id": event_id})
        lost = "SELECT line, event_id FROM doubted WHERE event_id NOT IN (SELECT event_id FROM ids)"
        for line, event_id in self._db.execute(lost + " ORDER BY line"):
            self.report.say("quarantined_unknown", line, {"event_id": event_id})

    def summary(self) -> Values:
        """Return what was counted: `purged` have a digest and no data, `left_out` were exported without."""
        told = {name: self.head.get(name) for name in ("by", "office_id")}
        told |= {name: getattr(self, name) for name in ("events", "proved", "purged", "left_out")}
        return told | {"keys": len(self.keys), "keys_from": "you" if self.pinned else "the file itself"}

    def _line(self, number: int, raw: bytes) -> None:
        value = parse(raw) if len(raw) <= MAX_LINE and raw.endswith(b"\n") else None
        kind = value.pop("type", None) if value else None
        if self._ended:
            self.report.say("after_end", number)
        elif number == 1:
            shape = HEADS.get(str((value or {}).get("by")), HEAD)
            self.head = value if value and kind == "export" and not misfit(value, shape) else {}
            if not self.head:
                self.report.say("header_missing", number)
        elif value is None:
            self.report.say("line_too_long" if len(raw) > MAX_LINE else "not_json", number)
        elif wrong := misfit(value, LINES[kind]) if isinstance(kind, str) and kind in LINES else "type":
            self.report.say("bad_line", number, field=wrong)
        else:
            todo = {"installation": self._key, "quarantined": self._quarantined, "end": self._end}
            todo.get(str(kind), self._event)(number, value)

    def _key(self, number: int, value: Values) -> None:
        source, public = value["installation_id"], value["public_key"]
        pinned, by_centre = self.pinned.get(source), self.head.get("by") == "centre"
        if source in self.keys:
            self.report.say("key_repeated", number, value)
        elif pinned != public and self.pinned and (pinned or not (by_centre and "centre" in self.pinned)):
            self.report.say("key_differs", number, value)
        self.ever.add((source, self.keys.setdefault(source, pinned or public)))

    def _quarantined(self, number: int, value: Values) -> None:
        self._put("doubted", value["event_id"], number)
        self.report.say("quarantined", number, value, note=True, field=value["code"])

    def _event(self, number: int, value: Values) -> None:
        fork, event = "position" not in value, value["event"]
        if not fork:
            if self.head.get("by") == "centre" and value["position"] != self._position + 1:
                self.report.say("position_gap", number, event, expected=self._position + 1)
            self._position, self.events = value["position"] or self._position + 1, self.events + 1
        before = self.report.faults.total()
        given = value["personal"] is not None and self.head.get("personal") is False
        if wrong := misfit(event, EVENT) or ("personal" if given else ""):
            self.report.say("bad_event", number, event, field=wrong)
            if not fork and _fits(ID, event.get("installation_id")) and _fits(FROM_ONE, event.get("seq")):
                self._heads[event["installation_id"]] = (event["seq"], value["hash"])
        elif self._linked(number, event, value["hash"], fork):
            self._personal(number, event, value["personal"])
            body = canonical(event["body"])
            if body is None:
                self._doubt("body_not_canonical", number, event)
            elif fork or self.report.faults.total() > before:
                self._told_of(number, event, body, "fork" if fork else "unproved")
            else:
                self.proved += 1
                self.words += event["body"] + str(value["personal"]) if event["subject"] == self.watch else ""
                self._meaning(number, event, body)

    def _linked(self, number: int, event: Values, stored: str, fork: bool) -> bool:
        """Prove number, link, signature, hash and id; tell whether this is an event not met before."""
        source, seq, data = event["installation_id"], event["seq"], _signed_bytes(event)
        key, digest = self.keys.get(source), _sha256(data + bytes.fromhex(event["signature"]))
        tried = {one for whose, one in self.ever if whose == source} if fork else {key} if key else set()
        proved = any(_verifies(one, data, event["signature"]) for one in tried)
        held = self._one("SELECT max(hash=?) FROM links WHERE source=? AND seq=?", digest, source, seq)[0]
        if held or (held == 0 and not fork):
            self.report.say("seq_twice" if held else "log_forked", number, event)
            return False
        if fork:  # that there is a second history is no fault of the file
            self.report.say("log_forked", number, event, note=True)
        else:  # after a changed event the next one names the hash that is stored beside it
            last, prev = self._heads.get(source, (0, GENESIS))
            if seq != last + 1:
                self.report.say("chain_gap", number, event, expected=last + 1)
            elif event["prev"] != prev:
                self.report.say("chain_broken", number, event)
            self._heads[source] = (seq, digest if proved else stored)
        if not proved or digest != stored:
            code = "hash_changed" if proved else "chain_unsigned" if key else "key_unknown"
            self.report.say(code, number, event)
        elif event["kind"] == ROTATED:
            self._follow(number, event, fork)
        self._put("links", source, seq, digest)
        if not self._put("ids", event["event_id"], number) and not fork:
            first = self._one("SELECT line FROM ids WHERE event_id = ?", event["event_id"])
            self.report.say("event_twice", number, event, first=first[0])
        return True

    def _follow(self, number: int, event: Values, fork: bool) -> None:
        """Put the key that a proved event names in force, where its owner says that he follows here."""
        source, body = event["installation_id"], canonical(event["body"]) or {}
        said = ("qmc-key-1", source, str(event["seq"]), event["prev"], str(body.get("key")))
        whole = not misfit(body, ROTATES) and (event["version"], event["subject"]) == (1, source)
        if whole and _verifies(body["key"], "\n".join(said).encode(), body["proof"]):
            self.ever.add((source, body["key"]))
            self.keys |= {} if fork else {source: body["key"]}
        else:
            self.report.say("key_forged", number, event)

    def _personal(self, number: int, event: Values, data: Values | None) -> None:
        told = event["personal_digest"]
        if data is None:
            self.purged += told is not None and self.head.get("personal", True)
            self.left_out += told is not None and not self.head.get("personal", True)
        elif told is None:
            self.report.say("personal_unbound", number, event)
        elif _sha256(bytes.fromhex(data["salt"]) + data["text"].encode()) != told:
            self.report.say("personal_changed", number, event)
        elif canonical(data["text"]) is None:
            self._doubt("personal_not_canonical", number, event)

    def _meaning(self, number: int, event: Values, body: Values) -> None:
        kind = event["kind"]
        if event["version"] > {"papers.asked": 2}.get(kind, 1):
            return
        if wrong := misfit(body, BODIES.get(kind, {}), loose=True):
            self._doubt("body_unread", number, event, field=wrong)
            return
        for code in self._doubts(event, body):
            self._doubt(code, number, event)
        if event["subject"] == self.watch:
            self.watched.append((event, body))
        if kind in BEGINS:
            self._told_of(number, event, body, "proved")
        elif isinstance(body.get("code"), str) and not kind.startswith("online."):
            self._remember(number, event, body)

    def _doubts(self, event: Values, body: Values) -> Iterator[str]:
        kind, at, code = event["kind"], event["happened_at"] // MINUTE_MS, body.get("code")
        if isinstance(code, str) and not kind.startswith("online.") and code != event["subject"]:
            yield "subject_differs"
        own = {"papers.asked": "asked", "dossier.captured": "captured"}.get(kind, "at")
        if kind != "online.arrived" and body.get(own, at) != at:
            yield "moment_differs"  # only the portal's minute is another's
        if kind in BEGINS:
            found, day = CODE.fullmatch(str(code)), _local(body["received"], "%y%m%d")
            if not found or found["day"] > day or (found["day"] < day and kind == BEGINS[0]):
                yield "code_day_differs"
            odd = body["received"] > at or body["due"] <= body["received"]  # a leaf is entered afterwards
            if odd if kind == BEGINS[1] else body["channel"] == "in_person" and body["received"] != at:
                yield "received_differs"

    def _told_of(self, number: int, event: Values, body: Values, state: str) -> None:
        """Remember a reception; a code that another one has is a fault, in a second history a note."""
        if event["kind"] not in BEGINS:
            return
        code, received = str(body.get("code")), body["received"] if state == "proved" else None
        row = self._one("SELECT line, event_id FROM receptions WHERE code = ?", code)
        if row and row[1] != event["event_id"]:
            self.report.say("code_taken", number, event, note=state == "fork", first=row[0])
        elif state != "fork":
            self._put("receptions", code, number, event["event_id"], received)

    def _remember(self, number: int, event: Values, body: Values) -> None:
        kind, code = event["kind"], body["code"]
        rules: list[tuple[str, str, int]] = [("of", "", 0)]
        if kind == "apology.prepared":
            self._put("slips", event["event_id"], body["new_due"])
        elif kind == "apology.signed":
            rules.append(("signed", body["prepared"], body["new_due"]))
        elif "promise" in BODIES.get(kind, {}):
            rules.append(("promise", code, body["promise"]["received"]))
        for rule in rules:
            self._put("later", number, event["installation_id"], event["seq"], event["event_id"], code, *rule)

    def _doubt(self, code: str, line: int, event: Values, **more: Any) -> None:
        """Tell what a signed event says wrongly: a note where the centre has set it aside, or was not fed."""
        excused = self._one("SELECT 1 FROM doubted WHERE event_id = ?", event["event_id"]) is not None
        note = excused if self.head.get("by") == "centre" else code == "unknown_dossier"
        self.report.say(code, line, event, note=note, **more)

    def _end(self, number: int, value: Values) -> None:
        self._ended = True
        signer, by, before = self.head.get("signer", ""), self.head.get("by"), self.report.faults.total()
        if (value["lines"], value["sha256"]) != (number - 1, self._sum.hexdigest()):
            self.report.say("end_differs", number, told=value["lines"], found=number - 1)
        if not _verifies(signer, f"{FORMAT}/{value['sha256']}".encode(), value["signature"]):
            self.report.say("end_unsigned", number)
        own = self.pinned.get("centre", signer)
        if signer != (self.keys.get(self.head["installation_id"]) if by == "counter" else own):
            self.report.say("signer_unknown", number)
        self.vouched = by == "centre" and "centre" in self.pinned and self.report.faults.total() == before
        if by == "centre" and self.head["last"] != self._position:
            self.report.say("feed_cut", number, told=self.head["last"], found=self._position)

    def _one(self, asked: str, *values: Any) -> Any:
        return self._db.execute(asked, values).fetchone()
    def _put(self, table: str, *values: Any) -> bool:
        marks = ",".join("?" * len(values))
        return self._db.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", values).rowcount == 1

RECEIPT = re.compile(
    r"(?:[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9 $%*+\-./:]{1,120}/)?"
    r"(?P<signed>QMC1/(?P<office>[A-Z0-9.-]{1,36})/(?P<code>[A-Z0-9.]{3,35}-\d{6}-\d{4})/(?P<received>\d{10})"
    r"/(?P<due>\d{10})/(?P<procedure>[A-Z0-9.]{1,24})/(?P<clock>[ABCUS])/(?P<prev>[A-Z2-7]{8})"
    r"/(?P<key>[A-Z2-7]{8}))/(?P<signature>[A-Z2-7]{103})",
    re.ASCII,
)
EPOCH = datetime.datetime(1970, 1, 1)  # noqa: DTZ001 - local time is reckoned by hand, never by the machine's zone

def _local(minute: int, form: str) -> str:
    """Say a minute UTC as +07:00 shows it; what no calendar reaches, as the year 9575."""
    return (EPOCH + datetime.timedelta(minutes=min(minute + OFFSET, 4 * 10**9))).strftime(form)
def _minute(digits: str) -> int:
    moment = datetime.datetime.strptime("20" + digits, "%Y%m%d%H%M")  # noqa: DTZ007
    return (moment - EPOCH) // datetime.timedelta(minutes=1) - OFFSET

def read_receipt(written: str) -> Values | None:
    """Return the fields of a QR text, its times in minutes UTC; None where it is no receipt's."""
    found = RECEIPT.fullmatch(written.strip()) if len(written) <= 600 else None
    code = CODE.fullmatch(found["code"]) if found else None
    if not found or not code:
        return None
    try:
        _minute(code["day"] + "0000")
        times = {name: _minute(found[name]) for name in ("received", "due")}
    except ValueError:
        return None
    raw = base64.b32decode(found["signature"] + "=")
    if not found["signature"].startswith(base64.b32encode(raw).decode().rstrip("=")):
        return None  # stray last bits would be a second writing of the same
    return found.groupdict() | times | {"signature": raw.hex(), "word": found["signature"][:8]}

def check_receipt(receipt: Values | None, keys: dict[str, str], log: Export | None, report: Report) -> None:
    """Check a text that was read; `log` has been read with its code watched."""
    if receipt is None:
        report.say("bad_receipt_text")
        return
    held = {one for one in (log.ever if log else ()) if not keys or one[0] in keys or (log and log.vouched)}
    held |= {*keys.items()}
    named = [pair for pair in held if _mark(_sha256(bytes.fromhex(pair[1]))) == receipt["key"]]
    signed = receipt["signed"].encode()
    signers = {source for source, key in named if _verifies(key, signed, receipt["signature"])}
    if not signers:
        report.say("receipt_forged" if named else "receipt_key_unknown", key=receipt["key"])
    elif log is not None:
        _against_log(receipt, signers, log, report)

def _against_log(receipt: Values, signers: set[str], log: Export, report: Report) -> None:
    received = next((body for event, body in log.watched if event["kind"] in BEGINS), None)
    bearers = ((e, b) for e, b in log.watched if "promise" in b or e["kind"].startswith("dossier."))
    own = ((e, b) for e, b in bearers if _mark(e["prev"]) == receipt["prev"])
    event, body = next(((e, b) for e, b in own if e["installation_id"] in signers), (None, {}))
    if event is None or received is None:
        report.say("receipt_not_in_log")
        return
    receipt["first_due"], receipt["words"] = received["due"], log.words
    for voided in (one for one, _body in log.watched if one["kind"] == "receipt.voided"):
        report.say("receipt_voided", 0, voided, note=True)
    # A corrected paper bears what its PC knew of by then: any promise and procedure that there was.
    bodies = [told for _event, told in log.watched] if event["kind"] == "dossier.amended" else [body]
    dues = {b["promise"]["at"] for b in bodies if "promise" in b} | {b["due"] for b in bodies if "due" in b}
    expected = {"office": {log.head.get("office_id")}, "received": {received["received"]}}
    expected |= {"clock": {event["clock"]}, "due": dues}
    bodies = bodies if "procedure" in body else [told for _event, told in log.watched]
    expected["procedure"] = {b["procedure"] for b in bodies if "procedure" in b}
    for field, values in expected.items():
        if receipt[field] not in values:
            report.say("receipt_differs", 0, event, field=field, told=receipt[field], expected=sorted(values))

WEEKDAYS = ("Chủnhật", "thứHai", "thứBa", "thứTư", "thứNăm", "thứSáu", "thứBảy")
MOMENT = r"\d\dgiờ\d\dphút,(?:[^\W\d]{1,8})?ngày\d\dtháng\d{1,2}năm\d{4}"
PRINTED = {  # what follows each label when all white space is taken away; the last three not on every paper
    "code": r"Mãhồsơ:([A-Z0-9.]{3,35}-\d{6}-\d{4})",
    "due": rf"Thờigiantrảkếtquảgiảiquyếthồsơ({MOMENT})",
    "received": rf"Thờigiannhậnhồsơ:({MOMENT})",
    "check word": r"Mãkiểmtra:([A-Z2-7]{8})",
    "first due": rf"Hẹnlầnđầu:({MOMENT})",
    "extension": rf"đãgiahạnđến({MOMENT})",
    "wait": r"(?:từ|đến)(\d\d:\d\d\d\d/\d\d/\d{4})",
}
HOUR = r"(?:\d{1,2}(?:giờ(?:\d{1,2})?|[gh:]\d\d)|thứ(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủnhật)"
DATE = r"\d{1,2}(?:tháng|[/.-])\d{1,2}(?:năm|[/.-])\d{2,4}"
ANY_MOMENT = re.compile(rf"{HOUR}[^\d\n]{{0,20}}{DATE}|{DATE}[^\d\n]{{0,20}}{HOUR}")

def _say(minute: int, *, weekday: bool = False) -> str:
    """Say a moment as our papers do, without white space; months from March on are not padded."""
    hour, past, day, month, year, name = _local(minute, "%H %M %d %m %Y %w").split()
    month, named = month if month < "03" else month.lstrip("0"), WEEKDAYS[int(name)] if weekday else ""
    return f"{hour}giờ{past}phút,{named}ngày{day}tháng{month}năm{year}"
def _bare(text: str) -> str:
    """Take away white space and what nobody sees."""
    return "".join(one for one in unicodedata.normalize("NFKC", text) if one.isprintable() and one != " ")

def check_paper(pages: Pages, keys: dict[str, str], log: Export | None, report: Report) -> None:
    """Hold what is printed against the QR codes, and these against the keys and the log."""
    for what in sorted({one for page in pages for one in page[2]}):
        report.say("foreign_object", field=what)
    codes = [code for page in pages for code in page[1]]
    if len(set(codes)) != 1:
        report.say("codes_differ" if codes else "no_code")
        return
    receipt = read_receipt(codes[0])
    check_receipt(receipt, keys, log, report)
    if receipt is not None:
        _check_words(_bare("".join(page[0] for page in pages)), len(codes), receipt, report)

def _check_words(said: str, copies: int, receipt: Values, report: Report) -> None:
    due, received = _say(receipt["due"], weekday=True), _say(receipt["received"])
    found = {field: re.findall(label, said) for field, label in PRINTED.items()}
    for field, value in zip(PRINTED, (receipt["code"], due, received, receipt["word"]), strict=False):
        if len(found[field]) < copies or {*found[field]} != {value}:
            told = next((one for one in found[field] if one != value), "missing")
            report.say("printed_differs", field=field, told=told, expected=value)
    words, wrong = receipt.get("words", ""), set[str]()
    if words:  # the log tells the other moments of the dossier
        told, first = found["first due"] or [due], _say(receipt["first_due"], weekday=True)
        if {*told} != {first}:
            report.say("printed_differs", field="first due", told=told, expected=first)
        minutes = {int(one) for one in re.findall(r"\b\d{8}\b", words)}
        known = {_say(one, weekday=True) for one in minutes} | {_local(m, "%H:%M%d/%m/%Y") for m in minutes}
        wrong = {*found["extension"], *found["wait"]} - known
    rest, words = re.sub("|".join(PRINTED.values()), "\n", said).casefold(), _bare(words).casefold()
    if wrong := wrong | {one for one in ANY_MOMENT.findall(rest) if one not in words}:
        report.say("printed_differs", field="moment", told=sorted(wrong))

def _foreign(page: Any, raw: Any) -> Iterator[str]:
    """Name what no page of ours has: it is a form of black texts and lines, and the mark of the copy."""
    objects = list(page.get_objects(max_depth=2))
    outer, inner = ([one.type for one in objects if one.level == level] for level in (0, 1))
    if raw.FPDFPage_GetAnnotCount(page):
        yield "annotation"
    if outer != [5, 1] or {*inner} - {1, 2}:  # PDFium's numbers: 1 is text, 2 a path, 5 a form
        yield "object"
    for one in objects:
        for ask in (raw.FPDFPageObj_GetFillColor, raw.FPDFPageObj_GetStrokeColor):
            parts = [ctypes.c_uint() for _ in range(4)]
            if not ask(one, *parts) or [part.value for part in parts] != [0, 0, 0, 255]:
                yield "colour"

def pages_of(path: Path) -> Pages:
    """Print the PDF in memory at 300 dpi and read each page's text, QR codes and foreign things."""
    import pypdfium2  # type: ignore[import-untyped]
    import zxingcpp
    pages = Pages()
    for page in pypdfium2.PdfDocument(path):
        found = zxingcpp.read_barcodes(page.render(scale=300 / 72, grayscale=True).to_pil())
        text, foreign = page.get_textpage().get_text_range(), [*_foreign(page, pypdfium2.raw)]
        pages.append((text, [code.text for code in found], foreign))
    return pages

def read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line); of one that is too long its beginning."""
    for number, raw in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), b""), start=1):
        yield number, raw
        rest = raw
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE + 1) or b"\n"

def run(options: argparse.Namespace, report: Report) -> Values:
    """Do what was asked and return the summary. Raises OSError, ValueError, ImportError."""
    keys = parse(options.keys.read_bytes()) if options.keys else {}
    if keys is None or not all(_fits(HEX32, key) for key in keys.values()):
        raise ValueError(f"{options.keys}: no list of keys")
    pages = pages_of(Path(options.subject)) if options.command == "paper" else Pages()
    if options.command == "receipt":
        pages = [("", [sys.stdin.read(4096) if options.subject == "-" else options.subject], [])]
    receipt = next((read_receipt(code) for page in pages for code in page[1]), None)
    log, told = None, Values()
    if source := options.subject if options.command == "log" else options.log:
        log = Export(report, keys, receipt["code"] if receipt else "")
        with sys.stdin.buffer if source == "-" else Path(source).open("rb") as stream:
            log.read(read_lines(stream))
        told = log.summary()
    if options.command == "receipt":
        check_receipt(receipt, keys, log, report)
    elif options.command == "paper":
        check_paper(pages, keys, log, report)
    for name in ("office", "code", "procedure", "received", "due") if receipt else ():
        value = (receipt or {})[name]
        told[name] = _local(value, "%Y-%m-%dT%H:%M+07:00") if isinstance(value, int) else value
    return told

def main(arguments: list[str] | None = None) -> int:
    """Check what the command line names; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("command", choices=["log", "receipt", "paper"])
    parser.add_argument("subject", help="the export, the QR text or the PDF")
    parser.add_argument("--log", help="an export to hold a receipt against")
    parser.add_argument("--keys", type=Path, help="JSON: installation ids, and centre, to public keys in hex")
    parser.add_argument("--json", action="store_true", help="one JSON value a line, the last one the verdict")
    options = parser.parse_args(arguments)
    def tell(told: Values) -> None:
        rest = {name: told[name] for name in told if name not in ("fault", "note", "line", "why", "verdict")}
        kind = "fault" if "fault" in told else "note"
        line = told.get("verdict") or f"{kind} line {told['line']}: {told[kind]}, {told['why']}"
        said = json.dumps(told) if options.json else f"{line} {json.dumps(rest, ensure_ascii=False)}"
        sys.stdout.write(f"{said}\n")
    report = Report(tell)
    try:
        told = {"notes": report.notes} | run(options, report)
        holds = not report.faults
        verdict = {"verdict": "HOLDS" if holds else "DOES NOT HOLD", "holds": holds}
        tell(verdict | {"faults": report.faults} | told)
    except (OSError, ValueError, ImportError, RuntimeError, sqlite3.Error) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 2
    return 0 if holds else 1

if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main())
