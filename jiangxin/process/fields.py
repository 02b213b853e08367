"""The one field of our own."""

from typing import Any

from django.db import models


class CodeField(models.CharField):  # type: ignore[type-arg]  # Django's own class takes none at run time
    """A code with named choices. The names stay out of migrations, so that a reworded label is none."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return the field without its choices."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, list(args), kwargs
