"""The whole process as one page: printed from the tables of steps, so that it can't be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from jiangxin.process.models import Record
from jiangxin.process.step import Step
from jiangxin.process.triggers import RECORDS
from jiangxin.regulation.parameters import param

HEAD = """# 流程 The process

由 `jiangxin docs` 按各应用的 `steps.py` 打印，请勿手改。
Printed by `jiangxin docs` from the tables of steps; a test keeps it fresh.

每一条记录（record）有状态，只有步骤（step）能改变它；数据库的触发器由同一张表生成，拒绝其他一切改动，并写下历史（history）。
"""


def print_process() -> str:
    """Return docs/process.md: every record in the order of the apps, with its states, steps, deadlines and waits."""
    lines = [HEAD]
    for config in apps.get_app_configs():
        models = [model for model in RECORDS if model._meta.app_label == config.label]
        if not models:
            continue
        lines.append(f"\n## {config.label} {config.verbose_name}\n")
        lines.append((config.module.__doc__ or "").strip().split("\n\n")[0] + "\n" if config.module else "")
        for model in models:
            lines.extend(_record(model))
    return "\n".join(lines).rstrip() + "\n"


def _record(model: type[Record]) -> Iterator[str]:
    """Yield the section of one record."""
    steps = model.steps
    yield f"\n### {model.__name__} {steps.label}\n"
    yield "状态：" + "、".join(f"{label}（`{code}`）" for code, label in steps.states.items()) + "  "
    yield f"可见：{steps.visible.sentence}\n"
    yield "| 步骤 | 动词 | 从 | 到 | 由谁 | 还需要 | 依据 |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for step in steps:
        yield _row(model, step)
    for due in steps.dues:
        kind = "期限" if due.kind == "deadline" else "等待期"
        span = param(due.span)
        yield f"\n{kind}：**{due.label}** 自 `{due.counts_from}` 起 {span.words}，步骤 `{due.verb}`"
        yield f"（{due.basis.label}）"


def _row(model: type[Record], step: Step) -> str:
    """Return the table row of one step."""
    states = model.steps.states
    source = "、".join(str(states[state]) for state in step.sources) or "（新建）"
    target = str(states[step.target]) if step.target else "不变"
    needs = [(fact.__doc__ or fact.__name__).strip().split("\n")[0].removeprefix("Yield ") for fact in step.needs]
    needs += ["理由"] if step.reason else []
    cells = [str(step.label), f"`{step.verb}`", source, target, step.may.sentence, "；".join(needs), step.basis.label]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
