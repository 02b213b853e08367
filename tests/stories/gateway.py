"""A gateway for messages on the loopback: it notes what it is asked, and answers as it is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Asked:
    """One request: method, path, query, headers, and the object in it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    data: Any


@dataclass
class Gateway:
    """`answers` are given in turn, the last for ever: a status (0 hangs up) and a body. `silent` gives none."""

    answers: list[tuple[int, bytes]] = field(default_factory=lambda: [(200, b"{}")])
    asked: list[Asked] = field(default_factory=list)
    silent: bool = False

    def __post_init__(self) -> None:
        self._closing = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        if not self._closing.is_set():
            self._closing.set()
            self._server.shutdown()
            self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                parts, length = urlsplit(self.path), int(self.headers.get("Content-Length") or 0)
                data = json.loads(self.rfile.read(length)) if length else None
                query, headers = dict(parse_qsl(parts.query)), dict(self.headers)
                gateway.asked.append(Asked(self.command, parts.path, query, headers, data))
                if gateway.silent:
                    gateway._closing.wait(5)
                    return
                place = min(len(gateway.asked), len(gateway.answers)) - 1
                status, body = gateway.answers[place]
                if status:
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.send_header("Location", gateway.url)
                    self.end_headers()
                    self.wfile.write(body)

            do_GET = do_POST = answer  # noqa: N815

            def log_message(self, *told: object) -> None:
                """Keep the console of the tests quiet."""

        return Handler
