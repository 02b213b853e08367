"""`jiangxin docs`: print docs/process.md and docs/regulation.md anew from the code."""

from __future__ import annotations

import argparse
from pathlib import Path

import django
from django.utils import translation

ROOT = Path(__file__).parents[2]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where to print."""
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="目录，默认为 docs/")


def run(options: argparse.Namespace) -> int:
    """Print both pages."""
    django.setup()
    for name, text in pages().items():
        (options.out / name).write_text(text, encoding="utf-8")
    return 0


def pages() -> dict[str, str]:
    """Return the printed pages by file name."""
    from jiangxin.process.printing import print_process
    from jiangxin.regulation.coverage import coverage
    from jiangxin.regulation.printing import print_regulation

    with translation.override("zh-hans"):
        return {
            "process.md": print_process(),
            "regulation.md": print_regulation(coverage(has_step, has_url, has_test)),
        }


def has_step(name: str) -> bool:
    """Tell whether `app.verb` is a step of some record of that app."""
    from jiangxin.process.triggers import RECORDS

    app, _, verb = name.partition(".")
    return any(model._meta.app_label == app and verb in model.steps for model in RECORDS)


def has_url(name: str) -> bool:
    """Tell whether `app:name` is an address of the site."""
    from django.urls import get_resolver

    app, _, tail = name.partition(":")
    spaces = get_resolver().namespace_dict
    return app in spaces and tail in spaces[app][1].reverse_dict


def has_test(node: str) -> bool:
    """Tell whether `tests/file.py::test_name` is there."""
    file, _, test = node.partition("::")
    path = ROOT / file
    return path.exists() and f"def {test}(" in path.read_text(encoding="utf-8")
