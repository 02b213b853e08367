"""WeCom: token, member, message; a token that ended is taken anew once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from jiangxin.messaging import Message, UnableToDeliver, deliver, wecom
from tests.stories.gateway import Gateway

MESSAGE = Message("18800000001", "code", "【演练】验证码 012345")
TOKEN = (200, b'{"errcode": 0, "access_token": "tok", "expires_in": 7200}')
MEMBER = (200, b'{"errcode": 0, "userid": "zhang"}')
SENT = (200, b'{"errcode": 0, "errmsg": "ok"}')
ENDED = (200, b'{"errcode": 42001, "errmsg": "access_token expired"}')


@pytest.fixture(autouse=True)
def _chosen(gateway: Gateway) -> Iterator[None]:
    wecom._forget()
    told = {"WECOM_URL": gateway.url, "WECOM_CORP": "corp", "WECOM_SECRET": "hush", "WECOM_AGENT": "1000002"}
    with override_settings(MESSAGES="wecom", **told):
        yield
    wecom._forget()


def test_the_member_with_the_telephone_gets_the_text(gateway: Gateway) -> None:
    gateway.answers = [TOKEN, MEMBER, SENT, MEMBER, SENT]
    deliver(MESSAGE)
    token, member, message = gateway.asked
    assert (token.method, token.path) == ("GET", "/cgi-bin/gettoken")
    assert token.query == {"corpid": "corp", "corpsecret": "hush"}
    assert (member.path, member.query, member.data) == (
        "/cgi-bin/user/getuserid", {"access_token": "tok"}, {"mobile": "18800000001"},
    )  # fmt: skip
    assert message.path == "/cgi-bin/message/send"
    assert message.data == {
        "touser": "zhang", "msgtype": "text", "agentid": 1000002, "text": {"content": MESSAGE.text},
    }  # fmt: skip
    deliver(MESSAGE)
    assert [asked.path.rsplit("/", 1)[1] for asked in gateway.asked[3:]] == ["getuserid", "send"]  # the token is kept


def test_a_token_that_ended_is_taken_anew_once(gateway: Gateway) -> None:
    gateway.answers = [TOKEN, ENDED, TOKEN, MEMBER, SENT]
    deliver(MESSAGE)
    assert len(gateway.asked) == 5
    gateway.asked.clear()
    gateway.answers = [ENDED, TOKEN, ENDED]
    with pytest.raises(UnableToDeliver, match="42001"):
        deliver(MESSAGE)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([(200, b'{"errcode": 40013, "errmsg": "invalid corpid"}')], "gettoken: 40013"),
        ([TOKEN, (200, b'{"errcode": 46004, "errmsg": "user not exist"}')], "getuserid: 46004"),
        ([TOKEN, MEMBER, (200, b'{"errcode": 0, "invaliduser": "zhang"}')], "invaliduser"),
        ([(503, b"")], "HTTP 503"),
        ([(200, b'{"errcode": 0}')], "gettoken"),
        ([TOKEN, (200, b'{"errcode": 0}')], "getuserid"),
    ],
)
def test_whatever_goes_wrong_is_told_without_the_secret(
    gateway: Gateway, answers: list[tuple[int, bytes]], said: str
) -> None:
    gateway.answers = answers
    with pytest.raises(UnableToDeliver, match=said) as failure:
        deliver(MESSAGE)
    assert "hush" not in str(failure.value)
