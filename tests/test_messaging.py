"""Which backend is chosen, and what its settings lack."""

import pytest
from django.test import override_settings

from jiangxin.messaging import Message, UnableToDeliver, deliver, faults, prints_codes
from jiangxin.messaging.apps import check_messages


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"MESSAGES": "console"}, []),
        ({"MESSAGES": "pigeon"}, ["不能是“pigeon”"]),
        ({"MESSAGES": "sms", "SMS_URL": ""}, ["JIANGXIN_SMS_URL"]),
        ({"MESSAGES": "sms", "SMS_URL": "https://sms.example.org/send"}, []),
        ({"MESSAGES": "sms", "SMS_URL": "http://127.0.0.1:8080/"}, []),
        ({"MESSAGES": "sms", "SMS_URL": "http://sms.example.org/send"}, ["须以 https:// 开头"]),
        ({"MESSAGES": "sms", "SMS_URL": "file:///etc/passwd"}, ["须以 https:// 开头"]),
        ({"MESSAGES": "wecom", "WECOM_CORP": "c", "WECOM_SECRET": "", "WECOM_AGENT": ""}, ["SECRET", "AGENT"]),
    ],
)
def test_settings_are_checked_before_anybody_waits_for_a_code(told: dict[str, str], said: list[str]) -> None:
    with override_settings(**told):
        found = list(faults())
        assert len(found) == len(said) == len(check_messages())
    assert [words for words, sentence in zip(said, found, strict=True) if words not in sentence] == []


def test_an_unknown_backend_delivers_nothing() -> None:
    with override_settings(MESSAGES="pigeon"):
        assert not prints_codes()
        with pytest.raises(UnableToDeliver, match="pigeon"):
            deliver(Message("18800000001", "code", ""))
