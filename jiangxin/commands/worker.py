"""`jiangxin worker`: do what waits in the background, until it is told to stop."""

import argparse
import os

from jiangxin import embedded
from jiangxin.commands import DONE


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare how many jobs may run at once, and whether to stop when nothing waits."""
    parser.add_argument("--concurrency", type=int, default=1, metavar="N", help="同时进行的任务数（默认 1）")
    parser.add_argument("--once", action="store_true", help="做完已有的任务就结束")


def run(options: argparse.Namespace) -> int:
    """Work as the application's role; SIGTERM and Ctrl+C let the jobs under way finish."""
    embedded.ensure_urls()
    os.environ.pop("JIANGXIN_AS_OWNER", None)
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    # The Django connector serves requests; a worker listens on connections of its own, made from the same settings.
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=options.concurrency, wait=not options.once, listen_notify=not options.once)
    return DONE
