"""What every question of an application shares."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from jiangxin.enrolment import operations
from jiangxin.enrolment.models import Application
from jiangxin.process.who import Actor
from jiangxin.regulation.codes import code_list


class QuestionForm(forms.Form):
    """One question of an application; `row` is for those that have several answers (`fact_forms.EntriesForm`).

    `asked_from` is the network address from which it is answered: so many codes are sent from one, and no more.

    A form that was kept `stays` when its answer wants a second look before one goes on.
    """

    stays = False

    def __init__(
        self, *args: Any, application: Application, row: str = "", asked_from: str = "", **kwargs: Any
    ) -> None:
        self.application, self.asked_from = application, asked_from
        kwargs.setdefault("initial", self.known(application))
        super().__init__(*args, **kwargs)

    def known(self, application: Application) -> dict[str, Any]:
        """Return what was answered before."""
        return {name: getattr(application, name) for name in self.base_fields if hasattr(application, name)}

    @classmethod
    def answered(cls, application: Application) -> bool:
        """Tell whether the question has its answer."""
        return all(getattr(application, name) not in (None, "") for name in cls.base_fields)

    def keep(self, *, by: Actor, at: datetime) -> None:
        """Keep the answer."""
        operations.fill(self.application, by=by, at=at, **self.cleaned_data)


def offer(form: forms.Form, **lists: str) -> None:
    """Fill the choices of fields from the lists of codes, by field; fields that were taken out are passed over."""
    for name, key in lists.items():
        if field := form.fields.get(name):
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("请选择")), *code_list(key).choices()]
