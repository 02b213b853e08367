from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "jiangxin.documents"
    verbose_name = _("文件与制度")

    def ready(self) -> None:
        """Let a person take his files with him."""
        from jiangxin.documents.operations import files_of
        from jiangxin.people.own import FILES

        FILES.append(files_of)
