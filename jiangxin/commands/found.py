"""`jiangxin found FILE.toml`: found an institution, its authorities and first officers, and print their logins."""

import argparse
import sys
from pathlib import Path

from jiangxin.commands import DONE, REFUSED, USAGE, set_up


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the file, and the way to an example of it."""
    parser.add_argument("file", metavar="FILE.toml", type=Path, nargs="?", help="评价机构、主管部门和首批管理员")
    parser.add_argument("--example", action="store_true", help="打印一个带说明的样例文件，照着改")


def run(options: argparse.Namespace) -> int:
    """Print the example, or bring the installation up and found what the file says."""
    if options.example:
        print(Path(__file__).parents[1].joinpath("founding.toml").read_text(encoding="utf-8"), end="")
        return DONE
    if options.file is None:
        print("请指明文件；用 --example 打印一个样例。", file=sys.stderr)
        return USAGE
    set_up()
    return attempt(options)


def attempt(options: argparse.Namespace) -> int:
    """Found it all or nothing, and print each first officer's name and first password, once."""
    from django.utils import timezone

    from jiangxin import founding
    from jiangxin.process.errors import Unable

    try:
        given = founding.found(founding.read(options.file.read_text(encoding="utf-8")), at=timezone.now())
    except (OSError, UnicodeDecodeError):
        print(f"不能读入“{options.file}”：请核对路径、权限和编码（UTF-8）。", file=sys.stderr)
        return REFUSED
    except Unable as refused:
        print(refused, file=sys.stderr)
        return REFUSED
    print("已登记。以下首次密码只显示这一次，请分别交给本人；首次登录后必须先改密码：")
    for one in given:
        print(f"  {one.place}  {one.name}  登录名 {one.login.username}  首次密码 {one.login.password}")
    print(f"文件里有证件号码，请删除“{options.file}”。")
    return DONE
