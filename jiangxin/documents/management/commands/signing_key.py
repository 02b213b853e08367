"""`jiangxin manage signing_key INSTITUTION`: make an institution's own signing key, or say where it lies."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jiangxin.documents.keys import ensure_signing_key, key_directory
from jiangxin.documents.signing import AUTHORITY_FILE
from jiangxin.people.models import Organisation


class Command(BaseCommand):
    """Make the key with which an institution signs its certificates; one that is there is never overwritten."""

    help = "为评价机构生成签名密钥；已有的密钥不会被覆盖"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the institution, by its name as the register has it."""
        parser.add_argument("institution", help="评价机构名称（与备案公布的一致）")

    def handle(self, *args: Any, institution: str, **options: Any) -> None:
        """Make the key and say what others need in order to check its signatures."""
        found = Organisation.objects.filter(name=institution, kind=Organisation.INSTITUTION).first()
        if found is None:
            raise CommandError(f"不能生成密钥：登记中没有评价机构“{institution}”。请核对名称后重试。")
        ensure_signing_key(found, timezone.now())
        path = key_directory(found, practice=found.practice) / AUTHORITY_FILE
        self.stdout.write(
            f"{institution}的签名根证书：{path}\n把它公布出去，任何人都能用 jiangxin verify --trust 核验。"
        )
