"""Codes by SMS, through a gateway that takes JSON; a provider with a protocol of its own gets a relay before it."""

from __future__ import annotations

from django.conf import settings

from jiangxin.signin.messaging import Message, UnableToDeliver
from jiangxin.signin.messaging.posting import post


def send(message: Message) -> None:
    """POST {phone, text, code, minutes} to SMS_URL; taken on is any 2xx whose object has no `error`."""
    told = {"phone": message.phone, "text": message.text, "code": message.code, "minutes": message.minutes}
    headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
    answer = post(settings.SMS_URL, told, headers=headers)
    if error := answer.get("error"):
        raise UnableToDeliver(f"{settings.SMS_URL.partition('?')[0]}: {error}")
