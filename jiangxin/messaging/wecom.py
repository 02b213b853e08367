"""Words by WeCom (企业微信), to those who are members of the institution's WeCom with this telephone.

Three calls of its server API: `gettoken` (kept until shortly before it ends), `user/getuserid` by the telephone,
`message/send` as the institution's own application.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from jiangxin.messaging import Message, UnableToDeliver
from jiangxin.messaging.posting import post

_EXPIRED = {40014, 41001, 42001}  # the token is wrong, missing, or over: take a new one, once
_EARLY = 300  # seconds before its end at which a token is taken anew


@dataclass
class _Token:
    """The token of this process, and until when it is good by the monotonic clock; None asks for a new one."""

    value: str | None = None
    until: float = 0.0


_TOKEN, _LOCK = _Token(), Lock()


def send(message: Message) -> None:
    """Send the text to the member who has this telephone; raises UnableToDeliver when there is none."""
    member = _told(_call("user/getuserid", {"mobile": message.phone}), "userid", "user/getuserid")
    told = {
        "touser": member, "msgtype": "text", "agentid": int(settings.WECOM_AGENT), "text": {"content": message.text},
    }  # fmt: skip
    answer = _call("message/send", told)
    if answer.get("invaliduser"):
        raise UnableToDeliver("message/send: invaliduser")


def _call(what: str, data: dict[str, Any]) -> dict[str, Any]:
    """Call one function of the API with a token; a token that ended meanwhile is taken anew, once."""
    answer = _posted(what, data, _token())
    if answer.get("errcode") in _EXPIRED:
        _forget()
        answer = _posted(what, data, _token())
    return _good(what, answer)


def _posted(what: str, data: dict[str, Any], token: str) -> dict[str, Any]:
    return post(f"{settings.WECOM_URL}/cgi-bin/{what}?{urlencode({'access_token': token})}", data)


def _good(what: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Return the answer if it says success."""
    if answer.get("errcode") != 0:
        raise UnableToDeliver(f"{what}: {answer.get('errcode')} {answer.get('errmsg')}")
    return answer


def _told(answer: dict[str, Any], name: str, what: str) -> str:
    """Return what an answer must tell."""
    if not answer.get(name):
        raise UnableToDeliver(f"{what}: no {name}")
    return str(answer[name])


def _token() -> str:
    with _LOCK:
        if _TOKEN.value is None or monotonic() >= _TOKEN.until:
            query = urlencode({"corpid": settings.WECOM_CORP, "corpsecret": settings.WECOM_SECRET})
            answer = _good("gettoken", post(f"{settings.WECOM_URL}/cgi-bin/gettoken?{query}", None))
            _TOKEN.value = _told(answer, "access_token", "gettoken")
            _TOKEN.until = monotonic() + int(answer.get("expires_in") or 0) - _EARLY
        return _TOKEN.value


def _forget() -> None:
    """Take a new token the next time."""
    with _LOCK:
        _TOKEN.value = None
