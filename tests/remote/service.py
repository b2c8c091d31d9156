"""A real HTTP server on this machine, which answers as the services do, their traps included."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from umkm_analysis.remote.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Callable

KEY = "ab12/cd+34=56&78"
"""With signs that an address, a page and JSON write in other ways."""
FAST = Limits(attempts=3, first_wait=0.01, longest_wait=2, pause=0, connect=10, silence=4, answer=10, total=60)


@dataclass
class Request:
    """A request as it came."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]


@dataclass
class Reply:
    """An answer, and what goes wrong with it."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    """Bytes at the end that are promised and not sent."""
    drip: float = 0.0
    """Seconds between two bytes of the body."""
    head_drip: float = 0.0
    """Seconds between two lines of the head."""
    endless: bool = False
    """Whether the body has no length and no end."""


class Service:
    """A server that answers by a function, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Request], Reply]) -> None:
        self.answer, self.requests = answer, list[Request]()
        self.stopped = threading.Event()
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                request = Request(parts.path, dict(parse_qsl(parts.query)), dict(self.headers.items()))
                service.requests.append(request)
                try:
                    service.send(self, service.answer(request))
                except OSError:  # the client has gone, as it should from a slow or endless answer
                    self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def address(self) -> str:
        return f"http://{self.host}"

    def send(self, handler: BaseHTTPRequestHandler, reply: Reply) -> None:
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        handler.send_response(reply.status)
        headers = {"Content-Type": "application/json", **reply.headers}
        if not reply.endless:
            headers.setdefault("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name, value)
            if reply.head_drip:
                handler.flush_headers()
                self.stopped.wait(reply.head_drip)
        handler.end_headers()
        while reply.endless and not self.stopped.is_set():
            handler.wfile.write(b" " * 65536)
        if reply.drip:
            for byte in body:
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                if self.stopped.wait(reply.drip):
                    return
        else:
            handler.wfile.write(body[: len(body) - reply.cut])
        if reply.cut:
            handler.close_connection = True

    def close(self) -> None:
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(2)


def in_turn(*replies: Reply) -> Callable[[Request], Reply]:
    """Answer with each reply once, and with the last one from then on."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def wait_until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    assert condition()
