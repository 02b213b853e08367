from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArchiveConfig(AppConfig):
    name = "jiangxin.archive"
    verbose_name = _("档案")

    def ready(self) -> None:
        """Say below what a sealed dossier binds, and whose data it keeps."""
        from jiangxin.archive.queries import dossier_sealed, filed_no_more, files_kept
        from jiangxin.people.rules import nothing_keeps
        from jiangxin.results.rules import not_sealed
        from jiangxin.rounds.rules import nothing_final

        nothing_final.add(dossier_sealed)
        not_sealed.add(filed_no_more)
        nothing_keeps.add(files_kept)
