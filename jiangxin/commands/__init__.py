"""What stands behind each command: a module with `arguments(parser)` and `run(options) -> int`; none decides."""

import os

DONE, BROKEN, REFUSED, USAGE = 0, 1, 2, 64  # how every command ends


def set_up() -> None:
    """Bring the installation up: its database started and migrated, Django ready."""
    from jiangxin.commands import migrate

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
    if migrate.bring_up() != 0:
        raise SystemExit(1)
    import django

    django.setup()
