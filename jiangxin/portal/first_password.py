"""A password that somebody else chose opens one page: the one on which its owner chooses his own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

OPEN = "portal:password"  # pages that need no sign-in (signing out, the language) are open too


class FirstPasswordMiddleware:
    """Lead whoever is signed in by a first password to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Redirect, unless the page is that one or is open to everybody."""
        if not getattr(view, "login_required", True) or not getattr(request.user, "first_password", False):
            return None
        here = request.resolver_match.view_name if request.resolver_match else ""
        return None if here == OPEN else redirect(OPEN)
