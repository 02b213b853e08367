"""The form by which a person declares a relation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.impartiality.models import Relation
from jiangxin.people import vault
from jiangxin.people.models import Organisation, Person


class DeclareForm(forms.Form):
    """A relation to another person, who is named by name and ID number: only both together find him."""

    name = forms.CharField(label=gettext_lazy("对方姓名"), max_length=60)
    id_number = forms.CharField(label=gettext_lazy("对方证件号码"), max_length=40)
    kind = forms.ChoiceField(
        label=gettext_lazy("关系"),
        choices=lambda: Relation._meta.get_field("kind").flatchoices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, institution: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution

    def clean(self) -> dict[str, Any]:
        """Find the other person; whether the number or the name is wrong is not told."""
        data = super().clean() or {}
        name, number = data.pop("name", ""), data.pop("id_number", "")
        if not name or not number:
            return data
        index = vault.blind_index(self.institution.pk, number.strip().upper())
        other = Person.objects.filter(institution=self.institution, id_index=index, name=name.strip()).first()
        if other is None:
            sentence = _("没有找到姓名和证件号码都相符的人。对方还没有报名时，请等他报名以后再申报，或告知中心。")
            raise forms.ValidationError(sentence)
        return {**data, "other": other}
