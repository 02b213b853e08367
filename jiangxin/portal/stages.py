"""The 13 stages of a round. None of them is stored: each is read off the records every time it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jiangxin.portal.standing import Standing, standings
from jiangxin.process.errors import Text
from jiangxin.process.queries import model_of
from jiangxin.rounds.models import Round

DONE, NOW, LATE, TODO, VOID = "done", "now", "late", "todo", "void"


@dataclass(frozen=True)
class Node:
    """One stage of one round: its state, what is to be said of it, who takes the next step, and where."""

    key: str
    label: Text
    state: str
    note: str = ""
    step: tuple[str, str] | None = None  # (record, verb) of the step that leads on
    url: str = ""

    @property
    def who(self) -> str:
        """Who takes the step that leads on, in the words of the table of steps."""
        return model_of(self.step[0]).steps[self.step[1]].may.sentence if self.step else ""


@dataclass(frozen=True)
class Course:
    """A round with its stages."""

    standing: Standing
    nodes: tuple[Node, ...]

    @property
    def round(self) -> Round:
        """The round."""
        return self.standing.round

    @property
    def at_hand(self) -> list[Node]:
        """The stages at which somebody has something to do."""
        return [node for node in self.nodes if node.state in (NOW, LATE)]

    @property
    def current(self) -> Node:
        """The stage by which people call the round: the first at hand, else its last."""
        return next(iter(self.at_hand), self.nodes[-1])

    @property
    def share(self) -> int:
        """How far the round is, in hundredths."""
        return round(100 * sum(node.state == DONE for node in self.nodes) / len(self.nodes))

    @property
    def title(self) -> str:
        """The round as people say it where there is little room: 2026-03 期 电工 四级."""
        level = self.round.level
        words = {"number": self.round.number, "occupation": level.standard.occupation}
        return _("%(number)s 期 %(occupation)s %(level)s") % {**words, "level": level.level_name.split("/")[0].strip()}

    @property
    def accepted(self) -> int:
        """How many were found eligible."""
        return self.standing.count("application", "accepted")

    @property
    def exam_on(self) -> date:
        """The first day of assessment: that of the first sitting, before that the planned one."""
        return next(iter(_live(self.standing)), self.round.planned_on)

    @property
    def over(self) -> bool:
        """Whether nothing more is to come: archived or cancelled."""
        return not self.at_hand


type Derived = tuple[str, str] | tuple[str, str, str]  # state, note, and the verb of the step that leads on
type Derive = Callable[[Standing], Derived]


@dataclass(frozen=True)
class Stage:
    """A row of the table of stages: its name, the record it is about, and how its state is derived."""

    key: str
    label: Text
    record: str
    derive: Derive
    start: str = ""  # the step that begins it, where nothing of it is there yet


def courses(rounds: Iterable[Round], today: date) -> dict[int, Course]:
    """Return the stages of each round, by its key, in a constant number of queries."""
    return {key: course(standing) for key, standing in standings(rounds, today).items()}


def course(standing: Standing) -> Course:
    """Return the stages of one round."""
    nodes = [_node(stage, standing) for stage in STAGES]
    if standing.round.state == "cancelled":
        nodes = [node if node.state == DONE else replace(node, state=VOID, note="", step=None) for node in nodes]
    elif not any(node.state in (NOW, LATE) for node in nodes):
        # Between two stages nothing is begun: then the next one is at hand.
        first = next((index for index, node in enumerate(nodes) if node.state == TODO), None)
        if first is not None:
            start = STAGES[first].start
            nodes[first] = replace(nodes[first], state=NOW, step=(STAGES[first].record, start) if start else None)
    return Course(standing, tuple(nodes))


def _node(stage: Stage, standing: Standing) -> Node:
    state, note, *verb = stage.derive(standing)
    return Node(stage.key, stage.label, state, note, (stage.record, verb[0]) if verb else None)


def day(value: date) -> str:
    """Return a day as the stepper writes it."""
    return formats.date_format(value, pgettext("date format", "n月j日"))


def _of(part: int, whole: int) -> str:
    return f"{part} / {whole}"


def _drafted(standing: Standing) -> Derived:
    note = day(standing.drafted_on) if standing.drafted_on else ""
    return (NOW, note, "open") if standing.round.state == "draft" else (DONE, note)


def _enrolled(standing: Standing) -> Derived:
    round_ = standing.round
    if round_.state == "draft":
        return TODO, ""
    if round_.state == "closed":
        return DONE, _("%(day)s止") % {"day": day(round_.closed_on or round_.apply_until)}
    note = _("%(day)s止") % {"day": day(round_.apply_until)}
    return (LATE if round_.apply_until < standing.today else NOW), note, "close"


def _reviewed(standing: Standing) -> Derived:
    accepted, applied = standing.count("application", "accepted"), standing.applied
    note = _of(accepted, applied) if applied else ""
    if standing.count("application", "submitted"):
        return NOW, note, "endorse" if standing.round.review_levels > 1 else "accept"
    if standing.count("application", "endorsed"):
        return NOW, note, "accept"
    if standing.round.state == "closed":
        return (DONE if accepted else NOW), note or _("无人报名")
    return TODO, note


NEXT_OF_PLAN = {"draft": "submit_plan", "submitted": "approve", "approved": "file", "filed": "acknowledge"}


def _filed(standing: Standing) -> Derived:
    plan = max(standing.plans, key=lambda plan: plan.version, default=None)
    if plan is None:
        return TODO, ""
    if plan.state in NEXT_OF_PLAN and plan.version > 1:
        return DONE, _("变更备案中"), NEXT_OF_PLAN[plan.state]
    if plan.state not in NEXT_OF_PLAN:
        return DONE, day(plan.received_on) if plan.received_on else ""
    state, note = _until_filed(standing) if plan.state != "filed" else (NOW, _("待受理"))
    return state, note or plan.state_label, NEXT_OF_PLAN[plan.state]


def _until_filed(standing: Standing) -> tuple[str, str]:
    """Return how the deadline of the filing stands, in state and words."""
    due = standing.dues.get(("deadline", "file"))
    if due is None:
        return NOW, ""
    if due.due_on < standing.today:
        return LATE, _("已逾期")
    return NOW, _("今天到期") if due.due_on == standing.today else _("剩 %(n)d 个工作日") % {"n": standing.left(due)}


def _trained(standing: Standing) -> Derived:
    planned, completed = standing.count("class", "planned"), standing.count("class", "completed")
    if planned:
        return NOW, _("%(n)d 个班进行中") % {"n": planned}, "complete_class"
    if completed:
        return DONE, _("%(n)d 人结业") % {"n": standing.count("completion", "true")}
    if _live(standing):
        return VOID, _("未开班")
    if any(plan.state == "received" for plan in standing.plans):
        return NOW, _("未开班"), "plan_class"
    return TODO, ""


def _live(standing: Standing) -> list[date]:
    """Return the days of the sittings that are held, in order."""
    return sorted(timezone.localdate(s.starts_at) for s in standing.sittings if s.state != "cancelled")


def _arranged(standing: Standing) -> Derived:
    days = _live(standing)
    arranging = sum(sitting.state == "arranged" for sitting in standing.sittings)
    if arranging:
        return NOW, _("%(n)d 场编排中") % {"n": arranging}, "confirm_sitting"
    if days:
        return DONE, _("%(n)d 场") % {"n": len(days)}
    if any(plan.state == "received" for plan in standing.plans):
        return NOW, "", "arrange"
    return TODO, ""


def _examined(standing: Standing) -> Derived:
    days = _live(standing)
    if not days:
        return TODO, day(standing.round.planned_on)
    held = sum(sitting.state == "closed" for sitting in standing.sittings)
    if held == len(days):
        return DONE, day(days[-1])
    if not any(sitting.state == "confirmed" for sitting in standing.sittings):
        return TODO, day(days[0])
    if held or days[0] <= standing.today:
        return (
            (LATE if days[-1] < standing.today else NOW),
            _("%(part)s 场") % {"part": _of(held, len(days))},
            "close_sitting",
        )
    return NOW, day(days[0]), "close_sitting"


def _supervised(standing: Standing) -> Derived:
    signed, all_ = standing.count("inspection", "signed"), standing.count("inspection")
    if any(report.state == "signed" for report in standing.reports):
        return DONE, _of(signed, all_)
    if not all_:
        return TODO, _("逢考必督")
    started = signed or standing.reports or any(s.state == "closed" for s in standing.sittings)
    return (NOW if started else TODO), _of(signed, all_)


def _marked(standing: Standing) -> Derived:
    final, awaiting = standing.count("mark", "final"), standing.count("mark", "awaiting")
    seats = standing.count("seat", "seated", "present", "absent")
    if any(publication.state == "published" for publication in standing.publications):
        return DONE, _of(final, seats)
    if awaiting:
        return NOW, _("否定项待确认 %(n)d") % {"n": awaiting}, "confirm_knockout"
    if not final and not any(sitting.state == "closed" for sitting in standing.sittings):
        return TODO, ""
    return (DONE if final and final >= seats else NOW), _of(final, seats)


def _published(standing: Standing) -> Derived:
    publication = next(iter(standing.publications), None)
    if publication is None:
        return TODO, ""
    if publication.state == "draft" or publication.ends_on is None:
        return NOW, _("待公示"), "publish"
    if publication.ends_on < standing.today:
        return DONE, _("%(day)s止") % {"day": day(publication.ends_on)}
    return NOW, _("公示至%(day)s") % {"day": day(publication.ends_on)}


def _results_filed(standing: Standing) -> Derived:
    draft = [filing for filing in standing.filings if filing.state == "draft"]
    open_ = standing.count("row", "awaiting", "proposed", "refusal_proposed")
    confirmed = standing.count("row", "confirmed")
    due, wait = standing.dues.get(("deadline", "file_results")), standing.dues.get(("wait", "file_results"))
    if open_:
        return NOW, _("待确认 %(n)d 人") % {"n": open_}
    if draft:
        if due and due.met_on is None and due.due_on < standing.today:
            return LATE, _("已逾期"), "file_results"
        if wait and wait.due_on >= standing.today and not confirmed:
            return TODO, _("公示期满后")
        return (DONE, _of(confirmed, standing.count("row"))) if confirmed else (NOW, _("待备案"), "file_results")
    if standing.filings:
        return DONE, _of(confirmed, standing.count("row"))
    return TODO, ""


def _certified(standing: Standing) -> Derived:
    confirmed = standing.count("row", "confirmed")
    issued = standing.count("certificate")
    unsigned = standing.count("certificate", "numbered")
    if not confirmed:
        return TODO, ""
    if issued < confirmed or unsigned:
        return NOW, _of(issued - unsigned, confirmed), "sign_certificate" if unsigned else "issue"
    if standing.count("registration", "prepared", "submitted"):
        return NOW, _("入库中")
    return DONE, _("%(n)d 本") % {"n": issued}


def _archived(standing: Standing) -> Derived:
    dossier = next(iter(standing.dossiers), None)
    if dossier is None:
        return TODO, ""
    if dossier.state == "open":
        return NOW, _("整理中"), "seal"
    return DONE, _("保管至 %(year)d 年") % {"year": dossier.retain_until.year} if dossier.retain_until else ""


STAGES = (
    Stage("drafted", gettext_lazy("立项"), "rounds.round", _drafted),
    Stage("enrolled", gettext_lazy("报名"), "rounds.round", _enrolled),
    Stage("reviewed", gettext_lazy("资格审核"), "enrolment.application", _reviewed),
    Stage("filed", gettext_lazy("方案与备案"), "plans.plan", _filed),
    Stage("trained", gettext_lazy("培训"), "training.trainingclass", _trained),
    Stage("arranged", gettext_lazy("编排"), "exams.sitting", _arranged, "arrange"),
    Stage("examined", gettext_lazy("考核"), "exams.sitting", _examined),
    Stage("supervised", gettext_lazy("督导"), "supervision.inspection", _supervised, "sign_findings"),
    Stage("marked", gettext_lazy("成绩"), "scoring.subjectmark", _marked, "compose_mark"),
    Stage("published", gettext_lazy("公示"), "results.publication", _published, "publish"),
    Stage("results_filed", gettext_lazy("结果备案"), "results.resultfiling", _results_filed),
    Stage("certified", gettext_lazy("证书"), "certificates.certificate", _certified, "issue"),
    Stage("archived", gettext_lazy("归档"), "archive.dossier", _archived, "open_dossier"),
)
