"""The floor of the sync figures: a raw ASGI handler, one batched insert or select, no question asked.

`bare_centre.py DATABASE`: keeps its own table in the centre's PostgreSQL; ends with its stdin.
"""

import asyncio
import json
import os
import socket
import sys
import threading
from typing import Any

import msgspec
import psycopg
import uvicorn
from sqlalchemy import make_url

PAGE = 500
INSERT = b"INSERT INTO bare (position, event, salt, text) VALUES (%s, %s, %s, %s)"
SELECT = b"SELECT event, salt, text FROM bare WHERE position > %s ORDER BY position LIMIT 500"
TABLE = b"CREATE TABLE IF NOT EXISTS bare (position bigint PRIMARY KEY, event text, salt text, text text)"


class Row(msgspec.Struct, array_like=True):
    """What stands for an event and its personal data."""

    event: str
    salt: str
    text: str


class Bare:
    """Stores what it is sent, gives back what it holds."""

    def __init__(self, url: str) -> None:
        """Connect as our service does: durable at each commit."""
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg.connect(plain, options="-c synchronous_commit=on", autocommit=True)
        self._connection.execute(TABLE)
        row = self._connection.execute(b"SELECT coalesce(max(position), 0) FROM bare").fetchone()
        self._last = row[0] if row else 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer one request; the loop waits for the database, there is one caller."""
        if scope["type"] != "http":
            return
        body, more = bytearray(), True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        answer = self._act(scope["path"], bytes(body))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": answer})

    def _act(self, path: str, body: bytes) -> bytes:
        if path == "/push":
            rows = msgspec.json.decode(body, type=list[Row])
            told = [(n, row.event, row.salt, row.text) for n, row in enumerate(rows, self._last + 1)]
            with self._connection.transaction(), self._connection.cursor() as cursor:
                cursor.executemany(INSERT, told)
            self._last += len(rows)
            return b"%d" % self._last
        return msgspec.json.encode(self._connection.execute(SELECT, (int(body),)).fetchall())


def main() -> None:
    """Serve on a free loopback port until stdin closes."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(Bare(sys.argv[1]), log_config=None, access_log=False, ws="none", lifespan="off")
    server = uvicorn.Server(config)
    threading.Thread(target=_watch, args=(server,), daemon=True).start()
    sys.stdout.write(json.dumps({"url": f"http://127.0.0.1:{listener.getsockname()[1]}"}) + "\n")
    sys.stdout.flush()
    asyncio.run(server.serve(sockets=[listener]))


def _watch(server: uvicorn.Server) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.should_exit = True


if __name__ == "__main__":
    main()
