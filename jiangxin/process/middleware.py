"""One place turns refusals into a page: the sentence, the clause, and the way back."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiangxin.process.barred import barred
from jiangxin.process.errors import Refused, Unable


class RefusalMiddleware:
    """Show any `Unable` that a view lets through as a page with a way back: 403 where the person may not, else 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a refusal, the database's own among them; everything else stays an error."""
        refused = exception if isinstance(exception, Unable) else barred(exception)
        if refused is None:
            return None
        context = {"error": refused, "back": request.META.get("HTTP_REFERER", "/")}
        not_his = isinstance(refused, Refused) and refused.code in ("person", "paper")
        return render(request, "errors/refused.html", context, status=403 if not_his else 409)
