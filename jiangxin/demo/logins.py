"""Who can sign in to the demonstration, and what is worth a first look."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Login:
    """One account: its role and what to try first, in both languages."""

    role: str
    role_en: str
    login: str
    first: str
    first_en: str


LOGINS = (
    Login(
        "中心管理员", "Centre officer", "centre", "待办里的开班备案，还剩 2 个工作日", "Desk: a filing due in 2 days"
    ),
    Login("第二名中心管理员", "Second officer", "centre2", "已封存的档案", "The sealed dossier"),
    Login("学院经办员", "College officer", "college", "未导入的名册，哪些行有错误", "A roster with faulty rows"),
    Login("资格审核员", "Reviewer", "reviewer", "待审核的报名", "Applications to review"),
    Login("培训教师", "Teacher", "teacher", "培训班考勤", "Attendance of a class"),
    Login("命题员", "Item setter", "setter", "本人命制的试卷", "Papers set"),
    Login("监考员", "Invigilator", "invigilator", "理论考试的考场记录", "The theory room's record"),
    Login("考评员甲", "Examiner", "examiner", "评一半的评分表", "Sheets half marked"),
    Login("考评员丙", "Third examiner", "examiner3", "还没有交的评分表", "Sheets not handed in"),
    Login(
        "须回避的考评员",
        "Recused examiner",
        "examiner4",
        "申报的回避关系，快到期的证件",
        "Declared kin; card ends soon",
    ),
    Login("质量督导员", "Supervisor", "supervisor", "否定项确认，未写的督导情况", "A knock-out, open findings"),
    Login("另一名督导员", "Second supervisor", "supervisor2", "督导记录", "Findings"),
    Login("外部督导员", "Outside supervisor", "outside", "还没有写的督导意见", "A visit to write about"),
    Login("财务人员", "Finance officer", "finance", "已公示的收费标准", "The published fee"),
    Login(
        "补录员", "Recorder", "recorder", "已办：run-round 补录的都记在他名下", "What run-round records is in his name"
    ),
    Login("审计人员", "Auditor", "auditor", "任何一步的历史", "History of any step"),
    Login("市就业中心", "Employment centre", "employment", "逾期的开班备案及原因", "A late filing, its reason"),
    Login("市职鉴中心", "City centre", "city", "各批次的督导情况", "Supervision of the rounds"),
    Login("省职鉴中心", "Provincial centre", "province", "退回后重报的一行", "A row refused, filed again"),
    Login(
        "考生（被退回）", "Candidate, returned", "candidate", "按退回意见补正（用手机看）", "Complete it, on a phone"
    ),
    Login("考生（草稿）", "Candidate, draft", "candidate2", "接着填写报名表", "Go on with a draft"),
    Login("考生（持证）", "Candidate, certified", "candidate3", "自己的证书（样张）", "His own certificate"),
)


def table(password: str, address: str) -> str:
    """Return the table of logins, with the one password and the address."""
    rows = [(f"{one.role} {one.role_en}", one.login, f"{one.first} / {one.first_en}") for one in LOGINS]
    rows = [("角色 Role", "登录名 Login", "先看什么 Try first"), *rows]
    widths = [max(_width(row[column]) for row in rows) for column in (0, 1)]
    lines = [f"  {_padded(role, widths[0])}  {_padded(login, widths[1])}  {first}" for role, login, first in rows]
    return "\n".join([
        "", *lines, "",
        f"  密码（全部账号）Password of all: {password}",
        f"  地址 Address: {address}",
        "  全部为演练数据，证书均为样张，不证明任何技能。All of it is practice; certificates are samples.", "",
    ])  # fmt: skip


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
