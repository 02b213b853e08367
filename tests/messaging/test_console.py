"""The console prints where the server was started."""

import pytest
from django.test import override_settings

from jiangxin.messaging import Message, deliver, prints_codes


def test_the_message_is_printed_whole(capsys: pytest.CaptureFixture[str]) -> None:
    with override_settings(MESSAGES="console"):
        assert prints_codes()
        deliver(Message("18800000001", "code", "验证码 012345"))
    assert capsys.readouterr().err == "→ 18800000001  验证码 012345\n"
