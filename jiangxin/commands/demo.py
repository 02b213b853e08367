"""`jiangxin demo`: build the demonstration where there is none yet, say who can sign in, and serve."""

import argparse
import os
import sys
import time

from jiangxin import embedded
from jiangxin.commands import DONE, REFUSED, serve, set_up


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to listen, and whether to serve at all."""
    serve.arguments(parser)
    parser.add_argument("--no-serve", action="store_true", help="只建立演示数据，不提供服务")


def run(options: argparse.Namespace) -> int:
    """Build what is not there, print the logins, and serve until Ctrl+C."""
    address = f"http://{'127.0.0.1' if options.host == '0.0.0.0' else options.host}:{options.port}"
    os.environ.setdefault("JIANGXIN_BASE_URL", address)  # what the certificates' QR codes lead to
    set_up()
    from jiangxin.demo.building import UnableToBuild, demo_password
    from jiangxin.demo.logins import table

    password = demo_password(embedded.data_dir())
    try:
        _build(password)
    except UnableToBuild as refused:
        print(refused, file=sys.stderr)
        return REFUSED
    print(table(password, address), flush=True)
    return DONE if options.no_serve else serve.run(options)


def _build(password: str) -> None:
    """Build the demonstration, telling what is done; what is there stays as it is."""
    from django.db import connection
    from django.utils import timezone

    from jiangxin.demo.building import build, is_built

    if is_built():
        print("演示数据已经建立，保持不变。The demonstration is there and stays as it is.")
    else:
        begun = time.perf_counter()
        print("正在建立演示数据。Building the demonstration.", flush=True)
        build(
            now=timezone.now(), password=password,
            tell=lambda line: print(f"  {time.perf_counter() - begun:5.1f} s  {line}", flush=True),
        )  # fmt: skip
        print(f"  {time.perf_counter() - begun:5.1f} s  完成 Done", flush=True)
    connection.close()  # the server's processes make their own
