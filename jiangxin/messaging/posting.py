"""JSON by HTTP, as gateways want it: one try, a short patience, no redirects, and every failure in one exception."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from jiangxin.messaging import UnableToDeliver, UnableToReach

PATIENCE = 5.0  # seconds; a person may be waiting before the page
_LONGEST = 65_536  # bytes of an answer; whoever sends more is no gateway


class _NoRedirects(HTTPRedirectHandler):
    """Leaves a redirect an error: the token and the telephone are for the configured address only."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def post(url: str, data: dict[str, Any] | None, *, headers: dict[str, str] | None = None) -> dict[str, Any]:
    """POST an object as JSON (GET when there is none) and return the object that is answered, empty for no content.

    Raises UnableToReach when there is no connection or no answer in time, UnableToDeliver when there is no success or
    no JSON object. The words never contain the query of the address, where secrets may stand.
    """
    sent = {"Accept": "application/json", **(headers or {})}
    body = None
    if data is not None:
        body, sent["Content-Type"] = json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=utf-8"
    where = url.partition("?")[0]
    try:
        with build_opener(_NoRedirects).open(Request(url, body, sent), timeout=PATIENCE) as answer:
            content = answer.read(_LONGEST)
    except HTTPError as error:
        with error:
            raise UnableToDeliver(f"{where}: HTTP {error.code} {error.read(200)!r}") from None
    except (OSError, HTTPException, ValueError) as error:
        raise UnableToReach(f"{where}: {type(error).__name__} {error}") from None
    try:
        told = json.loads(content or b"{}")
    except ValueError:
        raise UnableToDeliver(f"{where}: no JSON {content[:200]!r}") from None
    if not isinstance(told, dict):
        raise UnableToDeliver(f"{where}: no object {content[:200]!r}")
    return told
