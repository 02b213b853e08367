"""The command line: `jiangxin demo | found | serve | worker | run-round | verify | dump | restore`, and what they need.

Exit status: 0 done, 1 broken, 2 input refused, 64 wrong usage.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from jiangxin.commands import DONE, USAGE

# Command → (module of jiangxin.commands, one line of help). A module has `arguments(parser)` and `run(options) -> int`.
COMMANDS = {
    "demo": "建立演示数据并提供服务",
    "found": "正式启用：登记评价机构、主管部门和首批管理员",
    "serve": "提供服务（先迁移数据库）",
    "worker": "运行后台任务",
    "run-round": "补录一个在纸上办理的批次，直到证书和档案",
    "verify": "核验一份证书文件",
    "dump": "把全部数据导出为一个文件",
    "restore": "从导出文件恢复全部数据",
    "rotate-key": "更换包装个人数据密钥的密钥",
    "migrate": "以所有者身份迁移数据库",
    "docs": "由代码重印 docs/process.md 和 docs/regulation.md",
}


class Parser(argparse.ArgumentParser):
    """An argument parser that leaves with 64 on wrong usage."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
    if words[:1] == ["manage"]:
        return manage(words[1:])
    if not words or words[0] not in COMMANDS:
        asked = words[:1] in (["-h"], ["--help"], ["help"])
        print(overview(), file=sys.stdout if asked else sys.stderr)
        return DONE if asked else USAGE
    module = importlib.import_module(f"jiangxin.commands.{words[0].replace('-', '_')}")
    parser = Parser(prog=f"jiangxin {words[0]}", description=COMMANDS[words[0]])
    module.arguments(parser)
    status: int = module.run(parser.parse_args(words[1:]))
    return status


def overview() -> str:
    """Return the list of commands."""
    lines = [f"  {name:<12}{line}" for name, line in COMMANDS.items()]
    return "\n".join(["匠心：职业技能培训与等级认定", "", *lines, "", "jiangxin 命令 --help 说明每个命令的用法。"])


def manage(words: Sequence[str]) -> int:
    """Run one of Django's own commands, with the database that this installation has."""
    from django.core.management import execute_from_command_line

    from jiangxin import embedded

    if words[:1] != ["collectstatic"]:
        embedded.ensure_urls()
    if words[:1] in (["makemigrations"], ["migrate"], ["sqlmigrate"]):
        os.environ["JIANGXIN_AS_OWNER"] = "1"
    execute_from_command_line(["jiangxin manage", *words])
    return DONE


if __name__ == "__main__":
    sys.exit(main())
