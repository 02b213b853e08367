"""What the frame of every page shows: the rail, who is here, in which office, and whether this is practice."""

from typing import Any

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return `shell` for base.html and public.html."""
    return {"shell": {}}
