"""How words reach a telephone, a one-time code or some news: three backends behind one function.

Enters: a telephone and a sentence, with its kind and parts for gateways that have templates of their own. Leaves: the
same, printed on the server's console, posted to an SMS gateway, or sent by WeCom, as `settings.MESSAGES` chooses.
Nothing is kept here, and nobody is looked up. Who is told what, and why, is the business of the apps above:
docs/decisions/0013-signing-in-by-code.md and docs/decisions/0017-news-on-the-telephone.md.

A backend is a function that takes a `Message` and returns when it was taken on, or raises `UnableToDeliver`; which
settings it needs it says itself. docs/settings.md describes all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

CONSOLE, SMS, WECOM = "console", "sms", "wecom"
# What each backend can't do without: the names of the settings, which are also those of the environment.
NEEDS = {
    CONSOLE: (),
    SMS: ("SMS_URL",),
    WECOM: ("WECOM_URL", "WECOM_CORP", "WECOM_SECRET", "WECOM_AGENT"),
}
_ADDRESSES = {"SMS_URL", "WECOM_URL"}


@dataclass(frozen=True, slots=True)
class Message:
    """Words on their way. `text` says it all; a gateway with templates of its own takes `kind` and its `parts`.

    `kind` is `code`, with the parts `code` and `minutes`, or what the news is about.
    """

    phone: str
    kind: str
    text: str
    parts: Mapping[str, str | int] = field(default_factory=dict)


class UnableToDeliver(Exception):
    """The message was not taken on. The words are for the server's log, not for the person."""


class UnableToReach(UnableToDeliver):
    """The gateway can't be reached or doesn't answer: the next message would fare no better now."""


def deliver(message: Message) -> None:
    """Send a message by the backend of this installation; raises UnableToDeliver."""
    _backend()(message)


def prints_codes() -> bool:
    """Return whether codes are printed on the server's console, and reach no telephone."""
    return bool(settings.MESSAGES == CONSOLE)


def _backend() -> Callable[[Message], None]:
    from jiangxin.messaging import console, sms, wecom

    chosen = {CONSOLE: console.send, SMS: sms.send, WECOM: wecom.send}.get(settings.MESSAGES)
    if chosen is None:
        raise UnableToDeliver(f"JIANGXIN_MESSAGES={settings.MESSAGES}")
    return chosen


def faults() -> Iterator[str]:
    """Yield a sentence for each setting of the chosen backend that is missing or can't be."""
    if settings.MESSAGES not in NEEDS:
        yield _("JIANGXIN_MESSAGES 不能是“%s”：请写 console、sms 或 wecom。") % settings.MESSAGES
        return
    for name in NEEDS[settings.MESSAGES]:
        value = getattr(settings, name)
        if not value:
            sentence = _("用 %(backend)s 发送手机消息还缺设置 JIANGXIN_%(name)s；含义见 docs/settings.md。")
            yield sentence % {"backend": settings.MESSAGES, "name": name}
        elif name in _ADDRESSES and not _private(value):
            sentence = _("JIANGXIN_%(name)s 须以 https:// 开头，现为“%(value)s”：消息和手机号码不能明文传送。")
            yield sentence % {"name": name, "value": value}


def _private(address: str) -> bool:
    """Return whether what is sent there can't be read on the way: HTTPS, or this machine itself."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False
