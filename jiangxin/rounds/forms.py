"""Forms of rounds: the draft, and the steps that ask for data or show what will follow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.people.models import Organisation
from jiangxin.process.dues import last_day
from jiangxin.process.errors import Refused
from jiangxin.process.views import ReasonForm, today
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.parameters import param
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round, review_choices
from jiangxin.rounds.queries import scopes_of
from jiangxin.standards.models import FilingScope
from jiangxin.standards.queries import level_in_force

# What higher apps say on the page of a step before it is taken: verb → functions that give sentences about a round.
SENTENCES: defaultdict[str, list[Callable[[Round], Iterable[str]]]] = defaultdict(list)


def day_input() -> forms.DateInput:
    """Return the browser's own picker of a day; it wants the ISO form whatever the language."""
    return forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")


class ScopeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Offers what is filed: one filing with one occupation and level."""

    def label_from_instance(self, scope: FilingScope) -> str:
        """Return the choice in words: 电工 四级/中级工（备案号 …，至 …）."""
        until = formats.date_format(scope.filing.valid_until)
        return str(_("%(level)s（备案号 %(number)s，有效至 %(until)s）")) % {
            "level": level_in_force(scope.level, scope.filing.institution, today()), "number": scope.filing.number,
            "until": until,
        }  # fmt: skip


class RoundForm(forms.Form):
    """Ask for a round; only occupations and levels within a valid filing can be chosen (articles 2 and 20).

    The groups that the waiting list puts first stand folded: most rounds have none.
    """

    folded_label = gettext_lazy("候补时让一部分人优先")

    scope = ScopeField(
        FilingScope.objects.none(), label=gettext_lazy("职业、等级和备案号"),
        empty_label=gettext_lazy("请选择"), help_text=gettext_lazy("只列出备案范围内的职业和等级。"),
    )  # fmt: skip
    college = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("承办学院"), empty_label=gettext_lazy("请选择")
    )
    audience = forms.ChoiceField(label=gettext_lazy("面向"), choices=code_list("audience").choices)
    apply_from = forms.DateField(label=gettext_lazy("报名开始"), widget=day_input())
    apply_until = forms.DateField(label=gettext_lazy("报名截止"), widget=day_input())
    planned_on = forms.DateField(label=gettext_lazy("计划考核日期"), widget=day_input())
    capacity = forms.IntegerField(
        label=gettext_lazy("计划人数"),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    quota = forms.IntegerField(
        label=gettext_lazy("名额"), required=False, min_value=1, max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
        help_text=gettext_lazy("最多收多少人。提交报名时确认名额，报满后按次序候补。不填就不限名额，开放后不能再加。"),
    )  # fmt: skip
    review_levels = forms.TypedChoiceField(
        label=gettext_lazy("资格审核"), choices=review_choices, coerce=int, required=False, empty_value=None, initial=1,
        help_text=gettext_lazy("两级审核时，学院初审通过的，由中心另一人复审后才算通过。"),
    )  # fmt: skip
    recorded = forms.BooleanField(
        label=gettext_lazy("这一期是补录（已在纸上办理）"), required=False,
        help_text=gettext_lazy("补录的批次由补录员按纸质材料录入，签字人和录入人都会留痕。"),
    )  # fmt: skip

    def __init__(self, *args: Any, institution: Organisation, colleges: list[int] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope, college = self.fields["scope"], self.fields["college"]
        assert isinstance(scope, forms.ModelChoiceField)
        assert isinstance(college, forms.ModelChoiceField)
        scope.queryset = scopes_of(institution, today())
        units = Organisation.objects.filter(institution=institution, kind=Organisation.COLLEGE, state="active")
        college.queryset = units if colleges is None else units.filter(pk__in=colleges)
        for tier, label in enumerate(TIERS):
            self.fields |= _group(tier, str(label))
        self.folded = [name for tier in range(len(TIERS)) for name in _names(tier)]
        self.unfolded = any(self[name].value() for name in self.folded)

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order and an audience outside the filing."""
        data = super().clean() or {}
        first, last, planned = (data.get(name) for name in ("apply_from", "apply_until", "planned_on"))
        if first and last and last < first:
            self.add_error("apply_until", _("报名截止不能早于报名开始。"))
        if last and planned and planned <= last:
            self.add_error("planned_on", _("计划考核日期应在报名截止之后：其间还要审核资格、备案和培训。"))
        scope, audience = data.get("scope"), data.get("audience")
        if scope and audience and audience not in scope.filing.audiences:
            self.add_error("audience", _("备案号 %s 不面向这类考生；请改选，或另选备案号。") % scope.filing.number)
        self._check_priority(data)
        return data

    def _check_priority(self, data: dict[str, Any]) -> None:
        """Refuse a priority that nothing asks for or that rests on nothing, and a category in two groups."""
        taken: set[str] = set()
        for tier in range(len(TIERS)):
            chosen, basis = _names(tier)
            group = set(data.get(chosen) or ())
            if group and not data.get(basis):
                self.add_error(basis, _("让一部分人优先要有依据：请写明文件或决定。"))
            if again := group & taken:
                words = joined(str(code_list("candidate_category").get(code).label) for code in sorted(again))
                self.add_error(chosen, _("%s在前面一组里已经选过：一类人只排在一处。") % words)
            taken |= group
        if taken and not data.get("quota"):
            self.add_error("quota", _("有候补才有先后：请填写名额，或者取消优先的人员类别。"))

    def fields_of_round(self) -> dict[str, Any]:
        """Return the cleaned data as the fields of a round."""
        data = dict(self.cleaned_data)
        scope: FilingScope = data.pop("scope")
        groups = [
            {"categories": data.pop(chosen), "basis": data.pop(basis)}
            for chosen, basis in map(_names, range(len(TIERS)))
        ]
        data["priority"] = [group for group in groups if group["categories"]]
        data["review_levels"] = data["review_levels"] or 1
        level = level_in_force(scope.level, scope.filing.institution, data["planned_on"])
        return {**data, "filing": scope.filing, "level": level}


