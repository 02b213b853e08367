"""Fields of forms that every app asks in the same way."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _


class DayField(forms.DateField):
    """A day, by the browser's own calendar, which wants the ISO form whatever the language."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **kwargs})


class MonthField(forms.CharField):
    """A month, by the browser's own calendar; its value is the month's first day, "2027-06" on the wire."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "month", "class": "short", "placeholder": "2027-06"})
        super().__init__(**{"widget": widget, "max_length": 10, **kwargs})

    def clean(self, value: Any) -> Any:
        """Return the first day of the month; None for an empty field."""
        written = super().clean(value)
        try:
            return date.fromisoformat(f"{written[:7]}-01") if written else None
        except ValueError as error:
            raise forms.ValidationError(_("“%s”不是年月；请按“2027-06”的样式填写。") % written) from error


class WordsField(forms.CharField):
    """A text of several lines."""

    def __init__(self, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class OfRecord(forms.BaseForm):
    """A mixin: the form of an edit step starts from what the record holds."""

    wants_record = True

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {name: getattr(record, name) for name in self.fields if hasattr(record, name)}
        self.initial = {**held, **self.initial}


class LinesField(forms.CharField):
    """A list of words, one a line; its value is the list."""

    def __init__(self, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the lines that hold something."""
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class _Eventually(forms.Field):
    """A mixin: the field belongs to the whole and says so, but a draft may be saved without it."""

    def validate(self, value: Any) -> None:
        """Take an empty value too: the step that ends the draft names what is missing."""


class EventualWords(_Eventually, WordsField):
    """A text of several lines that a draft may still lack."""


class EventualDay(_Eventually, DayField):
    """A day that a draft may still lack."""


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose fields are those of a record; it never saves one, operations do."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = _("请选择") if field.required else _("（无）")
            elif isinstance(field, forms.ChoiceField):
                offered: Any = field.choices
                field.choices = [(key, label) if key else ("", _("请选择")) for key, label in offered]


class WordForm(forms.Form):
    """The word that must be typed before something irreversible."""

    word = forms.CharField()

    def __init__(self, *args: Any, expected: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected

    def clean_word(self) -> str:
        """Refuse any other word."""
        word: str = self.cleaned_data["word"]
        if word.strip() != self.expected:
            raise forms.ValidationError(_("没有办理：请输入“%s”以确认。") % self.expected)
        return word
