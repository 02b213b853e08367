"""Words by SMS, through a gateway that takes JSON; a provider with a protocol of its own gets a relay before it."""

from __future__ import annotations

from django.conf import settings

from jiangxin.messaging import Message, UnableToDeliver
from jiangxin.messaging.posting import post


def send(message: Message) -> None:
    """POST {phone, kind, text} with the parts to SMS_URL; taken on is any 2xx whose object has no `error`."""
    told = {**message.parts, "phone": message.phone, "kind": message.kind, "text": message.text}
    headers = {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if settings.SMS_TOKEN else {}
    answer = post(settings.SMS_URL, told, headers=headers)
    if error := answer.get("error"):
        raise UnableToDeliver(f"{settings.SMS_URL.partition('?')[0]}: {error}")