# The groups that a waiting list may put first, in their order.
TIERS = (gettext_lazy("第一优先的人员类别"), gettext_lazy("第二优先的人员类别"), gettext_lazy("第三优先的人员类别"))


def _names(tier: int) -> tuple[str, str]:
    """Return the names of the two fields of a group: its categories, and on what it rests."""
    return f"priority_{tier + 1}", f"basis_{tier + 1}"


def _group(tier: int, label: str) -> dict[str, forms.Field]:
    """Return the two fields of a group."""
    chosen, basis = _names(tier)
    return {
        chosen: forms.MultipleChoiceField(
            label=label, required=False, choices=code_list("candidate_category").choices,
            widget=forms.CheckboxSelectMultiple,
            help_text="" if tier else _("只决定候补的先后，不影响已经确认的名额；开放报名后不能再改。"),
        ),
        basis: forms.CharField(
            label=_("优先的依据"), required=False, max_length=200,
            help_text="" if tier else _("写明文件名称和文号，或者本单位的决定和日期；公告页会照此公布。"),
        ),
    }  # fmt: skip


def groups_of(round_: Round) -> dict[str, Any]:
    """Return the groups of a round as its form asks for them."""
    return {
        name: value
        for tier, group in enumerate(round_.priority)
        for name, value in zip(_names(tier), (group["categories"], group["basis"]), strict=True)
    }


class OpenForm(ReasonForm):
    """Say what opening does."""

    wants_record = True

    def __init__(self, *args: Any, record: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["reason"]
        days = {"first": _day(record.apply_from), "last": _day(record.apply_until)}
        self.about = [
            _("开放后，考生可以在 %(first)s至%(last)s 报名，学院可以导入名册。") % days,
            _("批次会出现在公开的报名列表里；立项内容从此不能再改。"),
        ]


class CloseForm(ReasonForm):
    """Say what closing does: how many have applied, and by which day the class must be filed."""

    wants_record = True

    def __init__(self, *args: Any, record: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("说明")
        self.about = [*_told("close", record), _("截止后不再接受报名。"), filing_due(today())]


class ExtendForm(ReasonForm):
    """Ask for the later day."""

    wants_record = True
    apply_until = forms.DateField(label=gettext_lazy("新的报名截止日"), widget=day_input())
    field_order = ("apply_until", "reason")

    def __init__(self, *args: Any, record: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = [_("现在的报名截止日是 %s。") % _day(record.apply_until)]


class QuotaForm(ReasonForm):
    """Ask for the new number of places, and say what it does to those who wait."""

    wants_record = True
    quota = forms.IntegerField(
        label=gettext_lazy("新的名额"), min_value=1, max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    field_order = ("quota", "reason")

    def __init__(self, *args: Any, record: Round, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"quota": record.quota}, **kwargs})
        self.about = [
            *_told("set_quota", record),
            _("增加名额，候补的人立即按次序递补；减少名额，已确认的人不受影响，所以不能少于已确认的人数。"),
            _("理由会写进这一期的经过。"),
        ]


class CancelForm(ReasonForm):
    """Say what cancelling does."""

    wants_record = True

    def __init__(self, *args: Any, record: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = [
            *_told("cancel", record),
            _("取消后，这一期不再办理任何手续，已有的材料和经过留存备查。"),
            _("理由会告知所有报名的人。"),
        ]


def _told(verb: str, round_: Round) -> list[str]:
    return [sentence for sentences in SENTENCES[verb] for sentence in sentences(round_)]


def filing_due(closed_on: date) -> str:
    """Return by which day a round that closes on a day must be filed (article 14(1)), or why that can't be told."""
    span = param("filing.span", closed_on)
    try:
        due = last_day(closed_on, span.span)
    except Refused as refusal:
        return str(refusal.sentence)
    words = _("从今天起 %(span)s 内要完成开班备案：最迟 %(day)s（%(basis)s）。")
    return words % {"span": span.words, "day": _day(due), "basis": span.basis.label}


def _day(day: date) -> str:
    return formats.date_format(day)
