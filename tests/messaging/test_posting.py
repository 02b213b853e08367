"""JSON by HTTP against a server of the test's own: success, every failure, and what may not leak."""

from __future__ import annotations

import pytest

from jiangxin.messaging import UnableToDeliver, posting
from tests.stories.gateway import Gateway


def test_an_object_goes_and_an_object_comes(gateway: Gateway) -> None:
    gateway.answers = [(200, b'{"ok": true}')]
    assert posting.post(gateway.url, {"name": "王䶮"}, headers={"X-Own": "1"}) == {"ok": True}
    [asked] = gateway.asked
    assert (asked.method, asked.data, asked.headers["X-Own"]) == ("POST", {"name": "王䶮"}, "1")
    assert asked.headers["Content-Type"] == "application/json; charset=utf-8"


def test_without_an_object_it_is_fetched_and_no_content_is_an_empty_object(gateway: Gateway) -> None:
    gateway.answers = [(204, b"")]
    assert posting.post(gateway.url, None) == {}
    assert gateway.asked[0].method == "GET"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((500, b"down"), "HTTP 500"),
        ((401, b"no"), "HTTP 401"),
        ((200, b"<html>"), "no JSON"),
        ((200, b"[1]"), "no object"),
        ((307, b""), "HTTP 307"),  # the token is for this address only
        ((0, b""), "127.0.0.1"),  # hangs up
    ],
)
def test_every_failure_is_one_exception(gateway: Gateway, answer: tuple[int, bytes], said: str) -> None:
    gateway.answers = [answer]
    with pytest.raises(UnableToDeliver, match=said) as failure:
        posting.post(f"{gateway.url}?token=secret", {})
    assert "secret" not in str(failure.value)
    assert len(gateway.asked) == 1


def test_a_gateway_that_is_silent_is_left_after_a_while(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "PATIENCE", 0.2)
    gateway.silent = True
    with pytest.raises(UnableToDeliver, match="TimeoutError"):
        posting.post(gateway.url, {})


def test_nobody_listening_is_told(gateway: Gateway) -> None:
    gateway.close()
    with pytest.raises(UnableToDeliver, match="refused"):
        posting.post(gateway.url, {})
