"""Fields of forms that every app asks in the same way."""

from __future__ import annotations

from typing import Any

from django import forms


class DayField(forms.DateField):
    """A day, by the browser's own calendar, which wants the ISO form whatever the language."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **kwargs})


class WordsField(forms.CharField):
    """A text of several lines."""

    def __init__(self, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
