"""What may stand between counter and centre: portals, proxies, cut and silent lines, each a `Meddle`."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2

from counter_app import wire
from counter_app.remote import client

Meddle = Callable[[BaseHTTPRequestHandler, httpx2.Response], None]
PORTAL = b"<html><body>Vui long dang nhap Wi-Fi</body></html>"


def reply(
    handler: BaseHTTPRequestHandler,
    status: int,
    headers: dict[str, str],
    body: bytes,
    length: int | None = None,
) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("content-length", str(len(body) if length is None else length))
    handler.send_header("connection", "close")
    handler.end_headers()
    handler.wfile.write(body)


@contextmanager
def between(address: str, meddle: Meddle, most: int = wire.MAX_BODY) -> Iterator[str]:
    """Stand between counter and centre: pass each request on, then `meddle` with the answer.

    A body of more than `most` bytes is refused, as by a proxy (RFC 9110, 413).
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.close_connection = True
            body = self.rfile.read(int(self.headers["content-length"]))
            if len(body) > most:
                reply(self, 413, {"content-type": "text/html"}, b"<html>Request Entity Too Large</html>")
                return
            headers = {name: value for name, value in self.headers.items() if name.startswith("qmc-")}
            wait = client.TIMEOUT  # of the library's own 5 s a loaded machine made a line cut by chance
            meddle(
                self,
                httpx2.post(
                    address + self.path, content=body, headers=headers, timeout=wait, trust_env=False
                ),
            )

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def signature(answer: httpx2.Response) -> dict[str, str]:
    return {name: answer.headers[name] for name in (wire.SIGNATURE, wire.KEY)}


def untouched(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, answer.status_code, signature(answer), answer.content)


def portal(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, {"content-type": "text/html"}, PORTAL)


def redirect(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 302, {"location": "http://127.0.0.1:9/login"}, b"")


def unsigned(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, {}, answer.content)


def bad_signature(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, {wire.SIGNATURE: "zz", wire.KEY: "é"}, answer.content)


def mangled(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(
        handler,
        200,
        signature(answer),
        bytes([*answer.content[:-2], answer.content[-2] ^ 1, answer.content[-1]]),
    )


def other_status(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 400, signature(answer), answer.content)


def bad_gateway(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 502, {}, b"Bad Gateway")


def cut_short(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    reply(handler, 200, signature(answer), answer.content[:5], len(answer.content))


def hung_up(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def no_http(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


def silent(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    time.sleep(3)


def dripping(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.send_response(200)
    handler.send_header("content-length", "1000000")
    handler.end_headers()
    for _ in range(40):
        handler.wfile.write(b" ")
        time.sleep(0.1)


def dripping_head(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(40):
        handler.wfile.write(f"x-{number}: y\r\n".encode())
        time.sleep(0.1)
    handler.wfile.write(f"content-length: {len(answer.content)}\r\n".encode())
    for name, value in signature(answer).items():
        handler.wfile.write(f"{name}: {value}\r\n".encode())
    handler.wfile.write(b"\r\n" + answer.content)


def endless(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
    handler.send_response(200)
    handler.send_header("connection", "close")
    handler.end_headers()
    for _ in range(2 * client.MAX_ANSWER // 65536):
        handler.wfile.write(b" " * 65536)


FAULTS = [
    *(portal, redirect, unsigned, bad_signature, mangled, other_status, bad_gateway),
    *(cut_short, hung_up, no_http, silent, dripping, dripping_head, endless),
]


def quiet(meddle: Meddle) -> Meddle:
    """Let the counter hang up on the meddler without noise."""

    def wrapped(handler: BaseHTTPRequestHandler, answer: httpx2.Response) -> None:
        try:
            meddle(handler, answer)
        except OSError:
            handler.close_connection = True

    return wrapped
