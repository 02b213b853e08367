from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProcessConfig(AppConfig):
    name = "jiangxin.process"
    verbose_name = _("流程内核")

    def ready(self) -> None:
        """Put the guards on every record after each migration, so that they always equal the step tables."""
        from jiangxin.process.triggers import guard_database

        post_migrate.connect(guard_database, dispatch_uid="process.guard_database")
