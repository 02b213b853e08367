"""`jiangxin rotate-key`: replace the key that wraps an institution's data keys; run it again if it was interrupted."""

import argparse
import sys

from jiangxin.commands import DONE, REFUSED, set_up


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whose key, who replaces it, and why."""
    parser.add_argument("--by", required=True, help="中心管理员的登录名：更换密钥记在他名下")
    parser.add_argument("--reason", required=True, help="理由，记入历史，例如：年度更换")
    parser.add_argument("--institution", help="评价机构名称；只有一个机构时不用填")


def run(options: argparse.Namespace) -> int:
    """Bring the installation up and replace the key; what is being served meanwhile goes on."""
    set_up()
    return attempt(options)


def attempt(options: argparse.Namespace) -> int:
    """Replace the key, and say what came of it."""
    from django.utils import timezone

    from jiangxin.people.models import Organisation, User
    from jiangxin.people.operations import rotate_key
    from jiangxin.process.errors import Unable

    places = Organisation.objects.filter(kind=Organisation.INSTITUTION)
    named = list(places.filter(name=options.institution) if options.institution else places)
    by = User.objects.filter(username__iexact=options.by).first()
    if len(named) != 1 or by is None:
        what = "登录名" if by is None else "评价机构名称（--institution）"
        print(f"不能更换密钥：请核对{what}。", file=sys.stderr)
        return REFUSED
    try:
        rotate_key(named[0], by=by, at=timezone.now(), reason=options.reason)
    except Unable as refused:
        print(refused, file=sys.stderr)
        return REFUSED
    print("已更换：全部数据密钥已用新密钥重新包装，旧密钥已删除。请另做一份备份；旧备份仍由旧密钥打开，请按期销毁。")
    return DONE
