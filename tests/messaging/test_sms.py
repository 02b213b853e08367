"""The SMS gateway's small interface, as docs/settings.md describes it."""

from __future__ import annotations

import pytest
from django.test import override_settings

from jiangxin.messaging import Message, UnableToDeliver, deliver
from tests.stories.gateway import Gateway

MESSAGE = Message("18800000001", "code", "【演练】验证码 012345", {"code": "012345", "minutes": 5})


def test_a_message_goes_with_its_parts_and_the_token(gateway: Gateway) -> None:
    with override_settings(MESSAGES="sms", SMS_URL=f"{gateway.url}/sms", SMS_TOKEN="t0ken"):
        deliver(MESSAGE)
    [asked] = gateway.asked
    assert asked.path == "/sms"
    assert asked.data == {
        "phone": "18800000001", "kind": "code", "text": MESSAGE.text, "code": "012345", "minutes": 5,
    }  # fmt: skip
    assert asked.headers["Authorization"] == "Bearer t0ken"


def test_no_token_no_header(gateway: Gateway) -> None:
    with override_settings(MESSAGES="sms", SMS_URL=gateway.url, SMS_TOKEN=""):
        deliver(MESSAGE)
    assert "Authorization" not in gateway.asked[0].headers


def test_an_error_in_the_answer_is_a_failure(gateway: Gateway) -> None:
    gateway.answers = [(200, b'{"error": "no credit"}')]
    with override_settings(MESSAGES="sms", SMS_URL=gateway.url), pytest.raises(UnableToDeliver, match="no credit"):
        deliver(MESSAGE)
