from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext_lazy as _


class MessagingConfig(AppConfig):
    name = "jiangxin.messaging"
    verbose_name = _("手机消息")

    def ready(self) -> None:
        """Have the settings of the message backend checked whenever Django checks its own."""
        register(check_messages)


def check_messages(**_told: object) -> list[CheckMessage]:
    """Return an error for each setting of the message backend that is missing or can't be."""
    from jiangxin.messaging import faults

    return [Error(sentence, id="messaging.E001") for sentence in faults()]
