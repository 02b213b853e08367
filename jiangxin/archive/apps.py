from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "jiangxin.archive"
    verbose_name = _("档案")

    def ready(self) -> None:
        """Say below what a sealed dossier binds, and whose data it keeps."""
        from jiangxin.archive.queries import dossier_sealed, files_kept
        from jiangxin.people.rules import nothing_keeps
        from jiangxin.rounds.rules import nothing_final

        nothing_final.add(dossier_sealed)
        nothing_keeps.add(files_kept)
