"""A web site on the loopback interface for tests: pages that are answered as a test says, and what was asked for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import NamedTuple

NOW = ("--pace", "0", "--timeout", "5")  # options for a site that nobody needs to spare
FIRST = "The governor said on Wednesday that 21 people were killed when shells hit a market in the east of the city."
MORE = "Rescue workers said that 112 people were wounded and brought to a hospital, where doctors worked all night."


class Reply(NamedTuple):
    """An answer. `raw` is sent in its place, byte by byte as it is, and the connection closed."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})
    raw: bytes | None = None


Asked = BaseHTTPRequestHandler
Answer = Reply | Callable[[Asked], Reply]


class Site:
    """`pages`: path -> its answer, or a list of answers of which the last stays. `asked`: the paths, in order."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.pages: dict[str, Answer | list[Answer]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def page(self, path: str, title: str, *paragraphs: str, **headers: str) -> str:
        """Put an article at a path; gives its address."""
        self.pages[path] = Reply(body=article(title, *paragraphs), headers={"Content-Type": "text/html", **headers})
        return self.url(path)

    def answer(self, request: Asked) -> Reply:
        found = self.pages.get(request.path, Reply(404, b"nothing here"))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        return found if isinstance(found, Reply) else found(request)


def article(title: str, *paragraphs: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><nav><a href=/>Home</a></nav>"
            f"<article><h1>{title}</h1>{text}</article></body></html>").encode()  # fmt: skip


@contextmanager
def site() -> Iterator[Site]:
    """A site that is there as long as the block."""
    there: Site

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            there.asked.append(self.path)
            there.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = there.answer(self)
            if reply.raw is not None:
                self.wfile.write(reply.raw)
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a visitor who leaves early is what some tests are about

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    there = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
