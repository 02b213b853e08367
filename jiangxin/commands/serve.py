"""`jiangxin serve`: migrate, then serve the pages and run one worker beside them."""

import argparse
import multiprocessing
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from jiangxin import embedded
from jiangxin.commands import BROKEN, DONE, REFUSED, migrate

# Each thread of a process keeps a connection to the database. With four, whoever holds the lock of a round waits for
# the interpreter behind three others: 300 submissions for 30 places took 1.4 times as long (`make bench`).
PROCESSES, THREADS = 2, 2
_PATIENCE = 30  # seconds that a job under way may still take after Ctrl+C


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen and how many processes serve."""
    parser.add_argument("--host", default="127.0.0.1", help="监听地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    parser.add_argument("--processes", type=int, default=PROCESSES, metavar="N", help=f"服务进程数（默认 {PROCESSES}）")


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or Ctrl+C; requests and jobs under way are finished."""
    if not _free(options.host, options.port):
        print(f"无法启动：{options.host}:{options.port} 已被占用或不能监听。请用 --port 换一个端口。", file=sys.stderr)
        return REFUSED
    address = f"http://{'127.0.0.1' if options.host == '0.0.0.0' else options.host}:{options.port}"
    os.environ.setdefault("JIANGXIN_BASE_URL", address)
    if migrate.bring_up() != DONE:
        return BROKEN
    (embedded.data_dir() / "static").mkdir(exist_ok=True)  # whitenoise wants it, though it finds the files itself
    with _worker():
        return _serve(options, address)


def _free(host: str, port: int) -> bool:
    """Tell whether this address can be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


@contextmanager
def _worker() -> Iterator[None]:
    """Run a worker in a process of its own, and let it finish what it does before leaving."""
    worker = subprocess.Popen([sys.executable, "-m", "jiangxin.cli", "worker"])
    try:
        yield
    finally:
        worker.terminate()
        try:
            worker.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            worker.kill()


def _serve(options: argparse.Namespace, address: str) -> int:
    """Serve until the signal; each process answers with a few threads, for the pages wait for the database alone."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    # Forked processes would inherit the locks of whatever thread holds one at that moment.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "jiangxin.wsgi:application", address=options.host, port=options.port, interface=Interfaces.WSGI,
        workers=options.processes, blocking_threads=THREADS, backpressure=THREADS * 32, log_level=LogLevels.warning,
        workers_kill_timeout=_PATIENCE,
    )  # fmt: skip
    server.on_startup(Thread(target=_tell, args=(address,), daemon=True).start)
    server.serve()
    return DONE


def _tell(address: str) -> None:
    """Say once that the site answers, and with what; the processes take a moment to listen."""
    until = monotonic() + _PATIENCE
    status: int | str = ""
    while not isinstance(status, int) and monotonic() < until:
        try:
            with urlopen(address, timeout=_PATIENCE) as answer:
                status = answer.status
        except HTTPError as error:
            status = error.code
        except (URLError, OSError) as error:
            status = str(error)
            Event().wait(0.2)
    print(f"匠心正在 {address} 提供服务（应答 {status}）；按 Ctrl+C 停止。", flush=True)
